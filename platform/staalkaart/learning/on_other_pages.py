"""What learning brings to other pages: /mijn/, themes and models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer, can_see
from staalkaart.learning.models import Bookmark, LearningPoint

FEW = 6
Shown = tuple[str, dict[str, Any]] | None


def points_of_theme(viewer: Viewer, theme: Any) -> Shown:
    return _points(viewer, {"themes": theme}, f"/leerpunten/?thema={theme.slug}")


def points_of_model(viewer: Viewer, page: Any) -> Shown:
    return _points(viewer, {"working_models": page}, f"/leerpunten/?model={page.slug}")


def _points(viewer: Viewer, about: dict[str, Any], more: str) -> Shown:
    """The newest few. Nothing can open one to visitors, so for them it is not even asked."""
    if viewer.is_visitor:
        return None
    rows = LearningPoint.objects.visible_to(viewer).filter(**about)
    found = list(rows.order_by("-shared_at")[: FEW + 1])
    if not found:
        return None
    return "learning/cards/points.html", {"points": found[:FEW], "more": more if len(found) > FEW else ""}


def bookmarks_card(viewer: Viewer, user: Any) -> tuple[str, dict[str, Any]] | None:
    """What this member kept and may still see, newest first."""
    rows = Bookmark.objects.filter(user=user).prefetch_related("about")[: FEW * 2]
    shown = [row for row in rows if row.about is not None and can_see(viewer, row.about)][:FEW]
    return ("learning/cards/bookmarks.html", {"rows": shown}) if shown else None


def learned(viewer: Viewer, since: datetime) -> Iterator[tuple[str, str]]:
    """For the overview by mail: what circles learned and told the network."""
    for point in LearningPoint.objects.visible_to(viewer).filter(shared_at__gt=since)[:FEW]:
        yield _("Een kring leerde: %(point)s") % {"point": point}, point.get_absolute_url()
