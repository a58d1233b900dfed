"""Reading practices out of a spreadsheet, a CSV or a Word file: first a table of cells, then data with every problem named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from practices.content import Data, empty
from practices.content_words import Names
from practices.import_export.fields import Field, Unreadable, fields
from practices.import_export.tables import Sheet, from_csv, from_xlsx
from practices.import_export.word_document import from_word
from staalkaart.core.access import Viewer
from staalkaart.core.web.limits import TooOften
from staalkaart.core.web.memory import give_back
from staalkaart.core.writing.sheet_reader import ERROR_MARK, FORMULA_MARK, decoded, folded
from staalkaart.core.writing.word_parts import OLE, NotWord, instead, is_locked, locked_words, refuse_others
from staalkaart.files.checks import MAX_BYTES, check_upload, extension

KINDS = {"xlsx", "csv", "docx"}
MOST_LETTERS = 3_000_000
MOST_CSV = 3 * 1024 * 1024


# --- files -----------------------------------------------------------------------------------------------------------
def read_file(upload: Any) -> Sheet:
    """Raises ValidationError with a sentence; nothing of a broken file is kept."""
    try:
        return _read(upload)
    finally:
        give_back()


def _read(upload: Any) -> Sheet:
    kind = extension(upload.name)
    _name_the_cause(upload, kind)
    if kind in {"csv", "txt"}:
        upload, kind = _as_utf8(upload), "csv"
    check_upload(upload, kinds=KINDS)
    try:
        sheet = {"xlsx": from_xlsx, "csv": from_csv, "docx": from_word}[kind](upload)
    except (ValidationError, TooOften):
        raise
    except Exception as error:  # three libraries, each with errors of its own for a file that is not what it says
        raise ValidationError(_("Dit bestand kunnen we niet lezen. Bewaar het opnieuw en probeer nog eens.")) from error
    if not sheet.rows:
        raise ValidationError(_("In dit bestand staat geen enkele praktijk."))
    if sum(len(cell) for row in sheet.rows for cell in row) > MOST_LETTERS:
        raise ValidationError(_("Dit bestand is te lang. Deel het op in stukken."))
    return sheet


def _name_the_cause(upload: Any, kind: str) -> None:
    """What people send instead of what we read, by its true name and with the way out."""
    ways = instead() | {
        "pages": _("Dit is een bestand van Pages. Kies daar Exporteer naar Word."),
        "xls": _("Dit is een oud Excel-bestand (.xls). Open het in Excel en bewaar het als .xlsx."),
        "ods": _("Dit is een bestand van LibreOffice (.ods). Bewaar het als .xlsx."),
        "numbers": _("Dit is een bestand van Numbers. Kies daar Exporteer naar Excel."),
        "pdf": _("Uit een pdf kunnen we niets inlezen. Stuur het Word- of Excel-bestand zelf."),
    }
    head = upload.read(MAX_BYTES)
    upload.seek(0)
    if is_locked(head):
        raise ValidationError(locked_words())
    if kind in ways:
        raise ValidationError(ways[kind])
    if head.startswith(OLE) and kind == "xlsx":
        raise ValidationError(ways["xls"])
    if kind == "docx":
        try:
            refuse_others(head)
        except NotWord as refused:
            raise ValidationError(str(refused)) from refused


def _as_utf8(upload: Any) -> Any:
    """Older spreadsheets write CSV in the alphabets of Windows, MS-DOS and the Mac, or in UTF-16."""
    if upload.size > MOST_CSV:
        raise ValidationError(_("Dit bestand is te lang. Deel het op in stukken."))
    raw = upload.read()
    upload.seek(0)
    try:
        return ContentFile(decoded(raw).encode(), name=f"{upload.name.rsplit('.', 1)[0]}.csv")
    except UnicodeDecodeError:
        return upload


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
@dataclass(frozen=True)
class Problem:
    """One cell that we could not read: where, what it says, why not. `unknown` and `choices` as in Unreadable."""

    column: int
    heading: str
    value: str
    words: str
    key: str = ""
    unknown: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Fixes:
    """What somebody decided on the screen: `values` is "field|value" → what it means ("" leaves it out), `cells` is "row-column" →
    other text, `skipped` are rows by their place."""

    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    skipped: list[int] = field(default_factory=list)

    @staticmethod
    def name(key: str, value: str) -> str:
        return f"{key}|{folded(value)}"

    def applied(self, key: str, text: str) -> str:
        """The text of a cell with the values that were decided in place of those that nobody knows."""
        if not any(name.startswith(f"{key}|") for name in self.values):
            return text
        parts = [part.strip() for part in re.split(r"[;\n,]" if key == "towns" else r"[;\n]", text)]
        return "; ".join(filter(None, (self.values.get(self.name(key, part), part) for part in parts)))


@dataclass
class ReadRow:
    """One practice as read. A cell with a problem is left empty; the rest of the row is taken."""

    at: int
    number: int
    data: Data
    problems: list[Problem] = field(default_factory=list)
    is_skipped: bool = False

    @property
    def is_taken(self) -> bool:
        return not self.is_skipped and bool(self.data["title"])


def read_rows(sheet: Sheet, mapping: dict[int, str], viewer: Viewer, fixes: Fixes | None = None) -> list[ReadRow]:
    known = {row.key: row for row in fields()}
    names, fixes = Names(viewer), fixes or Fixes()
    chosen = [(number, known[key]) for number, key in mapping.items() if key in known and number < len(sheet.headings)]
    reader = _RowReader(sheet.headings, chosen, names, fixes)
    return [
        reader.read(at, number, cells) for at, (number, cells) in enumerate(zip(sheet.numbers, sheet.rows, strict=True))
    ]


class _RowReader:
    def __init__(self, headings: list[str], chosen: list[tuple[int, Field]], names: Names, fixes: Fixes) -> None:
        self.headings, self.chosen, self.names, self.fixes = headings, chosen, names, fixes

    def read(self, at: int, number: int, cells: list[str]) -> ReadRow:
        row = ReadRow(at, number, empty(), is_skipped=at in self.fixes.skipped)
        for column, target in self.chosen:
            text = self.fixes.cells.get(f"{at}-{column}", cells[column])
            self._cell(row, column, target, self.fixes.applied(target.key, text))
        if not row.data["title"] and not any(problem.key == "title" for problem in row.problems):
            column = next((column for column, target in self.chosen if target.key == "title"), -1)
            row.problems.append(Problem(column, _("Titel"), "", _("Elke praktijk heeft een titel nodig."), "title"))
        return row

    def _cell(self, row: ReadRow, column: int, target: Field, text: str) -> None:
        heading = self.headings[column]
        if words := _not_a_value(text):
            row.problems.append(Problem(column, heading, "", words, target.key))
            return
        try:
            changes = target.read(text, self.names)
        except Unreadable as problem:
            choices = {slug: str(label) for slug, label in problem.choices.items()}
            row.problems.append(
                Problem(column, heading, text, str(problem), target.key, tuple(problem.unknown), choices)
            )
            return
        for name, value in changes.items():
            row.data[name] = {**row.data[name], **value} if name in {"blocks", "facts"} else value


def _not_a_value(text: str) -> str:
    if text == FORMULA_MARK:
        return _("Hier staat een formule. Plak de waarde in de plaats.")
    if text.startswith(ERROR_MARK):
        return _("Hier staat een fout van het rekenblad (%s), geen waarde.") % text.removeprefix(ERROR_MARK)
    return ""
