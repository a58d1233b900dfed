"""The cells of a workbook or a CSV file as text. Runs in the bounded child process: it needs no database and no request."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean, fold

MOST_COLUMNS, MOST_LINES, MOST_CELLS = 80, 10_100, 100_000
FORMULA_MARK = "\ue000formula"  # private signs: no text that people type contains them
ERROR_MARK = "\ue000fout "
LOOKED_AT = 15  # rows in which the headings may stand
ALPHABETS = ("cp1252", "cp850", "mac-roman")
USUAL = set("éèëêïîíöôóüûúçàáäâåñßøæœÉÈËÏÖÜÇÀÁÄ€°’‘“”„–—…·«»§²³½")
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


# --- CSV -------------------------------------------------------------------------------------------------------------
def decoded(raw: bytes) -> str:
    """In the alphabet in which it was written: UTF-8, UTF-16, Windows, MS-DOS or an old Mac."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    even, odd = raw[0:200:2].count(0), raw[1:200:2].count(0)
    if max(even, odd) > len(raw[:200]) // 5:
        return raw.decode("utf-16-be" if even > odd else "utf-16-le")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max((raw.decode(name, errors="replace") for name in ALPHABETS), key=_how_usual)


def _how_usual(text: str) -> int:
    """How much it reads like a language here: small letters with accents inside words, not signs and capitals there."""
    score = 0
    for match in re.finditer(r"(.?)([^\x00-\x7f])(.?)", text):
        before, letter, after = match.groups()
        inside = before.isascii() and before.islower() and (after.islower() or not after.strip())
        if inside:
            score += 2 if letter.islower() and letter in USUAL else -3
        else:
            score += 1 if letter in USUAL else -2
    return score


def read_csv(data: bytes) -> list[list[str]]:
    """Rows of cells. The first line of `data` is a JSON list of the headings that are known; the file comes after it. Raises TooMuch."""
    head, _line, raw = data.partition(b"\n")
    text = decoded(raw)
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    named = re.match(r'"?sep=(.)"?\n', lines)
    if named:
        lines = lines[named.end() :]
    between = named[1] if named else _separator(lines, set(json.loads(head)))
    found, cells = [], 0
    for row in csv.reader(io.StringIO(lines, newline=""), delimiter=between):
        found.append(row[:MOST_COLUMNS])
        cells += len(found[-1])
        if cells > MOST_CELLS or len(found) > MOST_LINES:
            raise TooMuch(_("Dit bestand heeft te veel cellen. Deel het op in stukken."))
    return found


def _separator(text: str, known: set[str]) -> str:
    """The sign that gives the first rows most cells, and as many in each; a comma in a sentence does not count."""

    def score(sign: str) -> tuple[int, int]:
        widths = [
            len(row)
            for _at, row in zip(range(LOOKED_AT), csv.reader(io.StringIO(text), delimiter=sign), strict=False)
            if row
        ]
        first = [
            folded(cell) for row in list(csv.reader(io.StringIO(text), delimiter=sign))[:LOOKED_AT] for cell in row
        ]
        return sum(cell in known for cell in first), min(widths, default=0) * (len(set(widths)) == 1) + max(
            widths, default=0
        )

    return max((";", ",", "\t", "|"), key=score)


def folded(text: str) -> str:
    """ "Wat werkt?" and "wat werkt" are the same heading."""
    plain = unicodedata.normalize("NFD", fold(text).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()
