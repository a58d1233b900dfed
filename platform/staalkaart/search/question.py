"""What somebody typed, analysed: never a query language, only words. Safe by construction against costly input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.cache import caches

from staalkaart.core.models import ContentStamp
from staalkaart.core.writing.text import fold
from staalkaart.search import dutch
from staalkaart.search.models import SynonymRing

MAX_LETTERS = 200
MAX_WORDS = 12
SYNONYM_WEIGHT = 0.55
PARTS_WEIGHT = 0.75


@dataclass(frozen=True)
class TermVariant:
    """One way in which a word of the question is found: all these terms, next to each other when `phrase`."""

    terms: tuple[str, ...]
    weight: float = 1.0
    phrase: bool = False
    label: str = ""  # the related word, when this way is a synonym


@dataclass(frozen=True)
class Group:
    """One word of the question with every way to find it."""

    word: str
    ways: tuple[TermVariant, ...]


@dataclass(frozen=True)
class Question:
    text: str
    groups: tuple[Group, ...] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def direct_terms(self) -> set[str]:
        """Lemmas of what was typed, for highlights."""
        return {term for group in self.groups for way in group.ways if not way.label for term in way.terms}

    @property
    def related(self) -> list[TermVariant]:
        return [way for group in self.groups for way in group.ways if way.label]


Words = tuple[tuple[str, tuple[str, ...]], ...]  # (word as typed by the editor, its lemmas)
Rings = tuple[
    tuple[Words, Words], ...
]  # (who types one of these, finds those): twice the same words in an ordinary ring


def lemmas(phrase: str) -> tuple[str, ...]:
    return tuple(word.lemma for word in dutch.words(phrase))


def synonym_rings() -> Rings:
    """The editors' rings, analysed; kept in the process until any content changes. Two queries at most, often one."""
    key = f"synonyms:{ContentStamp.current()}"
    rings: Rings | None = caches["pages"].get(key)
    if rings is None:
        rings = tuple(
            (_analysed(ring.sources or ring.members), _analysed(ring.members)) for ring in SynonymRing.objects.all()
        )
        caches["pages"].set(key, rings)
    return rings


def _analysed(words: list[str]) -> Words:
    return tuple((word, found) for word in words if (found := lemmas(word)))


def clean(text: str) -> str:
    """At most 200 letters, without anything that is not a letter, a digit or ordinary punctuation."""
    return "".join(letter if letter.isprintable() else " " for letter in fold(text)[:MAX_LETTERS]).strip()


def ask(text: str, *, rings: Rings | None = None) -> Question:
    """Analyse a question. Stop words are left out unless there is nothing else; at most twelve words are looked at."""
    text = clean(text)
    rings = synonym_rings() if rings is None else rings
    tokens = [match[0] for match in dutch.TOKEN.finditer(text)]
    meaning = [token for token in tokens if not dutch.is_stop_word(dutch.fold(token))] or tokens
    found = [_group(token, rings) for token in meaning[:MAX_WORDS]]
    sequence = [lemma for token in tokens for lemma in lemmas(token)]
    found += [extra for extra in _phrase_groups(sequence, rings) if extra not in found]
    return Question(text, tuple(found))


def _group(token: str, rings: Rings) -> Group:
    folded = dutch.fold(token)
    ways = list(_hyphenated(folded) if "-" in folded else _plain(folded))
    whole = ways[0].terms
    for sources, targets in rings:
        if any(member == whole for _word, member in sources):
            ways += [way for way in _synonyms(targets, whole) if way not in ways]
    return Group(token, tuple(ways))


def _synonyms(targets: Words, but: tuple[str, ...]) -> list[TermVariant]:
    return [TermVariant(member, SYNONYM_WEIGHT, len(member) > 1, word) for word, member in targets if member != but]


def _plain(folded: str) -> list[TermVariant]:
    splits = dutch.splits(folded.removesuffix("'s").removesuffix("’s"))
    parts = {tuple(part for part, _start, _end in split) for split in splits}
    return [TermVariant((dutch.lemma(folded),)), *(TermVariant(terms, PARTS_WEIGHT) for terms in sorted(parts))]


def _hyphenated(folded: str) -> list[TermVariant]:
    """A hyphenated word: as one word, or its pieces side by side."""
    pieces = tuple(dutch.lemma(piece) for piece in folded.split("-"))
    return [TermVariant((dutch.lemma(folded.replace("-", "")),)), TermVariant(pieces, 1.0, phrase=True)]


def _phrase_groups(sequence: Sequence[str], rings: Rings) -> list[Group]:
    """A ring's phrase of several words that stands in the question brings the other members of its ring along."""
    found = []
    for sources, targets in rings:
        for word, member in sources:
            if len(member) > 1 and _stands_in(member, sequence):
                ways = [TermVariant(member, 1.0, phrase=True), *_synonyms(targets, member)]
                found.append(Group(word, tuple(ways)))
    return found


def _stands_in(member: Sequence[str], sequence: Sequence[str]) -> bool:
    size = len(member)
    return any(tuple(sequence[at : at + size]) == tuple(member) for at in range(len(sequence) - size + 1))
