"""What an export says of a practice beside its own fields: whose it is, since when, where it stands, what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.models import PracticePage
from staalkaart.core.access import Viewer
from staalkaart.core.web.dates import spoken_date
from staalkaart.files.models import Attachment


@dataclass(frozen=True)
class Provenance:
    """`materials` are those that this reader finds on the page."""

    project: str
    project_slug: str | None
    region: str
    area: list[str]  # where: its own municipalities, else those of its project
    postal_codes: list[str]
    shared_on: date | None
    read_over_on: date | None
    address: str
    materials: list[Attachment]


def titles() -> dict[str, str]:
    """By key, in the language of the moment. An import knows them and passes them over."""
    return {
        "project": _("Project"),
        "region": _("Regio"),
        "area": _("Werkgebied"),
        "postal_codes": _("Postcodes"),
        "shared_on": _("Gedeeld op"),
        "read_over_on": _("Nagelezen op"),
        "address": _("Adres"),
        "materials": _("Materiaal"),
    }


def provenances(pages: Iterable[PracticePage], viewer: Viewer) -> dict[int, Provenance]:
    """By page number, in one query whatever their number. The pages were revealed: only what may be named is."""
    pages = list(pages)
    files: dict[int, list[Attachment]] = {}
    kind = ContentType.objects.get_for_model(PracticePage)
    rows = Attachment.objects.filter(owner_type=kind, owner_id__in=[page.pk for page in pages]).shown_with(viewer)
    for row in rows.order_by("pk"):
        files.setdefault(row.owner_id, []).append(row)
    return {page.pk: _of(page, files.get(page.pk, [])) for page in pages}


def _of(page: PracticePage, files: list[Attachment]) -> Provenance:
    project = page.visible_project
    towns = page.municipalities or (project.municipalities if project else [])
    return Provenance(
        project=_name(page) if project else "",
        project_slug=project.slug if project else None,
        region=str(project.region) if project else "",
        area=[town.name for town in towns],
        postal_codes=sorted({code for town in towns for code in town.postal_codes}),
        shared_on=_day(page.first_published_at),
        read_over_on=_day(page.read_over_at),
        address=full(page.url),
        materials=files,
    )


def _name(page: PracticePage) -> str:
    """An invented project says so wherever its practice goes."""
    name = str(page.visible_project)
    return f"{name} ({_('fictief voorbeeld')})" if page.visible_project.fictional else name


def _day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None


def full(path: str) -> str:
    """An address that works outside the site."""
    return settings.SITE_URL.rstrip("/") + path


def spoken_material(row: Attachment) -> str:
    parts = [row.kind.upper(), filesizeformat(row.size), row.get_licence_display()]
    return " · ".join(part for part in parts if part)


def spoken(found: Provenance) -> Mapping[str, str]:
    """In words, by key; without the materials."""
    return {
        "project": found.project,
        "region": found.region,
        "area": ", ".join(found.area),
        "postal_codes": ", ".join(found.postal_codes),
        "shared_on": spoken_date(found.shared_on),
        "read_over_on": spoken_date(found.read_over_on),
        "address": found.address,
    }
