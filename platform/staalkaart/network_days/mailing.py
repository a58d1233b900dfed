"""The day as a calendar file, in the mail that tells of it; made when the mail is sent, so that it says what is true then."""

from __future__ import annotations

from typing import Any

from staalkaart.core.delivery.events import File
from staalkaart.network_days.choices import ON_LIST, RegistrationStatus, State
from staalkaart.network_days.models import NetworkDay, Registration

NAME = "netwerkdag.ics"


def calendar_files(day: NetworkDay, user: Any) -> tuple[File, ...]:
    """A seat: the day as an invitation for one's own calendar; no seat any more, or no day: the same event, cancelled.

    Nothing for who only waits: there is nothing in their calendar.
    """
    from staalkaart.network_days import calendar_feed  # icalendar is read only where a calendar is made

    row = Registration.objects.filter(day=day, user=user).first()
    if row is None or day.date is None:
        return ()
    comes = row.state in ON_LIST and day.state != State.CANCELLED
    if row.state == RegistrationStatus.WAITING and comes:
        return ()
    method = "PUBLISH" if comes else "CANCEL"
    return ((NAME, calendar_feed.calendar_of([day], method=method, seats={day.pk: row.state}), "text/calendar"),)
