"""From an idea to a day that is over: the verbs of a network day. Views call these; nothing else changes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.access import NETWORK, PUBLIC
from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.members.models import Grant, User
from staalkaart.network_days import calling, waiting_list
from staalkaart.network_days.choices import AHEAD, CallSort, RegistrationStatus, State
from staalkaart.network_days.errors import NoDate, NotNow, StaleForm
from staalkaart.network_days.events import as_change
from staalkaart.network_days.models import (
    Block,
    DayTask,
    NetworkDay,
    Registration,
    Report,
    leaders_of,
)

TWICE = timedelta(seconds=10)
IN_CALENDAR = {"title", "form", "date", "start", "end", "venue", "address", "link"}  # what a calendar shows
TEXTS = {"title", "intro", "access", "transport", "childcare"}  # what editors polish


# --- making ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def start_day(*, by: User, values: Mapping[str, Any], proposed: bool = False) -> NetworkDay:
    """An idea. A coordinator's is a proposal, which the facilitators of the region hear of. Pressed twice it is one day."""
    since = timezone.now() - TWICE
    twice = NetworkDay.objects.filter(
        title=values["title"], created_at__gt=since, facilitators=by, date=values.get("date")
    )
    if not proposed and (known := twice.first()):
        return known
    day = NetworkDay.objects.create(**values, proposed_by=by if proposed else None)
    if proposed:
        tell("day_proposed", to=leaders_of(day), url=day.get_absolute_url(), about=day, by=by, who=str(by))
    else:
        day.facilitators.add(by)
    log(day, "staalkaart.day_created", user=by)
    return day


COPIED = ("title", "sort", "form", "region", "start", "end", "venue", "address", "access", "transport", "childcare", "link",
          "capacity", "project_seats", "questions")  # fmt: skip
BLOCK_COPIED = (
    "position",
    "title",
    "minutes",
    "working_form",
    "beside",
    "lead",
    "lead_user",
    "room",
    "materials",
    "text",
)


@transaction.atomic
def clone(*, day: NetworkDay, by: User) -> NetworkDay:
    """The next one after this: place, hours, questions and the blocks of the agenda; no date, people or links."""
    just_now = NetworkDay.objects.filter(previous=day, created_at__gt=timezone.now() - TWICE).first()
    if just_now is not None:
        return just_now
    audience = NETWORK if day.audience == PUBLIC else day.audience  # opening a day is a choice per day
    copy = NetworkDay.objects.create(**{name: getattr(day, name) for name in COPIED}, previous=day, audience=audience)
    copy.facilitators.set({*day.facilitators.all(), by})
    Block.objects.bulk_create(
        Block(day=copy, **{name: getattr(block, name) for name in BLOCK_COPIED}) for block in day.blocks.all()
    )
    log(copy, "staalkaart.day_created", user=by, data={"from": day.pk})
    return copy


# --- changing --------------------------------------------------------------------------------------------------------
@transaction.atomic
def change(*, day: NetworkDay, by: User, values: Mapping[str, Any], base: int) -> NetworkDay:
    """Raises StaleForm when somebody else saved since. Date, hours or place changed: everybody on the list hears it."""
    row = NetworkDay.objects.select_for_update().get(pk=day.pk)
    if row.version != base:
        raise StaleForm
    moved = {name for name, value in values.items() if name in IN_CALENDAR and getattr(row, name) != value}
    before = {name: as_change(getattr(row, name)) for name in moved if name != "link"}  # a link is for who has a seat
    fewer_or_more = "capacity" in values and values["capacity"] != row.capacity
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    save_change(row, moved)
    if moved - {"title"} and row.state in {State.OPEN, State.FIXED}:
        _tell_everybody(row, "day_moved", by=by, changes=[[name, before[name], as_change(values[name])] for name in values
                                                          if name in before])  # fmt: skip
    if "date" in moved:
        calling.start_anew(row)
    if fewer_or_more or "date" in moved:
        waiting_list.promote(day=row, now=timezone.now())
    log(row, "staalkaart.day_changed", user=by, data={"fields": sorted(values)})
    return row


def save_change(row: NetworkDay, moved: Iterable[str]) -> None:
    row.changed_at = timezone.now()
    if moved:
        row.sequence += 1
    row.save()


def _tell_everybody(day: NetworkDay, kind: str, *, by: User | None, **data: Any) -> None:
    people = Registration.objects.filter(day=day).on_list().exclude(user=None)
    tell(
        kind,
        to=people.values_list("user_id", flat=True),
        url=day.get_absolute_url(),
        about=day,
        by=by,
        title=day.title,
        **data,
    )


@transaction.atomic
def name_facilitators(*, day: NetworkDay, users: Iterable[User]) -> None:
    """Those who lead somewhere; anybody else is passed over."""
    keys = [user.pk for user in users]
    known = Grant.objects.current().filter(role=Grant.Role.FACILITATOR, user__in=keys).values_list("user_id", flat=True)
    day.facilitators.set(set(known))


# --- the road --------------------------------------------------------------------------------------------------------
def _move(day: NetworkDay, allowed: set[str], to: str, by: User | None, **fields: Any) -> NetworkDay:
    """Two who press at once do it once."""
    now = timezone.now()
    moved = NetworkDay.objects.filter(pk=day.pk, state__in=allowed).update(state=to, changed_at=now, **fields)
    day.refresh_from_db()
    if not moved:
        raise NotNow
    request_indexing(day.index_keys())
    if by is not None:
        log(day, "staalkaart.day_state", user=by, data={"to": to})
    return day


@transaction.atomic
def prepare(*, day: NetworkDay, by: User) -> NetworkDay:
    return _move(day, {State.IDEA}, State.PREPARING, by)


@transaction.atomic
def open_registration(*, day: NetworkDay, by: User) -> NetworkDay:
    """Needs a date ahead, and a place or a link. Everybody who sees the day may come, so they hear of it."""
    where = day.venue or day.link
    if day.starts_at is None or day.starts_at <= timezone.now() or not where:
        raise NoDate
    row = _move(day, {State.IDEA, State.PREPARING}, State.OPEN, by, sequence=day.sequence + 1)
    calling.call(row, CallSort.OPEN, by=by)
    return row


@transaction.atomic
def call_off(*, day: NetworkDay, by: User, reason: str) -> NetworkDay:
    """The list stays, everybody on it hears why, calendars show it as cancelled."""
    row = _move(day, set(AHEAD), State.CANCELLED, by, cancelled_reason=reason, sequence=day.sequence + 1)
    _end_offers(row)
    _tell_everybody(row, "day_cancelled", by=by, reason=reason)
    return row


@transaction.atomic
def finish(*, day: NetworkDay, by: User | None = None) -> NetworkDay:
    """The day is over: offers end, and there is a report to fill in."""
    row = _move(day, {State.OPEN, State.FIXED}, State.OVER, by)
    _end_offers(row)
    Report.objects.get_or_create(day=row)
    return row


def _end_offers(day: NetworkDay) -> None:
    """Without a word: there is nothing to accept any more."""
    Registration.objects.filter(day=day, state=RegistrationStatus.OFFERED).update(
        state=RegistrationStatus.WAITING, offer_until=None
    )


def finish_past_days(now: datetime) -> None:
    """Daily: what was yesterday is over. An idea or preparation whose date passed waits for its facilitator."""
    today = timezone.localdate(now)
    for day in NetworkDay.objects.filter(state__in={State.OPEN, State.FIXED}, date__lt=today):
        finish(day=day)


# --- the to-do list --------------------------------------------------------------------------------------------------
@transaction.atomic
def tick_task(*, day: NetworkDay, key: str, by: User, on: bool) -> None:
    if on:
        DayTask.objects.get_or_create(day=day, key=key, defaults={"by": by})
    else:
        DayTask.objects.filter(day=day, key=key).delete()
