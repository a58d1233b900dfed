"""How far text of a PDF reaches past the right margin of its page."""

from __future__ import annotations

from typing import Any

from staalkaart.core.web import pdf


def past_the_margin(html: str, sheet: str) -> float:
    """In CSS pixels; 0 when all of it is on the page."""
    css, fonts = pdf._sheet(sheet)
    document = (
        pdf._weasyprint().HTML(string=html, base_url=pdf.FONTS.as_uri()).render(stylesheets=[css], font_config=fonts)
    )
    over = 0.0
    for page in document.pages:
        box = page._page_box
        right = box.content_box_x() + box.width
        for text in box.descendants():
            if type(text).__name__ == "TextBox" and text.element_tag not in {None, "html"}:
                over = max(over, text.position_x + text.width - right)
    return over


def drawn_by(monkeypatch: Any) -> list[tuple[str, str]]:
    """Every (html, sheet) that is drawn from now on; nothing is drawn really."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(pdf, "_drawn", lambda html, sheet: seen.append((html, sheet)) or b"%PDF-")
    return seen
