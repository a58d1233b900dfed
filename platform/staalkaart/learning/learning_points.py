"""Learning points: proposed, agreed to by two, or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from staalkaart.core.access import NETWORK, set_audience
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.models import (
    LearningPoint,
)


@transaction.atomic
def propose_point(*, text: str, themes: Iterable[Theme], working_models: Iterable[WorkingModelPage], origin: str, audience: str,
                  as_owner: bool, as_facilitator: bool) -> LearningPoint:  # fmt: skip
    """By the owner or the facilitator of a case; the other one still has to agree. The same text twice is one point."""
    known = LearningPoint.objects.filter(origin=origin, text=text).first()
    point = known or LearningPoint.objects.create(text=text, origin=origin, audience=audience)
    if known is None:
        point.themes.set(themes)
        point.working_models.set(working_models)
    return agree_point(point=point, as_owner=as_owner, as_facilitator=as_facilitator)


@transaction.atomic
def agree_point(
    *, point: LearningPoint, as_owner: bool, as_facilitator: bool, now: datetime | None = None
) -> LearningPoint:
    """Once both agreed, the network sees it."""
    now = now or timezone.now()
    point = LearningPoint.objects.select_for_update().get(pk=point.pk)
    if as_owner:
        point.owner_agreed_at = point.owner_agreed_at or now
    if as_facilitator:
        point.facilitator_agreed_at = point.facilitator_agreed_at or now
    if point.owner_agreed_at and point.facilitator_agreed_at and not point.is_shared:
        point.is_shared, point.shared_at = True, now
    point.save()
    if point.is_shared:
        set_audience(obj=point, audience=NETWORK, by=None)
        request_indexing(point.index_keys())  # its themes are stored beside the row
    return point


@transaction.atomic
def drop_proposal(*, point: LearningPoint) -> None:
    """Not for the network after all; what is shared already stays."""
    LearningPoint.objects.filter(pk=point.pk, is_shared=False).delete()
