"""Practices as a Word document: a heading per practice and per part, so that it reads well and can be read back."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from practices.choices import Basis
from practices.content import of_page
from practices.content_words import Names
from practices.import_export.fields import fields
from practices.models import PracticePage
from staalkaart.core.access import Viewer, reveal


def to_word(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    from docx import Document  # 25 MB that only an export needs

    document = Document()
    document.core_properties.title = _("Praktijken uit het lerend netwerk")
    document.core_properties.author = "Staalkaart"
    names = Names(viewer)
    for page in reveal(pages, viewer, "project"):
        _write(document, page, names)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document, page: PracticePage, names: Names) -> None:
    data = names.only_known(of_page(page))
    document.add_heading(data["title"], 1)
    if page.visible_project:
        document.add_paragraph(str(page.visible_project)).italic = True
    for field in fields():
        if field.key in {"works", "clashes"}:
            _points(document, str(field.title), data[field.key])
        elif field.key != "title" and (text := field.write(data, names)):
            document.add_heading(str(field.title), 2)
            for line in text.split("\n"):
                document.add_paragraph(line)


def _points(document, title: str, points: list[dict[str, str]]) -> None:
    if points:
        document.add_heading(title, 2)
    for point in points:
        document.add_heading(point["title"], 3)
        for line in point["text"].split("\n") if point["text"] else []:
            document.add_paragraph(line)
        if point["basis"] in Basis.values:
            document.add_paragraph(f"[{point['basis']}]")
