"""Reading practices out of a spreadsheet, a CSV or a Word file: first a table of cells, then data with every problem named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from practices.content import Data, empty
from practices.content_words import Names
from practices.import_export.fields import BETWEEN_POINTS, Field, Unreadable, fields, folded
from staalkaart.core.access import Viewer
from staalkaart.core.web.spreadsheets import harmed
from staalkaart.core.writing.text import clean
from staalkaart.files.checks import MAX_BYTES, check_upload, extension

KINDS = {"xlsx", "csv", "docx"}
MOST_ROWS = 500
MOST_COLUMNS = 80
MOST_LETTERS = 3_000_000
CELL_MAX = 20_000
FORMULA_MARK = "\ue000formula"  # a private sign: no text that people type contains it


@dataclass(frozen=True)
class Sheet:
    """Headings and rows of text, whatever the file was; `numbers` are the rows as people see them in their file."""

    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]


# --- files -----------------------------------------------------------------------------------------------------------
def read_file(upload: Any) -> Sheet:
    """Raises ValidationError with a sentence; nothing of a broken file is kept."""
    kind = extension(upload.name)
    if kind == "csv":
        upload = _as_utf8(upload)
    check_upload(upload, kinds=KINDS)
    try:
        sheet = {"xlsx": _from_xlsx, "csv": _from_csv, "docx": _from_word}[kind](upload)
    except ValidationError:
        raise
    except Exception as error:  # three libraries, each with errors of its own for a file that is not what it says
        raise ValidationError(_("Dit bestand kunnen we niet lezen. Bewaar het opnieuw en probeer nog eens.")) from error
    if not sheet.rows:
        raise ValidationError(_("In dit bestand staat geen enkele praktijk."))
    if sum(len(cell) for row in sheet.rows for cell in row) > MOST_LETTERS:
        raise ValidationError(_("Dit bestand is te lang. Deel het op in stukken."))
    return sheet


def _cut(rows: Iterable[Iterable[Any]]) -> Sheet:
    """The first filled row holds the headings; empty rows are passed over, too many are refused."""
    headings: list[str] = []
    found: list[tuple[int, list[str]]] = []
    for number, raw in enumerate(rows, 1):
        cells = [_cell(value) for value in list(raw)[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if not headings:
            headings = cells
            continue
        if len(found) == MOST_ROWS:
            raise ValidationError(_("Dit zijn meer dan %(most)s rijen. Deel het bestand op.") % {"most": MOST_ROWS})
        found.append((number, (cells + [""] * len(headings))[: len(headings)]))
    width = max(
        (n for row in [headings, *(cells for _n, cells in found)] for n, cell in enumerate(row, 1) if cell), default=0
    )
    return Sheet(headings[:width], [cells[:width] for _n, cells in found], [number for number, _c in found])


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return clean(text).strip()[:CELL_MAX]


def _from_xlsx(upload: Any) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(upload, read_only=True, data_only=False)
    try:
        return _cut(
            [FORMULA_MARK if cell.data_type == "f" else cell.value for cell in row]
            for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, max_row=10_100)
        )
    finally:
        book.close()


def _as_utf8(upload: Any) -> Any:
    """Older spreadsheets write CSV in the Windows alphabet."""
    if upload.size > MAX_BYTES:
        return upload  # refused by its size
    raw = upload.read()
    upload.seek(0)
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ContentFile(raw.decode("cp1252", errors="replace").encode(), name=upload.name)
    return upload


def _from_csv(upload: Any) -> Sheet:
    text = upload.read().decode("utf-8-sig")
    head = text.split("\n", 1)[0]
    between = max(";,\t", key=head.count)
    return _cut([harmed(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=between))


def _from_word(upload: Any) -> Sheet:
    """A practice per heading of the first level, a column per heading of the second, a point per heading of the third."""
    practices: list[dict[str, list[str]]] = []
    section = ""
    from docx import Document

    for level, text in _paragraphs(Document(upload)):
        if level == 1:
            practices.append({"Titel": [text]})
            section = ""
        elif level == 2:
            section = text
        elif text:
            _add(practices, section, level, text)
    if len(practices) > MOST_ROWS:
        raise ValidationError(_("Dit zijn meer dan %(most)s praktijken. Deel het bestand op.") % {"most": MOST_ROWS})
    headings = list(dict.fromkeys(name for row in practices for name in row))
    rows = [["\n".join(row.get(name, [])).strip() for name in headings] for row in practices]
    return Sheet(headings, rows, list(range(1, len(rows) + 1)))


def _add(practices: list[dict[str, list[str]]], section: str, level: int, text: str) -> None:
    if not practices:
        practices.append({})
    lines = practices[-1].setdefault(section or _("(tekst zonder kop)"), [])
    if level == 3:
        lines += [BETWEEN_POINTS, text] if lines else [text]
    elif text.startswith("[") and text.endswith("]") and text[1:-1].isalpha() and lines:
        _mark_point(lines, text)
    else:
        lines.append(text)


def _mark_point(lines: list[str], mark: str) -> None:
    """How one knows it stands under a point in Word; in a cell it stands behind the title."""
    at = len(lines) - 1 - lines[::-1].index(BETWEEN_POINTS) + 1 if BETWEEN_POINTS in lines else 0
    lines[at] = f"{lines[at]} {mark}"


def _paragraphs(document: Any) -> Iterator[tuple[int, str]]:
    """(level, text): 1 to 3 for headings, 0 for text; the title style counts as a first heading."""
    from docx.table import Table

    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = dict.fromkeys(
                    clean(cell.text).strip() for cell in row.cells
                )  # merged cells come twice
                yield 0, " · ".join(filter(None, cells))
            continue
        style = (part.style.name or "") if part.style is not None else ""
        text = clean(part.text).strip()
        level = 1 if style == "Title" else int(style[-1]) if style.startswith("Heading ") and style[-1] in "123" else 0
        yield level, text


# --- columns ---------------------------------------------------------------------------------------------------------
def guess(headings: list[str]) -> dict[int, str]:
    """{column number: field key} for the headings that name a field; each field once."""
    names: dict[str, str] = {}
    for row in fields():
        for name in (str(row.title), row.key, *row.also):
            names.setdefault(folded(name), row.key)
    found: dict[int, str] = {}
    for number, heading in enumerate(headings):
        key = names.get(folded(heading))
        if key and key not in found.values():
            found[number] = key
    return found


# --- rows ------------------------------------------------------------------------------------------------------------
@dataclass
class ReadRow:
    """One practice as read. `problems` are (heading, sentence); a row with problems is not taken, and neither are the others."""

    number: int
    data: Data
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_rows(sheet: Sheet, mapping: dict[int, str], viewer: Viewer) -> list[ReadRow]:
    known = {row.key: row for row in fields()}
    names = Names(viewer)
    chosen = [(number, known[key]) for number, key in mapping.items() if key in known and number < len(sheet.headings)]
    numbered = zip(sheet.numbers, sheet.rows, strict=True)
    return [_read_row(number, cells, sheet.headings, chosen, names) for number, cells in numbered]


def _read_row(
    number: int, cells: list[str], headings: list[str], chosen: list[tuple[int, Field]], names: Names
) -> ReadRow:
    row = ReadRow(number, empty())
    for at, column in chosen:
        text = cells[at]
        if text == FORMULA_MARK:
            row.problems.append((headings[at], _("Hier staat een formule. Plak de waarde in de plaats.")))
            continue
        try:
            changes = column.read(text, names)
        except Unreadable as problem:
            row.problems.append((headings[at], str(problem)))
            continue
        for name, value in changes.items():
            row.data[name] = {**row.data[name], **value} if name in {"blocks", "facts"} else value
    if not row.data["title"]:
        row.problems.append((_("Titel"), _("Elke praktijk heeft een titel nodig.")))
    return row
