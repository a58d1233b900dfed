"""Dates as people say them in Flanders: "di 14 april 2026 om 9.30 uur". In English the same order without the words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone, translation

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def spoken_date(value: date | datetime | None, *, weekday: bool = False) -> str:
    """A date in words in the active language; an empty string for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    words = formats.date_format(value, "j F Y")
    if not weekday:
        return words
    day = DAYS[value.weekday()] if translation.get_language() == "nl" else formats.date_format(value, "D")
    return f"{day} {words}"


def spoken_weekday(value: date | datetime | None) -> str:
    """ "di 14 april 2026"."""
    return spoken_date(value, weekday=True)


def spoken_moment(value: datetime | None) -> str:
    """Date and time in words: "di 14 april 2026 om 9.30 uur"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    clock = f"{local.hour}.{local.minute:02d}"
    if translation.get_language() == "nl":
        return f"{spoken_date(local, weekday=True)} om {clock} uur"
    return f"{spoken_date(local, weekday=True)}, {local:%H:%M}"


def spoken_time(value: datetime) -> str:
    """The clock of a moment: "10.42 uur"."""
    local = timezone.localtime(value)
    return f"{local.hour}.{local.minute:02d} uur" if translation.get_language() == "nl" else f"{local:%H:%M}"
