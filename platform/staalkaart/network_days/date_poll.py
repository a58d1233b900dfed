"""Finding a date together: dates are offered and answered as long as the day has none, and one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.members.models import User
from staalkaart.network_days import calling
from staalkaart.network_days.choices import PollAnswer, State
from staalkaart.network_days.errors import NotNow
from staalkaart.network_days.models import NetworkDay, PollDate, PollVote
from staalkaart.network_days.planning import save_change


def _polls(day: NetworkDay) -> bool:
    return day.state in {State.IDEA, State.PREPARING} and day.date is None


@transaction.atomic
def offer_date(*, day: NetworkDay, on: date, start: time, end: time) -> PollDate:
    if not _polls(day):
        raise NotNow
    row, made = PollDate.objects.get_or_create(day=day, date=on, start=start, defaults={"end": end})
    if made:
        calling.dates_offered(day)
    return row


@transaction.atomic
def answer_poll(*, day: NetworkDay, by: User, answers: Mapping[int, str]) -> None:
    """{key of a date: answer}; dates of another day and unknown answers are passed over."""
    if not _polls(day):
        raise NotNow
    options = {row.pk: row for row in day.poll_dates.all()}
    for key, answer in answers.items():
        if key in options and answer in PollAnswer.values:
            PollVote.objects.update_or_create(option=options[key], user=by, defaults={"answer": answer})


@transaction.atomic
def choose_date(*, day: NetworkDay, option: PollDate, by: User) -> NetworkDay:
    """The poll ends; whoever answered hears the date."""
    row = NetworkDay.objects.select_for_update().get(pk=day.pk)
    if not _polls(row) or option.date < timezone.localdate():
        raise NotNow
    row.date, row.start, row.end, row.version = option.date, option.start, option.end, row.version + 1
    if row.state == State.IDEA:
        row.state = State.PREPARING
    save_change(row, {"date"})
    voters = set(PollVote.objects.filter(option__day=row).values_list("user_id", flat=True))
    tell(
        "day_dated", to=voters, url=row.get_absolute_url(), about=row, by=by, title=row.title, date=row.date.isoformat()
    )
    log(row, "staalkaart.day_changed", user=by, data={"fields": ["date"]})
    return row
