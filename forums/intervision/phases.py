"""Moving a trajectory through its phases: by its facilitator, and by the clock at a deadline. One service per transition."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from forums.intervision.choices import Role, State
from forums.intervision.errors import MovedOn, Refused
from forums.intervision.machine import Snapshot
from forums.intervision.models import Contribution, Phase, Trajectory
from forums.intervision.state import locked, take_snapshot
from forums.intervision.transitions import allows, is_done, obstacles, owner_is_done
from forums.intervision.workdays import deadline_after
from staalkaart.core.delivery.events import tell
from staalkaart.members.models import User

logger = logging.getLogger(__name__)
MOST_EXTENSION = 10
NUDGE_REST = timedelta(hours=20)  # "one a day", whatever the hour of yesterday's
WARN_BEFORE = timedelta(hours=24)


def checked(trajectory: Trajectory, act: str, *, now: datetime, by: User | None = None, seen: int | None = None
             ) -> tuple[Trajectory, Snapshot]:  # fmt: skip
    """The locked row and where it stands, when `act` is allowed. `seen` is the version that the person looked at."""
    trajectory = locked(trajectory)
    if seen is not None and trajectory.version != seen:
        raise MovedOn
    snapshot = take_snapshot(trajectory, now=now)
    if refused := obstacles(snapshot, act, who=by.pk if by else None, clock=by is None):
        raise Refused(refused)
    return trajectory, snapshot


def everybody(trajectory: Trajectory, *roles: str) -> list[int]:
    seats = trajectory.seats.current().filter(role__in=roles or Role.values)
    return list(seats.values_list("user", flat=True))


def say(kind: str, trajectory: Trajectory, *, to: Iterable[int], by: User | None = None, **data: object) -> None:
    """Tell people: the circle and the number, never a word of the case. Whoever is hidden is not named as the cause."""
    shown = None if trajectory.is_hidden and by and by.pk in everybody(trajectory, Role.OWNER) else by
    others = [pk for pk in to if by is None or pk != by.pk]
    circle = trajectory.circle.name if trajectory.circle else ""
    tell(kind, to=others, url=trajectory.get_absolute_url(), about=trajectory, by=shown, circle=circle,
         number=trajectory.pk, **data)  # fmt: skip


# --- phases ----------------------------------------------------------------------------------------------------------
def enter(trajectory: Trajectory, number: int, now: datetime, *, by: User | None) -> Phase:
    """Begin a phase: its deadline counts from this moment, however late the clock was."""
    phase = trajectory.phases.get(number=number)
    phase.started_at, phase.ended_at, phase.deadline = now, None, deadline_after(now, phase.workdays)
    phase.save()
    trajectory.at, trajectory.furthest = number, max(trajectory.furthest, number)
    trajectory.asked_at = trajectory.warned_at = trajectory.nudged_at = None
    trajectory.version += 1
    trajectory.save()
    say("phase_begins", trajectory, to=everybody(trajectory), by=by, phase=number + 1, label=phase.label)
    return phase


def _seal(trajectory: Trajectory, now: datetime) -> None:
    """End the present phase: what was written in it opens together, what was blind in a random order."""
    phase = trajectory.phases.get(number=trajectory.at)
    phase.ended_at = now
    phase.save(update_fields=["ended_at"])
    fresh = Contribution.objects.filter(phase=phase, sealed_at=None, is_late=False)
    if phase.blind:
        keys = list(fresh.values_list("pk", flat=True))
        random.SystemRandom().shuffle(keys)
        first = phase.contributions.filter(sealed_at__isnull=False).count() + 1
        for position, pk in enumerate(keys, first):
            Contribution.objects.filter(pk=pk).update(position=position)
    fresh.update(sealed_at=now)


@transaction.atomic
def advance(*, trajectory: Trajectory, by: User | None, now: datetime | None = None, seen: int | None = None,
            go_on: bool = False) -> Phase:  # fmt: skip
    """One step. `by` None is the clock. `go_on`: the facilitator does not wait for those who said nothing."""
    now = now or timezone.now()
    trajectory, _standing = checked(trajectory, "go_on" if go_on else "advance", now=now, by=by, seen=seen)
    _seal(trajectory, now)
    phase = enter(trajectory, trajectory.at + 1, now, by=by)
    if by is not None:
        log(trajectory, "staalkaart.phase", user=by, data={"phase": phase.number + 1, "went_on": go_on})
    return phase


@transaction.atomic
def go_back(
    *, trajectory: Trajectory, by: User, reason: str, now: datetime | None = None, seen: int | None = None
) -> Phase:
    """Once in a trajectory, with a reason that the group reads; what was opened stays open."""
    now = now or timezone.now()
    trajectory, _standing = checked(trajectory, "back", now=now, by=by, seen=seen)
    trajectory.went_back_at = now
    phase = enter(trajectory, trajectory.at - 1, now, by=by)
    log(trajectory, "staalkaart.phase_back", user=by, data={"phase": phase.number + 1})
    Contribution.objects.create(
        trajectory=trajectory, phase=phase, author=by, role=Role.FACILITATOR, kind="sturing", text=reason, posted_at=now,
        sealed_at=now,
    )  # fmt: skip
    return phase


@transaction.atomic
def pause(*, trajectory: Trajectory, by: User, now: datetime | None = None, seen: int | None = None) -> None:
    now = now or timezone.now()
    trajectory, _standing = checked(trajectory, "pause", now=now, by=by, seen=seen)
    trajectory.state, trajectory.paused_at = State.PAUSED, now
    trajectory.version += 1
    trajectory.save()
    say("paused", trajectory, to=everybody(trajectory), by=by)


@transaction.atomic
def resume(*, trajectory: Trajectory, by: User, now: datetime | None = None, seen: int | None = None) -> None:
    """The deadline moves up by as long as the pause took."""
    now = now or timezone.now()
    trajectory, _standing = checked(trajectory, "resume", now=now, by=by, seen=seen)
    assert trajectory.paused_at is not None
    trajectory.phases.filter(number=trajectory.at, deadline__isnull=False).update(
        deadline=F("deadline") + (now - trajectory.paused_at)
    )
    trajectory.state, trajectory.paused_at = State.RUNNING, None
    trajectory.asked_at = trajectory.warned_at = None
    trajectory.version += 1
    trajectory.save()
    say("resumed", trajectory, to=everybody(trajectory), by=by)


@transaction.atomic
def extend(
    *, trajectory: Trajectory, by: User, workdays: int, now: datetime | None = None, seen: int | None = None
) -> Phase:
    """So many working days more, from the deadline, or from now when that has passed."""
    now = now or timezone.now()
    trajectory, _standing = checked(trajectory, "extend", now=now, by=by, seen=seen)
    phase = trajectory.phases.get(number=trajectory.at)
    start = max(phase.deadline or now, now)
    phase.deadline = deadline_after(start, min(max(workdays, 1), MOST_EXTENSION))
    phase.save(update_fields=["deadline"])
    trajectory.asked_at = trajectory.warned_at = None
    trajectory.version += 1
    trajectory.save()
    say("extended", trajectory, to=everybody(trajectory), by=by, phase=phase.number + 1)
    return phase


def waited_for(snapshot: Snapshot) -> list[int]:
    """Who still has to post in this phase."""
    phase = snapshot.phase
    if phase is None:
        return []
    waiting = [who for who in snapshot.participants if phase.waits_for_participants and not is_done(snapshot, who)]
    return waiting + [who for who in [snapshot.owning] if who is not None and not owner_is_done(snapshot)]


@transaction.atomic
def nudge(*, trajectory: Trajectory, by: User, now: datetime | None = None) -> int:
    """A friendly word to whoever is waited for, at most once a day. Returns how many heard it."""
    now = now or timezone.now()
    trajectory, snapshot = checked(trajectory, "nudge", now=now, by=by)
    if trajectory.nudged_at is not None and trajectory.nudged_at > now - NUDGE_REST:
        return 0
    waiting = [pk for pk in waited_for(snapshot) if pk != by.pk]
    trajectory.nudged_at = now
    trajectory.save(update_fields=["nudged_at"])
    say("nudge", trajectory, to=waiting, by=by, phase=trajectory.at + 1)
    return len(waiting)


# --- the clock -------------------------------------------------------------------------------------------------------
def run_clock(now: datetime) -> None:
    """Tick job: one step at most for each trajectory whose deadline passed. It never skips a phase and never closes."""
    due = Q(phases__number=F("at"), phases__deadline__lte=now)
    for trajectory in Trajectory.objects.running().filter(due).distinct():
        try:
            _move_or_ask(trajectory, now)
        except Exception:  # one that fails does not stop the others
            logger.exception("clock failed", extra={"trajectory": trajectory.pk})
    _warn(now)


@transaction.atomic
def _move_or_ask(trajectory: Trajectory, now: datetime) -> None:
    if allows(take_snapshot(trajectory, now=now), "advance", clock=True):
        advance(trajectory=trajectory, by=None, now=now)
    elif trajectory.asked_at is None:
        Trajectory.objects.filter(pk=trajectory.pk).update(asked_at=now)
        say("deadline_passed", trajectory, to=everybody(trajectory, Role.FACILITATOR), phase=trajectory.at + 1)


def _warn(now: datetime) -> None:
    """Whoever is waited for hears a day before; a phase of one working day is warned about when it begins, by its start."""
    soon = Q(phases__number=F("at"), phases__deadline__gt=now, phases__deadline__lte=now + WARN_BEFORE)
    for trajectory in Trajectory.objects.running().filter(soon, warned_at=None).distinct():
        with transaction.atomic():
            Trajectory.objects.filter(pk=trajectory.pk).update(warned_at=now)
            waiting = waited_for(take_snapshot(trajectory, now=now))
            say("deadline_near", trajectory, to=waiting, phase=trajectory.at + 1)
