"""Names, addresses, and the three things that together point at one household. These warn: the writer decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale

from staalkaart.core import registry
from staalkaart.members import geography

Span = tuple[int, int]
DATA = Path(__file__).parent / "data"
CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŻŽ]"
WORD = rf"{CAPITAL}[\wÀ-ÿ'’]{{0,40}}(?:-{CAPITAL}?[\wÀ-ÿ'’]{{1,40}}){{0,4}}"
PARTICLES = (
    r"(?:van|de|der|den|del|da|el|al|ben|ter|ten|vanden|vander|Van|De|Der|Den|El|Al|Ben|Ter|Ten|Da|Del|Le|La|'t)"
)
FAMILY_NAME = rf"(?:{PARTICLES}\s{{1,3}}){{0,3}}{WORD}"
TITLES = (
    "mevrouw|mevr\\.?|mw\\.?|meneer|mijnheer|dhr\\.?|mr\\.?|mrs\\.?|de heer|heer|juffrouw|juf|meester|dokter|dr\\.?|tante"
    "|nonkel|oom|oma|opa|zuster|pastoor|rechter|meter|peter|madame|monsieur"
)
TITLED = re.compile(rf"\b(?i:{TITLES})\s{{1,3}}({FAMILY_NAME})")
INITIALS = re.compile(rf"(?<=[\w,] )(?:{CAPITAL}\.\s?){{1,3}}{FAMILY_NAME}")
STRONG = "straat|straatje|laan|steenweg|plein|pleintje|dreef|kaai|stwg|boulevard|vest"
WEAK = "weg|lei|baan|kade|dijk|singel|hof|pad|markt|wal|kouter|gracht|park|wijk|berg|heide|veld|ham|rei|poort|plaats|vliet|str\\."
NUMBER = (
    r"\s{0,3},?\s{0,3}(?:(?i:nummer|nr\.?|n°|huisnr\.?)\s{0,3})?(\d{1,4}(?![\d.:])(?:\s?[a-zA-Z]\b)?)"
    r"(?!\s{0,3}(?i:keer|maal|x\b|dag|uur|u\b|week|weken|maand|jaar|euro|€|%|kind|mens|perso|minuten|op\b))"
    r"(?:\s{0,3}(?i:bus|b\.|/)\s{0,3}\d{1,4})?"
)
LETTERS = r"[\wÀ-ÿ'’.\-]"
STREET = re.compile(
    rf"(?<![\wÀ-ÿ'’.\-])((?:{CAPITAL}{LETTERS}{{0,40}}|[\wÀ-ÿ'’\-]{{3,40}}?)(?i:{STRONG})|{CAPITAL}{LETTERS}{{0,40}}?(?:{WEAK})"
    rf"|(?:{CAPITAL}{LETTERS}{{0,40}}\s{{1,3}}){{1,2}}(?i:{STRONG}|{WEAK})"
    rf"|(?i:rue|avenue|chaussée|place|allée|quai)\s(?:[\wÀ-ÿ'’\-]{{1,30}}\s){{0,4}}[\wÀ-ÿ'’\-]{{1,30}}){NUMBER}"
)
AGE = re.compile(
    r"\b(?:(?P<a>\d{1,3})\s?-?\s?jarige?\b|(?P<b>\d{1,2})\s?j\b\.?|(?P<c>\d{1,3})\s+jaar\s+(?:oud|jong)\b"
    r"|(?:is|van|wordt|werd)\s+(?P<d>\d{2})\b(?!\s*(?:euro|dagen|weken|maanden|uur|km|procent|%|mensen|kinderen))"
    r"|(?:beiden?|allebei|alletwee)\s+(?P<g>\d{2})\b|\((?P<e>\d{2})(?:\s?j(?:aar)?\.?)?\)"
    r"|(?<=, )(?P<f>\d{2})(?=\s*(?:,|en uit|uit|jaar\b(?!\s+(?:geleden|lang|later)))))",
    re.IGNORECASE,
)
KIN = (
    "moeder|mama|ma|vader|papa|pa|ouders?|dochters?|dochtertje|zoon|zonen|zoontje|kind(?:eren|je|jes)?|baby|gezin|zussen|zusje"
    "|weduw(?:e|naar)|zus|broers?|broertje|partner|echtgeno(?:ot|te)|echtpaar|koppel|alleenstaande|gescheiden|(?:hoog)?zwanger"
    "|kleinkind(?:eren)?|kleinzoon|kleindochter|tweeling|peuter|kleuter|stiefzoon|stiefdochter|oma|opa|grootmoeder|grootvader"
    "|neef|nicht|(?:haar|zijn|mijn) (?:man|vrouw|vriend|vriendin)"
)
FAMILY = re.compile(rf"\b(?:{KIN})\b", re.IGNORECASE)
SAYINGS = (
    "Jan en alleman",
    "Jan met de pet",
    "Jan Modaal",
    "Piet Snot",
    "Jan Klaassen",
    "Pietje Precies",
    "Jantje Contrarie",
    "moeder Teresa",
    "moeder teresa",
    "Albert Heijn",
    "Rode Kruis",
    "Sociale Kaart",
    "Kind en Gezin",
    "Open Huis",
    "Dokters van de Wereld",
)
INSTITUTION = re.compile(
    r"(?i)(?:ziekenhuis|kliniek|school|college|instituut|centrum|kerk|straat|laan|plein|park|stichting|fonds|huis|steenweg|station|markt|kade|kaai|dreef|lei|brug|poort|plaats|wijk)$"
)


@cache
def first_names() -> frozenset[str]:
    return frozenset((DATA / "voornamen.txt").read_text(encoding="utf-8").split())


@cache
def names_and_words() -> frozenset[str]:
    """First names that are Dutch words as well: in small letters they are taken for the word."""
    return frozenset((DATA / "ook_woorden.txt").read_text(encoding="utf-8").split())


@cache
def sentence_starters() -> frozenset[str]:
    """First names with which a sentence often starts as a word: there they are taken for the word too."""
    return frozenset((DATA / "ook_zinsbegin.txt").read_text(encoding="utf-8").split())


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
def _towns() -> re.Pattern[str]:
    """With a capital; without one too, where the name is no word."""
    names = sorted(place_names(), key=len, reverse=True)
    typed = [name.lower() for name in names if len(name) > 4 and name.lower() not in TOWNS_THAT_ARE_WORDS]
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in [*names, *typed]) + r")(?![\w-])")


TOWNS_THAT_ARE_WORDS = {
    "halle",
    "balen",
    "essen",
    "bergen",
    "hoven",
    "holsbeek",
    "kortenberg",
    "bever",
    "wellen",
    "heers",
    "lanaken",
}


def starts_sentence(text: str, at: int) -> bool:
    before = text[max(at - 60, 0) : at].rstrip(" \t\"'“”‘’«(*_-–")
    return not before or before[-1] in ".!?:;\n•>"


TYPED_WORD = re.compile(r"(?<![\w-])\w{1,40}(?:-\w{1,40}){0,4}(?![\w-])")


def names(text: str) -> Iterator[Span]:
    """A title with a name, initials with a name, a known first name, alone or with what follows it. Places are not names."""
    taken: list[Span] = [match.span() for saying in SAYINGS for match in re.finditer(saying, text)]
    sayings = len(taken)
    for match in TITLED.finditer(text):
        if match[1].split()[-1] not in place_names() and len(match[1]) > 1:
            taken.append(match.span())
    taken += [match.span() for match in INITIALS.finditer(text)]
    for match in TYPED_WORD.finditer(text):
        span = _name_at(text, match) or _unknown_name(text, match)
        if span and not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
    yield from sorted(taken[sayings:])


FOLLOWING = re.compile(rf"\s{{1,3}}({FAMILY_NAME})")


def _name_at(text: str, match: re.Match[str]) -> Span | None:
    """Where a name begins at this word. In small letters only where it cannot be a word."""
    word = match[0]
    capital = word.capitalize() if word.islower() else word
    if capital not in first_names() or (word.islower() and (capital in names_and_words() or len(word) < 4)):
        return None
    rest = FOLLOWING.match(text, match.end()) if not word.islower() else None
    if rest and INSTITUTION.search(rest[1]):
        return None
    if rest and rest[1].split()[-1] not in place_names() and not _is_organisation(rest[1]):
        return match.start(), rest.end()
    if word in NEVER_ALONE or (word in sentence_starters() and starts_sentence(text, match.start())):
        return None
    return None if _town_here(text, match.start()) else match.span()


PAIR = re.compile(rf"({WORD})((?:\s{{1,3}}{FAMILY_NAME}){{1,3}})")
OF_A_PLACE = ("se", "sch", "isch", "ische", "aans", "aanse", "ees", "eese", "ër", "ërs", "oos")


def _unknown_name(text: str, match: re.Match[str]) -> Span | None:
    """A word with a capital that is no word, place, country or organisation: inside a sentence, or two of them together."""
    word = match[0]
    if not registry.dictionaries or word[0].islower() or not _could_be_a_name(word):
        return None
    pair = PAIR.match(text, match.start())
    if pair and _could_be_a_name(pair[2].split()[-1]) and not INSTITUTION.search(pair[2]):
        return pair.span()
    return None if starts_sentence(text, match.start()) else match.span()


@lru_cache(maxsize=4096)
def _could_be_a_name(word: str) -> bool:
    if (
        len(word) < 3
        or word.isupper()
        or re.fullmatch(PARTICLES, word)
        or not word.isalpha()
        or any(letter.isupper() for letter in word[1:])
    ):
        return False
    if word.endswith(OF_A_PLACE) or INSTITUTION.search(word) or word in not_people() or word in place_names():
        return False
    return not any(is_word(word) for is_word in registry.dictionaries.values())


@cache
def not_people() -> frozenset[str]:
    """Organisations, shops, feasts; countries and languages by their Dutch names."""
    dutch = Locale("nl")
    known = [*dutch.territories.values(), *(name.capitalize() for name in dutch.languages.values())]
    parts = {part for name in known for part in re.split(r"[\s\-()]+", name)}
    towns = {part for name in place_names() for part in re.split(r"[\s\-]+", name)}
    return frozenset((DATA / "geen_namen.txt").read_text(encoding="utf-8").split()) | parts | towns | set(known)


NEVER_ALONE = {"Frans", "Mei", "Roma", "Sultan", "Christian", "Vital"}


def _town_here(text: str, at: int) -> bool:
    return any(match.start() == at for match in _towns().finditer(text, max(at - 1, 0), at + 40))


def _is_organisation(words: str) -> bool:
    return words.isupper() and len(words) > 1


def streets(text: str) -> Iterator[Span]:
    """A street with a house number."""
    for match in STREET.finditer(text):
        street = match[1]
        words = street.split()
        if len(words) > 1 and starts_sentence(text, match.start(1)) and words[0].lower() in STARTERS:
            continue
        yield match.span()


STARTERS = {"op", "in", "aan", "het", "de", "een", "naar", "van", "onze", "haar", "zijn", "over"}


def together(text: str) -> Iterator[Span]:
    """An exact age, where a municipality and a family stand in the same paragraph: each span of the age."""
    for paragraph in re.finditer(r"[^\n]+", text):
        words = paragraph[0]
        if _towns().search(words) and FAMILY.search(words):
            for match in AGE.finditer(words):
                if 0 < int(next(filter(None, match.groups()))) < 110:
                    yield paragraph.start() + match.start(), paragraph.start() + match.end()
