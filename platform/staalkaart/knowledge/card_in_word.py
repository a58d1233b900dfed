"""A card as a Word document: one table row per point, with its code, so nothing depends on order or layout."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean
from staalkaart.knowledge.models import CardEntry, Quadrant, WorkingModelPage

# What a reviewer may rewrite, and the field of a point where it goes
WORDS = {"Titel": "title", "Tekst": "text", "Voorbeeld": "scene", "Raad": "advice", "Zekerheid": "certainty"}
HEADS = ("Code", *WORDS, "Oordeel", "Opmerking", "Bronnen")
WIDTHS = (1.3, 2.7, 4.6, 4.0, 4.6, 3.4, 1.7, 3.0, 2.9)  # centimetres


def explanation() -> str:
    return _(
        "Schrijf bij Oordeel: klopt, anders of weg. Je mag ook titel en tekst zelf verbeteren, met of zonder “Wijzigingen "
        "bijhouden”, en opmerkingen in de kantlijn zetten. Laat de codes staan: daarmee vinden we elk punt terug. Onderaan elke "
        "tabel is een lege rij voor een nieuw punt. Een rij zonder oordeel blijft zoals ze is."
    )


def own_words(page: WorkingModelPage) -> set[str]:
    """The paragraphs that we wrote ourselves, so that what a reviewer wrote between them is noticed."""
    texts = [page.title, page.one_sentence]
    for language, _name in settings.LANGUAGES:  # it may be read back in another language than it was made in
        with translation.override(language):
            texts += [explanation(), *(one.plural for one in Quadrant)]
    return {" ".join(clean(text).split()) for text in texts}


def quadrant_called(heading: str) -> str:
    """The quadrant that a heading of the document names, in any language; "" for none."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for one in Quadrant:
                if one.plural == heading:
                    return one.value
    return ""


def write_card(page: WorkingModelPage) -> bytes:
    """The card for somebody to read over in Word: title, text and sources, and two empty columns per point."""
    from docx import Document  # a quarter of a second to import, for something done once a month
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.2)
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(page.title, level=0)
    document.add_paragraph(page.one_sentence)
    document.add_paragraph(explanation())
    entries = list(page.entries.all())
    for quadrant in Quadrant:
        document.add_heading(quadrant.plural, level=1)
        _write_table(document, [entry for entry in entries if entry.quadrant == quadrant])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_table(document: Any, entries: list[CardEntry]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(head).bold = True
    _repeat(table.rows[0])
    for entry in entries:
        cells = table.add_row().cells
        texts = (f"P{entry.pk}", *(getattr(entry, name) for name in WORDS.values()), "", "", entry.sources_in_word)
        for cell, text in zip(cells, texts, strict=True):
            cell.text = clean(text)
    table.add_row()  # for a new point
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


def _repeat(row: Any) -> None:
    """The headings stand at the top of every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
