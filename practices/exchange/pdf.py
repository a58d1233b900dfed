"""Practices as a tagged PDF (PDF/UA-1), made without a network: fonts from our own folder, nothing else is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from ..models import PracticePage
from ..views.reading import body_context

FONTS = settings.ROOT / "static" / "fonts"
SHEET = Path(__file__).with_name("pdf.css")


class NoPdf(Exception):
    """The library that draws text is not on this machine; the message says what to install."""


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise NoPdf("libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0") from error
    return weasyprint


def _only_our_fonts(weasyprint: Any) -> Any:
    from weasyprint.urls import URLFetcher

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(FONTS.as_uri()):
                raise ValueError("a PDF fetches nothing")
            return super().fetch(url, headers)

    return OurFonts()


def to_pdf(pages: Iterable[PracticePage]) -> bytes:
    """Raises NoPdf where the system library is missing."""
    weasyprint = _weasyprint()
    fetcher = _only_our_fonts(weasyprint)
    practices = [{**body_context(page), "page": page} for page in pages]
    html = render_to_string("practices/pdf.html", {"practices": practices, "site": settings.SITE_URL})
    sheet = weasyprint.CSS(string=SHEET.read_text().replace("FONTS", FONTS.as_uri()), url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, base_url=FONTS.as_uri(), url_fetcher=fetcher)
    return document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
