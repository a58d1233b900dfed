"""Whom one can always call in a municipality: its OCMW and its CAW, by their own number where editors noted it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from staalkaart.knowledge.models import HelpLine
from staalkaart.knowledge.texts import footer
from staalkaart.members.geography import Municipality
from staalkaart.members.models import LocalService


@dataclass(frozen=True)
class LocalHelp:
    """`phone` is "" where nobody noted one yet; `words` say then how to find it."""

    name: str
    phone: str
    words: str
    website: str = ""


def local_help(town: Municipality) -> list[LocalHelp]:
    """The OCMW first; two lines, whatever is known."""
    rows = {row.kind: row for row in LocalService.objects.all() if town.nis in row.towns}
    lines = {line.name: line for line in footer()["lines"]}  # they stand below every page, and are at hand
    return [_help(kind, rows.get(kind), lines.get(str(kind.label)), town) for kind in LocalService.Kind]


def _help(kind: LocalService.Kind, row: LocalService | None, line: HelpLine | None, town: Municipality) -> LocalHelp:
    if row is not None:
        return LocalHelp(row.name, row.phone, row.reachable, row.website if row.checked_on else "")
    if kind is LocalService.Kind.CAW and line is not None and line.number:
        return LocalHelp("CAW", line.number, _("Je komt bij het CAW van je streek. Ze zoeken gratis mee."))
    name = f"{kind.label} {town.name}" if kind is LocalService.Kind.OCMW else str(kind.label)
    words = _("Het nummer staat op de website van %(town)s. Nog geen nummer bekend bij ons.") % {"town": town.name}
    return LocalHelp(name, line.number if line else "", words)
