"""Tags for screens about models: names that break well, glossary links, the footer's help lines."""

from __future__ import annotations

import re

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from staalkaart.core.templatetags.interface import icon
from staalkaart.knowledge.models import Quadrant
from staalkaart.knowledge.models.reference import lines
from staalkaart.knowledge.texts import footer

register = template.Library()
register.filter("lines", lines)
register.filter("slug", slugify)
# Where long words of model names may break; a browser without a Dutch dictionary cannot know
BREAKS = {
    "netwerkversterking": 7,
    "competentieversterking": 11,
    "lotgenotennetwerk": 10,
    "vrijwilligerswerking": 13,
    "vrijwilligerswerk": 13,
    "contextgericht": 7,
    "hulpafhankelijkheid": 4,
}
LONG = re.compile("|".join(sorted(BREAKS, key=len, reverse=True)), re.IGNORECASE)
QUADRANT_ICONS = {"sterkte": "i-plus", "zwakte": "i-minus", "kans": "i-arrow-up", "uitdaging": "i-mountain"}


@register.filter
def soft(name: str) -> SafeString:
    """A name with soft hyphens in its long words."""
    return mark_safe(  # noqa: S308
        LONG.sub(lambda m: m[0][: BREAKS[m[0].lower()]] + "&shy;" + m[0][BREAKS[m[0].lower()] :], escape(name))
    )


@register.filter
def linked(text: str, glossary) -> SafeString:
    """Plain text with the first mention of each term on this page linked."""
    return glossary.plain(text) if glossary else escape(text)


@register.filter
def linked_html(html, glossary) -> SafeString:
    return glossary.html(str(html)) if glossary else mark_safe(str(html))  # noqa: S308  rendered rich text


@register.filter
def quadrant_icon(quadrant: str) -> str:
    return QUADRANT_ICONS[str(quadrant)]


@register.simple_tag
def quadrants() -> list[Quadrant]:
    return list(Quadrant)


register.simple_tag(footer, name="footer_help")


@register.simple_tag(takes_context=True)
def stream_block(context, block, glossary) -> SafeString:
    """One block of a page; running text and callouts get their first mentions linked."""
    html = block.render(context={"page": context.get("page"), "request": context.get("request")})
    return glossary.html(html) if glossary and block.block_type in {"text", "callout"} else mark_safe(html)  # noqa: S308


@register.simple_tag
def compare_parts(models) -> dict:
    """What every cell of a comparison repeats, rendered once: the chip per model, the sign and word per quadrant."""
    columns = [
        {"chip": render_to_string("components/chip.html", {"model": model}), "address": model.url} for model in models
    ]
    signs = {
        q.value: format_html('<span class="quad__sign">{}</span>', icon(QUADRANT_ICONS[q.value])) for q in Quadrant
    }
    return {"columns": columns, "signs": signs, "labels": {q.value: str(q.label) for q in Quadrant}}


@register.filter
def beside(cells, columns) -> list[tuple]:
    """(column, cell) pairs of one row."""
    return list(zip(columns, cells, strict=True))


@register.filter
def get(mapping, key):
    return mapping[key]
