"""Changing who may see something: at once, logged, and the only way there is."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.access.audience import AudienceObstacle, FixedAudience, check_audience


def audience_obstacles(obj: Any, audience: str) -> list[str]:
    """What stands in the way of showing `obj` to `audience`, in sentences that name it."""
    return [words for check in registry.audience_obstacles.values() for words in check(obj, audience)]


def set_audience(*, obj: Any, audience: str, by: Any, reason: str = "") -> bool:
    """Change who may see `obj`, at once; the only way there is. Returns False when it already was so.

    Before the row changes, whatever holds a copy for the old audience (the search index) is told to drop it, so a narrowing
    is never followed by a count or a suggestion from the old state. The change is logged with both values.
    """
    from wagtail.log_actions import log

    check_audience(audience)
    obj = getattr(obj, "specific", obj)  # a page known by its base class has the documents of its own class
    if getattr(obj, "audience_is_fixed", False):
        raise FixedAudience(f"{obj._meta.verbose_name}: {obj.default_audience}")
    before = obj.audience
    if before == audience:
        return False
    if problems := audience_obstacles(obj, audience):
        raise AudienceObstacle(problems)
    for drop in registry.each(registry.audience_watchers, "before"):
        drop(obj)
    with transaction.atomic():
        type(obj)._base_manager.filter(pk=obj.pk).update(audience=audience)
        obj.audience = audience
        log(
            obj,
            "staalkaart.audience",
            user=by,
            data={"before": before, "after": audience, "reason": reason},
            timestamp=timezone.now(),
        )
        for note in registry.each(registry.audience_watchers, "after"):
            note(obj)
    return True
