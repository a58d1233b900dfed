"""The verbs of learning points, challenges and signals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.access import NETWORK, set_audience
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.growing import (
    PROJECTS_NEEDED,
    Challenge,
    ChallengeVote,
    LearningPoint,
    PolicySignal,
    SignalRelease,
)
from staalkaart.members.models import Region


class TooFewProjects(Exception):
    """A signal is shown to policy makers only when at least three projects report it."""


# --- learning points -------------------------------------------------------------------------------------------------
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


# --- challenges ------------------------------------------------------------------------------------------------------
@transaction.atomic
def raise_challenge(
    *, by: Any, themes: Iterable[Theme], working_models: Iterable[WorkingModelPage], **values: Any
) -> Challenge:
    """Whoever raises it votes for it."""
    row = Challenge.objects.create(author=by, **values)
    row.themes.set(themes)
    row.working_models.set(working_models)
    if by is not None:
        vote(challenge=row, by=by, on=True)
    return row


@transaction.atomic
def vote(*, challenge: Challenge, by: Any, on: bool) -> None:
    if on:
        ChallengeVote.objects.get_or_create(challenge=challenge, user=by)
    else:
        ChallengeVote.objects.filter(challenge=challenge, user=by).delete()


# --- signals ---------------------------------------------------------------------------------------------------------
def bundle(*, theme: Theme, region: Region, start: date, end: date) -> list[PolicySignal]:
    """What projects of this region reported about this theme in that period."""
    return list(PolicySignal.objects.filter(theme=theme, project__region=region, created_at__date__range=(start, end)))


@transaction.atomic
def release(*, theme: Theme, region: Region, start: date, end: date, summary: str, by: Any) -> SignalRelease:
    """To policy makers, by the region's facilitator. Raises TooFewProjects below three projects."""
    rows = bundle(theme=theme, region=region, start=start, end=end)
    projects = len({row.project_id for row in rows})
    if projects < PROJECTS_NEEDED:
        raise TooFewProjects
    quotes = [row.quote for row in rows if row.quote and row.quote_allowed]
    done = SignalRelease.objects.create(theme=theme, region=region, summary=summary, quotes=quotes, projects=projects,
                                        start=start, end=end, released_by=by)  # fmt: skip
    log(done, "staalkaart.signal_released", user=by)
    return done
