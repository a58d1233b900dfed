"""Network days in somebody's own data; and what is purged after thirty days."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import tell
from staalkaart.core.own_data import Part
from staalkaart.core.retention import Rule
from staalkaart.network_days import seats
from staalkaart.network_days.choices import AHEAD, PURGE_AFTER, RegistrationStatus
from staalkaart.network_days.errors import NotNow
from staalkaart.network_days.models import (
    Action,
    BoardVote,
    LetterTo,
    NetworkDay,
    Note,
    PollVote,
    Programme,
    Registration,
    Report,
    leaders_of,
)
from staalkaart.network_days.on_other_pages import days_in_hand

SENSITIVE = {"diet": "", "access": "", "childcare": "", "carpool": "", "carpool_from": "", "carpool_remark": "",
             "carpool_consent": False, "answers": []}  # fmt: skip


def days_part(user: Any) -> Part:
    rows: list[dict[str, Any]] = [
        {
            "netwerkdag": row.day.title, "datum": row.day.date, "stand": row.get_state_display(), "eten": row.diet,
            "nodig": row.access, "kinderopvang": row.childcare, "samen rijden": row.get_carpool_display(),
            "van": row.carpool_from, "opmerking": row.carpool_remark, "foto": row.photo_consent, "vraag": row.question,
            "antwoorden": row.answers, "aanwezig": row.present,
        }
        for row in Registration.objects.filter(user=user).select_related("day")
    ]  # fmt: skip
    rows += [
        {"netwerkdag": row.day.title, "notitie": row.text}
        for row in Note.objects.filter(author=user).select_related("day")
    ]
    rows += [{"actie": row.text, "tegen": row.due, "klaar": row.done_at} for row in Action.objects.filter(owner=user)]
    rows += [
        {"datumprikker": row.option.date, "antwoord": row.answer}
        for row in PollVote.objects.filter(user=user).select_related("option")
    ]
    rows += [{"stem op het oogstbord": row.uid} for row in BoardVote.objects.filter(user=user)]
    return Part(_("Netwerkdagen"), rows)


def hand_over_days(user: Any) -> None:
    """A day that this person prepared is prepared by the others it names, or by the facilitators of its region, and they hear so."""
    for day in NetworkDay.objects.filter(facilitators=user, state__in=AHEAD):
        day.facilitators.remove(user)
        to = [pk for pk in leaders_of(day) if pk != user.pk]
        tell("day_handed_over", to=to, url=day.get_absolute_url(), about=day, title=day.title)


def leave_days(user: Any) -> None:
    """Who leaves the network hands over the days ahead and frees the seats on them."""
    hand_over_days(user)
    rows = Registration.objects.filter(user=user, day__date__gte=timezone.localdate()).on_list()
    for row in rows.select_related("day"):
        with suppress(NotNow):  # called off, or over since this morning
            seats.leave(registration=row, by=user)


def forget(user: Any) -> None:
    """Erasure: who was there stays counted by project, as somebody without a name."""
    leave_days(user)
    _unname(user)
    rows = Registration.objects.filter(user=user, state=RegistrationStatus.IN)
    rows.update(**SENSITIVE, user=None, name=_text("voormalig lid"), question="", question_on_board=False)


def _unname(user: Any) -> None:
    """Out of the programmes that were fixed and the reports that were written."""
    name, gone = str(user), _text("voormalig lid")
    for version in Programme.objects.iterator():
        if name in str(version.data) + str(version.changes):
            for block in version.data["blocks"]:
                if block["lead_user"] == user.pk:
                    block |= {"lead": gone, "lead_user": None}
            version.changes = [words.replace(name, gone) for words in version.changes]
            version.save(update_fields=["data", "changes"])
    for report in Report.objects.filter(text__contains=name):
        report.text, report.html = report.text.replace(name, gone), report.html.replace(name, gone)
        report.save()


def purge_answers(now: datetime) -> int:
    """Diet, access, childcare, carpool and the answers to own questions, thirty days after the date of the day."""
    before = timezone.localdate(now) - PURGE_AFTER
    rows = Registration.objects.filter(day__date__lt=before, purged_at=None)
    return rows.update(**SENSITIVE, purged_at=now)


def purge_written(now: datetime) -> int:
    """Who was written about a day; how many stays on the letter."""
    return LetterTo.objects.filter(day__date__lt=timezone.localdate(now) - PURGE_AFTER).delete()[0]


WRITTEN = Rule("day-written", _("Wie een brief over een netwerkdag kreeg"), _("dertig dagen na de dag"), purge_written)
RULE = Rule("day-answers", _("Eten, toegankelijkheid, kinderopvang, samen rijden en eigen vragen bij een netwerkdag"),
            _("dertig dagen na de dag"), purge_answers)  # fmt: skip


OWN_DATA = registry.OwnData(
    export={"netwerkdagen": days_part}, erase=forget, retain=(RULE, WRITTEN), leave=leave_days, in_hand=days_in_hand
)
