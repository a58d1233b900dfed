"""What a facilitator sees of the own region: what rises, who is quiet, what waits, and what there is to do for the next day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from staalkaart.core.access import Viewer, seen_by
from staalkaart.learning.models import Challenge, LearningPoint
from staalkaart.members.models import Project, Region
from staalkaart.network_days.choices import ON_LIST, TASKS, RegistrationStatus, State, Task
from staalkaart.network_days.models import DayTask, NetworkDay, Registration

RECENT = timedelta(days=60)
QUIET = timedelta(days=90)
FEW = 6


@dataclass(frozen=True)
class Todo:
    task: Task
    by: date | None
    done: bool
    is_late: bool


def todo_list(day: NetworkDay, today: date | None = None) -> list[Todo]:
    """Ticked by hand, or done because the day itself shows it."""
    today = today or timezone.localdate()
    ticked = set(DayTask.objects.filter(day=day).values_list("key", flat=True)) | _shown_by(day)
    rows = []
    for task in TASKS:
        by = day.date + timedelta(days=task.days) if day.date else None
        done = task.key in ticked
        rows.append(Todo(task, by, done, bool(by and by < today and not done)))
    return rows


def _shown_by(day: NetworkDay) -> set[str]:
    """What needs no tick: it can be seen."""
    states = list(State)
    reached = states.index(State(day.state)) if day.state != State.CANCELLED else -1
    seen = {
        "datum": day.date is not None,
        "plek": bool(day.venue or day.link),
        "open": reached >= states.index(State.OPEN),
        "vast": reached >= states.index(State.FIXED),
        "verslag": day.state == State.REPORTED,
    }
    return {key for key, is_so in seen.items() if is_so}


def rising_themes(region: Region, viewer: Viewer, today: date | None = None) -> list[tuple[str, str, int, int]]:
    """(name, address, times in the last sixty days, times in the sixty before), what rose most first."""
    now = timezone.now() if today is None else timezone.make_aware(datetime.combine(today, time.max))
    counts: tuple[Counter, Counter] = (Counter(), Counter())
    names: dict[int, tuple[str, str]] = {}
    challenges = Challenge.objects.filter(Q(project__region=region) | Q(project=None), created_at__gt=now - 2 * RECENT)
    points = LearningPoint.objects.filter(is_shared=True, shared_at__gt=now - 2 * RECENT)
    told: list[tuple[Any, Any]] = [(row, row.created_at) for row in challenges.prefetch_related("themes")]
    told += [(row, row.shared_at) for row in points.prefetch_related("themes")]
    for row, at in told:
        for theme in seen_by(viewer, row.themes):
            names[theme.pk] = (theme.name, theme.get_absolute_url())
            counts[0 if at > now - RECENT else 1][theme.pk] += 1
    order = sorted(counts[0], key=lambda key: (counts[1][key] - counts[0][key], names[key][0]))
    return [(*names[key], counts[0][key], counts[1][key]) for key in order[:FEW]]


def quiet(region: Region, viewer: Viewer) -> list[Project]:
    """Projects without a sign of life for three months: nobody logged in, nothing written. "Misschien eens bellen"; this is
    shown to the region's own facilitator, told to nobody and exported nowhere."""
    since = timezone.now() - QUIET
    rows = Project.objects.visible_to(viewer).filter(region=region, status=Project.Status.ACTIVE)
    here = Q(memberships__until=None)
    rows = rows.annotate(seen=Max("memberships__user__last_login", filter=here), moved=Max("drafts__updated_at"))
    silent = [
        row
        for row in rows
        if not _recent(row.seen, since) and not _recent(row.moved, since) and not _recent(row.updated_at, since)
    ]
    return sorted(silent, key=lambda row: row.name)


def _recent(moment: Any, since: Any) -> bool:
    return moment is not None and moment > since


def waiting(day: NetworkDay) -> dict[str, int]:
    """How many of what waits for the facilitator of this day."""
    on_list = Q(state__in=ON_LIST)
    needs = ~Q(access="", diet="", childcare="")
    return Registration.objects.filter(day=day).aggregate(
        queue=Count("pk", filter=Q(state=RegistrationStatus.WAITING)),
        offers=Count("pk", filter=Q(state=RegistrationStatus.OFFERED)),
        questions=Count("pk", filter=on_list & ~Q(question="")),
        access=Count("pk", filter=on_list & needs),
    )


def next_day(region: Region) -> NetworkDay | None:
    """The first that is ahead; an idea without a date comes last."""
    rows = NetworkDay.objects.ahead().filter(region=region).order_by("date")
    return rows.filter(date__isnull=False).first() or rows.first()
