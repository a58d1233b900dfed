"""Who has a seat: registering, waiting, offering, accepting, leaving. One place counts, inside one lock per day.

Every verb here locks the day first (on SQLite the transaction itself is the lock), so a hundred people who press at once are
served one after the other, and there is never one seat too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.members.models import Partner, Project, User
from staalkaart.network_days.choices import ON_LIST, TAKES_PEOPLE, RegistrationStatus, State
from staalkaart.network_days.errors import AlreadyOnList, Full, NotNow, NotOnList
from staalkaart.network_days.models import NetworkDay, Registration, leaders_of
from staalkaart.network_days.waiting_list import (
    SeatList,
    free_seats,
    locked,
    next_ticket,
    offer_ends,
    offer_free_seats,
    promote,
    tell_person,
)


def _still_ahead(day: NetworkDay, now: datetime) -> None:
    """A list that was is a list that was: it tells who came."""
    if not day.takes_people or day.starts_at is None or now >= day.starts_at + timedelta(hours=12):
        raise NotNow


# --- a person --------------------------------------------------------------------------------------------------------
@transaction.atomic
def register(
    *, day: NetworkDay, user: User, values: Mapping[str, Any], project: Project | None = None,
    partner: Partner | None = None, now: datetime | None = None,
) -> Registration:  # fmt: skip
    """A seat, or a numbered place in the queue. Raises AlreadyOnList when this person is on the list, NotNow when it is closed."""
    now = now or timezone.now()
    day = locked(day)
    if not day.takes_people or day.starts_at is None or now >= day.starts_at:
        raise NotNow
    row = Registration.objects.filter(day=day, user=user).first() or Registration(day=day, user=user)
    if row.pk and row.state in ON_LIST:
        raise AlreadyOnList(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.project, row.partner, row.day = project, partner, day
    row.ticket, row.registered_at = next_ticket(day), now
    row.left_at = row.offered_at = row.offer_until = None
    listed = SeatList(day)
    offer_free_seats(listed, now)  # to who waits already
    row.state = RegistrationStatus.IN if listed.has_seat_for(row, now) else RegistrationStatus.WAITING
    row.save()
    tell_person(
        row,
        "seat_taken" if row.state == RegistrationStatus.IN else "seat_waits",
        calendar=row.state == RegistrationStatus.IN,
    )
    return row


@transaction.atomic
def change_answers(*, registration: Registration, values: Mapping[str, Any]) -> Registration:
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return row


@transaction.atomic
def accept(*, registration: Registration, now: datetime | None = None) -> Registration:
    """Raises NotOnList when the offer ran out meanwhile."""
    now = now or timezone.now()
    locked(registration.day)
    row = Registration.objects.select_related("day", "user").get(pk=registration.pk)
    if row.state == RegistrationStatus.IN:
        return row
    _still_ahead(row.day, now)
    if not row.offer_runs(now):
        raise NotOnList
    row.state, row.offer_until = RegistrationStatus.IN, None
    row.save(update_fields=["state", "offer_until"])
    tell_person(row, "seat_taken", calendar=True)
    return row


@transaction.atomic
def leave(
    *, registration: Registration, by: User | None, now: datetime | None = None, lapsed: bool = False
) -> Registration:
    """Cancelled, declined or lapsed. The seat is offered to the next at once; inside the last day the facilitators hear of it."""
    now = now or timezone.now()
    day = locked(registration.day)
    row = Registration.objects.select_related("user").get(pk=registration.pk)
    row.day = day
    if row.state not in ON_LIST:
        raise NotOnList
    _still_ahead(day, now)
    had_seat = row.state in {RegistrationStatus.IN, RegistrationStatus.OFFERED}
    row.state, row.left_at, row.offer_until = RegistrationStatus.CANCELLED, now, None
    row.save(update_fields=["state", "left_at", "offer_until"])
    tell_person(row, "seat_lapsed" if lapsed else "seat_left", by=by, calendar=had_seat and not lapsed)
    by_hand = offer_ends(day, now) is None and free_seats(day) > 0
    if (
        had_seat
        and not promote(day=day, now=now)
        and by_hand
        and Registration.objects.filter(day=day).waiting().exists()
    ):
        tell(
            "seat_to_fill",
            to=leaders_of(day),
            url=f"{day.get_absolute_url()}deelnemers/",
            about=day,
            by=by,
            title=day.title,
        )
    return row


@transaction.atomic
def replace(*, registration: Registration, user: User, by: User) -> Registration:
    """A colleague of the same project takes the seat over; the answers do not go along. Raises AlreadyOnList, NotOnList."""
    day = locked(registration.day)
    row = Registration.objects.select_related("user", "project").get(pk=registration.pk)
    if row.state != RegistrationStatus.IN:
        raise NotOnList
    _still_ahead(day, timezone.now())
    other = Registration.objects.filter(day=day, user=user).first()
    if other is not None and other.state in {RegistrationStatus.IN, RegistrationStatus.OFFERED}:
        raise AlreadyOnList(other)
    other = other or Registration(day=day, user=user)
    other.project, other.partner, other.state = row.project, row.partner, RegistrationStatus.IN
    other.ticket, other.registered_at, other.left_at, other.offer_until = next_ticket(day), timezone.now(), None, None
    row.state, row.left_at = RegistrationStatus.CANCELLED, timezone.now()
    row.save(update_fields=["state", "left_at"])
    other.save()
    row.day = other.day = day
    tell_person(row, "seat_left", by=by, calendar=True)
    tell_person(other, "seat_taken", calendar=True)
    log(day, "staalkaart.seat_replaced", user=by)
    return other


# --- the facilitator -------------------------------------------------------------------------------------------------
@transaction.atomic
def fill(*, registration: Registration, by: User) -> Registration:
    """From the queue onto a free seat, by hand. Raises Full: a seat that is not there is given to nobody."""
    day = locked(registration.day)
    row = Registration.objects.select_related("user").get(pk=registration.pk)
    row.day = day
    if row.state != RegistrationStatus.WAITING:
        raise NotOnList
    _still_ahead(day, timezone.now())
    if free_seats(day) < 1:
        raise Full
    row.state = RegistrationStatus.IN
    row.save(update_fields=["state"])
    tell_person(row, "seat_taken", by=by, calendar=True)
    return row


@transaction.atomic
def walk_in(
    *, day: NetworkDay, by: User, name: str = "", user: User | None = None, project: Project | None = None
) -> Registration:
    """Somebody at the door (present at once), or signed up by the facilitator before the day. Raises Full, AlreadyOnList, NotNow."""
    day, now = locked(day), timezone.now()
    if day.date is None or day.state not in {*TAKES_PEOPLE, State.OVER}:
        raise NotNow
    row = Registration.objects.filter(day=day, user=user).first() if user else None
    row = row or Registration(day=day, user=user, name=name)
    if row.pk and row.state == RegistrationStatus.IN:
        raise AlreadyOnList(row)
    if row.state != RegistrationStatus.OFFERED and free_seats(day) < 1:
        raise Full
    at_the_door = day.is_near or day.is_past
    row.project, row.state, row.is_walk_in = project or row.project, RegistrationStatus.IN, True
    if at_the_door:
        row.present, row.ticked_at = True, now
    row.ticket, row.left_at, row.offer_until = next_ticket(day), None, None
    row.save()
    row.day = day
    if not at_the_door:
        tell_person(row, "seat_taken", by=by, calendar=True)
    log(day, "staalkaart.walk_in", user=by)
    return row


# --- the clock -------------------------------------------------------------------------------------------------------
def run_clock(now: datetime) -> None:
    """Every minute: offers that ran out lapse, and what is free is offered. Late or twice does no harm."""
    lapsed = Registration.objects.filter(
        state=RegistrationStatus.OFFERED, offer_until__lte=now, day__state__in=TAKES_PEOPLE
    )
    for row in lapsed.select_related("day"):
        leave(registration=row, by=None, now=now, lapsed=True)
    waiting = Registration.objects.filter(state=RegistrationStatus.WAITING).values("day")
    for day in NetworkDay.objects.filter(pk__in=waiting):
        if day.takes_people and day.starts_at and day.starts_at > now:
            promote(day=day, now=now)
