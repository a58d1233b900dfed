"""One door for text: `clean` is what everything that is typed or read in goes through, `fold` is for comparing only.

`clean` changes nothing that a reader would see: composed letters (NFC), one kind of line end, no letters without a width, no
soft hyphens, and ordinary spaces, except between a number and its unit. `fold` also makes one of all dashes, apostrophes,
widths and ligatures (NFKC). Both are stable: doing it twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata

from django.http import QueryDict

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Joiners stay where a script or an emoji needs them; directions that are forced do not, isolated ones neither
JOINERS = re.compile("(?<![\u0600-\u06ff\u0900-\u0dff])\u200c|\u200c(?![\u0600-\u06ff\u0900-\u0dff])"
                     "|(?<![\u0600-\u06ff\u0900-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
                     "|\u200d(?![\u0600-\u06ff\u0900-\u0dff\u2190-\u2bff\U0001f000-\U0001faff])")  # fmt: skip
UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
WIDE = re.compile("[\u1680\u2000-\u200a\u205f\u3000]")
NO_BREAK = re.compile("[\u00a0\u202f]")
BEFORE_UNIT = re.compile("(?<=[0-9])[\u00a0\u202f](?=[^\\W\\d_]|[%‰€°])|(?<=[€$£])[\u00a0\u202f](?=[0-9])")
KEPT = "\ufdd0"  # stands for a no-break space that stays, for a moment; nobody can type it

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u207b\u02d7"), "-")
QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u02bc\u02b9\u02bb\u2032\u00b4\u0060\uff07"), "'")
DOUBLE = dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"), '"')
DOTS = dict.fromkeys(map(ord, "\u00b7\u2022\u2219\u22c5\u2024\uff0e"), ".")
FOLDED = DASHES | QUOTES | DOUBLE | DOTS | {0x00A0: " ", 0x202F: " "}


def clean(text: str) -> str:
    """What is kept. Length may change; what a reader sees does not."""
    if text.isascii() and "\r" not in text and not CONTROL.search(text) and "\x0b" not in text and "\x0c" not in text:
        return text
    text = LINE_ENDS.sub("\n", CONTROL.sub("", text))
    text = unicodedata.normalize("NFC", JOINERS.sub("", UNSEEN.sub("", text)))
    text = NO_BREAK.sub(" ", BEFORE_UNIT.sub(KEPT, WIDE.sub(" ", text)))
    return text.replace(KEPT, "\u00a0")


def clean_post(post: QueryDict) -> QueryDict:
    """What a form holds, cleaned; passwords are nobody's to change."""
    cleaned = QueryDict(mutable=True)
    for name, values in post.lists():
        cleaned.setlist(name, values if "password" in name else [clean(value) for value in values])
    cleaned._mutable = False
    return cleaned


def fold(text: str) -> str:
    """For comparing: search, checks, addresses, numbers. Never kept, never shown."""
    return fold_with_places(text)[0] if not text.isascii() else text


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """(folded text, the place in `text` of each of its letters, and the end): so that what was found can be pointed at."""
    if text.isascii():
        return text, list(range(len(text) + 1))
    letters: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        group = UNSEEN.sub("", text[at:end]).replace("\u200c", "").replace("\u200d", "").translate(FOLDED)
        group = unicodedata.normalize("NFKC", group).translate(FOLDED)
        group = WIDE.sub(" ", LINE_ENDS.sub("\n", group))
        letters.extend(group)
        places.extend([at] * len(group))
        at = end
    return "".join(letters), [*places, len(text)]


def span(places: list[int], start: int, stop: int) -> tuple[int, int]:
    """Where a piece of the folded text stands in the text itself: whole letters, also when one became two."""
    end = stop
    while 0 < end < len(places) - 1 and places[end] == places[end - 1]:
        end += 1
    return places[start], places[end]


def is_right_to_left(text: str) -> bool:
    """Does the first letter that has a direction run from right to left?"""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in {"L", "R", "AL"}:
            return way != "L"
    return False
