"""Names of people. These warn: the writer decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import Locale

from staalkaart.core import registry
from staalkaart.members.recognise.addresses import (
    CAPITAL,
    DATA,
    Span,
    abroad,
    place_names,
    starts_sentence,
    towns,
)

WORD = rf"{CAPITAL}[\wÀ-ÿ'’]{{0,40}}(?:-{CAPITAL}?[\wÀ-ÿ'’]{{1,40}}){{0,4}}"
PARTICLES = (
    r"(?:van|de|der|den|del|da|el|al|ben|ter|ten|vanden|vander|Van|De|Der|Den|El|Al|Ben|Ter|Ten|Da|Del|Le|La|'t)"
)
FAMILY_NAME = rf"(?:{PARTICLES}\s{{1,3}}){{0,3}}{WORD}"
TITLES = (
    "mevrouw|mevr\\.?|mw\\.?|meneer|mijnheer|dhr\\.?|mr\\.?|mrs\\.?|de heer|heer|juffrouw|juf|meester|dokter|dr\\.?|tante"
    "|nonkel|oom|oma|opa|zuster|pastoor|rechter|meter|peter|madame|monsieur"
)
TITLED = re.compile(rf"\b(?i:{TITLES})\s{{1,3}}((?:{CAPITAL}\.\s?){{0,3}}{FAMILY_NAME})")
TITLED_SMALL = re.compile(rf"\b(?i:{TITLES})\s{{1,3}}((?:{PARTICLES}\s{{1,2}}){{0,2}}(\w{{4,30}}))\b")
INITIALS = re.compile(rf"(?:(?<=[\w,.:;!?(] )|(?<=\n)|^)(?:{CAPITAL}\.\s?){{1,3}}{FAMILY_NAME}")
ONLY_INITIALS = re.compile(rf"(?<![\w.])({CAPITAL}\.\s?{CAPITAL}\.)(?![\w]|\s?{CAPITAL}[\w.])")
NOT_INITIALS = {
    "NV",
    "BV",
    "CV",
    "SV",
    "VU",
    "BS",
    "KB",
    "MB",
    "PS",
    "DD",
    "IV",
    "VV",
    "TV",
    "NB",
    "EU",
    "VN",
    "VS",
    "WC",
    "PC",
    "NL",
}
INSTITUTION = re.compile(
    r"(?i)(?:ziekenhuis|kliniek|school|college|instituut|centrum|kerk|straat|laan|plein|park|stichting|fonds|huis|steenweg|station|markt|kade|kaai|dreef|lei|brug|poort|plaats|wijk|baan|bos|singel|dries|wet|actie|feest|decreet|besluit)$"
)


@cache
def first_names() -> frozenset[str]:
    return frozenset((DATA / "voornamen.txt").read_text(encoding="utf-8").split())


@cache
def sayings() -> re.Pattern[str]:
    """Sayings, people of stories and organisations with a name in them."""
    lines = (DATA / "gezegden.txt").read_text(encoding="utf-8").splitlines()
    return re.compile(r"\b(?:" + "|".join(re.escape(line) for line in lines) + r")\b", re.IGNORECASE)


@cache
def more_first_names() -> frozenset[str]:
    """From the lists of names of many countries (Faker, MIT): with a capital only."""
    return first_names() | frozenset((DATA / "voornamen_meer.txt").read_text(encoding="utf-8").split())


@cache
def names_and_words() -> frozenset[str]:
    """First names that are Dutch words as well: in small letters they are taken for the word."""
    return frozenset((DATA / "ook_woorden.txt").read_text(encoding="utf-8").split())


@cache
def sentence_starters() -> frozenset[str]:
    """First names with which a sentence often starts as a word: there they are taken for the word too."""
    return frozenset((DATA / "ook_zinsbegin.txt").read_text(encoding="utf-8").split())


# What is said before a first name in small letters that is a word too ("juf els", "de kleine noor")
CUED = re.compile(r"\b(?i:juf|meester|nonkel|tante|de kleine|onzen|ons)\s(\w{2,20})\b")
SMALL_FORM = re.compile(r"\b(\w{3,15}?)(?:ke|ie|tje|je)\b")
OTHER_SCRIPT = re.compile(r"(?<!\w)[А-ЯЁІЇЄҐ][а-яёіїєґ'’]{2,30}(?:\s[А-ЯЁІЇЄҐ][а-яёіїєґ'’]{2,30})?(?!\w)")
LOUD_FAMILY = re.compile(r"\b(?:(?:DE|VAN|VAN DE|VAN DEN|VAN DER|VANDEN|EL|AL|BEN|DEN)\s)([A-Z]{4,30})\b")

TYPED_WORD = re.compile(r"(?<![\w-])\w{1,40}(?:-\w{1,40}){0,4}(?![\w-])")


def names(text: str) -> Iterator[Span]:
    """A title with a name, initials with a name, a known first name, alone or with what follows it. Places are not names."""
    taken: list[Span] = [match.span() for match in sayings().finditer(text)]
    known = len(taken)
    for match in TITLED.finditer(text):
        if match[1].split()[-1] not in place_names() and len(match[1]) > 1:
            taken.append(match.span())
    taken += [match.span(1) for match in TITLED_SMALL.finditer(text) if _is_small_name(match[1], match[2])]
    taken += [match.span() for match in INITIALS.finditer(text)]
    taken += [match.span(1) for match in ONLY_INITIALS.finditer(text)
              if "".join(letter for letter in match[1] if letter.isalpha()) not in NOT_INITIALS]  # fmt: skip
    taken += [match.span() for match in OTHER_SCRIPT.finditer(text)]
    taken += [match.span(1) for match in CUED.finditer(text) if match[1].capitalize() in first_names()]
    taken += [match.span() for match in LOUD_FAMILY.finditer(text)
              if not _is_word(match[1].lower()) and match[1].capitalize() not in place_names() | not_people()]  # fmt: skip
    taken += [match.span() for match in LOUD_PAIR.finditer(text) if all(_is_loud_name(word) for word in match.groups())]
    small = [match.span() for match in SMALL_FORM.finditer(text) if _is_pet_name(match[0], match[1])]
    taken += [span for span in small if not any(start < span[1] and span[0] < end for start, end in taken)]
    for match in TYPED_WORD.finditer(text):
        span = _name_at(text, match) or _unknown_name(text, match)
        if span and not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
    yield from sorted(taken[known:])


FOLLOWING = re.compile(rf"\s{{1,3}}({FAMILY_NAME})")


def _name_at(text: str, match: re.Match[str]) -> Span | None:
    """Where a name begins at this word. In small letters only where it cannot be a word."""
    word = match[0]
    loud = word.isupper() and len(word) > 3
    capital = word.capitalize() if word.islower() or loud else word
    if loud and (capital in names_and_words() or capital not in first_names()):
        return None
    known = first_names() if word.islower() else more_first_names()
    if capital not in known or (word.islower() and (capital in names_and_words() or len(word) < 4)):
        return None
    rest = FOLLOWING.match(text, match.end()) if not word.islower() else None
    if rest and INSTITUTION.search(rest[1]):
        return None
    if loud:
        last = rest[1].split()[-1] if rest and rest[1].isupper() else ""
        return match.start(), rest.end() if rest and last and not _is_word(last.lower()) else match.end()
    if rest and rest[1].split()[-1] not in place_names() and not _is_organisation(rest[1]):
        return match.start(), rest.end()
    starts = starts_sentence(text, match.start())
    unsure = word in sentence_starters() or (word not in first_names() and _is_word(word.lower()))
    if word in NEVER_ALONE or (unsure and starts and not DOES.match(text, match.end())):
        return None
    return None if _town_here(text, match.start()) or word in abroad() else match.span()


# What people do: a word that is a name too, with this behind it, is the name
DOES = re.compile(
    r"\s(?:heeft|had|kwam|komt|wil|wilde|wou|zegt|zei|vroeg|vraagt|belde|belt|woont|werkt|denkt|dacht|vindt|vond|kreeg|krijgt|ging|gaat|weet|wist"
    r"|hielp|helpt|lacht|zijn|vertelt|vertelde|huilde|lachte|en haar|en zijn)\b"
)


def _is_loud_name(word: str) -> bool:
    return not _is_word(word.lower()) and word.capitalize() not in place_names() | not_people() | abroad()


def _is_pet_name(word: str, stem: str) -> bool:
    """ "jefke": a known name, made small; and no word itself."""
    return (
        stem.capitalize() in first_names() and stem.capitalize() not in names_and_words() and not _is_word(word.lower())
    )


def _is_small_name(words: str, last: str) -> bool:
    """After a title, in small letters: no word, and no place of work ("meneer de voorzitter", "mevrouw van hiernaast")."""
    return (
        last.islower()
        and not _is_word(last)
        and last.capitalize() not in place_names() | not_people()
        and words == words.lower()
    )


def _is_word(word: str) -> bool:
    return any(is_word(word) for is_word in registry.dictionaries.values())


# A verb in the third person, or a possessive, behind a word at the start that nobody knows
ACTS = re.compile(
    r"(?:['’]s\b|\s\(|\s(?!dat|wat|niet|met|het|uit|tot|iet|nie?t|pas|mee|and|eind|de\b|te\b)([a-z]{3,}(?:t|te|de)\b))"
)
LOUD_PAIR = re.compile(r"(?<![\w-])([A-Z]{4,20})\s([A-Z]{4,20})(?![\w-])")
PAIR = re.compile(rf"({WORD})((?:\s{{1,3}}{FAMILY_NAME}){{1,3}})")
OF_A_PLACE = ("se", "sch", "isch", "ische", "aans", "aanse", "ees", "eese", "ër", "ërs", "oos")


def _unknown_name(text: str, match: re.Match[str]) -> Span | None:
    """A word with a capital that is no word, place, country or organisation: inside a sentence, or two of them together."""
    word = match[0]
    if not registry.dictionaries or word[0].islower() or not _could_be_a_name(word):
        return None
    pair = PAIR.match(text, match.start())
    if pair and INSTITUTION.search(pair[2]):
        return None
    if pair and _could_be_a_name(pair[2].split()[-1]):
        return pair.span()
    if not starts_sentence(text, match.start()) or text[max(match.start() - 2, 0) : match.start()].strip() == ":":
        return match.span()
    does = len(word) > 4 and (ACTS.match(text, match.end()) or DOES.match(text, match.end()))
    return match.span() if does and (not does.lastindex or _is_word(does[1])) else None


@lru_cache(maxsize=4096)
def _could_be_a_name(word: str) -> bool:
    if (
        len(word) < 4
        or word.isupper()
        or re.fullmatch(PARTICLES, word)
        or not word.isalpha()
        or any(letter.isupper() for letter in word[1:])
    ):
        return False
    if (
        word.endswith(OF_A_PLACE)
        or INSTITUTION.search(word)
        or word in not_people()
        or word in place_names()
        or word in abroad()
    ):
        return False
    return not _is_word(word) and not (word.endswith("s") and word[:-1] in place_names())


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
    return any(match.start() == at for match in towns().finditer(text, max(at - 1, 0), at + 40))


def _is_organisation(words: str) -> bool:
    return words.isupper() and len(words) > 1
