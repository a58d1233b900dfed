"""The bell in the head of the page."""

from django import template

from staalkaart.core.access import viewer_of
from staalkaart.notifications import models

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context) -> int:
    """How many notifications wait for this member, as the list shows them; one query, none for a visitor."""
    request = context.get("request")
    viewer = viewer_of(request) if request is not None else None
    if viewer is None or viewer.is_visitor:
        return 0
    return models.unread_count(viewer)
