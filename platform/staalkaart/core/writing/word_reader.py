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

from staalkaart.core.writing.text import clean
from staalkaart.core.writing.word_parts import MATH, MC, THROUGH, HeadingLevels, Lists, NotWord, Parts, W, broken

SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "sym": "•"}


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
    """Raises NotWord with a sentence."""
    parts = Parts(data)
    return _Reading(parts).text()


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
                self.left_out.append(_remark(author, "", text))
        for name in ("header", "footer"):
            for tree in self.parts.related(name):
                if words := self._bare(tree):
                    self.left_out.append((_("Koptekst: %s") if name == "header" else _("Voettekst: %s")) % words)
        return WordText(blocks, list(dict.fromkeys(self.left_out)))

    def _bare(self, tree: Any) -> str:
        """All words under an element, in one line; for remarks, notes and what is left out."""
        lines = [_Line(self, note=False).read(paragraph) for paragraph in tree.iter(W + "p")]
        return " ".join(" ".join(line.text.split()) for line in lines if line.text.strip())

    def _blocks(self, parent: Any) -> Iterator[Paragraph | Table]:
        carried: _Line | None = None  # a paragraph whose end was struck out goes on in the next one
        for child in parent:
            if child.tag == W + "p":
                line = _Line(self, before=carried)
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

    def _paragraph(self, element: Any, line: _Line) -> Iterator[Paragraph | Table]:
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


def _remark(author: str, about: str, text: str) -> str:
    """A comment in the margin, with who wrote it and the words it hangs on."""
    head = _("Kanttekening") + (f" ({author})" if author else "") + (f" bij “{about[:80]}”" if about else "")
    return f"{head}: {text}"


class _Line:
    """One paragraph being read: its text, whether all of it is bold, its remarks, and the boxes that hang on it."""

    def __init__(self, reading: _Reading, *, before: _Line | None = None, note: bool = True) -> None:
        self.reading, self.note = reading, note
        self.text: str = before.text if before else ""
        self.remarks: list[str] = list(before.remarks) if before else []
        self.boxes: list[Any] = list(before.boxes) if before else []
        self.all_bold = True
        self.in_code: list[bool] = []  # of each field that is open: are we in its instruction?

    def clean_text(self) -> str:
        return clean(self.text).strip()

    def read(self, paragraph: Any) -> _Line:
        self._children(paragraph)
        return self

    def _children(self, parent: Any) -> None:
        for child in parent:
            if child.tag == W + "r":
                self._run(child)
            elif child.tag in THROUGH:
                if not self._is_placeholder(child):
                    self._children(child)
            elif child.tag == W + "commentRangeStart":
                self.reading.open_comments[child.get(W + "id")] = []
            elif child.tag.startswith(MATH):
                self._say("".join(one.text or "" for one in child.iter(MATH + "t")), bold=False)

    def _is_placeholder(self, control: Any) -> bool:
        """A place to fill in that nobody filled in: what it asks is not text of the writer."""
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            return False
        if words := clean("".join(one.text or "" for one in control.iter(W + "t"))).strip():
            self.reading.left_out.append(_("Niet ingevuld: %s") % words)
        return True

    def _run(self, run: Any) -> None:
        properties = run.find(W + "rPr")
        if _is_on(properties, "vanish"):
            if words := clean("".join(one.text or "" for one in run.iter(W + "t"))).strip():
                self.reading.left_out.append(_("Verborgen tekst: %s") % words)
            return
        bold = _is_on(properties, "b")
        for child in run:
            self._piece(child, bold)

    def _piece(self, piece: Any, bold: bool) -> None:
        name = piece.tag.removeprefix(W)
        if name == "fldChar":
            self._field(piece.get(W + "fldCharType"))
        elif name == "t":
            if not any(self.in_code):
                self._say(piece.text or "", bold=bold)
        elif name in SIGNS:
            self._say("" if piece.get(W + "type") in {"page", "column"} else SIGNS[name], bold=True)
        elif name.endswith("Reference"):
            self._reference(name, piece.get(W + "id"))
        elif name in {"drawing", "pict", "object"} or piece.tag == MC + "AlternateContent":
            self._drawing(piece)

    def _field(self, kind: str) -> None:
        """Between its begin and its separator stands how a field is made; after it, what it shows."""
        if kind == "begin":
            self.in_code.append(True)
        elif kind == "separate" and self.in_code:
            self.in_code[-1] = False
        elif kind == "end" and self.in_code:
            self.in_code.pop()

    def _reference(self, name: str, number: str) -> None:
        if not self.note:
            return
        if name == "commentReference":
            self._comment(number)
        elif text := self.reading.notes.get((name.removesuffix("Reference"), number)):
            self.remarks.append(_("Voetnoot: %s") % text)

    def _say(self, text: str, *, bold: bool) -> None:
        self.text += text
        if text.strip() and not bold:
            self.all_bold = False
        for words in self.reading.open_comments.values():
            words.append(text)

    def _comment(self, number: str) -> None:
        author, text = self.reading.comments.get(number, ("", ""))
        about = "".join(self.reading.open_comments.pop(number, []))
        if text:
            self.reading.said.add(number)
            self.remarks.append(_remark(author, " ".join(about.split()), text))

    def _drawing(self, drawing: Any) -> None:
        """A text box is read after its paragraph; a picture is named."""
        choice = drawing.find(MC + "Choice") if drawing.tag == MC + "AlternateContent" else drawing
        shown = drawing if choice is None else choice
        boxes = [box for box in shown.iter(W + "txbxContent") if not _is_inside_another(box, shown)]
        self.boxes += boxes
        if not boxes:
            told = next((one.get("descr") or "" for one in shown.iter() if str(one.tag).endswith("}docPr")), "")
            self.reading.left_out.append(_("Afbeelding") + (f": {told}" if told else ""))


def _is_inside_another(box: Any, top: Any) -> bool:
    parent = box.getparent()
    while parent is not None and parent is not top:
        if parent.tag == W + "txbxContent":
            return True
        parent = parent.getparent()
    return False


def _is_on(properties: Any, name: str) -> bool:
    mark = properties.find(W + name) if properties is not None else None
    return mark is not None and mark.get(W + "val", "1") not in {"0", "false", "off"}
