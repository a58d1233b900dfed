"""What goes by itself to call people to a day: each a switch with a date, on by default, and never a fifth letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from staalkaart.core.delivery.events import tell
from staalkaart.network_days import letters
from staalkaart.network_days.choices import DAYS_BEFORE, TAKES_PEOPLE, CallSort, Readers, State
from staalkaart.network_days.models import DayCall, NetworkDay
from staalkaart.network_days.waiting_list import free_seats

PAUSE = timedelta(minutes=30)  # after the last date that was offered
FROM = time(7)
JUST_TOLD = timedelta(days=3)
LATE = timedelta(days=2)  # a worker that was away still calls; later it would be no help
KINDS = {
    CallSort.POLL: "day_poll",
    CallSort.OPEN: "day_open",
    CallSort.REMINDER: "day_reminder",
    CallSort.PRACTICAL: "day_practical",
}
WHO = {
    CallSort.POLL: Readers.NO_ANSWER,
    CallSort.OPEN: Readers.REGION,
    CallSort.REMINDER: Readers.WITHOUT,
    CallSort.PRACTICAL: Readers.REGISTERED,
}
WHERE = {
    CallSort.POLL: "datums/",
    CallSort.OPEN: "inschrijven/",
    CallSort.REMINDER: "inschrijven/",
    CallSort.PRACTICAL: "",
}


def switches(day: NetworkDay, rows: Iterable[DayCall] | None = None) -> list[tuple[str, DayCall]]:
    """(sort, its switch) of each, stored or not; `rows` when they were read already."""
    stored = {row.sort: row for row in (DayCall.objects.filter(day=day) if rows is None else rows)}
    return [(sort, stored.get(sort) or DayCall(day=day, sort=sort)) for sort in CallSort.values]


def usual_day(day: NetworkDay, sort: str) -> date | None:
    """So many days before, or the working day before that: in a weekend nothing leaves."""
    before = DAYS_BEFORE.get(CallSort(sort))
    if not before or day.date is None:
        return None
    on = day.date - timedelta(days=before)
    return on - timedelta(days=max(0, on.weekday() - 4))


def start_anew(day: NetworkDay) -> None:
    """The day has another date: what was said of the old one is said again of the new one."""
    DayCall.objects.filter(day=day, sort__in=DAYS_BEFORE).update(done_at=None, on=None)


@transaction.atomic
def switch(*, day: NetworkDay, sort: str, is_on: bool, on: date | None) -> None:
    DayCall.objects.update_or_create(day=day, sort=sort, defaults={"is_on": is_on, "on": on})


def dates_offered(day: NetworkDay) -> None:
    """Called with every date that is offered: people hear of all of them at once, when a while nothing was added."""
    row, _made = DayCall.objects.get_or_create(day=day, sort=CallSort.POLL)
    if row.done_at is None:
        DayCall.objects.filter(pk=row.pk).update(due_at=timezone.now() + PAUSE)


def call(day: NetworkDay, sort: str, *, by: Any = None) -> int:
    """Tell who it is for, once; returns how many heard. Nobody is written a fifth time."""
    row, _made = DayCall.objects.select_for_update().get_or_create(day=day, sort=sort)
    if not row.is_on or row.done_at is not None:
        return 0
    row.done_at = timezone.now()
    row.save(update_fields=["done_at"])
    users, _full = letters.chosen(day, WHO[CallSort(sort)], by=by)
    keys = [user.pk for user in users]
    letters.note_written(day, keys)
    tell(KINDS[CallSort(sort)], to=keys, url=day.get_absolute_url() + WHERE[CallSort(sort)], about=day, by=by, title=day.title,
         date=day.date.isoformat() if day.date else "")  # fmt: skip
    return len(keys)


def run_clock(now: datetime) -> None:
    """Every minute. Late or twice does no harm."""
    polls = DayCall.objects.filter(sort=CallSort.POLL, is_on=True, done_at=None, due_at__lte=now)
    for row in polls.filter(day__state__in=(State.IDEA, State.PREPARING), day__date=None).select_related("day"):
        call(row.day, CallSort.POLL)
    local = timezone.localtime(now)
    if local.time() < FROM:
        return
    ahead = NetworkDay.objects.filter(state__in=TAKES_PEOPLE, date__gt=local.date())
    rows: dict[int, list[DayCall]] = defaultdict(list)
    for row in DayCall.objects.filter(day__in=ahead):
        rows[row.day_id].append(row)
    for day in ahead:
        for sort, row in switches(day, rows[day.pk]):
            due = row.on or usual_day(day, sort)
            waits = sort in DAYS_BEFORE and row.is_on and row.done_at is None
            in_time = due is not None and due <= local.date() <= due + LATE
            if waits and in_time and (sort == CallSort.PRACTICAL or _helps(day, rows[day.pk], now)):
                call(day, sort)


def _helps(day: NetworkDay, rows: list[DayCall], now: datetime) -> bool:
    """A reminder helps while there is room, and not in the days after the opening was told."""
    told = [row.done_at for row in rows if row.sort == CallSort.OPEN and row.done_at]
    return free_seats(day) > 0 and not any(at > now - JUST_TOLD for at in told)
