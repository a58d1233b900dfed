"""The verbs of talking, keeping and asking. Whoever calls these checked first that the member may see what it is about."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.learning.models import Bookmark, Comment, Remark


@transaction.atomic
def comment(*, about: Any, by: Any, text: str, url: str) -> Comment:
    """Say something. Those who spoke here before hear that somebody replied. Twice the same in a row is once."""
    last = Comment.objects.about(about).order_by("-pk").first()
    if last is not None and last.author_id == by.pk and last.text == text:
        return last
    row = Comment.objects.create(about=about, author=by, text=text)
    others = Comment.objects.about(about).exclude(author=None).values_list("author_id", flat=True).distinct()
    tell("comment", to=others, url=f"{url}#reactie-{row.pk}", about=about, by=by, who=str(by), title=str(about))
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


@transaction.atomic
def bookmark(*, about: Any, by: Any, on: bool, for_day: bool = False) -> None:
    place = {"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk, "user": by}
    if on:
        Bookmark.objects.update_or_create(**place, defaults={"for_day": for_day})
    else:
        Bookmark.objects.filter(**place).delete()


@transaction.atomic
def remark(*, about: Any, by: Any, text: str) -> Remark:
    """The same question twice by the same person is one question."""
    row, _made = (
        Remark.objects.about(about)
        .filter(handled_at=None)
        .get_or_create(
            user=by, text=text, defaults={"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk}
        )
    )
    return row


@transaction.atomic
def handle_remark(*, row: Remark, by: Any) -> bool:
    """Settled; False when somebody else did it meanwhile."""
    return bool(Remark.objects.filter(pk=row.pk, handled_at=None).update(handled_at=timezone.now(), handled_by=by))
