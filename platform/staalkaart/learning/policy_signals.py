"""Signals for policy makers: bundled by theme and region, released from three projects on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from staalkaart.knowledge.models import Theme
from staalkaart.learning.models import (
    PROJECTS_NEEDED,
    PolicySignal,
    SignalRelease,
)
from staalkaart.members.models import Region


class TooFewProjects(Exception):
    """A signal is shown to policy makers only when at least three projects report it."""


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
