"""Tables that a spreadsheet opens. A cell is text, a number, a date or empty, never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

Cell = str | int | float | date | None

NARROWEST, WIDEST = 9, 60  # widths of a column, in letters
LINE, HIGHEST = 15, 180  # heights of a row, in points
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A spreadsheet that opens the file sees text, whatever the text begins with; reading takes the mark away again."""
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def harmed(text: str) -> str:
    """The text as it was before `harmless`."""
    return text[1:] if text.startswith("'") and text[1:2] in {*FORMULA, "'"} else text


def csv_of(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a byte-order mark and semicolons, as spreadsheets in Belgium expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def xlsx_of(rows: Iterable[Sequence[Cell]], title: str, *, has_total: bool = False) -> bytes:
    """The first row is the heading: it stays in sight and filters. Columns are as wide as their words, up to a sentence.

    Text stays text ("0475", "9000"), numbers and dates are cells that count and sort; a web address is a link. `has_total`: the
    last row adds up the others, and is not filtered with them.
    """
    from openpyxl import Workbook  # memory that only an export needs
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title
    widths: dict[int, int] = {}
    for row_number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row_number, column)
            _fill(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[column] = max(widths.get(column, 0), _width(value))
            if row_number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFEFE9E2")
    widths = {column: min(max(width + 3, NARROWEST), WIDEST) for column, width in widths.items()}
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in sheet.iter_rows():
        lines = max((_lines(cell.value, widths[cell.column]) for cell in row), default=1)
        sheet.row_dimensions[row[0].row].height = min(lines * LINE, HIGHEST)
    sheet.freeze_panes = "B2"
    last = max(sheet.max_row - has_total, 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: Any, value: Cell) -> None:
    from openpyxl.styles import Font

    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # text, also when it begins with "="
        cell.number_format = "@"
        if value.startswith("https://") or value.startswith("http://"):
            cell.hyperlink, cell.font = value, Font(color="FF1A4E8A", underline="single")
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif isinstance(value, float):
        cell.number_format = "0.00"


def _lines(value: Any, width: int) -> int:
    """How many lines a cell takes in a column of so many letters, about."""
    return sum(len(line) // max(width - 2, 1) + 1 for line in str("" if value is None else value).split("\n"))


def _width(value: Cell) -> int:
    """In letters: of the longest line."""
    if isinstance(value, date):
        return 10
    return max((len(line) for line in str("" if value is None else value).split("\n")), default=0)
