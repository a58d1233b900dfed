"""Empty files to fill in: the columns or headings that the import knows, with what may stand under each."""

from __future__ import annotations

import io

from django.utils.translation import gettext as _

from practices.choices import FACTS
from practices.content_words import Names
from practices.import_export.fields import fields
from staalkaart.core.access import Viewer


def empty_workbook(viewer: Viewer) -> bytes:
    """One sheet to fill in, and one with the words that we know per column."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = _("Praktijken")
    sheet.freeze_panes = "B2"
    for number, column in enumerate(fields(), 1):
        cell = sheet.cell(1, number, str(column.title))
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 28
    help_sheet = book.create_sheet(_("Uitleg"))
    help_sheet.column_dimensions["A"].width, help_sheet.column_dimensions["B"].width = 28, 100
    for title, words in explanations(viewer):
        help_sheet.append([title, words])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def empty_document(viewer: Viewer) -> bytes:
    """Headings to write under; what stays empty is passed over."""
    from docx import Document

    document = Document()
    document.add_heading(_("Titel van jullie praktijk"), 1)
    for column in fields()[1:]:
        document.add_heading(str(column.title), 2)
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def explanations(viewer: Viewer) -> list[tuple[str, str]]:
    """(column, what may stand in it)."""
    names = Names(viewer)
    facts = {f"feit-{fact.slug}": fact.values for fact in FACTS}
    lists = {"models": names.model_titles, "target_groups": names.groups, "themes": names.themes, **facts}
    points = _("Een punt per deel: de titel op de eerste regel, dan de uitleg. Tussen twee punten een regel met ---.")
    words = {"works": points, "clashes": points, "towns": _("Gemeenten of postcodes, met een puntkomma ertussen.")}
    rows = []
    for column in fields():
        known = "; ".join(str(label) for label in lists.get(column.key, {}).values())
        rows.append((str(column.title), words.get(column.key) or known or _("Vrije tekst")))
    return rows
