"""After the day: thanks, and five questions that nobody can be found by."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from staalkaart.core.delivery.events import tell
from staalkaart.members.models import User
from staalkaart.network_days.choices import ANSWERS_NEEDED, FEEDBACK, FEEDBACK_DAYS, PAST
from staalkaart.network_days.errors import AnsweredAlready, NotNow
from staalkaart.network_days.models import Feedback, FeedbackTicket, NetworkDay, ThanksSent
from staalkaart.network_days.report import came


def asks_until(day: NetworkDay) -> Any:
    return None if day.date is None else day.date + timedelta(days=FEEDBACK_DAYS)


def asks_now(day: NetworkDay) -> bool:
    return day.state in PAST and day.date is not None and timezone.localdate() <= asks_until(day)


def may_answer(day: NetworkDay, user_id: int | None) -> bool:
    return asks_now(day) and FeedbackTicket.objects.filter(day=day, user=user_id, used=False).exists()


@transaction.atomic
def answer(*, day: NetworkDay, by: User, answers: Mapping[str, str]) -> None:
    """The ticket is used; the answer knows nothing of it. Raises AnsweredAlready, NotNow after fourteen days."""
    if not asks_now(day):
        raise NotNow
    if not FeedbackTicket.objects.filter(day=day, user=by, used=False).update(used=True):
        raise AnsweredAlready
    Feedback.objects.create(day=day, answers={q.key: answers[q.key] for q in FEEDBACK if answers.get(q.key)})
    waiting = Feedback.objects.filter(day=day, is_shown=False)
    if waiting.count() >= ANSWERS_NEEDED:
        waiting.update(is_shown=True)
    _shuffle(day)


def _shuffle(day: NetworkDay) -> None:
    """Write the answers anew in another order: a database also keeps the order in which rows came."""
    rows = list(Feedback.objects.filter(day=day))
    secrets.SystemRandom().shuffle(rows)
    Feedback.objects.filter(day=day).delete()
    Feedback.objects.bulk_create(Feedback(day=day, answers=row.answers, is_shown=row.is_shown) for row in rows)


@dataclass(frozen=True)
class Answered:
    question: Any
    counts: list[tuple[str, int]]  # of a scale
    texts: list[str]  # in the order of the alphabet, which says nothing about who


def results(day: NetworkDay) -> tuple[int, list[Answered]]:
    """(how many answers are shown, what they say). By fives, also when the questions have closed: nobody reads one answer off the
    difference between two looks."""
    rows = list(Feedback.objects.filter(day=day, is_shown=True))  # in the order of their random keys
    return len(rows), [_answered(question, rows) for question in FEEDBACK] if rows else []


def _answered(question: Any, rows: list[Feedback]) -> Answered:
    said = [row.answers[question.key] for row in rows if question.key in row.answers]
    if not question.scale:
        return Answered(question, [], sorted(said, key=str.casefold))
    counted = Counter(said)
    return Answered(question, [(str(words), counted[str(n)]) for n, words in enumerate(question.scale)], [])


def thank(now: datetime) -> None:
    """Daily: the day after, everybody who came is thanked and gets a ticket for the questions, all at once, so that no order tells
    who answered; once, whatever crashes."""
    today = timezone.localdate(now)
    days = NetworkDay.objects.filter(state__in=PAST, date__lt=today, date__gte=today - timedelta(days=FEEDBACK_DAYS))
    for day in days.filter(thanks=None):
        with transaction.atomic():
            ThanksSent.objects.create(day=day)
            people = [row.user_id for row in came(day) if row.user_id]
            FeedbackTicket.objects.bulk_create(FeedbackTicket(day=day, user_id=key) for key in sorted(people))
            tell("day_thanks", to=people, url=f"{day.get_absolute_url()}vragen/", about=day, title=day.title)
