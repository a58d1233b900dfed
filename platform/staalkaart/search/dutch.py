"""Dutch for search: lemmas and compounds, outside the engines, so that every engine answers alike.

A word is indexed under its lemma and, at the same position, under the lemmas of its parts (buurthuis → buurthuis, buurt, huis).
A query word matches as a whole, or when all its parts are there. Figures and reasons: docs/decisions/0005-dutch-search.md.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from whoosh.lang.snowball.dutch import DutchStemmer

from staalkaart.core.writing import text as text_door
from staalkaart.search import dutch_exceptions
from staalkaart.search.dictionary import WordList
from staalkaart.search.dutch_exceptions import (
    EXCEPTIONS,
    EXTRA_WORDS,
    NEVER_SPLIT,
    NOT_PARTS,
    PREFIXES,
    SHORT_PARTS,
    STOP_WORDS,
)

WORD_LIST = Path(__file__).parent / "data" / "words.txt.gz"
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:-[^\W_]+(?:['’][^\W_]+)*)*", re.UNICODE)
VERSION = 6  # raise when the same text would be indexed differently

LINKS_LONGEST_FIRST = ("", "s", "en", "er", "e", "n")
VOWELS = set("aeiouy")
_stemmer = DutchStemmer()


def fold(text: str) -> str:
    """Lower case without accents, whatever letters, dashes and apostrophes it was written with."""
    plain = unicodedata.normalize("NFD", text_door.fold(text).lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def known_words() -> WordList:
    return WordList(WORD_LIST, EXTRA_WORDS)


@cache
def analysis_version() -> str:
    """Changes when the rules, the exceptions or the word list do: an index made with another version is stale."""
    digest = hashlib.sha256(WORD_LIST.read_bytes() + Path(dutch_exceptions.__file__).read_bytes())
    return f"{VERSION}-{digest.hexdigest()[:12]}"


def _undouble(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in VOWELS else word


def _is_verb_stem(stem: str) -> bool:
    words = known_words()
    return len(stem) >= 4 and (stem + "en" in words or stem in words or stem + stem[-1] + "en" in words)


def _strip_suffix(word: str) -> str:
    """Diminutives, nouns in -ing, present participles and -schap, before the stemmer looks at plurals."""
    for ending in ("etjes", "etje", "tjes", "tje", "pjes", "pje", "jes", "je"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and _undouble(stem) in known_words():
            return _undouble(stem)
    for ending in ("ingen", "ing", "ende", "end"):
        stem = word.removesuffix(ending)
        if stem != word and _is_verb_stem(stem):
            return stem
    for ending in ("schappen", "schap"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 5 and stem in known_words():
            return stem
    return word


def _plural(word: str) -> str:
    """gezinnen → gezin, huizen → huis, relaties → relatie: what the stemmer does not know."""
    if word.endswith("s") and word[-2] in VOWELS and word[:-1] in known_words():
        return word[:-1]
    if word.endswith("en") and len(word) >= 6:
        stem = word[:-2]
        if stem[-1] == stem[-2] and stem[-1] not in VOWELS:
            return stem[:-1]
        if stem[-1] == "z":
            return stem[:-1] + "s"
        if stem[-1] == "v":
            return stem[:-1] + "f"
    return word


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The form under which a (folded) word is indexed and asked."""
    word = word.removesuffix("'s").removesuffix("’s").replace("'", "").replace("’", "")
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    if len(word) < 4 or not word.isalpha():
        return word
    word = _plural(_strip_suffix(word))
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    stem = _undouble(_stemmer.stem(word))
    if len(stem) > 3 and stem[-1] in "zv":
        stem = stem[:-1] + {"z": "s", "v": "f"}[stem[-1]]
    return stem


def _is_part(word: str) -> bool:
    return word in SHORT_PARTS or (len(word) >= 4 and word in known_words() and word not in NOT_PARTS)


def _head(word: str) -> str:
    """The word at the head of a compound without its linking letters; empty when there is none."""
    for link in LINKS_LONGEST_FIRST:
        stem = word.removesuffix(link) if link else word
        if (stem != word or not link) and _is_part(stem):
            return stem
    return ""


@lru_cache(maxsize=20_000)
def splits(word: str) -> tuple[tuple[tuple[str, int, int], ...], ...]:
    """Every way to take a (folded) compound apart: (lemma, start, end) per part. All splits in two, else those in three."""
    if len(word) < 6 or not word.isalpha() or not NEVER_SPLIT.isdisjoint((word, _plural(_strip_suffix(word)))):
        return ()
    if _is_derived(word):
        return ()
    in_two = _splits_in_two(word)
    if in_two or len(word) < 11:
        return tuple(in_two)
    found = []
    for at in range(3, len(word) - 6):
        if head := _head(word[:at]):
            for pair in _splits_in_two(word[at:]):
                shifted = tuple((part, start + at, end + at) for part, start, end in pair)
                found.append(((lemma(head), 0, at), *shifted))
    return tuple(found)


def _is_derived(word: str) -> bool:
    """wan+trouwen, mis+verstand: one word with a beginning, though "want" and "rouwen" are words too."""
    rests = (word.removeprefix(start) for start in PREFIXES if word.startswith(start))
    return any(len(rest) >= 5 and rest in known_words() and word in known_words() for rest in rests)


def _splits_in_two(word: str) -> list[tuple[tuple[str, int, int], ...]]:
    found: list[tuple[tuple[str, int, int], ...]] = []
    for at in range(3, len(word) - 2):
        tail = word[at:]
        if _is_part(tail) and (head := _head(word[:at])):
            found.append(((lemma(head), 0, at), (lemma(tail), at, len(word))))
    return found


@dataclass(frozen=True)
class Word:
    """A word as it stands in a text: its lemma, the lemmas of its parts, and where it stands."""

    lemma: str
    parts: tuple[tuple[str, int, int], ...]
    start: int
    end: int
    folded: str

    @property
    def terms(self) -> set[str]:
        return {self.lemma, *(part for part, _start, _end in self.parts)}


def words(text: str) -> Iterator[Word]:
    """The words of a text. A hyphenated word gives its pieces and, joined, the compound it may be."""
    folded, places = text_door.fold_with_places(text)
    for match in TOKEN.finditer(folded):
        raw = match[0]
        for word in _hyphenated(raw, match.start()) if "-" in raw else [_word(raw, match.start())]:
            yield word if text is folded else _placed(word, places)


def _placed(word: Word, places: list[int]) -> Word:
    """The word where it stands in the text as it was typed."""
    start, end = text_door.span(places, word.start, word.end)
    if end - start == word.end - word.start:
        return replace(word, start=start, end=end)
    return replace(word, start=start, end=end, parts=tuple((name, 0, end - start) for name, *_places in word.parts))


def _word(raw: str, start: int) -> Word:
    folded = fold(raw)
    plain = folded.removesuffix("'s").removesuffix("’s")
    parts = {part for split in splits(plain) for part in split}
    if len(folded) != len(raw):  # folding changed the length: places inside the word cannot be trusted
        parts = {(name, 0, len(raw)) for name, _start, _end in parts}
    return Word(lemma(folded), tuple(sorted(parts)), start, start + len(raw), folded)


def _hyphenated(raw: str, start: int) -> Iterator[Word]:
    at = start
    pieces = raw.split("-")
    joined = _word("".join(pieces), start)
    for number, piece in enumerate(pieces):
        word = _word(piece, at)
        if number == 0:
            extra = ((joined.lemma, 0, len(piece)), *((part, 0, len(piece)) for part, _s, _e in joined.parts))
            word = Word(word.lemma, (*word.parts, *extra), word.start, word.end, word.folded)
        yield word
        at += len(piece) + 1


def is_stop_word(folded: str) -> bool:
    return folded in STOP_WORDS


def is_word(text: str) -> bool:
    """A Dutch word as it stands, in a form of it, or put together from words."""
    folded = fold(text)
    words = known_words()
    return folded in words or lemma(folded) in words or any(splits(folded))
