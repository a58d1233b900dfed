"""The queue of a day: how many seats are free, who has a right to one, until when an offer runs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from staalkaart.core.delivery.events import tell
from staalkaart.members.models import User
from staalkaart.network_days.choices import (
    BY_HAND_FROM,
    SHORT_FROM,
    SHORT_TIME_TO_ACCEPT,
    TAKEN,
    TIME_TO_ACCEPT,
    RegistrationStatus,
)
from staalkaart.network_days.models import NetworkDay, Registration

DAY_FROM, DAY_TO = 8, 20  # hours in which the four hours of a late offer run


class Listed(Protocol):
    """What counts about somebody on the list: a row of the table, or a registration that is not in it yet."""

    @property
    def pk(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def user_id(self) -> int | None: ...

    @property
    def project_id(self) -> int | None: ...

    @property
    def partner_id(self) -> int | None: ...


# --- counting --------------------------------------------------------------------------------------------------------
def free_seats(day: NetworkDay) -> int:
    """Below zero when the number of seats was lowered later on; nobody is sent away for that."""
    return day.capacity - Registration.objects.filter(day=day).taken().count()


def _group(row: Listed) -> tuple[str, int]:
    """Whose seats these are: a project's, a partner's, or one's own."""
    if row.project_id:
        return ("project", row.project_id)
    return ("partner", row.partner_id) if row.partner_id else ("person", row.user_id or -row.pk)


class SeatList:
    """Who has a seat and who waits, in order: read once, under the lock of the day."""

    def __init__(self, day: NetworkDay) -> None:
        waiting = Registration.objects.filter(day=day).on_list().order_by("ticket")
        rows: list[Listed] = list(waiting.values_list("pk", "state", "user_id", "project_id", "partner_id", named=True))
        self.day = day
        self.seated = [row for row in rows if row.state in TAKEN]
        self.waiting = [row for row in rows if row.state == RegistrationStatus.WAITING]
        self.by_group = Counter(_group(row) for row in self.seated)

    @property
    def free(self) -> int:
        """Below zero when the number of seats was lowered later on."""
        return self.day.capacity - len(self.seated)

    def has_right(self, row: Listed, now: datetime) -> bool:
        """Until three weeks before, a project (or partner) has its own seats only; after that every free seat is anybody's."""
        if self.day.free_from is None or now >= self.day.free_from:
            return True
        if not row.project_id and not row.partner_id:
            return False
        return self.by_group[_group(row)] < self.day.project_seats

    def has_seat_for(self, row: Listed, now: datetime) -> bool:
        """A free seat that nobody in the queue has a right to before."""
        return (
            self.free > 0 and not any(self.has_right(other, now) for other in self.waiting) and self.has_right(row, now)
        )

    def give(self, row: Listed) -> None:
        """From the queue to a seat."""
        self.waiting.remove(row)
        self.seated.append(row)
        self.by_group[_group(row)] += 1


def place_in_queue(row: Registration) -> int:
    """1 for who is next; 0 for who does not wait."""
    if row.state != RegistrationStatus.WAITING:
        return 0
    return (
        Registration.objects.filter(day=row.day_id, state=RegistrationStatus.WAITING, ticket__lt=row.ticket).count() + 1
    )


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
    return offer_free_seats(SeatList(locked(day)), now)


def offer_free_seats(seats: SeatList, now: datetime) -> list[Registration]:
    """The same, for who holds the lock and has read the list."""
    day, offered = seats.day, []
    until = offer_ends(day, now)
    if until is None or not day.takes_people:
        return []
    for row in list(seats.waiting):
        if seats.free < 1:
            break
        if seats.has_right(row, now):
            seats.give(row)
            offered.append(_offer(day, row.pk, now, until))
    return offered


def _offer(day: NetworkDay, pk: int, now: datetime, until: datetime) -> Registration:
    row = Registration.objects.get(pk=pk)
    row.day, row.state, row.offered_at, row.offer_until = day, RegistrationStatus.OFFERED, now, until
    row.save(update_fields=["state", "offered_at", "offer_until"])
    tell_person(row, "seat_offered", until=until.isoformat())
    return row


def tell_person(row: Registration, kind: str, *, by: User | None = None, calendar: bool = False, **data: Any) -> None:
    """`calendar`: the mail brings the file that puts the day into a calendar or takes it out, also to who did this alone."""
    if row.user_id is None:
        return
    tell(
        kind,
        to=[row.user_id],
        url=row.day.get_absolute_url() + "inschrijven/",
        about=row.day,
        by=None if calendar else by,
        title=row.day.title,
        **data,
    )
    if calendar:
        # what is mailed later counts over what was
        NetworkDay.objects.filter(pk=row.day_id).update(sequence=F("sequence") + 1)
