"""Template tags that any screen uses: icons, dates, related blocks. Loaded as built-ins, so no template loads them."""

from __future__ import annotations

import hashlib
from functools import cache

from django import template
from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from staalkaart.core import registry
from staalkaart.core.access import viewer_of
from staalkaart.core.access.audience_screen import audience_url
from staalkaart.core.access.audience_words import audience_of
from staalkaart.core.models import ContentStamp
from staalkaart.core.web import dates
from staalkaart.core.writing import receipts
from staalkaart.core.writing.phones import dialable
from staalkaart.core.writing.receipts import new_receipt
from staalkaart.core.writing.typed_text import as_html

register = template.Library()
LONGEST_KEPT_QUERY = 300
register.filter("spoken_date", dates.spoken_date)
register.filter("spoken_moment", dates.spoken_moment)
register.filter("spoken_time", dates.spoken_time)
register.filter("spoken_weekday", dates.spoken_weekday)
register.filter("dialable", dialable)
register.filter("typed", as_html)
register.simple_tag(audience_of, name="audience_words")
register.simple_tag(audience_url)


@register.simple_tag(takes_context=True)
def post_token(context) -> SafeString:
    """What every form that is posted carries: Django's protection and a receipt of its own (core.writing.receipts)."""
    viewer = viewer_of(context["request"])
    protection = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", "")
    )
    receipt = format_html('<input type="hidden" name="_receipt" value="{}">', new_receipt(viewer.user_id))
    return protection + receipt


@register.simple_tag(takes_context=True)
def account_mark(context) -> str:
    """Whose copies of typed text this browser may look at: says nothing about the person."""
    return receipts.account_mark(viewer_of(context["request"]).user_id)


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """A drawing from the sprite, hidden from screen readers: the words beside it say what it means."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def phone_link(number: str, invented: bool = False, look: str = "tel") -> SafeString:
    """A number that one taps to call. One that somebody made up is text only where there is no demo to try it in."""
    if invented and not settings.DEMO_ALLOWED:
        return format_html("<span>{}</span>", number)
    return format_html('<a class="{}" href="tel:{}">{}{}</a>', look, dialable(number), icon("i-phone"), number)


@register.simple_tag
def icon_address() -> str:
    """The sprite's address, for drawings inside a larger picture."""
    return static("img/icons.svg")


@register.simple_tag(takes_context=True)
def related(context, place: str, obj) -> SafeString:
    """What higher features show here about `obj`, filtered for this viewer."""
    viewer = viewer_of(context["request"]) if "request" in context else None
    parts = []
    for (where, _name), block in registry.related_blocks.items():
        if where == place and viewer is not None and (shown := block(viewer, obj)):
            parts.append(render_to_string(shown[0], shown[1], context.get("request")))
    return mark_safe("".join(parts))  # noqa: S308  every part is a rendered template


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The present query string with some values replaced (None takes one away); starts with "?", page numbers are dropped."""
    values = context["request"].GET.copy()
    values.pop("pagina", None)
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    return "?" + values.urlencode()


@register.tag
def kept(parser, token):
    """`{% kept %}…{% endkept %}`: a costly part of a page, kept in the process for everybody who may see the same.

    The key holds the content stamp, the viewer's tokens and roles, the language and the address, so it is never older than the
    content and never shown to somebody with other rights.
    """
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes)


class KeptNode(template.Node):
    def __init__(self, nodelist) -> None:
        self.nodelist = nodelist

    def render(self, context) -> str:
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        viewer = viewer_of(request)
        tokens = ",".join(sorted(viewer.tokens | {f"{role}@{where}" for role, where in viewer.roles}))
        parts = (
            ContentStamp.current(),
            timezone.localdate(),
            tokens,
            get_language(),
            request.get_full_path(),
            id(self),
        )
        key = "kept:" + hashlib.sha256(repr(parts).encode()).hexdigest()
        html = caches["pages"].get(key)
        if html is None:
            html = self.nodelist.render(context)
            if len(request.META["QUERY_STRING"]) < LONGEST_KEPT_QUERY:
                caches["pages"].set(key, html)
        return mark_safe(html)  # noqa: S308  rendered by this very template
