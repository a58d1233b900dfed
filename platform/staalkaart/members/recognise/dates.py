"""Dates of birth. A date with a word of birth beside it, or one so long ago that it is seldom anything else. These warn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils import timezone

from staalkaart.members.recognise.addresses import Span

MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|jun[ie]?|jul[ie]?|aug(?:ustus)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\.?"
)
YEAR = r"(?:(?P<long>(?:19|20)\d{2})|['’](?P<short>\d{2}))"
DATE = re.compile(
    rf"(?<![\d./\-])(?:(?:0?[1-9]|[12]\d|3[01])(?:e|ste|de)?(?:\s?[./\-]\s?(?:0?[1-9]|1[0-2]|X?I{{1,3}}|I?[VX]|VI{{1,3}})\s?[./\-]\s?|\s{{1,2}}{MONTH}\s{{0,2}}){YEAR}"
    r"|(?P<iso>(?:19|20)\d{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\d/\-])",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?<=[\s:])(?P<bare>\d{6}|\d{8}|\d{1,2}[./\-]\d{1,2}[./\-]\d{2}|\d{1,2}\s" + MONTH + r"\s\d{2})(?!\d)",
    re.IGNORECASE,
)
BIRTH = re.compile(
    r"geboren|\bDOB\b|\b(?:ben|is) van\s|geboorte|\bgeb\b|gebdat|geb\.|[°º]|verjaar|levenslicht|ter wereld|jarig"
    r"|\b(?:kleine|baby|dochter|zoon|kind|jongste|oudste)\s(?:(?:is|was)\s(?:van|geb)|\($)",
    re.IGNORECASE,
)
LAW = re.compile(
    r"(?:wet|decreet|besluit|k\.?b\.?|arrest|grondwet|opgericht|gesticht|sinds|vanaf|bouwjaar)\b[^\n]{0,12}$",
    re.IGNORECASE,
)
LONG_AGO = 16  # years: until then a date is as well that of a meeting


def births(text: str) -> Iterator[Span]:
    this_year = timezone.localdate().year
    for match in DATE.finditer(text):
        short = int(match["short"]) if match["short"] else 0
        year = int(match["long"] or match["iso"] or (2000 + short if short <= this_year % 100 else 1900 + short))
        if year <= this_year and (
            _is_said(text, match) or (year < this_year - LONG_AGO and not _of_a_law(text, match))
        ):
            yield match.span()
    yield from (match.span() for match in BARE.finditer(text) if _is_said(text, match))


def _of_a_law(text: str, match: re.Match[str]) -> bool:
    return LAW.search(text, max(match.start() - 40, 0), match.start()) is not None


def _is_said(text: str, match: re.Match[str]) -> bool:
    """Whether birth is spoken of close by, in the same line."""
    line = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line, match.start() - 40) : match.start()]
    after = text[match.end() : match.end() + 40].split("\n")[0]
    return bool(BIRTH.search(before) or BIRTH.search(after))
