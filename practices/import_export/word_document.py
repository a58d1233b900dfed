"""Practices as somebody wrote them in Word: with headings, with bold lines for headings, or as a table of questions."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.import_export import provenance
from practices.import_export.fields import BETWEEN_POINTS, basis_called
from practices.import_export.tables import MOST_ROWS, Sheet, known_headings
from staalkaart.core.writing.sheet_reader import folded
from staalkaart.core.writing.typed_text import is_item
from staalkaart.core.writing.word_parts import NotWord
from staalkaart.core.writing.word_reader import Paragraph, Table, WordText, read_word

LONGEST_HEADING = 120
OWN_FOOTER = "Staalkaart · "  # at the foot of what we made ourselves


def from_word(upload: Any) -> Sheet:
    """A practice per heading of the first level, a column per heading of the second, a point per heading of the third."""
    try:
        document = read_word(upload.read())
    except NotWord as refused:
        raise ValidationError(str(refused)) from refused
    reader = _Reader(document)
    if len(reader.practices) > MOST_ROWS:
        raise ValidationError(_("Dit zijn meer dan %(most)s praktijken. Deel het bestand op.") % {"most": MOST_ROWS})
    headings = list(dict.fromkeys(name for row in reader.practices for name in row))
    rows = [["\n".join(row.get(name, [])).strip() for name in headings] for row in reader.practices]
    left_out = [words for words in document.left_out if OWN_FOOTER not in words]
    return Sheet(headings, rows, list(range(1, len(rows) + 1)), [*reader.left_out, *left_out])


class _Reader:
    def __init__(self, document: WordText) -> None:
        self.known = known_headings() | {folded(title) for title in provenance.titles().values()}
        self.practices: list[dict[str, list[str]]] = []
        self.left_out: list[str] = []
        self.section = ""
        self.after_paragraph = False
        self.has_headings = any(isinstance(block, Paragraph) and block.level for block in document.blocks)
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> None:
        level = block.level if self.has_headings else self._level_of_bold(block)
        if level == 1:
            self.practices.append({_("Titel"): [block.text]})
            self.section, self.after_paragraph = "", False
        elif level == 2:
            self.section, self.after_paragraph = block.text.rstrip(" :"), False
        elif block.text:
            self._add(level, block.text)
        self.left_out += block.remarks

    def _level_of_bold(self, block: Paragraph) -> int:
        """Without headings: a bold line that names a field begins it, the first line of all is the title, another bold line is
        a point."""
        if not block.text or len(block.text) > LONGEST_HEADING:
            return 0
        if folded(block.text) in self.known and (block.bold or block.text.endswith(":")):
            return 2
        if not self.practices:
            return 1
        return 3 if block.bold and self.section else 0

    def _table(self, table: Table) -> None:
        """A table with a question on the left and its answer on the right is a form; any other is text, a line per row."""
        for row in table.rows:
            if row.is_deleted:
                continue
            texts = [cell.text for cell in row.cells]
            self.left_out += [remark for cell in row.cells for remark in cell.remarks]
            if len(texts) > 1 and folded(texts[0]) in self.known:
                self._answer(texts[0].rstrip(" :"), "\n".join(filter(None, dict.fromkeys(texts[1:]))))
            elif words := " · ".join(filter(None, dict.fromkeys(texts))):
                self._add(0, words)

    def _answer(self, question: str, answer: str) -> None:
        if folded(question) == folded(_("Titel")) and answer:
            if not self.practices or _("Titel") in self.practices[-1]:
                self.practices.append({})
            self.practices[-1][_("Titel")] = [answer]
            return
        self.section, self.after_paragraph = question, False
        if answer:
            self._add(0, answer)
            self.after_paragraph = False

    def _add(self, level: int, text: str) -> None:
        if not self.practices:
            self.practices.append({})
        lines = self.practices[-1].setdefault(self.section or _("(tekst zonder kop)"), [])
        if level == 3:
            lines += [BETWEEN_POINTS, text] if lines else [text]
        elif lines and (basis := _basis_in(text)):
            _mark_point(lines, f"[{basis}]")
        else:
            is_paragraph = not is_item(text)
            if is_paragraph and self.after_paragraph:
                lines.append("")  # two paragraphs, as Word shows them
            lines.append(text)
            self.after_paragraph = is_paragraph and level == 0
            return
        self.after_paragraph = False


def _basis_in(text: str) -> str:
    """How one knows a point, when that is what this paragraph says."""
    if match := re.fullmatch(r"\[(\w+)\]", text):
        return basis_called(match[1])
    question, _mark, answer = text.partition("?")
    return basis_called(answer) if folded(question) in {"hoe weet je dat", "how do you know"} else ""


def _mark_point(lines: list[str], mark: str) -> None:
    """How one knows it stands under a point in Word; in a cell it stands behind the title."""
    at = len(lines) - 1 - lines[::-1].index(BETWEEN_POINTS) + 1 if BETWEEN_POINTS in lines else 0
    lines[at] = f"{lines[at]} {mark}"
