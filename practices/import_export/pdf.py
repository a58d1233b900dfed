"""Practices as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.template.loader import render_to_string

from practices.import_export.provenance import full, provenances, spoken_material
from practices.models import PracticePage
from practices.views.reading import body_context
from staalkaart.core.access import Viewer
from staalkaart.core.web import pdf

SHEET = Path(__file__).with_name("pdf.css")


def to_pdf(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    """Raises core.pdf.NoPdf where the system library is missing."""
    shown = list(pages)
    rows = [{**body_context(page, viewer), "page": page} for page in shown]
    found = provenances(shown, viewer)
    for row in rows:
        about = found[row["page"].pk]
        files = [(file.title, full(file.url), spoken_material(file)) for file in about.materials]
        row |= {"about": about, "files": files}
    html = render_to_string("practices/pdf.html", {"practices": rows})
    return pdf.to_pdf(html, SHEET.read_text())
