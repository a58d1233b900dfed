"""Marks what was found, in text from the database; the only place that makes <mark>."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from staalkaart.search import dutch

SNIPPET = 240  # letters


def _places(text: str, terms: Collection[str]) -> list[tuple[int, int]]:
    """Where the terms stand: whole words, or the part of a compound."""
    if not terms:
        return []
    found = []
    for word in dutch.words(text):
        if word.lemma in terms:
            found.append((word.start, word.end))
        else:
            parts = [(word.start + start, word.start + end) for part, start, end in word.parts if part in terms]
            if parts:
                found.append((min(start for start, _end in parts), max(end for _start, end in parts)))
    return found


def mark(text: str, terms: Collection[str]) -> SafeString:
    """`text`, escaped, with the places of `terms` marked."""
    out, at = [], 0
    for start, end in _places(text, terms):
        if start >= at:
            out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    out.append(escape(text[at:]))
    return mark_safe("".join(out))  # noqa: S308  every piece is escaped


def snippet(text: str, terms: Collection[str]) -> SafeString:
    """About 240 letters around the first place that matches, cut at words."""
    if len(text) <= SNIPPET:
        return mark(text, terms)
    places = _places(text, terms)
    first = places[0][0] if places else 0
    start = text.rfind(" ", 0, max(first - SNIPPET // 3, 0)) + 1 if first > SNIPPET // 3 else 0
    end = text.find(" ", start + SNIPPET)
    end = len(text) if end < 0 else end
    return mark_safe(("… " if start else "") + mark(text[start:end], terms) + (" …" if end < len(text) else ""))  # noqa: S308


def mentions(text: str, terms: Collection[str]) -> bool:
    return bool(_places(text, terms))
