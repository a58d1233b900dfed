"""Hours and lengths of a programme, and the short form of a date."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils import formats

from staalkaart.core.web.dates import spoken_date
from staalkaart.network_days.timetable import spoken_clock, spoken_length

register = template.Library()
register.filter("clock", spoken_clock)
register.filter("length_of", spoken_length)


@register.filter
def weekday(value: date) -> str:
    """ "do"."""
    return spoken_date(value, weekday=True).split(" ")[0]


@register.filter
def month(value: date) -> str:
    """ "dec"."""
    return formats.date_format(value, "M").lower().rstrip(".")


@register.filter
def anchor(uid: str) -> str:
    """A uid as the id of an element."""
    return uid.replace(":", "-")


@register.filter
def bucket(minutes: int) -> int:
    """How high a slot is drawn: the nearest of a few lengths."""
    return min((10, 15, 30, 45, 60, 75), key=lambda known: abs(known - minutes))


@register.filter
def quarters(minutes: int) -> int:
    """How wide a part of the bar is."""
    return max(1, min(20, round(minutes / 15)))
