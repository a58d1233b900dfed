"""Moments that lie ahead of everything the prepared database holds, on the clock of Brussels."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from staalkaart.core.web.dates import DAYS

TODAY = (
    timezone.localdate()
)  # when the tests are read: within a frozen clock "the second week from now" stays the same week


def coming(day: str, at: str, *, week: int = 0) -> datetime:
    """``coming("di", "08:00")``: that weekday in the second whole week from now, or `week` weeks after it."""
    monday = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=14 + 7 * week)
    local = datetime.combine(monday + timedelta(days=DAYS.index(day)), time.fromisoformat(at))
    return timezone.make_aware(local).astimezone(UTC)
