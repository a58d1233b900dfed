"""Tagged PDF (PDF/UA-1), made without a network: fonts from our own folder, nothing else is fetched."""

from __future__ import annotations

import logging
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from staalkaart.core.web.memory import give_back
from staalkaart.core.writing.text import is_right_to_left

TURNED = {"p", "li", "h1", "h2", "h3", "td", "th", "dt", "dd", "bdi"}
BASE = Path(__file__).with_name("pdf.css")
FONTS = settings.ROOT / "static" / "fonts"


_one_at_a_time = threading.Lock()  # the library shares its fonts, and drawing is what takes all of a processor


class NoPdf(Exception):
    """The library that draws text is not on this machine; the message says what to install."""


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint  # slow to load, and in need of a system library
    except OSError as error:
        raise NoPdf("libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0") from error
    return weasyprint


def is_font(url: str) -> bool:
    """A file that really lies in our folder of fonts, whatever the address says on its way there."""
    parts = urlsplit(url)
    path = Path(unquote(parts.path)).resolve()
    return parts.scheme == "file" and not parts.netloc and path.is_relative_to(FONTS.resolve()) and path.is_file()


def _only_our_fonts(weasyprint: Any) -> Any:
    from weasyprint.urls import URLFetcher

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not is_font(url):
                raise ValueError("a PDF fetches nothing")
            return super().fetch(url, headers)

    return OurFonts()


@lru_cache(maxsize=8)
def _sheet(sheet: str) -> tuple[Any, Any]:
    """A sheet of ours with its fonts, read once per process: without a font configuration a @font-face in it is not used."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    text = (BASE.read_text() + sheet).replace("FONTS", FONTS.as_uri())
    return weasyprint.CSS(string=text, url_fetcher=_only_our_fonts(weasyprint), font_config=fonts), fonts


def to_pdf(html: str, sheet: str) -> bytes:
    """`sheet` is CSS in which FONTS stands for our folder of fonts. Raises NoPdf where the system library is missing.

    Letters of a script for which this machine has no font are named at the end of the document, never left out in silence.
    """
    with _one_at_a_time:
        with _undrawn() as letters:
            body = _drawn(html, sheet)
        if letters:
            body = _drawn(html.replace("</body>", _named(letters) + "</body>"), sheet)
        give_back()
    return body


def _drawn(html: str, sheet: str) -> bytes:
    weasyprint = _weasyprint()
    css, fonts = _sheet(sheet)
    document = weasyprint.HTML(string=html, base_url=FONTS.as_uri(), url_fetcher=_only_our_fonts(weasyprint))
    for element in document.etree_element.iter():
        if element.tag in TURNED:  # browsers look at the letters; this library does not
            element.set("dir", "rtl" if is_right_to_left("".join(element.itertext())) else "ltr")
        if element.tag == "ol" and (first := element.find("li")) is not None and first.get("value", "1") != "1":
            element.set("style", f"counter-reset: list-item {int(first.get('value')) - 1}")
    return document.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")


@contextmanager
def _undrawn() -> Iterator[set[str]]:
    """The letters for which no font was found while this thread draws: the library says so in its log, and nowhere else."""
    found: set[str] = set()
    mine = threading.get_ident()

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == mine and "notdef" in str(record.msg) and record.args:
                found.add(str(record.args[0]))  # type: ignore[index]

    ear, log = Ear(logging.WARNING), logging.getLogger("weasyprint")
    log.disabled = False  # a configuration that came after the library turns off what it does not name
    if not log.isEnabledFor(logging.WARNING):
        log.setLevel(logging.WARNING)
    log.addHandler(ear)
    try:
        yield found
    finally:
        log.removeHandler(ear)


def _named(letters: set[str]) -> str:
    """Their scripts and numbers: drawing them is just what cannot be done."""
    scripts = {unicodedata.name(letter, "").split(" ")[0].capitalize() for letter in letters} - {""}
    numbers = sorted(f"U+{ord(letter):04X}" for letter in letters)
    return render_to_string(
        "core/not_drawn.html", {"scripts": sorted(scripts), "numbers": numbers[:40], "count": len(numbers)}
    )
