"""From what was found word by word to an order. Knows no engine: scores per word in, scores per document out.

All words come before some; a title that says it, before a text that mentions it; what the question denies lifts nothing. A long
question is answered by what covers most of it, and by few.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from staalkaart.search.question import Group, Question, stands_in

RELATED = 0.8  # how much of a word is covered by a related one
NEARBY = 1.3  # for words that stand beside each other
DENIED = 0.35  # how much a word counts that the question does not want
CARE = frozenset({"zwakte", "uitdaging"})
LONG = 3  # words from which a question is answered by fewer
MOST_FOR_A_SENTENCE = 12
COVER = {1: 0.0, 2: 0.34, 3: 0.5, 4: 0.5}  # of the best coverage, by the number of words; more words: the last
COVER_LONG = 0.6
SCORE_LONG = 0.3  # of the best score


class Row(Protocol):
    """What ranking looks at of a document."""

    @property
    def boost(self) -> float: ...
    @property
    def title_lemmas(self) -> tuple[str, ...]: ...
    @property
    def position(self) -> int: ...
    @property
    def uid(self) -> str: ...
    def values(self, facet: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Found:
    """What one word of the question found: document → (score, how much of the word it covers)."""

    group: Group
    scores: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    context: frozenset[int] = frozenset()  # what belongs to something of that name


def rarity(count: int, total: int) -> float:
    """1 for a word that one document has, towards 0.2 for a word that all have: in a question the rare word carries the sense."""
    return 0.2 + 0.8 * (1 - math.log(count) / math.log(total)) if count > 1 and total > 1 else 1.0


def rank(
    found: Sequence[Found],
    question: Question,
    row_of: Callable[[int], Row],
    total: int,
    close: frozenset[int] = frozenset(),
) -> dict[int, float]:
    """{document: score}; `total` is how many documents there are to find, `close` those with the words beside each other."""
    weights = [rarity(len(part.scores), total) for part in found]
    places = _places(found, weights)
    sums: dict[int, float] = {}
    covered: dict[int, dict[int, float]] = {}
    for part, weight in zip(found, weights, strict=True):
        for document, (score, share) in part.scores.items():
            lift = _denied_lift(row_of(document), part.group) if part.group.denied else 1.0
            sums[document] = sums.get(document, 0.0) + score * weight * lift
            mine = covered.setdefault(document, {})
            for place in part.group.at:
                mine[place] = max(mine.get(place, 0.0), share)
    whole = sum(places.values()) or 1.0
    cover = {
        document: sum(places.get(place, 0.0) * share for place, share in mine.items()) / whole
        for document, mine in covered.items()
    }
    scores = {
        document: score
        * (0.25 + cover[document] ** 2)
        * _lift(row_of(document), question)
        * (NEARBY if document in close else 1)
        for document, score in sums.items()
    }
    return _few(_by_card(scores, found, question, row_of), cover, question)


def _lift(row: Row, question: Question) -> float:
    return row.boost * _title_lift(row, question.lemmas, question) * _place_lift(row, question)


def _place_lift(row: Row, question: Question) -> float:
    """Where a place is named: what is there, before what only works there too, before what is elsewhere."""
    towns = row.values("plaats")
    if not question.places or not towns:
        return 1.0
    if towns[0] in question.places:
        return 2.5
    return 1.6 if set(towns) & set(question.places) else 0.4


def _by_card(
    scores: dict[int, float], found: Sequence[Found], question: Question, row_of: Callable[[int], Row]
) -> dict[int, float]:
    """ "Nadelen van een buddy" asks for the card of a model: its points in their order, not those that say the word most."""
    if not question.is_evaluating or not found:
        return scores
    named = [part.context for part in found if not part.group.denied]
    whole = frozenset.intersection(*named) if named else frozenset()
    top = max(scores.values(), default=0.0)
    for document in whole & scores.keys():
        row = row_of(document)
        is_model = row.uid.startswith("model:")
        if is_model or row.values("kwadrant"):
            scores[document] = top * (3.0 if is_model and not question.sides else 2.0) - row.position * top * 0.001
    return scores


def _places(found: Sequence[Found], weights: Sequence[float]) -> dict[int, float]:
    """How much each place of the question counts: its word's rarity; where only a phrase stands there, the phrase's."""
    places: dict[int, float] = {}
    for part, weight in zip(found, weights, strict=True):
        if len(part.group.at) == 1:
            places[part.group.at[0]] = weight if part.scores else 0.5
    for part, weight in zip(found, weights, strict=True):
        for place in part.group.at:
            places.setdefault(place, weight / len(part.group.at))
    return places


def _denied_lift(row: Row, group: Group) -> float:
    """ "Geen cursus": never what is called so; rather what is hard about it."""
    lemmas = {term for way in group.ways if not way.label for term in way.terms}
    if lemmas & set(row.title_lemmas):
        return DENIED / 3
    return DENIED * (2.5 if CARE & set(row.values("kwadrant")) else 1.0)


def _title_lift(row: Row, lemmas: Sequence[str], question: Question) -> float:
    """A title that is the question, or holds all of it in a row; a title that the question holds."""
    title = row.title_lemmas
    if not lemmas or not title or any(group.denied for group in question.words):
        return 1.0
    asked, named = set(lemmas), set(title)
    if asked == named:
        return 2.5
    if asked <= named:
        return 1.0 + 0.9 * len(asked) / len(named) + (0.25 if len(lemmas) > 1 and stands_in(lemmas, title) else 0.0)
    if named <= asked:
        return 1.0 + 0.5 * len(named) / len(asked)
    return 1.0


def _few(scores: dict[int, float], cover: dict[int, float], question: Question) -> dict[int, float]:
    """Without what covers much less of the question than the best does; of a sentence only the nearest dozen."""
    words = len(question.words)
    if not scores or (words < 2 and not question.is_sentence):
        return scores
    best = max(cover.values())
    least = best * (COVER_LONG if question.is_sentence else COVER.get(words, 0.5))
    kept = {document: score for document, score in scores.items() if cover[document] >= least}
    if words >= LONG or question.is_sentence:
        top = max(kept.values())
        kept = {document: score for document, score in kept.items() if score >= top * SCORE_LONG}
    if question.is_sentence and len(kept) > MOST_FOR_A_SENTENCE:
        line = sorted(kept.values(), reverse=True)[MOST_FOR_A_SENTENCE - 1]
        kept = {document: score for document, score in kept.items() if score >= line}
    return kept
