"""What changed between two versions of a practice, field by field and word by word, as people read it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from practices.content import Data, complete
from practices.content_words import Names, spoken


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed, went or came."""

    text: str
    change: str = ""  # "", "gone" or "new"


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: tuple[Piece, ...]


def differences(old: Data, new: Data, names: Names) -> list[Difference]:
    """What changed, field by field, word by word, as people read it."""
    before, after = dict(spoken(old, names)), dict(spoken(new, names))
    ordered = [label for label, _words in spoken(_union(old, new), names)]
    labels = sorted({**after, **before}, key=lambda label: ordered.index(label) if label in ordered else len(ordered))
    return [
        Difference(label, tuple(_pieces(before.get(label, ""), after.get(label, ""))))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def _union(old: Data, new: Data) -> Data:
    """Both at once, only to know the order of everything that either of them has."""
    both = complete(new)
    return {name: value or old[name] for name, value in both.items()} | {
        name: {**old[name], **both[name]} for name in ("blocks", "facts")
    }


MOST_WORK = 40_000  # words compared with words; what is longer is shown as gone and new


def _pieces(old: str, new: str) -> Iterable[Piece]:
    """What stayed at both ends, and word by word what lies between while that is quick to tell."""
    a, b = _words(old), _words(new)
    start = _same(zip(a, b, strict=False))
    end = _same(zip(reversed(a[start:]), reversed(b[start:]), strict=False))
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if start:
        yield Piece("".join(a[:start]))
    yield from _changed(middle_a, middle_b)
    if end:
        yield Piece("".join(a[len(a) - end :]))


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _changed(a: list[str], b: list[str]) -> Iterable[Piece]:
    if len(a) * len(b) > MOST_WORK:
        yield Piece("".join(a), "gone")
        yield Piece("".join(b), "new")
        return
    for what, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("".join(a[a1:a2]))
            continue
        if a2 > a1:
            yield Piece("".join(a[a1:a2]), "gone")
        if b2 > b1:
            yield Piece("".join(b[b1:b2]), "new")


def _words(text: str) -> list[str]:
    """Words with the white space that follows them, so that joining them gives the text back."""
    parts: list[str] = []
    for letter in text:
        if parts and not (parts[-1][-1:].isspace() and not letter.isspace()):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts
