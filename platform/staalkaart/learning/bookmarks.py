"""Bookmarks: kept by one person, also for a network day."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from staalkaart.learning.models import Bookmark


@transaction.atomic
def bookmark(*, about: Any, by: Any, on: bool, for_day: bool = False) -> None:
    place = {"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk, "user": by}
    if on:
        Bookmark.objects.update_or_create(**place, defaults={"for_day": for_day})
    else:
        Bookmark.objects.filter(**place).delete()
