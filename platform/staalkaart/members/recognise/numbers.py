"""Numbers and addresses that point at one person: national number, account, card, phone, mail, profile. These block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.be import bis, nn

Span = tuple[int, int]
SEPARATOR = r"(?:[^\w\n]|_){0,3}"
ELEVEN_DIGITS = re.compile(rf"(?<![\d+])\d(?:{SEPARATOR}\d){{10}}(?!\d)")
ACCOUNT = re.compile(  # looked for at every place: two words and a number before it are not its beginning
    r"(?<![A-Za-z0-9])(?=([A-Za-z]{2}(?:[^\w\n]|_){0,2}\d{2}(?:(?:[^\w\n]|_){0,2}[A-Za-z0-9]){11,30})(?![A-Za-z0-9]))"
)
CARD = re.compile(rf"(?<![\d+])\d(?:{SEPARATOR}\d){{15}}(?!\d)")
IDENTITY_CARD = re.compile(rf"(?<!\d)\d{{3}}{SEPARATOR}\d{{7}}{SEPARATOR}\d{{2}}(?!\d)")
# Every run is bounded and begins where a word begins: text is somebody's, and may be twenty thousand times the same letter
MAIL = re.compile(
    r"(?:(?<![\w.+\-])|(?<=[\w.+\-]{64}))[\w.+\-]{1,64}(?:\s?@|@\s|\s@\s)[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}"
)
AT = r"\s{0,3}(?:[(\[]\s?(?:at|a|ape(?:n)?staart(?:je)?)\s?[)\]]|\bape(?:n)?staart(?:je)?\b|\bat\b)\s{0,3}"
DOT = r"\s{0,3}(?:\.|[(\[]\s?(?:punt|dot)\s?[)\]]|\bpunt\b|\bdot\b)\s{0,3}"
SPOKEN_MAIL = re.compile(
    rf"(?<![\w+\-])[\w+\-]{{1,64}}+(?:{DOT}[\w+\-]{{1,64}}+){{0,4}}{AT}[\w\-]{{1,63}}+(?:{DOT}[a-z]{{2,24}}\b){{1,4}}",
    re.IGNORECASE,
)
PROFILE = re.compile(
    r"(?<![\w.\-])(?:https?://)?(?:[\w\-]{1,40}\.)?(?:facebook\.com|fb\.com|fb\.me|instagram\.com|linkedin\.com/(?:in|pub)"
    r"|tiktok\.com/@|twitter\.com|x\.com|snapchat\.com/add|t\.me|wa\.me|threads\.net/@|bsky\.app/profile|m\.me)"
    r"/?[\w.@?=&%\-]{1,100}(?:/[\w.@?=&%\-]{0,100}){0,5}",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"(?<![\w@.])@(?!(?:iedereen|allen|all|team|home|thuis|huis|everyone|channel)\b)(?=[\w.]{3,30}\b)[\w.]*\w"
)
SPOKEN_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|tiktok|snap(?:chat)?|telegram|discord|threads)\b\s{0,2}(?:is|naam|account|:|=|-)?\s{0,2}(?:is|:|=)?\s{0,2}"
    r"([\w.]{1,25}[._\d][\w.]{0,25}\w)",
    re.IGNORECASE,
)
PHONE = re.compile(rf"(?<![\d+])(?<!\d[.\-/])(?<!\d{{4}} )(?:\+(?=[\s(]{{0,2}}\d)|\(?0)(?:{SEPARATOR}\d){{7,15}}(?!\d)")
SPOKEN_DIGIT = (
    r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
    r"|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))"
)
SPOKEN_PHONE = re.compile(rf"\bnul(?:[\s,.-]{{1,2}}{SPOKEN_DIGIT}){{5,10}}\b", re.IGNORECASE)
FIRM = re.compile(r"(?:ondernemingsn\w*|kbo|btw|rpr)[^\n]{0,30}$", re.IGNORECASE)
# Numbers that anybody may call: free, shared cost, information
PUBLIC_PREFIXES = ("0800", "0900", "0902", "0903", "070", "078")
DATE = re.compile(r"\d{1,2}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?(?:19|20)\d{2}")


def national_numbers(text: str) -> Iterator[Span]:
    for match in ELEVEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if nn.is_valid(digits) or bis.is_valid(digits):
            yield match.span()


def accounts(text: str) -> Iterator[Span]:
    """The longest run of letters and digits from here that is a valid IBAN; the words after it are not part of it."""
    for match in ACCOUNT.finditer(text):
        end = match.end(1)
        while end - match.start() >= 15:
            if text[end - 1].isalnum() and _is_account(text[match.start() : end]):
                yield match.start(), end
                break
            end -= 1


def _is_account(words: str) -> bool:
    """By its own check digits: a bank that nobody knows yet is a bank."""
    return bool(iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", words), check_country=False))


def cards(text: str) -> Iterator[Span]:
    """Bank cards, and identity cards and driving licences, each with its checksum."""
    yield from (match.span() for match in CARD.finditer(text) if luhn.is_valid(re.sub(r"\D", "", match[0])))
    for match in IDENTITY_CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if (int(digits[:10]) % 97 or 97) == int(digits[10:]):
            yield match.span()


def mails(text: str) -> Iterator[Span]:
    for pattern in (MAIL, SPOKEN_MAIL):
        yield from (match.span() for match in pattern.finditer(text))


def profiles(text: str) -> Iterator[Span]:
    for match in PROFILE.finditer(text):
        if not re.search(r"/(?:events|groups|pages|company|school)/", match[0]):
            yield match.span()
    yield from (match.span() for match in HANDLE.finditer(text) if any(letter.isalpha() for letter in match[0]))
    yield from (match.span(1) for match in SPOKEN_HANDLE.finditer(text))


def phones(text: str) -> Iterator[Span]:
    yield from (match.span() for match in SPOKEN_PHONE.finditer(text))
    dates = [match.span() for match in DATE.finditer(text)]
    for match in PHONE.finditer(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in dates):
            continue
        if is_phone(match[0]) and not FIRM.search(text, max(start - 50, 0), start):
            yield start, end


def is_phone(words: str) -> bool:
    """A Belgian number as it is dialled, or one with a country code."""
    digits = re.sub(r"\D", "", words)
    if words.lstrip("(").startswith("+") or digits.startswith("00"):
        bare = digits.removeprefix("00")
        if bare.startswith("32"):
            return len(bare[2:].removeprefix("0")) in (8, 9)
        return 9 <= len(bare) <= 15
    if not digits.startswith("0") or digits.startswith(PUBLIC_PREFIXES):
        return False
    return len(digits) == (10 if digits.startswith("04") and not digits.startswith(("042", "043")) else 9)
