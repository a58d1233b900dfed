"""What a question wants besides its words: a side of the card, a place, or something that is just not wanted.

Evaluation words ("nadelen", "sterke punten") choose fields of the card and are no words to look for. Negation never lifts what it
denies: who types "geen auto" has trouble with getting there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from staalkaart.search import dutch
from staalkaart.search.dutch_exceptions import ASKING, NEGATIONS, STOP_WORDS

CARRIES, ASKS_CARE = ("sterkte", "kans"), ("zwakte", "uitdaging")
# Phrases, longest first; a word stands for itself as people write it
EVALUATIONS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    sorted(
        (
            (phrase, side)
            for side, phrases in (
                (
                    ASKS_CARE,
                    "nadeel nadelen|valkuil valkuilen|minpunt minpunten|knelpunt knelpunten|moeilijkheid moeilijkheden|"
                    "risico risico's risicos|gevaar gevaren|bezwaar bezwaren|aandachtspunt aandachtspunten|zwakte zwaktes zwakten|"
                    "zwakheid zwakheden|zwak punt,zwakke punten,zwakke kant,zwakke kanten,zwakke plek,zwakke plekken|"
                    "slechte kant,slechte kanten,moeilijke kant,moeilijke kanten,minder goed aan,niet goed aan|"
                    "wat is er moeilijk,wat is moeilijk,moeilijk aan,moeilijk bij,lastig aan,lastig bij,wat is er lastig|"
                    "problemen bij,problemen met,problemen in,problemen van,probleem met,loopt het mis,loopt er mis,loopt mis,"
                    "loopt fout,loopt het fout,mis kan gaan,kan mislopen,waar wringt|keerzijde keerzijden",
                ),
                (
                    CARRIES,
                    "voordeel voordelen|pluspunt pluspunten|sterkte sterktes sterkten|troef troeven|meerwaarde|"
                    "sterk punt,sterke punten,sterke kant,sterke kanten,goede kant,goede kanten,goed aan,goeie kanten|"
                    "wat werkt goed bij,wat werkt bij,sterk aan,sterk in",
                ),
                (("kans",), "kansen|beter maken,verbeteren,kans voor,kansen voor"),
                (("uitdaging",), "uitdaging uitdagingen"),
            )
            for part in phrases.split("|")
            for phrase in (part.split(",") if "," in part else part.split())
        ),
        key=lambda pair: -len(pair[0].split()),
    )
)
# Everyday words as well ("ruzies met mijn broer, problemen met geld"): they ask for a side only of a model that is named
WEAK = re.compile(
    r"(problemen|probleem|loopt|mis|kan mislopen|verbeteren|beter maken|moeilijk|lastig|wat is|goed aan|sterk in)\b.*"
)
BOTH = ("swot", "voor- en nadelen", "voor en nadelen", "sterktes en zwaktes", "plus- en minpunten", "plussen en minnen")
WHY_GOOD = ("waarom", "goed")  # "waarom is een cursus goed"
REACH = 2  # words between a negation and what it denies


@dataclass(frozen=True)
class Intent:
    """`tokens` are what is left to look for, as (word, denied). `sides` are fields of the card, none for any."""

    tokens: tuple[tuple[str, bool], ...]
    sides: tuple[str, ...] = ()
    is_evaluating: bool = False


def read_intent(text: str, names_a_model: Callable[[Sequence[str]], bool] = lambda words: True) -> Intent:
    """Take evaluation words and negations out of a question. What would leave nothing to look for stays. `names_a_model` says so of
    the words that are left; it is asked only about phrases that are said of other things too."""
    folded = dutch.fold(text)
    is_both = any(phrase in folded for phrase in BOTH)
    tokens = [match[0] for match in dutch.TOKEN.finditer(text)]
    plain = [dutch.fold(token) for token in tokens]
    sides: list[str] = []
    taken: set[int] = set()
    strong = False
    for phrase, wanted in EVALUATIONS:
        words = phrase.split()
        for at in range(len(plain) - len(words) + 1):
            span = range(at, at + len(words))
            if plain[at : at + len(words)] == words and taken.isdisjoint(span):
                taken.update(span)
                sides += wanted
                strong = strong or not WEAK.fullmatch(phrase)
    if sides and not strong and not names_a_model([word for at, word in enumerate(plain) if at not in taken]):
        sides, taken = [], set()
    if not sides and plain[:1] == ["waarom"] and plain[-1:] == ["goed"]:
        sides, taken = list(CARRIES), {len(plain) - 1}
    if is_both:
        taken.update(
            at for at, word in enumerate(plain) if word in {"swot", "voor-", "voor", "plus", "plussen", "minnen"}
        )
    left = [(token, word) for at, (token, word) in enumerate(zip(tokens, plain, strict=True)) if at not in taken]
    if not any(_means(word) for _token, word in left):  # "valkuilen" alone is a word like any other
        return Intent(_with_denied(list(zip(tokens, plain, strict=True))))
    both_sides = is_both or (set(sides) & set(CARRIES) and set(sides) & set(ASKS_CARE))
    return Intent(_with_denied(left), () if both_sides else tuple(dict.fromkeys(sides)), bool(sides) or is_both)


def _means(word: str) -> bool:
    return word not in STOP_WORDS and word not in ASKING and word not in NEGATIONS


def _with_denied(rows: Sequence[tuple[str, str]]) -> tuple[tuple[str, bool], ...]:
    """Without the negations; the next word that means something after each is denied."""
    found: list[tuple[str, bool]] = []
    reach = 0
    for token, word in rows:
        if word in NEGATIONS:
            reach = REACH + 1
            continue
        reach -= 1
        denied = reach >= 0 and _means(word)
        if denied:
            reach = 0
        found.append((token, denied))
    return tuple(found)
