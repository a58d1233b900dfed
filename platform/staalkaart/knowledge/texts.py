"""What stands on every page: the fixed texts and the help lines of the footer, kept until any content changes."""

from __future__ import annotations

from django.core.cache import caches

from staalkaart.core.models import ContentStamp
from staalkaart.knowledge.models import HelpLine, SiteTexts


def site_texts() -> SiteTexts:
    return footer()["texts"]


def footer() -> dict:
    """{"lines": help lines, "checked_on": the oldest check or None, "texts": fixed texts, "caw": its number}."""
    key = f"footer:{ContentStamp.current()}"
    kept = caches["pages"].get(key)
    if kept is None:
        rows = list(HelpLine.objects.filter(in_footer=True))
        dates = [row.checked_on for row in rows if row.checked_on]
        oldest = min(dates) if rows and len(dates) == len(rows) else None
        caw = next((row.number for row in rows if row.name == "CAW"), "")
        kept = {"lines": rows, "checked_on": oldest, "texts": SiteTexts.load(), "caw": caw}
        caches["pages"].set(key, kept)
    return kept
