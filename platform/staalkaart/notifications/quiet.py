"""When mail may leave: not between 20 and 7 o'clock and not in a weekend, on the clock of Brussels."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

BRUSSELS = ZoneInfo("Europe/Brussels")
OPENS, CLOSES = time(7), time(20)


def next_open(now: datetime) -> datetime:
    """`now` itself when mail may leave; otherwise the first morning on which it may."""
    local = now.astimezone(BRUSSELS)
    if not settings.MAIL_QUIET_HOURS:
        return now
    if local.weekday() < 5 and OPENS <= local.time() < CLOSES:
        return now
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, BRUSSELS)
