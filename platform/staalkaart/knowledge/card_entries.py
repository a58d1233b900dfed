"""A card grows: an editor adds a point that was learned elsewhere, on the published card and in a draft that is being written."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from staalkaart.knowledge.models import CardEntry, SourceKind, Theme, WorkingModelPage
from staalkaart.knowledge.review import PageBusy


@transaction.atomic
def add_entry(
    *, page: WorkingModelPage, by: Any, quadrant: str, title: str, text: str, themes: list[str], reference: str
) -> CardEntry:
    """A proposed point, known from practice. Raises PageBusy when the page is locked, scheduled or not public now."""
    live = WorkingModelPage.objects.get(pk=page.pk)
    if live.locked or live.scheduled_revision is not None or not live.live:
        raise PageBusy
    draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
    values = {"quadrant": quadrant, "title": title, "text": text, "reference": reference}
    before = set(CardEntry.objects.filter(page=live).values_list("pk", flat=True))
    live.entries.set([*live.entries.all(), _entry(values, themes, len(before))])
    live.save_revision(user=by, clean=False).publish(user=by)
    entry = CardEntry.objects.exclude(pk__in=before).get(page=live)
    if draft is not None:  # under the same key, so that publishing the draft keeps the point and its trail
        draft.entries.set([*draft.entries.all(), entry])
        draft.save_revision(user=by, clean=False)
    log(live, "staalkaart.entry_added", user=by, data={"entry": title})
    return entry


def _entry(values: dict[str, Any], themes: list[str], at: int) -> CardEntry:
    entry = CardEntry(source_kind=SourceKind.PRACTICE, sort_order=at, **values)
    entry.themes = list(Theme.objects.filter(slug__in=themes))
    return entry
