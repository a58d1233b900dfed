"""Accountability: who was there, by project and never by person, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.spreadsheets import Cell, csv_of, xlsx_of
from staalkaart.members.models import Project
from staalkaart.network_days.choices import ON_LIST, RegistrationStatus
from staalkaart.network_days.models import NetworkDay, Registration

OPENS = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda rows: xlsx_of(rows, "Netwerkdag", has_total=True),
    ),
}


def figures(day: NetworkDay, viewer: Viewer) -> list[list[Cell]]:
    """The heading, a row per project of the region (or with somebody on the list), and the total. Numbers only."""
    rows = reveal(Registration.objects.filter(day=day).select_related("project", "partner"), viewer, "project")
    names = set(
        Project.objects.visible_to(viewer)
        .filter(region=day.region, status=Project.Status.ACTIVE)
        .values_list("name", flat=True)
    )
    names |= {row.where or _("anderen") for row in rows}
    registered: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    present: Counter[str] = Counter()
    for row in rows:
        where = row.where or _("anderen")
        registered[where] += row.state == RegistrationStatus.IN
        waiting[where] += row.state in ON_LIST and row.state != RegistrationStatus.IN
        present[where] += row.state == RegistrationStatus.IN and row.present is True
    head: list[Cell] = [_("Project of partner"), _("Ingeschreven"), _("Wachtlijst"), _("Aanwezig")]
    table: list[list[Cell]] = [[name, registered[name], waiting[name], present[name]] for name in sorted(names)]
    total: list[Cell] = [_("Samen"), registered.total(), waiting.total(), present.total()]
    return [head, *table, total]


def quiet_projects(day: NetworkDay, viewer: Viewer) -> Iterable[Project]:
    """Projects of the region from which nobody is on the list; for its facilitators, never exported."""
    on_list = Registration.objects.filter(day=day).on_list().exclude(project=None).values("project")
    return (
        Project.objects.visible_to(viewer)
        .filter(region=day.region, status=Project.Status.ACTIVE)
        .exclude(pk__in=on_list)
    )
