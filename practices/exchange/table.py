"""A selection of practices as a table, for CSV and for a spreadsheet. A cell is never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from staalkaart.core.cells import harmless

from ..content import Names, of_page
from ..models import PracticePage
from .fields import fields

PROJECT = "Project"


def rows_of(pages: Iterable[PracticePage]) -> Iterable[list[str]]:
    """The heading, then a row per practice: its project and every field."""
    names, columns = Names(), fields()
    yield [PROJECT, *(str(column.title) for column in columns)]
    for page in pages:
        data = of_page(page)
        yield [page.project.name, *(column.write(data, names) for column in columns)]


def to_csv(pages: Iterable[PracticePage]) -> bytes:
    """With a byte-order mark and semicolons, as spreadsheets in Belgium expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in rows_of(pages):
        writer.writerow([harmless(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def to_xlsx(pages: Iterable[PracticePage]) -> bytes:
    from openpyxl import Workbook  # memory that only an export needs
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Praktijken")
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows_of(pages)):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # text, also when it begins with "="
            cell.font = Font(bold=number == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
