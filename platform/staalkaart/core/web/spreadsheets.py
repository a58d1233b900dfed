"""Tables that a spreadsheet opens. A cell is text or a whole number, never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int

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


def xlsx_of(rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """The first row is the heading."""
    from openpyxl import Workbook  # memory that only an export needs
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # text, also when it begins with "="
            cell.font = Font(bold=number == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
