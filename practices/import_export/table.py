"""A selection of practices as a table, for CSV and for a spreadsheet. A cell is never a formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from practices.content import Data, of_page
from practices.content_words import Names
from practices.import_export import provenance
from practices.import_export.fields import fields
from practices.import_export.provenance import Provenance, provenances
from practices.models import PracticePage
from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.spreadsheets import Cell, csv_of, xlsx_of

NUMBERS = {"running_duos": int, "start_year": int, "coordination_fte": float}
BEFORE, AFTER = ("project", "region"), ("area", "postal_codes", "shared_on", "read_over_on", "address", "materials")


def rows_of(pages: Iterable[PracticePage], viewer: Viewer) -> Iterable[list[Cell]]:
    """The heading, then a row per practice: whose it is, every field, and where it stands. Numbers and dates are what they are."""
    names, columns, titles = Names(viewer), fields(), provenance.titles()
    shown = list(reveal(pages, viewer, "project"))
    found = provenances(shown, viewer)
    yield [
        *(titles[key] for key in BEFORE),
        *(str(column.title) for column in columns),
        *(titles[key] for key in AFTER),
    ]
    for page in shown:
        data, about = names.only_known(of_page(page)), _about(found[page.pk])
        own = [_number(column.key, data) if column.key in NUMBERS else column.write(data, names) for column in columns]
        yield [*(about[key] for key in BEFORE), *own, *(about[key] for key in AFTER)]


def _number(key: str, data: Data) -> Cell:
    return None if data[key] in (None, "") else NUMBERS[key](data[key])


def _about(found: Provenance) -> dict[str, Cell]:
    materials = "\n".join(f"{row.title}: {provenance.full(row.url)}" for row in found.materials)
    return asdict(found) | {
        "area": ", ".join(found.area),
        "postal_codes": ", ".join(found.postal_codes),
        "materials": materials,
    }


def to_csv(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    return csv_of(rows_of(pages, viewer))


def to_xlsx(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    return xlsx_of(rows_of(pages, viewer), "Praktijken")
