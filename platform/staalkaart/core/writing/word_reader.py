"""Words out of a .docx as Word shows its final text: one reader for every import. What cannot be placed is listed by name.

Insertions and moves are taken, deletions dropped; content controls, fields, tags, links, text boxes and nested tables are
read; footnotes and margin comments become remarks of the paragraph or cell that they hang on. So: words in the file = words
placed + words listed, and nothing vanishes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core.writing import bounded
from staalkaart.core.writing.text import clean
from staalkaart.core.writing.word_line import Line, remark
from staalkaart.core.writing.word_parts import THROUGH, HeadingLevels, Lists, NotWord, Parts, W, broken, refuse_others


@dataclass
class Paragraph:
    """`level` 1–9 is a heading, 0 is text. `bold`: every letter is, so it may have been meant as a heading."""

    text: str
    level: int = 0
    bold: bool = False
    remarks: list[str] = field(default_factory=list)


@dataclass
class Cell:
    text: str
    remarks: list[str] = field(default_factory=list)


@dataclass
class Row:
    """`is_deleted`: struck out with tracked changes; its cells then hold what was struck out."""

    cells: list[Cell]
    is_deleted: bool = False


@dataclass
class Table:
    rows: list[Row]


@dataclass
class WordText:
    blocks: list[Paragraph | Table]
    left_out: list[str]  # each with its own words, ready to be shown


def read_word(data: bytes) -> WordText:
    """In a child process with bounds. Raises NotWord with a sentence, and TooOften when others are being read."""
    refuse_others(data)
    try:
        found = bounded.read("word", data)
    except bounded.Refused as refused:
        raise NotWord(str(refused)) from refused
    blocks = [Paragraph(**block) if sort == "p" else _table(block) for sort, block in found["blocks"]]
    return WordText(blocks, found["left_out"])


def _table(block: dict[str, Any]) -> Table:
    return Table([Row([Cell(**cell) for cell in row["cells"]], row["is_deleted"]) for row in block["rows"]])


def read_word_here(data: bytes) -> WordText:
    """In this process: the child's own."""
    return _Reading(Parts(data)).text()


# --- the text --------------------------------------------------------------------------------------------------------
class _Reading:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.left_out: list[str] = []
        self.open_comments: dict[str, list[str]] = {}
        self.said: set[str] = set()
        self.levels = HeadingLevels(parts)
        self.lists = Lists(parts)
        self.comments = {row.get(W + "id"): (row.get(W + "author") or "", self._bare(row))
                         for tree in parts.related("comments") for row in tree.iter(W + "comment")}  # fmt: skip
        self.notes = {
            (sort, row.get(W + "id")): self._bare(row)
            for sort in ("footnote", "endnote")
            for tree in parts.related(f"{sort}s")
            for row in tree.iter(W + sort)
            if row.get(W + "type") not in {"separator", "continuationSeparator"}
        }

    def text(self) -> WordText:
        body = next(self.parts.document.iter(W + "body"), None)
        if body is None:
            raise NotWord(broken())
        blocks = list(self._blocks(body))
        for number, (author, text) in self.comments.items():
            if number not in self.said and text:
                self.left_out.append(remark(author, "", text))
        for name in ("header", "footer"):
            for tree in self.parts.related(name):
                if words := self._bare(tree):
                    self.left_out.append((_("Koptekst: %s") if name == "header" else _("Voettekst: %s")) % words)
        return WordText(blocks, list(dict.fromkeys(self.left_out)))

    def _bare(self, tree: Any) -> str:
        """All words under an element, in one line; for remarks, notes and what is left out."""
        lines = [Line(self, note=False).read(paragraph) for paragraph in tree.iter(W + "p")]
        return " ".join(" ".join(line.text.split()) for line in lines if line.text.strip())

    def _blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        carried: Line | None = None  # a paragraph whose end was struck out goes on in the next one
        for child in parent:
            if child.tag == W + "p":
                line = Line(self, before=carried)
                line.read(child)
                carried = line if _has_mark(child.find(W + "pPr"), "del") else None
                if carried is None:
                    yield from self._paragraph(child, line)
            elif child.tag == W + "tbl":
                yield Table([row for row in self._rows(child) if row.cells])
            elif child.tag in THROUGH:
                yield from self._blocks(child)
        if carried is not None and carried.text.strip():
            yield Paragraph(carried.clean_text(), remarks=carried.remarks)

    def _paragraph(self, element: Any, line: Line) -> Iterator[Paragraph | Table]:
        text, properties = line.clean_text(), element.find(W + "pPr")
        level = self.levels.of(properties)
        if text and not level:
            text = self.lists.marked(properties, text)
        if text or line.remarks:
            yield Paragraph(text, level, bold=bool(text) and line.all_bold, remarks=line.remarks)
        for box in line.boxes:
            yield from self._blocks(box)

    def _rows(self, table: Any, *, deleted: bool = False) -> Iterator[Row]:
        for child in table:
            if child.tag == W + "tr":
                gone = deleted or _has_mark(child.find(W + "trPr"), "del", direct=True)
                yield Row([self._cell(cell, gone) for cell in _cells(child)], gone)
            elif child.tag in THROUGH:
                yield from self._rows(child, deleted=deleted)

    def _cell(self, cell: Any, deleted: bool) -> Cell:
        """One text per cell; a table inside it gives a line per row."""
        lines: list[str] = []
        remarks: list[str] = []
        if deleted:
            words = [text.text or "" for text in cell.iter(W + "t", W + "delText")]
            return Cell(clean("".join(words)).strip())
        for block in self._blocks(cell):
            if isinstance(block, Paragraph):
                lines.append(block.text)
                remarks += block.remarks
                continue
            for row in block.rows:
                if not row.is_deleted:
                    lines.append(" · ".join(filter(None, (one.text for one in row.cells))))
                    remarks += [remark for one in row.cells for remark in one.remarks]
        return Cell("\n".join(line for line in lines if line), remarks)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in THROUGH:
            yield from _cells(child)


def _has_mark(properties: Any, name: str, *, direct: bool = False) -> bool:
    """Is the end of this paragraph (or this row) inserted or struck out?"""
    if properties is None:
        return False
    inside = properties if direct else properties.find(W + "rPr")
    return inside is not None and inside.find(W + name) is not None
