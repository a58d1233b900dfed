"""What goes to the printer: one pack for who comes, and one for who leads the day, as PDF files and as a ZIP of them all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web import pdf
from staalkaart.learning.trail import visible
from staalkaart.network_days import agenda, attendance, harvest_board
from staalkaart.network_days.models import NetworkDay, Registration

SHEET = Path(__file__).with_name("packs.css")
PDF, ZIP = "application/pdf", "application/zip"
Made = tuple[bytes, str, str]  # content, media type, file name


def _drawn(template: str, context: dict[str, Any]) -> bytes:
    html = render_to_string(f"network_days/packs/{template}.html", {"site": settings.SITE_URL.rstrip("/"), **context})
    return pdf.to_pdf(html, SHEET.read_text())


def _name(day: NetworkDay, what: str, kind: str) -> str:
    return f"{what}-{day.date or day.pk}.{kind}"


def _coming(day: NetworkDay, viewer: Viewer) -> list[Registration]:
    rows = Registration.objects.filter(day=day).coming().select_related("user", "project", "partner")
    return sorted(reveal(rows, viewer, "project"), key=lambda row: (row.where, row.who))


def _slots(day: NetworkDay, viewer: Viewer) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The programme, every slot with what it is about: (title, address) of what this viewer may see."""
    table = agenda.timetable_of(day)
    seen = visible({link.uid for slot in table.slots for link in slot.block.links.all()}, viewer)
    linked = {uid: (source.text(obj)[0], source.url(obj)) for uid, (source, obj) in seen.items()}
    return [(slot, [linked[row.uid] for row in slot.block.links.all() if row.uid in linked]) for slot in table.slots]


def participant(day: NetworkDay, viewer: Viewer, mine: Registration | None) -> Made:
    """The fixed programme (or the agenda so far), how one gets there, one's own question, what was linked."""
    fixed = day.programmes.first()
    context = {"day": day, "fixed": fixed, "slots": _slots(day, viewer), "mine": mine}
    return _drawn("participant", context), PDF, _name(day, "programma", "pdf")


def script(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    """Minute by minute, with materials and what is at stake; the harvest; what people need."""
    rows = _coming(day, viewer)
    context = {
        "day": day, "slots": _slots(day, viewer), "board": harvest_board.board_of(day, viewer),
        "needs": [row for row in rows if row.access or row.diet or row.childcare],
        "questions": [row for row in rows if row.question], "earlier": attendance.earlier_actions(day),
    }  # fmt: skip
    return _drawn("script", context), PDF, _name(day, "draaiboek", "pdf")


def people(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    rows = _coming(day, viewer)
    groups = [(where, list(found)) for where, found in groupby(rows, key=lambda row: row.where)]
    return _drawn("people", {"day": day, "groups": groups, "total": len(rows)}), PDF, _name(day, "deelnemers", "pdf")


def timers(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    """A sheet for every block whose working form has steps."""
    slots = [slot for slot in agenda.timetable_of(day).slots if slot.block.form.steps]
    return _drawn("timers", {"day": day, "slots": slots}), PDF, _name(day, "tijdbladen", "pdf")


def badges(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    return _drawn("badges", {"day": day, "rows": _coming(day, viewer)}), PDF, _name(day, "naamkaartjes", "pdf")


def signing(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    return (
        _drawn("signing", {"day": day, "rows": _coming(day, viewer), "empty": range(6)}),
        PDF,
        _name(day, "tekenlijst", "pdf"),
    )


def everything(day: NetworkDay, viewer: Viewer, mine: Registration | None = None) -> Made:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for make in (script, participant, people, timers, badges, signing):
            body, _kind, name = make(day, viewer, None)
            archive.writestr(name, body)
    return out.getvalue(), ZIP, _name(day, "netwerkdag", "zip")


SORTS: dict[str, Callable[[NetworkDay, Viewer, Registration | None], Made]] = {
    "deelnemer": participant,
    "draaiboek": script,
    "deelnemers": people,
    "tijdbladen": timers,
    "naamkaartjes": badges,
    "tekenlijst": signing,
    "alles": everything,
}
