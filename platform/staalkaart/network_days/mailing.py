"""The mail with the day in it, as a calendar file; made again when it is sent, so that it says what is true then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from staalkaart.core.access import can_see
from staalkaart.core.delivery.mail import Mail, post
from staalkaart.network_days.choices import ON_LIST, RegistrationStatus, State
from staalkaart.network_days.models import NetworkDay, Registration

KIND = "day_calendar"


def send_calendar(day: NetworkDay, rows: Iterable[Registration]) -> None:
    """To each of these people, in the caller's transaction."""
    for row in rows:
        if row.user_id:
            post(KIND, day=day.pk, registration=row.pk)


def calendar_mail(payload: dict[str, Any]) -> Mail | None:
    """A seat: the day as an invitation for one's own calendar; no seat any more, or no day: the same event, cancelled."""
    from staalkaart.network_days import calendar_feed  # icalendar is read only where a calendar is made

    row = Registration.objects.select_related("user", "day").filter(pk=payload["registration"]).first()
    if row is None or row.user is None or not row.user.is_active or row.day.date is None:
        return None
    if not can_see(row.user.as_viewer(), row.day):
        return None
    comes = row.state in ON_LIST and row.day.state != State.CANCELLED
    if row.state == RegistrationStatus.WAITING and comes:
        return None
    with override(row.user.language):
        file = calendar_feed.calendar_of(
            [row.day], method="PUBLISH" if comes else "CANCEL", seats={row.day_id: row.state}
        )
    context = {"day": row.day, "name": row.user.name, "comes": comes, "row": row}
    return Mail(row.user.email, KIND, context, row.user.language, files=(("netwerkdag.ics", file, "text/calendar"),))
