"""Practices as somebody wrote them in Word: with headings, with bold lines for headings, or as a table of questions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices.import_export.fields import BETWEEN_POINTS, folded
from practices.import_export.tables import MOST_ROWS, Sheet, known_headings
from staalkaart.core.writing.word_parts import NotWord
from staalkaart.core.writing.word_reader import Paragraph, Table, WordText, read_word

LONGEST_HEADING = 120


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
    return Sheet(headings, rows, list(range(1, len(rows) + 1)), [*reader.left_out, *document.left_out])


class _Reader:
    def __init__(self, document: WordText) -> None:
        self.known = known_headings()
        self.practices: list[dict[str, list[str]]] = []
        self.left_out: list[str] = []
        self.section = ""
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
            self.section = ""
        elif level == 2:
            self.section = block.text.rstrip(" :")
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
        self.section = question
        if answer:
            self._add(0, answer)

    def _add(self, level: int, text: str) -> None:
        if not self.practices:
            self.practices.append({})
        lines = self.practices[-1].setdefault(self.section or _("(tekst zonder kop)"), [])
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
