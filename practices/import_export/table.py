"""A selection of practices as a table, for CSV and for a spreadsheet. A cell is never a formula."""

from __future__ import annotations

from collections.abc import Iterable

from practices.content import of_page
from practices.content_words import Names
from practices.import_export.fields import fields
from practices.models import PracticePage
from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.spreadsheets import csv_of, xlsx_of

PROJECT = "Project"


def rows_of(pages: Iterable[PracticePage], viewer: Viewer) -> Iterable[list[str]]:
    """The heading, then a row per practice: its project and every field."""
    names, columns = Names(viewer), fields()
    yield [PROJECT, *(str(column.title) for column in columns)]
    for page in reveal(pages, viewer, "project"):
        data = names.only_known(of_page(page))
        yield [str(page.visible_project or ""), *(column.write(data, names) for column in columns)]


def to_csv(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    return csv_of(rows_of(pages, viewer))


def to_xlsx(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    return xlsx_of(rows_of(pages, viewer), "Praktijken")
