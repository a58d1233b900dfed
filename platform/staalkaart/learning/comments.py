"""Comments: placed, changed, removed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.learning.models import Comment


@transaction.atomic
def comment(*, about: Any, by: Any, text: str, url: str, owners: tuple[str, Iterable[int]] = ("", ())) -> Comment:
    """Say something. Those who spoke here before hear that somebody replied; `owners` (kind of event, users) are those whose thing
    it is, and hear of it from the first word on. Twice the same in a row is once."""
    last = Comment.objects.about(about).order_by("-pk").first()
    if last is not None and last.author_id == by.pk and last.text == text:
        return last
    row = Comment.objects.create(about=about, author=by, text=text)
    others = Comment.objects.about(about).exclude(author=None).values_list("author_id", flat=True).distinct()
    kind, keepers = owners[0], set(owners[1])
    said = {"url": f"{url}#reactie-{row.pk}", "about": about, "by": by, "who": str(by), "title": str(about)}
    tell("comment", to=set(others) - keepers, **said)
    if kind:
        tell(kind, to=keepers, **said)
    return row


@transaction.atomic
def edit_comment(*, row: Comment, text: str) -> None:
    row.text, row.edited_at = text, timezone.now()
    row.save()


@transaction.atomic
def remove_comment(*, row: Comment, by: Any) -> None:
    """One's own, or by an editor; the latter is logged, without the words."""
    if row.author_id != by.pk:
        log(row.about, "staalkaart.comment_removed", user=by)
    row.delete()
