"""Word documents that we make: our look, headings as headings, real lists and links, text in the direction of its letters."""

from __future__ import annotations

import io
import re
from typing import Any

from django.utils.translation import get_language

from staalkaart.core.writing.text import is_right_to_left
from staalkaart.core.writing.typed_text import Block, blocks_of

INK, QUIET, LINK = "1F1824", "5A5161", "1A4E8A"
ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]}]")
LANGUAGES = {"nl": "nl-BE", "en": "en-GB"}
AFTER_DIRECTION = tuple(f"w:{name}" for name in (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
))  # the order of the properties of a paragraph is fixed  # fmt: skip
HEADING_SIZES = {"Title": 26, "Heading 1": 20, "Heading 2": 14, "Heading 3": 11.5}


class WordWriter:
    """One document. `document` is python-docx's own, for whatever is not here."""

    def __init__(self, title: str, footer: str) -> None:
        from docx import Document  # a quarter of a second to import, and 25 MB that only an export needs

        self.document = Document()
        core = self.document.core_properties
        core.title, core.author, core.comments = title, "Staalkaart", ""
        core.language = LANGUAGES.get(get_language() or "nl", "nl-BE")
        self._dress(core.language)
        self._footer(footer)

    def _dress(self, language: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.2)
        styles = self.document.styles
        for lang in styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), language)
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
        for name, size in HEADING_SIZES.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), RGBColor.from_string(INK)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[attribute]
            style.paragraph_format.keep_with_next = True

    def _footer(self, words: str) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        self._quiet(paragraph.add_run(f"{words} · "))
        for part in ("PAGE", " / ", "NUMPAGES"):
            if part.isupper():
                self._field(paragraph, part)
            else:
                self._quiet(paragraph.add_run(part))

    @staticmethod
    def _quiet(run: Any) -> None:
        from docx.shared import Pt, RGBColor

        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(QUIET)

    def _field(self, paragraph: Any, name: str) -> None:
        """A number that Word counts itself."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
            run = paragraph.add_run()
            self._quiet(run)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(element)

    # --- what stands in it -------------------------------------------------------------------------------------------
    def heading(self, text: str, level: int, *, on_new_page: bool = False) -> Any:
        paragraph = self._turned(self.document.add_heading(text, level), text)
        paragraph.paragraph_format.page_break_before = on_new_page or None
        return paragraph

    def line(self, text: str, *, italic: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        self._say(paragraph, text, italic=italic)
        return self._turned(paragraph, text)

    def text(self, text: str) -> None:
        """Typed text: a paragraph per paragraph, a list per list."""
        for block in blocks_of(text):
            if block.items:
                self._list(block)
            else:
                self.line(block.text)

    def facts(self, rows: list[tuple[str, str]]) -> None:
        """A table of two columns: what, and what it is. Addresses are links."""
        from docx.shared import Cm

        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        for name, value in rows:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(name).bold = True
            for number, line in enumerate(value.split("\n")):
                paragraph = cells[1].paragraphs[0] if number == 0 else cells[1].add_paragraph()
                self._say(paragraph, line)
                self._turned(paragraph, line)
            for paragraph in [*cells[0].paragraphs, *cells[1].paragraphs]:
                paragraph.paragraph_format.space_after = 0
        for column, width in zip(table.columns, (5.0, 11.2), strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        self.document.add_paragraph().paragraph_format.space_after = 0

    def link(self, paragraph: Any, text: str, address: str) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(text)
        self._blue(run)
        element.append(run._r)
        paragraph._p.append(element)

    @staticmethod
    def _blue(run: Any) -> None:
        from docx.shared import RGBColor

        run.font.color.rgb, run.font.underline = RGBColor.from_string(LINK), True

    def _say(self, paragraph: Any, text: str, *, italic: bool = False) -> None:
        """Runs of text, and links for the addresses in it; a line break stays one."""
        at = 0
        for match in ADDRESS.finditer(text):
            paragraph.add_run(text[at : match.start()]).italic = italic or None
            self.link(paragraph, match[0], match[0])
            at = match.end()
        paragraph.add_run(text[at:]).italic = italic or None

    def _list(self, block: Block) -> None:
        counts = [item.number for item in block.items] == list(range(1, len(block.items) + 1))
        number = self._new_numbering() if counts else None
        for item in block.items:
            if item.number is not None and not counts:
                self.line(f"{item.number}. {item.text}")  # the numbers as they were typed
                continue
            paragraph = self.document.add_paragraph(style="List Number" if counts else "List Bullet")
            if number is not None:
                place: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                place.get_or_add_ilvl().val = 0
                place.get_or_add_numId().val = number
            self._say(paragraph, item.text)
            self._turned(paragraph, item.text)

    def _new_numbering(self) -> int:
        """A list of numbers that begins at 1 again."""
        from docx.oxml.ns import qn

        numbering = self.document.part.numbering_part.element
        style = self.document.styles["List Number"].element.pPr.numPr.numId.val
        abstract = next(num.abstractNumId.val for num in numbering.findall(qn("w:num")) if num.numId == style)
        number = numbering.add_num(abstract)
        number.add_lvlOverride(0).add_startOverride(1)
        return number.numId

    @staticmethod
    def _turned(paragraph: Any, text: str) -> Any:
        """Text from right to left begins at the right."""
        if is_right_to_left(text):
            from docx.oxml import OxmlElement

            paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *AFTER_DIRECTION)
            for run in paragraph.runs:
                run.font.rtl = True
        return paragraph

    def save(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()
