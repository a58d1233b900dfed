"""The cells of a workbook as text, sheet by sheet. Runs in the bounded child process: it needs no database and no request."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean

MOST_COLUMNS, MOST_LINES, MOST_CELLS = 80, 10_100, 100_000
FORMULA_MARK = "\ue000formula"  # private signs: no text that people type contains them
ERROR_MARK = "\ue000fout "
EXCEL_LETTER = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TooMuch(Exception):
    """More than a form that people filled in can hold; the message says what."""


def read_sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """(title, rows of cells) of every visible sheet, else of every sheet. Raises TooMuch."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        found, cells = [], 0
        for sheet in shown:
            rows = []
            for row in sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_LINES):
                texts = [cell_text(_cell(cell)) for cell in row]
                while texts and not texts[-1]:
                    texts.pop()
                rows.append(texts)
                cells += len(texts)
                if cells > MOST_CELLS:
                    raise TooMuch(_("Dit bestand heeft te veel cellen. Deel het op in stukken."))
            found.append((sheet.title, rows))
    finally:
        book.close()
    return found


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    text = EXCEL_LETTER.sub(lambda match: chr(int(match[1], 16)), str(value))
    return clean(text).strip()


def _cell(cell: Any) -> Any:
    if cell.value is None:
        return None
    if cell.data_type == "f":
        return FORMULA_MARK
    if cell.data_type == "e":
        return ERROR_MARK + str(cell.value)
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        return f"{round(cell.value * 100, 4):g}%"
    return cell.value


def rows_of(raw: Iterable[Iterable[Any]]) -> list[list[str]]:
    return [[cell_text(value) for value in list(row)[:MOST_COLUMNS]] for row in raw]
