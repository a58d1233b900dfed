"""The coming months with a network day in them, as a calendar on the wall shows them."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from datetime import date

from staalkaart.network_days.models import NetworkDay

MOST = 6
Week = list[tuple[date, list[NetworkDay]]]


def months_of(days: Iterable[NetworkDay]) -> list[tuple[date, list[Week]]]:
    """[(first of the month, weeks of (date, days on it))], Monday first; days without a date are in none."""
    found: dict[date, list[NetworkDay]] = {}
    for day in days:
        if day.date is not None:
            found.setdefault(day.date, []).append(day)
    wall = Calendar(firstweekday=0)
    return [
        (first, [[(on, found.get(on, [])) for on in week] for week in wall.monthdatescalendar(first.year, first.month)])
        for first in sorted({on.replace(day=1) for on in found})[:MOST]
    ]
