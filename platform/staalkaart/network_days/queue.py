"""The queue of a day: how many seats are free, who has a right to one, until when an offer runs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from staalkaart.core.events import tell
from staalkaart.members.models import User

from . import mailing
from .choices import BY_HAND_FROM, SHORT_FROM, SHORT_TIME_TO_ACCEPT, TIME_TO_ACCEPT, Seat
from .models import NetworkDay, Registration

DAY_FROM, DAY_TO = 8, 20  # hours in which the four hours of a late offer run


# --- counting --------------------------------------------------------------------------------------------------------
def free_seats(day: NetworkDay) -> int:
    """Below zero when the number of seats was lowered later on; nobody is sent away for that."""
    return day.capacity - Registration.objects.filter(day=day).taken().count()


def _group(row: Registration) -> tuple[str, int]:
    """Whose seats these are: a project's, a partner's, or one's own."""
    if row.project_id:
        return ("project", row.project_id)
    return ("partner", row.partner_id) if row.partner_id else ("person", row.user_id or -row.pk)


def seats_by_group(day: NetworkDay) -> Counter[tuple[str, int]]:
    return Counter(_group(row) for row in Registration.objects.filter(day=day).taken())


def has_right(day: NetworkDay, row: Registration, taken: Counter, now: datetime) -> bool:
    """Until three weeks before, a project (or partner) has its own seats only; after that every free seat is anybody's."""
    if day.free_from is None or now >= day.free_from:
        return True
    if not row.project_id and not row.partner_id:
        return False
    return taken[_group(row)] < day.project_seats


def place_in_queue(row: Registration) -> int:
    """1 for who is next; 0 for who does not wait."""
    if row.state != Seat.WAITING:
        return 0
    return Registration.objects.filter(day=row.day_id, state=Seat.WAITING, ticket__lt=row.ticket).count() + 1


def locked(day: NetworkDay) -> NetworkDay:
    return NetworkDay.objects.select_for_update().get(pk=day.pk)


def next_ticket(day: NetworkDay) -> int:
    day.tickets += 1
    NetworkDay.objects.filter(pk=day.pk).update(tickets=day.tickets)
    return day.tickets


# --- promoting -------------------------------------------------------------------------------------------------------
def offer_ends(day: NetworkDay, now: datetime) -> datetime | None:
    """Until when an offer made now can be accepted; None when the day is so near that the facilitator fills seats."""
    if day.starts_at is None or day.starts_at - now <= BY_HAND_FROM:
        return None
    if day.starts_at - now > SHORT_FROM:
        return now + TIME_TO_ACCEPT
    return _within_daytime(now, SHORT_TIME_TO_ACCEPT)


def _within_daytime(now: datetime, length: timedelta) -> datetime:
    """Hours that run by day only: an offer made at night begins in the morning."""
    moment, left = timezone.localtime(now), length
    while True:
        opens = moment.replace(hour=DAY_FROM, minute=0, second=0, microsecond=0)
        closes = moment.replace(hour=DAY_TO, minute=0, second=0, microsecond=0)
        moment = max(moment, opens)
        if moment < closes:
            if moment + left <= closes:
                return moment + left
            left -= closes - moment
        moment = opens + timedelta(days=1)


@transaction.atomic
def promote(*, day: NetworkDay, now: datetime) -> list[Registration]:
    """Offer what is free to whoever waits longest and has a right to it."""
    day = locked(day)
    until = offer_ends(day, now)
    free = free_seats(day)
    if until is None or free < 1 or not day.takes_people:
        return []
    taken, offered = seats_by_group(day), []
    for row in Registration.objects.filter(day=day).waiting().select_related("user"):
        if len(offered) == free:
            break
        if has_right(day, row, taken, now):
            taken[_group(row)] += 1
            offered.append(_offer(day, row, now, until))
    return offered


def _offer(day: NetworkDay, row: Registration, now: datetime, until: datetime) -> Registration:
    row.state, row.offered_at, row.offer_until = Seat.OFFERED, now, until
    row.save(update_fields=["state", "offered_at", "offer_until"])
    tell_person(row, "seat_offered", until=until.isoformat())
    return row


def tell_person(row: Registration, kind: str, *, by: User | None = None, calendar: bool = False, **data: Any) -> None:
    if row.user_id is None:
        return
    tell(
        kind,
        to=[row.user_id],
        url=row.day.get_absolute_url() + "inschrijven/",
        about=row.day,
        by=by,
        title=row.day.title,
        **data,
    )
    if calendar:
        # what is mailed later counts over what was
        NetworkDay.objects.filter(pk=row.day_id).update(sequence=F("sequence") + 1)
        mailing.send_calendar(row.day, [row])
