"""Tagged PDF (PDF/UA-1), made without a network: fonts from our own folder, nothing else is fetched."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.conf import settings

FONTS = settings.ROOT / "static" / "fonts"


class NoPdf(Exception):
    """The library that draws text is not on this machine; the message says what to install."""


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint  # slow to load, and in need of a system library
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


@lru_cache(maxsize=8)
def _sheet(sheet: str) -> tuple[Any, Any]:
    """A sheet of ours with its fonts, read once per process: without a font configuration a @font-face in it is not used."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = sheet.replace("FONTS", FONTS.as_uri())
    return weasyprint.CSS(string=text, url_fetcher=_only_our_fonts(weasyprint), font_config=fonts), fonts


def to_pdf(html: str, sheet: str) -> bytes:
    """`sheet` is CSS in which FONTS stands for our folder of fonts. Raises NoPdf where the system library is missing."""
    weasyprint = _weasyprint()
    css, fonts = _sheet(sheet)
    document = weasyprint.HTML(string=html, base_url=FONTS.as_uri(), url_fetcher=_only_our_fonts(weasyprint))
    return document.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
