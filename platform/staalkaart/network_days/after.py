"""After the day: thanks, five questions that nobody can be found by, the report, what was agreed."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from staalkaart.core.access import ANY_MEMBER, reveal
from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.web.dates import spoken_date
from staalkaart.learning.text import rendered
from staalkaart.members.models import Grant, User
from staalkaart.network_days.attending import points_of
from staalkaart.network_days.choices import ANSWERS_NEEDED, FEEDBACK, FEEDBACK_DAYS, PAST, State
from staalkaart.network_days.errors import AnsweredAlready, NotNow, StaleForm
from staalkaart.network_days.models import Feedback, FeedbackTicket, NetworkDay, Registration, Report, ThanksSent


# --- five questions --------------------------------------------------------------------------------------------------
def asks_until(day: NetworkDay) -> Any:
    return None if day.date is None else day.date + timedelta(days=FEEDBACK_DAYS)


def asks_now(day: NetworkDay) -> bool:
    return day.state in PAST and day.date is not None and timezone.localdate() <= asks_until(day)


def may_answer(day: NetworkDay, user_id: int | None) -> bool:
    return asks_now(day) and FeedbackTicket.objects.filter(day=day, user=user_id, used=False).exists()


@transaction.atomic
def answer(*, day: NetworkDay, by: User, answers: Mapping[str, str]) -> None:
    """The ticket is used; the answer knows nothing of it. Raises AnsweredAlready, NotNow after fourteen days."""
    if not asks_now(day):
        raise NotNow
    if not FeedbackTicket.objects.filter(day=day, user=by, used=False).update(used=True):
        raise AnsweredAlready
    Feedback.objects.create(day=day, answers={q.key: answers[q.key] for q in FEEDBACK if answers.get(q.key)})
    waiting = Feedback.objects.filter(day=day, is_shown=False)
    if waiting.count() >= ANSWERS_NEEDED:
        waiting.update(is_shown=True)
    _shuffle(day)


def _shuffle(day: NetworkDay) -> None:
    """Write the answers anew in another order: a database also keeps the order in which rows came."""
    rows = list(Feedback.objects.filter(day=day))
    secrets.SystemRandom().shuffle(rows)
    Feedback.objects.filter(day=day).delete()
    Feedback.objects.bulk_create(Feedback(day=day, answers=row.answers, is_shown=row.is_shown) for row in rows)


@dataclass(frozen=True)
class Answered:
    question: Any
    counts: list[tuple[str, int]]  # of a scale
    texts: list[str]  # in the order of the alphabet, which says nothing about who


def results(day: NetworkDay) -> tuple[int, list[Answered]]:
    """(how many answers are shown, what they say). By fives, also when the questions have closed: nobody reads one answer off the
    difference between two looks."""
    rows = list(Feedback.objects.filter(day=day, is_shown=True))  # in the order of their random keys
    return len(rows), [_answered(question, rows) for question in FEEDBACK] if rows else []


def _answered(question: Any, rows: list[Feedback]) -> Answered:
    said = [row.answers[question.key] for row in rows if question.key in row.answers]
    if not question.scale:
        return Answered(question, [], sorted(said, key=str.casefold))
    counted = Counter(said)
    return Answered(question, [(str(words), counted[str(n)]) for n, words in enumerate(question.scale)], [])


def thank(now: datetime) -> None:
    """Daily: the day after, everybody who came is thanked and gets a ticket for the questions, all at once, so that no order tells
    who answered; once, whatever crashes."""
    today = timezone.localdate(now)
    days = NetworkDay.objects.filter(state__in=PAST, date__lt=today, date__gte=today - timedelta(days=FEEDBACK_DAYS))
    for day in days.filter(thanks=None):
        with transaction.atomic():
            ThanksSent.objects.create(day=day)
            people = [row.user_id for row in came(day) if row.user_id]
            FeedbackTicket.objects.bulk_create(FeedbackTicket(day=day, user_id=key) for key in sorted(people))
            tell("day_thanks", to=people, url=f"{day.get_absolute_url()}vragen/", about=day, title=day.title)


# --- the report ------------------------------------------------------------------------------------------------------
def drafted(day: NetworkDay) -> str:
    """A first text out of what is known: who was there by project, what was noted, learned and agreed. For a person to finish."""
    with override("nl"):
        parts = [_attendance(day), *_notes(day), _learned(day), _agreed(day)]
    return "\n\n".join(part for part in parts if part)


def came(day: NetworkDay) -> list[Registration]:
    """Who was there: those who were ticked, or where nobody ticked anything, those who had a seat."""
    rows = list(Registration.objects.filter(day=day).coming())
    ticked = any(row.present is not None for row in rows)
    return [row for row in rows if row.present is True or not ticked]


def _attendance(day: NetworkDay) -> str:
    rows = Registration.objects.filter(pk__in=[row.pk for row in came(day)]).select_related("project", "partner")
    rows = reveal(rows, ANY_MEMBER, "project")
    counted = Counter(row.where or _("anderen") for row in rows)
    if not counted:
        return ""
    total = sum(counted.values())
    head = ngettext("%(n)s deelnemer", "%(n)s deelnemers", total) % {"n": total}
    lines = "\n".join(f"- {name}: {n}" for name, n in sorted(counted.items()))
    return f"## {_('Wie was erbij')}\n\n{spoken_date(day.date, weekday=True)} · {head}\n\n{lines}"


def _notes(day: NetworkDay) -> list[str]:
    blocks = {None: _("Van de dag zelf")} | {block.pk: block.title for block in day.blocks.all()}
    texts: dict[Any, list[str]] = {}
    for row in day.notes.all():
        texts.setdefault(row.block_id if row.block_id in blocks else None, []).append(row.text)
    return [f"## {blocks[key]}\n\n" + "\n\n".join(texts[key]) for key in blocks if key in texts]


def _learned(day: NetworkDay) -> str:
    rows = "\n".join(f"- {point.text}" for point in points_of(day))
    return f"## {_('Wat we leerden')}\n\n{rows}" if rows else ""


def _agreed(day: NetworkDay) -> str:
    lines = []
    for row in day.actions.select_related("owner"):
        until = _("tegen %(date)s") % {"date": spoken_date(row.due)} if row.due else ""
        lines.append("- " + " · ".join(filter(None, [row.text, row.who, until])))
    return f"## {_('Wie doet wat')}\n\n" + "\n".join(lines) if lines else ""


def report_of(day: NetworkDay) -> Report:
    """The report that the day got when it was over. Raises NotNow before that."""
    report = Report.objects.filter(day=day).select_related("day__region").first()
    if report is None or day.state not in PAST:
        raise NotNow
    return report


def text_of(report: Report) -> str:
    """What was written, or as long as nobody did, what is known by now."""
    return report.text if report.stamp > 1 else drafted(report.day)


@transaction.atomic
def write_report(*, report: Report, text: str, base: int, by: User) -> Report:
    """Raises StaleForm when somebody else saved other words since, NotNow for an empty one that people already read."""
    row = Report.objects.select_for_update(of=("self",)).select_related("day__region").get(pk=report.pk)
    if row.stamp != base and row.text != text:
        raise StaleForm
    if row.is_published and not text.strip():
        raise NotNow
    if row.text != text:
        row.text, row.html, row.stamp, row.edited_by = text, rendered(text, headings=True), row.stamp + 1, by
        row.save()
    return row


@transaction.atomic
def publish_report(*, report: Report, by: User) -> Report:
    """Whoever sees the day reads it from now on; who was there is told."""
    row = Report.objects.select_for_update(of=("self",)).select_related("day__region").get(pk=report.pk)
    if row.is_published or not row.text.strip():
        raise NotNow
    row.is_published, row.published_at, row.html = True, timezone.now(), rendered(row.text, headings=True)
    row.save()
    NetworkDay.objects.filter(pk=row.day_id, state=State.OVER).update(state=State.REPORTED)
    request_indexing(row.day.index_keys())
    log(row.day, "staalkaart.report_published", user=by)
    holders = Grant.objects.current().filter(token=row.day.people_token).values_list("user_id", flat=True)
    tell("report_published", to=set(holders), url=row.get_absolute_url(), about=row, by=by, title=row.day.title)
    return row
