"""Spreadsheets and CSV as people's programs write them: which sheet, which row holds the headings, which alphabet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.import_export.fields import fields
from staalkaart.core.web.spreadsheets import harmed
from staalkaart.core.writing import bounded
from staalkaart.core.writing.sheet_reader import LOOKED_AT, cell_text, folded

MOST_ROWS = 500


@dataclass(frozen=True)
class Sheet:
    """Headings and rows of text, whatever the file was; `numbers` are the rows as people see them in their file, `left_out`
    what stands in the file and is not part of a practice, each in words."""

    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]
    left_out: list[str] = field(default_factory=list)


Lines = list[tuple[int, list[str]]]  # row number and cells


# --- one table -------------------------------------------------------------------------------------------------------
def known_headings() -> set[str]:
    return {folded(name) for row in fields() for name in (str(row.title), row.key, *row.also)}


def _heading_at(lines: Lines, known: set[str]) -> int:
    """Where the headings stand: the row that holds most names that we know, else the first with two filled cells."""
    scores = [sum(folded(cell) in known for cell in cells) for _number, cells in lines[:LOOKED_AT]]
    if scores and max(scores) > 0:
        return scores.index(max(scores))
    return next((at for at, (_number, cells) in enumerate(lines[:LOOKED_AT]) if sum(map(bool, cells)) > 1), 0)


def cut(rows: Iterable[list[str]]) -> Sheet:
    """Rows of cells as a table: what stands above the headings is named, empty rows are passed over, too many refused."""
    lines: Lines = [(number, cells) for number, cells in enumerate(rows, 1) if any(cells)]
    if not lines:
        return Sheet([], [], [])
    at = _heading_at(lines, known_headings())
    above = [_("Boven de tabel: %s") % " · ".join(filter(None, cells)) for _number, cells in lines[:at]]
    headings, body = lines[at][1], lines[at + 1 :]
    if len(body) > MOST_ROWS:
        raise ValidationError(_("Dit zijn meer dan %(most)s rijen. Deel het bestand op.") % {"most": MOST_ROWS})
    width = max(
        (n for row in [headings, *(cells for _n, cells in body)] for n, cell in enumerate(row, 1) if cell), default=0
    )
    cells = [(row + [""] * width)[:width] for row in [headings, *(cells for _n, cells in body)]]
    return Sheet(cells[0], cells[1:], [number for number, _cells in body], above)


# --- Excel -----------------------------------------------------------------------------------------------------------
def from_xlsx(upload: Any) -> Sheet:
    """The visible sheets that look like practices, one under the other; the others are named."""
    try:
        tables = [(title, cut(rows)) for title, rows in bounded.read("sheets", upload.read())]
    except bounded.Refused as refused:
        raise ValidationError(str(refused)) from refused
    known = known_headings()
    scored = [
        (sum(folded(cell) in known for cell in table.headings), name, table) for name, table in tables if table.rows
    ]
    best = max((score for score, _name, _table in scored), default=0)
    taken = [table for score, _name, table in scored if score == best or score >= max(2, best // 2)]
    if best < 1:
        taken = [table for _score, _name, table in scored[:1]]
    others = [_("Blad “%s”: niet gelezen") % name for score, name, table in scored if table not in taken]
    return _joined(taken, others)


def _joined(tables: Sequence[Sheet], left_out: list[str]) -> Sheet:
    """Several sheets as one: columns with the same heading are the same column."""
    if len(tables) < 2:
        table = tables[0] if tables else Sheet([], [], [])
        return Sheet(table.headings, table.rows, table.numbers, [*table.left_out, *left_out])
    headings = list(dict.fromkeys(heading for table in tables for heading in table.headings))
    rows = [
        [dict(zip(table.headings, row, strict=False)).get(heading, "") for heading in headings]
        for table in tables
        for row in table.rows
    ]
    if len(rows) > MOST_ROWS:
        raise ValidationError(_("Dit zijn meer dan %(most)s rijen. Deel het bestand op.") % {"most": MOST_ROWS})
    numbers = [number for table in tables for number in table.numbers]
    return Sheet(headings, rows, numbers, [*(words for table in tables for words in table.left_out), *left_out])


# --- CSV -------------------------------------------------------------------------------------------------------------
def from_csv(upload: Any) -> Sheet:
    head = json.dumps(sorted(known_headings())).encode() + b"\n"
    try:
        rows = bounded.read("csv", head + upload.read())
    except bounded.Refused as refused:
        raise ValidationError(str(refused)) from refused
    return cut([cell_text(harmed(cell)) for cell in row] for row in rows)
