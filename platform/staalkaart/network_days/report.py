"""The report of a day: it fills itself in, is edited by who prepares the day, and published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.web.dates import spoken_date
from staalkaart.learning.markup import rendered
from staalkaart.members.models import Grant, User
from staalkaart.network_days.attendance import points_of
from staalkaart.network_days.choices import PAST, State
from staalkaart.network_days.errors import NotNow, StaleForm
from staalkaart.network_days.models import NetworkDay, Registration, Report


def drafted(day: NetworkDay) -> str:
    """A first text out of what is known: how many were there, what was noted, learned and agreed. For a person to finish."""
    with override("nl"):
        parts = [_attendance(day), *_notes(day), _learned(day), _agreed(day)]
    return "\n\n".join(part for part in parts if part)


def came(day: NetworkDay) -> list[Registration]:
    """Who was there: those who were ticked, or where nobody ticked anything, those who had a seat."""
    rows = list(Registration.objects.filter(day=day).coming())
    ticked = any(row.present is not None for row in rows)
    return [row for row in rows if row.present is True or not ticked]


def _attendance(day: NetworkDay) -> str:
    """Totals only: a report is read outside the region, and which project was there is the region's to know."""
    rows = came(day)
    if not rows:
        return ""
    projects = len({row.project_id for row in rows if row.project_id})
    head = ngettext("%(n)s deelnemer", "%(n)s deelnemers", len(rows)) % {"n": len(rows)}
    where = ngettext("uit %(n)s project", "uit %(n)s projecten", projects) % {"n": projects}
    return f"## {_('Wie was erbij')}\n\n{spoken_date(day.date, weekday=True)} · {head} {where}"


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
    """What, and until when; who promised it stands with the day, for the region."""
    lines = []
    for row in day.actions.all():
        until = _("tegen %(date)s") % {"date": spoken_date(row.due)} if row.due else ""
        lines.append("- " + " · ".join(filter(None, [row.text, until])))
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
