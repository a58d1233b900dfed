"""What members write, as safe HTML: paragraphs, emphasis, lists and links; never markup of their own."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
HEADINGS = {"h2", "h3"}
DIRECTIONS = {tag: {"dir": "auto"} for tag in ("p", "li", "blockquote", "h2", "h3")}


def rendered(text: str, *, headings: bool = False) -> str:
    return nh3.clean(
        _markdown.render(text), tags=TAGS | HEADINGS if headings else TAGS, attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"}, link_rel="nofollow ugc noopener", set_tag_attribute_values=DIRECTIONS,
    ).strip()  # fmt: skip
