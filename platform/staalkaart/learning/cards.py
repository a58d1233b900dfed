"""What learning brings to /mijn/."""

from __future__ import annotations

from typing import Any

from staalkaart.core.access import Viewer, can_see

from .models import Bookmark

FEW = 6


def bookmarks_card(viewer: Viewer, user: Any) -> tuple[str, dict[str, Any]] | None:
    """What this member kept and may still see, newest first."""
    rows = Bookmark.objects.filter(user=user).prefetch_related("about")[: FEW * 2]
    shown = [row for row in rows if row.about is not None and can_see(viewer, row.about)][:FEW]
    return ("learning/cards/bookmarks.html", {"rows": shown}) if shown else None
