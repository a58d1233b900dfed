"""All rules over one text, in the order in which it is read; what one rule took, another does not take again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core.writing.text import fold, fold_with_places, span
from staalkaart.members.recognise import addresses, dates, numbers, people, together

MOST_LETTERS = 20_000


class Sort(StrEnum):
    NATIONAL_NUMBER = "rijksnummer"
    ACCOUNT = "iban"
    PHONE = "telefoon"
    MAIL = "mail"
    PROFILE = "profiel"
    NAME = "naam"
    STREET = "straat"
    CARD = "kaart"
    BIRTH = "geboortedatum"
    TOGETHER = "samen"
    OWN_PROJECT = "project"
    OWN_TOWN = "gemeente"


BLOCKS = frozenset({Sort.NATIONAL_NUMBER, Sort.ACCOUNT, Sort.PHONE, Sort.MAIL, Sort.PROFILE, Sort.CARD})
REASONS: dict[Sort, Any] = {
    Sort.NATIONAL_NUMBER: _("Dit is een rijksregisternummer."),
    Sort.ACCOUNT: _("Dit is een rekeningnummer."),
    Sort.CARD: _("Dit is het nummer van een bankkaart of identiteitskaart."),
    Sort.BIRTH: _("Dit lijkt een geboortedatum."),
    Sort.PHONE: _("Dit is een telefoonnummer."),
    Sort.MAIL: _("Dit is een mailadres."),
    Sort.PROFILE: _("Dit leidt naar het profiel van één persoon."),
    Sort.NAME: _("Dit lijkt de naam van een persoon."),
    Sort.STREET: _("Je noemt een straat met een huisnummer."),
    Sort.TOGETHER: _("Leeftijd of functie met een plaats erbij: samen maken ze iemand herkenbaar."),
    Sort.OWN_PROJECT: _("Dit is de naam van je project: zo weet men wie dit schrijft."),
    Sort.OWN_TOWN: _("Dit is een gemeente van je project: zo weet men wie dit schrijft."),
}
REPLACEMENTS: dict[Sort, tuple[Any, ...]] = {
    Sort.NATIONAL_NUMBER: (_("(nummer weggelaten)"),),
    Sort.ACCOUNT: (_("(rekening weggelaten)"),),
    Sort.PHONE: (_("(telefoon weggelaten)"),),
    Sort.CARD: (_("(nummer weggelaten)"),),
    Sort.BIRTH: (_("(geboortedatum weggelaten)"),),
    Sort.MAIL: (_("(mail weggelaten)"),),
    Sort.PROFILE: (_("(profiel weggelaten)"),),
    Sort.NAME: (_("de deelnemer"), _("de vrijwilliger"), _("een collega"), _("een familielid")),
    Sort.STREET: (_("een adres in de buurt"),),
    Sort.OWN_PROJECT: (_("ons project"),),
    Sort.OWN_TOWN: (_("onze gemeente"),),
}
RULES: tuple[tuple[Sort, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (Sort.ACCOUNT, numbers.accounts),
    (Sort.NATIONAL_NUMBER, numbers.national_numbers),
    (Sort.PROFILE, numbers.profiles),
    (Sort.MAIL, numbers.mails),
    (Sort.CARD, numbers.cards),
    (Sort.PHONE, numbers.phones),
    (Sort.BIRTH, dates.births),
    (Sort.STREET, addresses.streets),
    (Sort.TOGETHER, together.together),
    (Sort.NAME, people.names),
)


@dataclass(frozen=True)
class Finding:
    """Where something stands (offsets in the text), what it is, and what could stand there instead."""

    sort: Sort
    start: int
    end: int
    words: str
    sentence: str = ""  # in which it stands

    @property
    def blocks(self) -> bool:
        return self.sort in BLOCKS

    @property
    def reason(self) -> str:
        return str(REASONS[self.sort])

    @property
    def replacements(self) -> list[str]:
        if self.sort == Sort.TOGETHER:
            return [rounded_age(self.words) if re.search(r"\d", self.words) else str(_("iemand uit de buurt"))]
        return [str(words) for words in REPLACEMENTS[self.sort]]


def rounded_age(words: str) -> str:
    """ "54-jarige" → "vijftiger": an age that many share."""
    number = re.search(r"\d+", words)
    age = int(number[0]) if number else 0
    decades = {1: _("tiener"), 2: _("twintiger"), 3: _("dertiger"), 4: _("veertiger"), 5: _("vijftiger"), 6: _("zestiger"),
               7: _("zeventiger"), 8: _("tachtiger"), 9: _("negentiger")}  # fmt: skip
    return str(decades.get(age // 10, _("kind") if age < 10 else _("oudere")))


def sentence_at(text: str, start: int, end: int) -> str:
    """From the stop before to the stop after; an abbreviation ends it too early, which does no harm."""
    before = max(text.rfind(mark, 0, start) for mark in ".!?\n")
    after = [at for mark in ".!?\n" if (at := text.find(mark, end)) >= 0]
    return text[before + 1 : min(after, default=len(text))]


def check(text: str, own: Mapping[str, Sort] | None = None) -> list[Finding]:
    """Everything in `text` by which somebody could be recognised, in the order of the text.

    `own` are words that point to the writer themself, where they write without their name: phrase → what it is.
    """
    found: list[Finding] = []
    folded, places = fold_with_places(text[:MOST_LETTERS])  # however a program writes dashes, spaces and dots
    for phrase, sort in (own or {}).items():
        words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", fold(phrase)) if word)
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", folded, re.IGNORECASE) if words else ():
            start, end = span(places, *match.span())
            if not any(start < other.end and other.start < end for other in found):
                found.append(Finding(sort, start, end, text[start:end], sentence_at(text, start, end)))
    for sort, rule in RULES:
        for begin, stop in rule(folded):
            start, end = span(places, begin, stop)
            if not any(start < other.end and other.start < end for other in found):
                found.append(Finding(sort, start, end, text[start:end], sentence_at(text, start, end)))
    return sorted(found, key=lambda finding: finding.start)
