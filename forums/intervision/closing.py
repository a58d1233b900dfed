"""The end of a trajectory: agreed summary, closing, report back, archive, and withdrawal that really erases."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from forums.intervision.choices import EMPTIED, FINISHED, SUMMARY, Role, State
from forums.intervision.errors import MovedOn, Refused
from forums.intervision.machine import Refusal
from forums.intervision.models import Contribution, Phase, Trajectory
from forums.intervision.phases import checked, everybody, say
from forums.intervision.proposed_points import origin_of
from forums.intervision.state import KEPT, locked, take_snapshot
from staalkaart.core.delivery.outbox import enqueue
from staalkaart.core.own_data import SCRUB_TOPIC
from staalkaart.core.writing.autosave import AutosaveBuffer
from staalkaart.learning.models import LearningPoint
from staalkaart.members.models import User

REPORT_AFTER = timedelta(weeks=6)


@transaction.atomic
def agree_summary(*, trajectory: Trajectory, by: User, pk: int, seen: str) -> None:
    """To the text that was read: `pk` and `seen` are of the summary on the page. Raises MovedOn when there is another now."""
    trajectory = locked(trajectory)
    if trajectory.state != State.RUNNING or Role.OWNER not in take_snapshot(trajectory).roles_of(by.pk):
        raise Refused([Refusal.NOT_YOURS])
    latest = trajectory.contributions.filter(kind=SUMMARY, is_late=False).last()
    if latest is None or (latest.pk, latest.stamp) != (pk, seen):
        raise MovedOn
    Trajectory.objects.filter(pk=trajectory.pk).update(summary_agreed_at=timezone.now())
    say("summary_agreed", trajectory, to=everybody(trajectory, Role.FACILITATOR), by=by)


def note_no_point(*, trajectory: Trajectory, by: User, reason: str) -> None:
    """Why nothing was learned that can be shared; it stays where closing itself is refused."""
    if Role.FACILITATOR in take_snapshot(trajectory).roles_of(by.pk):
        Trajectory.objects.filter(pk=trajectory.pk).update(no_point_reason=reason)


@transaction.atomic
def close(*, trajectory: Trajectory, by: User, no_point_reason: str = "", now: datetime | None = None,
          seen: int | None = None) -> Trajectory:  # fmt: skip
    """The group is done: the owner chose, something was learned, the summary is agreed to."""
    now = now or timezone.now()
    if no_point_reason:
        note_no_point(trajectory=trajectory, by=by, reason=no_point_reason)
    trajectory, _standing = checked(trajectory, "close", now=now, by=by, seen=seen)
    trajectory.phases.filter(number=trajectory.at).update(ended_at=now)
    Contribution.objects.filter(trajectory=trajectory, sealed_at=None, is_late=False).update(sealed_at=now)
    trajectory.state, trajectory.closed_at = State.CLOSED, now
    trajectory.version += 1
    trajectory.save()
    say("closed", trajectory, to=everybody(trajectory), by=by)
    return trajectory


@transaction.atomic
def report_back(*, trajectory: Trajectory, by: User, text: str) -> None:
    """What did you do, what happened? The group reads it."""
    trajectory, _standing = checked(trajectory, "report", now=timezone.now(), by=by)
    trajectory.state, trajectory.report, trajectory.reported_at = State.REPORTED, text, timezone.now()
    trajectory.version += 1
    trajectory.save()
    say("reported", trajectory, to=everybody(trajectory), by=by)


@transaction.atomic
def withdraw(*, trajectory: Trajectory, by: User) -> None:
    """The owner takes the case back: its words are gone at once, everybody's."""
    trajectory, _standing = checked(trajectory, "withdraw", now=timezone.now(), by=by)
    was_draft = trajectory.state == State.DRAFT
    others = everybody(trajectory) if trajectory.started_at else everybody(trajectory, Role.OWNER, Role.FACILITATOR)
    empty(trajectory, State.WITHDRAWN)
    if was_draft:
        trajectory.delete()
    else:
        say("withdrawn", trajectory, to=others, by=by)


def empty(trajectory: Trajectory, state: str) -> None:
    """Erase every word: of the case, of everybody who thought along, and of what was typed and not posted."""
    Contribution.objects.filter(trajectory=trajectory).delete()
    LearningPoint.objects.filter(origin=origin_of(trajectory), is_shared=False).delete()
    AutosaveBuffer.objects.filter(key__startswith=f"intervision:{trajectory.pk}:").delete()
    for name in ("title", "question", "case", "person_reason", "report", "no_point_reason"):
        setattr(trajectory, name, "")
    trajectory.state, trajectory.ended_at = state, timezone.now()
    trajectory.version += 1
    trajectory.save()
    enqueue(SCRUB_TOPIC, ["all"])


# --- the clock -------------------------------------------------------------------------------------------------------
def ask_reports(now: datetime) -> None:
    """Tick job: six weeks after closing the owner is asked, once."""
    due = Trajectory.objects.filter(state=State.CLOSED, closed_at__lte=now - REPORT_AFTER, report_asked_at=None)
    for trajectory in due:
        with transaction.atomic():
            Trajectory.objects.filter(pk=trajectory.pk).update(report_asked_at=now)
            owner = everybody(trajectory, Role.FACILITATOR if trajectory.is_on_behalf else Role.OWNER)
            say("report_due", trajectory, to=owner)


def archive_old(now: datetime) -> int:
    """Retention: a year after closing the words go. Learning points stay."""
    old = Trajectory.objects.filter(state__in=FINISHED, closed_at__lte=now - KEPT)
    for trajectory in old:
        with transaction.atomic():
            empty(trajectory, State.ARCHIVED)
    return len(old)


def empty_forgotten(now: datetime) -> int:
    """Retention: a case that was never finished and that nobody touched for a year goes as well."""
    rows = Trajectory.objects.exclude(state__in=FINISHED | EMPTIED).filter(created_at__lte=now - KEPT)
    recent = Contribution.objects.filter(posted_at__gt=now - KEPT).values("trajectory")
    moved = Phase.objects.filter(started_at__gt=now - KEPT).values("trajectory")
    old = list(rows.exclude(pk__in=recent).exclude(pk__in=moved))
    for trajectory in old:
        with transaction.atomic():
            empty(trajectory, State.WITHDRAWN)
    return len(old)
