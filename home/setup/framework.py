"""framework.md as knowledge pages: a chapter per second-level heading, in the blocks that editors use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import nh3
from markdown_it import MarkdownIt

from home.setup.content_files import Checker

CALLOUT = "Wat kan je hiermee?"
TAGS = {"p", "ul", "ol", "li", "b", "i", "h4", "strong", "em", "br"}
parser = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass
class Chapter:
    title: str
    summary: str = ""
    body: list[tuple[str, Any]] = field(default_factory=list)


def read_chapters(markdown: str) -> list[Chapter]:
    """Chapters in order. Raises ContentError when there are none or one is empty."""
    parts = re.split(r"^## +(?:\d+\. +)?(.+)$", markdown, flags=re.M)[1:]
    check = Checker("framework.md")
    if not parts:
        check.fail("(bestand)", "##", "er staat geen enkel hoofdstuk in")
    chapters = []
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        body = read_blocks(text)
        if not body:
            check.fail(title, "tekst", "het hoofdstuk is leeg")
        chapters.append(Chapter(title.strip(), _summary(text), body))
    return chapters


def _summary(text: str) -> str:
    """The first paragraph of plain prose, at most 400 letters."""
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.split())
        if line and line[0] not in "#|-*>" and len(line) > 40:
            return re.sub(r"[*_]", "", line)[:400]
    return ""


def read_blocks(text: str) -> list[tuple[str, Any]]:
    """Stream blocks of a chapter: headings, running text, tables; "Wat kan je hiermee?" becomes a callout."""
    blocks: list[tuple[str, Any]] = []
    pieces = re.split(r"^### +(.+)$", text, flags=re.M)
    blocks += _prose(pieces[0])
    for title, part in zip(pieces[1::2], pieces[2::2], strict=True):
        if title.strip() == CALLOUT:
            blocks.append(("callout", {"title": CALLOUT, "text": render(part)}))
        else:
            blocks.append(("heading", {"text": title.strip()}))
            blocks += _prose(part)
    return blocks


def _prose(text: str) -> list[tuple[str, Any]]:
    """Running text with its tables taken out as blocks of their own."""
    found: list[tuple[str, Any]] = []
    for piece in re.split(r"((?:^\|.*\|\s*\n?)+)", text, flags=re.M):
        if piece.startswith("|"):
            found.append(("table", _table(piece)))
        elif piece.strip():
            found.append(("text", render(piece)))
    return found


def render(markdown: str) -> str:
    html = parser.render(markdown).replace("<strong>", "<b>").replace("</strong>", "</b>")
    html = html.replace("<em>", "<i>").replace("</em>", "</i>")
    return nh3.clean(html, tags=TAGS, attributes={}).strip()


def _table(lines: str) -> dict:
    rows = [[_plain(cell) for cell in line.strip().strip("|").split("|")] for line in lines.strip().splitlines()]
    head, _rule, *rest = rows
    return {
        "columns": [{"type": "text", "heading": cell} for cell in head],
        "rows": [{"values": row} for row in rest],
        "caption": "",
    }


def _plain(cell: str) -> str:
    return re.sub(r"\*\*|__", "", cell).strip()
