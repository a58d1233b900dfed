"""One paragraph of a .docx while it is being read: its text, its remarks, and the boxes that hang on it."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean
from staalkaart.core.writing.word_parts import MATH, MC, THROUGH, W

SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "sym": "•"}


class Document(Protocol):
    """What a line asks of the document that it is part of."""

    left_out: list[str]
    open_comments: dict[str, list[str]]  # comment → the words under it so far
    said: set[str]  # comments that were placed
    comments: dict[str, tuple[str, str]]  # comment → author and text
    notes: dict[tuple[str, str], str]


def remark(author: str, about: str, text: str) -> str:
    """A comment in the margin, with who wrote it and the words it hangs on."""
    head = _("Kanttekening") + (f" ({author})" if author else "") + (f" bij “{about[:80]}”" if about else "")
    return f"{head}: {text}"


class Line:
    """One paragraph being read: its text, whether all of it is bold, its remarks, and the boxes that hang on it."""

    def __init__(self, reading: Document, *, before: Line | None = None, note: bool = True) -> None:
        self.reading, self.note = reading, note
        self.text: str = before.text if before else ""
        self.remarks: list[str] = list(before.remarks) if before else []
        self.boxes: list[Any] = list(before.boxes) if before else []
        self.all_bold = True
        self.in_code: list[bool] = []  # of each field that is open: are we in its instruction?

    def clean_text(self) -> str:
        return clean(self.text).strip()

    def read(self, paragraph: Any) -> Line:
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
            self.remarks.append(remark(author, " ".join(about.split()), text))

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
