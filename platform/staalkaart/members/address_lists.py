"""A list of people as it was pasted from a mail program, a document, a chat or a sheet: one person per address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean, fold
from staalkaart.members.demo_accounts import refuse_demo_address
from staalkaart.members.models import Invitation, Project, User

MOST = 100
EMAIL_MAX, NAME_MAX, SHOWN = 254, 120, 200
SHARED_MAILBOXES = {
    "info", "contact", "buddy", "project", "secretariaat", "onthaal", "team", "admin", "algemeen", "vzw",
}  # fmt: skip
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,190}")
BULLET = re.compile(r"^\s*(?:[•·▪◦‣*○●–—-]+\s+|[•·▪◦‣○●]|\d{1,3}[.)]\s+)")
HEADER = re.compile(r"^\s*(?:aan|to|cc|bcc|van|from)\s*:\s*", re.IGNORECASE)
AROUND = " \t\"'<>()[]{};,:|/"


@dataclass
class BulkLine:
    """One person as pasted, what we read in it, and what is wrong with it. `known`: is here already, so nothing is sent."""

    number: int
    text: str
    email: str = ""
    name: str = ""
    problem: str = ""
    warning: str = ""
    known: str = ""

    @property
    def is_new(self) -> bool:
        return not (self.problem or self.known)


def is_shared_mailbox(email: str) -> bool:
    return email.split("@")[0].casefold() in SHARED_MAILBOXES


def read_people(text: str, project: Project) -> list[BulkLine]:
    """Everybody in `text`, in order. Lines without an address, doubles and people of this project are marked, never left out."""
    rows: list[BulkLine] = []
    seen: set[str] = set()
    team, invited = _here_already(project)
    for row in _everybody(clean(text)):
        if len(seen) == MOST and row.email not in seen:
            words = _("Hoogstens honderd adressen tegelijk. De rest las ik niet.")
            return [*rows, BulkLine(row.number, "…", problem=words)]
        if not row.problem and row.email in seen:
            row.problem = _("Dit adres staat twee keer in je lijst.")
        elif row.email in team:
            row.known = _("Zit al in de ploeg.")
        elif row.email in invited:
            row.known = _("Is al uitgenodigd.")
        if row.email:
            seen.add(row.email)
        rows.append(row)
    return rows


def _here_already(project: Project) -> tuple[set[str], set[str]]:
    """(addresses of the team, addresses with an open invitation): of the own project only, so nothing is told of others."""
    team = User.objects.filter(memberships__in=project.memberships.current()).values_list("email", flat=True)
    invited = Invitation.objects.open().filter(project=project).values_list("email", flat=True)
    return {email.lower() for email in team}, {email.lower() for email in invited}


def _everybody(text: str) -> Iterator[BulkLine]:
    for number, line in enumerate(text.split("\n"), 1):
        bare = HEADER.sub("", BULLET.sub("", line))
        if bare.strip(AROUND):
            yield from _people_of(number, bare)


def _people_of(number: int, line: str) -> Iterator[BulkLine]:
    """What stands before an address is its name; with one address on a line, what stands after it may be too."""
    line = re.sub(r"mailto:", " ", line, flags=re.IGNORECASE)
    found = list(ADDRESS.finditer(line))
    if not found:
        yield BulkLine(number, line.strip()[:SHOWN], problem=_("Hier staat geen e-mailadres in."))
        return
    at = 0
    people: list[tuple[str, str]] = []
    for match in found:
        people.append((_name(line[at : match.start()]), match[0]))
        at = match.end()
    left = _name(line[at:])
    if left and len(people) == 1 and not people[0][0]:
        people, left = [(left, people[0][1])], ""
    before = ""
    for name, typed in people:
        row = _person(number, name, typed)
        if row.email != before:  # a link repeats the address that it shows
            yield row
        before = row.email
    if left and re.search(r"\w{2}", left) and len(people) > 1:
        yield BulkLine(number, left[:SHOWN], problem=_("Hier staat geen e-mailadres in."))


def _name(text: str) -> str:
    """ "Peeters, An" → "An Peeters", without quotes, brackets and what separates."""
    words = " ".join(re.sub(r"[\t;|]", " ", text).split()).strip(AROUND + " -–").replace('"', "")
    parts = [part.strip() for part in words.split(",") if part.strip()]
    return " ".join(reversed(parts) if len(parts) == 2 else parts)[:NAME_MAX]


def _person(number: int, name: str, typed: str) -> BulkLine:
    email = fold(typed).strip(".'\"").lower()
    row = BulkLine(number, f"{name} {typed}".strip()[:SHOWN], email[:EMAIL_MAX], name)
    try:
        if len(email) > EMAIL_MAX:
            raise ValidationError("too long")
        validate_email(email)
    except ValidationError:
        row.problem = _("Dit is geen geldig e-mailadres.")
        return row
    try:
        refuse_demo_address(email)
    except ValidationError as error:
        row.problem = str(error.message)
    else:
        if is_shared_mailbox(email):
            row.warning = _("Een gedeelde mailbox: liever het adres van één persoon.")
    return row


def one_address(typed: str) -> str:
    """The address in what somebody pasted in the field for one: "An Peeters <an@project.be>;" → "an@project.be"."""
    found = ADDRESS.findall(clean(typed))
    return fold(found[0]).strip(".'\"") if len(found) == 1 else clean(typed).strip()
