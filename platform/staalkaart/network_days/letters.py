"""Writing to the people of a day: who, what they read, a trial to oneself, sending. Replies go to who wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from staalkaart.core.access import PUBLIC
from staalkaart.core.delivery.events import tell
from staalkaart.core.web.dates import spoken_weekday
from staalkaart.members.models import Grant, Membership, Project, User
from staalkaart.network_days.choices import MOST_LETTERS, Readers, RegistrationStatus
from staalkaart.network_days.letter_templates import FIELDS
from staalkaart.network_days.models import DayLetter, LetterTo, NetworkDay, PollVote, Registration

FIELD = re.compile(r"\{([^{}\n]{0,30})\}")


class NobodyToWrite(Exception):
    """Nobody of these readers may still be written about this day."""


def unknown_fields(text: str) -> list[str]:
    """Words between braces that become nothing."""
    return [name for name in FIELD.findall(text) if name.strip() not in FIELDS]


def merged(text: str, *, day: NetworkDay, reader: Any, by: Any) -> str:
    """As this reader reads it."""
    hours = f"{day.start.hour}.{day.start.minute:02d}–{day.end.hour}.{day.end.minute:02d}"
    values = {
        "naam": reader.name.split(" ")[0] if reader is not None else "",
        "dag": day.title,
        "datum": spoken_weekday(day.date) or str(_("een datum die we nog prikken")),
        "uren": hours,
        "plek": ", ".join(filter(None, [day.venue, day.address]))
        or str(_("online: de link staat op de pagina van de dag")),
        "afzender": str(by or ""),
    }
    return FIELD.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def people_of(day: NetworkDay) -> Any:
    """Everybody whose day it is and who may see it."""
    here = Grant.objects.current().filter(token=day.people_token, user__is_active=True)
    if day.audience not in {PUBLIC, day.people_token}:
        here = here.filter(user__in=Grant.objects.current().filter(token=day.audience).values("user"))
    return User.objects.filter(pk__in=here.values("user"))


def _who_see(day: NetworkDay, rows: Any) -> Any:
    """The people of these registrations, partners of elsewhere among them, who may see the day."""
    found = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    if day.audience == PUBLIC:
        return found
    return found.filter(pk__in=Grant.objects.current().filter(token=day.audience).values("user"))


def readers_of(day: NetworkDay, which: str) -> Any:
    """The people behind one of the choices."""
    everybody, listed = people_of(day), Registration.objects.filter(day=day).exclude(user=None)
    if which == Readers.REGISTERED:
        return _who_see(day, listed.coming())
    if which == Readers.WAITING:
        return _who_see(day, listed.filter(state=RegistrationStatus.WAITING))
    if which == Readers.NO_ANSWER:
        return everybody.exclude(pk__in=PollVote.objects.filter(option__day=day).values("user"))
    if which == Readers.WITHOUT:
        quiet = Project.objects.filter(status=Project.Status.ACTIVE).exclude(
            pk__in=listed.on_list().exclude(project=None).values("project")
        )
        quiet = quiet.filter(region=day.region) if day.region_id else quiet
        teams = Membership.objects.current().filter(project__in=quiet)
        return everybody.filter(pk__in=teams.values("user")).exclude(pk__in=listed.on_list().values("user"))
    return everybody


def written_enough(day: NetworkDay) -> Any:
    """The keys of whoever was written so often about this day that they are left alone."""
    counts = LetterTo.objects.filter(day=day).values("user").annotate(n=Count("pk"))
    return counts.filter(n__gte=MOST_LETTERS).values("user")


def how_many(day: NetworkDay, choices: Iterable[str], *, by: User) -> list[int]:
    """To how many each choice would go."""
    full = written_enough(day)
    return [readers_of(day, which).exclude(pk=by.pk).exclude(pk__in=full).count() for which in choices]


def chosen(day: NetworkDay, which: str, *, by: User | None) -> tuple[list[User], list[User]]:
    """(who may be written, who was written four times already)."""
    rows = readers_of(day, which).order_by("name")
    rows = rows if by is None else rows.exclude(pk=by.pk)
    full = written_enough(day)
    return list(rows.exclude(pk__in=full)), list(rows.filter(pk__in=full))


def note_written(day: NetworkDay, users: Iterable[int], letter: DayLetter | None = None) -> None:
    LetterTo.objects.bulk_create(LetterTo(day=day, letter=letter, user_id=pk) for pk in users)


@transaction.atomic
def send(*, day: NetworkDay, by: User, which: str, subject: str, text: str) -> DayLetter:
    """To everybody of that choice who may still be written. Twice the same within one page is one letter (receipts)."""
    users, _full = chosen(day, which, by=by)
    if not users:
        raise NobodyToWrite
    letter = DayLetter.objects.create(day=day, by=by, readers=which, subject=subject, text=text, count=len(users))
    note_written(day, [user.pk for user in users], letter)
    _tell(letter, [user.pk for user in users], by)
    log(day, "staalkaart.day_letter", user=by, data={"readers": which, "count": len(users)})
    return letter


@transaction.atomic
def try_out(*, day: NetworkDay, by: User, which: str, subject: str, text: str) -> DayLetter:
    """The same mail to oneself; it is not kept among what was sent."""
    DayLetter.objects.filter(day=day, by=by, count=0).delete()  # the trial before this one
    letter = DayLetter.objects.create(day=day, by=by, readers=which, subject=subject, text=text, count=0)
    _tell(letter, [by.pk], None, kind="day_letter_trial")
    return letter


def _tell(letter: DayLetter, to: list[int], by: User | None, *, kind: str = "day_letter") -> None:
    tell(
        kind,
        to=to,
        url=letter.get_absolute_url(),
        about=letter.day,
        by=by,
        who=str(letter.by),
        title=letter.day.title,
        letter=letter.pk,
    )


def letter_of(data: Any) -> DayLetter | None:
    return DayLetter.objects.select_related("day", "by").filter(pk=data.get("letter", 0)).first()


def subject_for(data: Any) -> str:
    letter = letter_of(data)
    return merged(letter.subject, day=letter.day, reader=None, by=letter.by) if letter else str(data.get("title", ""))


def body_for(about: Any, user: Any, data: Any) -> str:
    letter = letter_of(data)
    return merged(letter.text, day=letter.day, reader=user, by=letter.by) if letter else ""


def reply_to(data: Any) -> str:
    letter = letter_of(data)
    return letter.by.email if letter is not None and letter.by is not None else ""
