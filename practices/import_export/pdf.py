"""Practices as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from practices.models import PracticePage
from practices.views.reading import body_context
from staalkaart.core.access import Viewer
from staalkaart.core.web import pdf

SHEET = Path(__file__).with_name("pdf.css")


def to_pdf(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    """Raises core.pdf.NoPdf where the system library is missing."""
    practices = [{**body_context(page, viewer), "page": page} for page in pages]
    html = render_to_string("practices/pdf.html", {"practices": practices, "site": settings.SITE_URL})
    return pdf.to_pdf(html, SHEET.read_text())
