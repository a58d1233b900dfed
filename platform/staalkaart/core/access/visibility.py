"""The rule for objects that are at hand: may they be seen, and may what they are related to be named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from staalkaart.core.access.audience import is_wider
from staalkaart.core.access.viewer import Viewer

Row = TypeVar("Row")


def can_see(viewer: Viewer, obj: Any) -> bool:
    """The row-wise form of :meth:`AudienceQuerySet.visible_to`, from the values that `obj` already holds.

    A model whose rule asks more than the audience says so with `visible_by_query`, and is asked by its queryset.
    """
    if getattr(obj, "visible_by_query", False):
        return type(obj)._default_manager.visible_to(viewer).filter(pk=obj.pk).exists()
    return _is_published(obj) and bool(obj.audience) and obj.audience in viewer.tokens


def _is_published(obj: Any) -> bool:
    return all(getattr(obj, name) == wanted for name, wanted in getattr(obj, "published_lookup", {}).items())


def seen_by(viewer: Viewer, related: Any) -> Any:
    """A related object, or None when this viewer may not see it; of several, those that may be seen.

    What has no audience of its own (a region, a partner) is nobody's secret.
    """
    if related is None or isinstance(related, models.Model):
        is_open = related is None or not hasattr(related, "audience") or can_see(viewer, related)
        return related if is_open else None
    rows = related.all() if hasattr(related, "all") else related
    return [row for row in rows if seen_by(viewer, row) is not None]


def nameable(audience: str, related: Iterable[Row]) -> list[Row]:
    """Those that everybody in `audience` may see too: what a document for that audience may name."""
    return [row for row in related if _is_published(row) and row.audience and not is_wider(audience, than=row.audience)]  # type: ignore[attr-defined]


def reveal(rows: Iterable[Row], viewer: Viewer, *names: str) -> list[Row]:
    """Give every row `visible_<name>`: what may be named of its relations. Load them with the rows; nothing is asked here.

    Screens, exports and mails read `visible_project`, never `project`: a test reads them for the difference.
    """
    found = list(rows)
    for row in found:
        for name in names:
            setattr(row, f"visible_{name}", seen_by(viewer, getattr(row, name)))
    return found
