"""Places: municipalities and their parts, cities abroad, and where somebody lives. A street with a number warns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from staalkaart.members import geography

Span = tuple[int, int]
DATA = Path(__file__).parent / "data"
CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŻŽ]"


def starts_sentence(text: str, at: int) -> bool:
    before = text[max(at - 60, 0) : at].rstrip(" \t\"'“”‘’«(*_-–")
    return not before or before[-1] in ".!?:;\n•>"


@cache
def town_names() -> frozenset[str]:
    """Every municipality, and the parts of those that were joined: "Tongeren-Borgloon" is still called Tongeren."""
    names = {town.name for town in geography.municipalities().values()}
    halves = {half for name in names if name.count("-") == 1 for half in name.split("-") if len(half) > 4}
    return frozenset(names | halves - {"Saint"})


@cache
def place_names() -> frozenset[str]:
    """Municipalities, and their parts: districts, villages, neighbourhoods (GeoNames, CC BY 4.0; Statbel). No people."""
    return town_names() | frozenset((DATA / "plaatsen.txt").read_text(encoding="utf-8").splitlines())


@cache
def abroad() -> frozenset[str]:
    """Cities of other countries, and of Wallonia (GeoNames, CC BY 4.0; Dutch names by hand), but for those that are first names too."""
    return frozenset((DATA / "steden.txt").read_text(encoding="utf-8").split())


TOWNS_THAT_ARE_WORDS = {
    "halle", "balen", "essen", "bergen", "hoven", "holsbeek", "kortenberg", "bever",
    "wellen", "heers", "lanaken", "hulste", "marke", "ekeren", "leest", "heide",
}  # fmt: skip


@cache
def words_too() -> frozenset[str]:
    """Villages that are called as a word: with a capital they are too often that word."""
    return frozenset((DATA / "plaatsen_ook_woorden.txt").read_text(encoding="utf-8").split())


@cache
def towns() -> re.Pattern[str]:
    """With a capital; without one too, where the name is no word."""
    names = sorted(place_names() - words_too(), key=len, reverse=True)
    typed = [name.lower() for name in names if len(name) > 4 and name.lower() not in TOWNS_THAT_ARE_WORDS]
    every = "|".join(re.escape(name) for name in [*names, *typed])
    return re.compile(rf"(?<![\w-])(?:{every})(?:-(?:Noord|Zuid|Oost|West|Centrum))?(?![\w-])")


STRONG = "straat|straatje|laan|steenweg|plein|pleintje|dreef|kaai|stwg|boulevard|vest"
WEAK = "weg|lei|baan|kade|dijk|singel|hof|pad|markt|wal|kouter|gracht|park|wijk|berg|heide|veld|ham|rei|poort|plaats|vliet|str\\."
NUMBER = (
    r"\s{0,3},?\s{0,3}(?:(?i:huisnummer|nummer|nr\.?|n°|huisnr\.?)\s{0,3})?(\d{1,4}(?!\d|[.:]\d)(?:\s?[a-zA-Z]\b)?)"
    r"(?!\s{0,3}(?i:keer|maal|x\b|dag|uur|u\b|week|weken|maand|jaar|euro|€|%|kind|mens|perso|minuten|op\b))"
    r"(?:\s{0,3}(?i:bus|b\.|/)\s{0,3}\d{1,4})?"
)
LETTERS = r"[\wÀ-ÿ'’.\-]"
STREET = re.compile(
    rf"(?<![\wÀ-ÿ'’.\-])((?:{CAPITAL}{LETTERS}{{0,40}}|[\wÀ-ÿ'’\-]{{3,40}}?)(?i:{STRONG})|{CAPITAL}{LETTERS}{{0,40}}?(?:{WEAK})"
    rf"|(?:{CAPITAL}{LETTERS}{{0,40}}\s{{1,3}}){{1,2}}(?i:{STRONG}|{WEAK})"
    rf"|(?i:rue|avenue|chaussée|place|allée|quai)\s(?:[\wÀ-ÿ'’\-]{{1,30}}\s){{0,4}}[\wÀ-ÿ'’\-]{{1,30}}){NUMBER}"
)

# Said the other way round, and a street whose name says nothing of a street
TURNED = re.compile(
    rf"\b(?:op\s)?(?i:nummer|nr\.?|huisnummer|n°)\s{{0,2}}(\d{{1,4}}(?:\s?[a-z]\b)?)\s(?:in|op|van|aan)\s(?:de|het|den|'t)?\s?"
    rf"((?:{CAPITAL}{LETTERS}{{0,40}})(?i:{STRONG}|{WEAK}))\b"
)
FRENCH = re.compile(
    r"(?<!\d)\d{1,4},?\s(?i:rue|avenue|chaussée|place|allée|quai)\s(?:(?:de|du|des|la|le|l'|d')\s?){0,2}[\wÀ-ÿ'’\-]{2,30}"
)
BARE_STREET = re.compile(
    rf"\b(?:op|aan|in)\s(?:(?:de|het|den)\s)?((?:Markt|Dorp|Plein|Dries|Kaai|Vest|Kouter|Singel|Kade|Dijk|Berg|Heide|Veld)){NUMBER}"
)
NUMBER_FIRST = re.compile(rf"(?<![\d.])\d{{1,4}}[a-zA-Z]?,\s?{CAPITAL}{LETTERS}{{1,40}}(?i:{STRONG})\b")
LIVES = re.compile(
    rf"\b(?i:adres|woont|wonen|wonende|woonachtig|verblijft|gedomicilieerd)\b[\s:,]{{0,3}}(?:(?:in|op|te|de|het|is|nu|:)\s{{1,2}}){{0,3}}"
    rf"((?:{CAPITAL}{LETTERS}{{1,40}}\s{{1,2}}){{1,3}}){NUMBER.lstrip()}"
)


def streets(text: str) -> Iterator[Span]:
    """A street with a house number."""
    for match in STREET.finditer(text):
        street = match[1]
        words = street.split()
        if len(words) > 1 and starts_sentence(text, match.start(1)) and words[0].lower() in STARTERS:
            continue
        yield match.span()
    for pattern in (TURNED, FRENCH, BARE_STREET, NUMBER_FIRST):
        yield from (match.span() for match in pattern.finditer(text))
    for match in LIVES.finditer(text):
        if match[1].strip() not in place_names():
            yield match.start(1), match.end()


STARTERS = {"op", "in", "aan", "het", "de", "een", "naar", "van", "onze", "haar", "zijn", "over"}
