"""Deadlines in Belgian working days, on the clock of Brussels."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BRUSSELS = ZoneInfo("Europe/Brussels")
END_OF_DAY = time(18)


@cache
def _free_days(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("BE", years=year))


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in _free_days(day.year)


def deadline_after(start: datetime, workdays: int) -> datetime | None:
    """The end (18.00 in Brussels) of the working day that lies `workdays` after `start`; None for 0, which is no deadline.

    The day of `start` itself does not count. A day is a day of the calendar there, so a change of the clock moves nothing.
    """
    if workdays <= 0:
        return None
    day = start.astimezone(BRUSSELS).date()
    left = workdays
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return datetime.combine(day, END_OF_DAY, BRUSSELS)
