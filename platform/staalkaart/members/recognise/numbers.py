"""Numbers and addresses that point at one person: national number, account, phone, mail, profile. These block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.be import bis, nn

Span = tuple[int, int]
SEPARATOR = r"[\s.\-–—/,_()]{0,3}"
ELEVEN_DIGITS = re.compile(rf"(?<![\d+])\d(?:{SEPARATOR}\d){{10}}(?!\d)")
ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s.\-]{0,2}\d{2}(?:[\s.\-/]{0,2}[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
# Every run is bounded and begins where a word begins: text is somebody's, and may be twenty thousand times the same letter
MAIL = re.compile(r"(?:(?<![\w.+\-])|(?<=[\w.+\-]{64}))[\w.+\-]{1,64}\s?@\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
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
PHONE = re.compile(rf"(?<![\d+])(?:\+|00)?\(?\d(?:{SEPARATOR}\d){{7,14}}(?!\d)")
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
        end = match.end()
        while end - match.start() >= 15:
            if text[end - 1].isalnum() and iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", text[match.start() : end])):
                yield match.start(), end
                break
            end -= 1


def mails(text: str) -> Iterator[Span]:
    for pattern in (MAIL, SPOKEN_MAIL):
        yield from (match.span() for match in pattern.finditer(text))


def profiles(text: str) -> Iterator[Span]:
    for match in PROFILE.finditer(text):
        if not re.search(r"/(?:events|groups|pages|company|school)/", match[0]):
            yield match.span()


def phones(text: str) -> Iterator[Span]:
    dates = [match.span() for match in DATE.finditer(text)]
    for match in PHONE.finditer(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in dates):
            continue
        if is_phone(match[0]):
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
