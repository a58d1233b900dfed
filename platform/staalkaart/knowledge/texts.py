"""What stands on every page: the fixed texts and the help lines of the footer, kept until any content changes."""

from __future__ import annotations

from typing import TypeVar

from django.core.cache import caches
from django.db.models import Model

from staalkaart.core.models import ContentStamp
from staalkaart.knowledge.models import HelpLine, SiteTexts

Texts = TypeVar("Texts", bound=Model)


def texts_of(kind: type[Texts]) -> Texts:
    """The editors' row of a setting; empty texts when there is none yet, because reading a page writes nothing."""
    return kind._default_manager.first() or kind()


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
        kept = {"lines": rows, "checked_on": oldest, "texts": texts_of(SiteTexts), "caw": caw}
        caches["pages"].set(key, kept)
    return kept
