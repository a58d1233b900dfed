"""From rows to a :class:`~forums.intervision.machine.Snapshot`: where a trajectory stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from forums.intervision.choices import EMPTIED, Role, State
from forums.intervision.machine import Post, Snapshot
from forums.intervision.models import Acceptance, Agreement, Contribution, Phase, Seat, Trajectory

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class PostFact:
    """What the rules need of a contribution, without its text."""

    author_id: int | None
    role: str
    kind: str
    phase_number: int
    is_late: bool
    is_sealed: bool


def locked(trajectory: Trajectory) -> Trajectory:
    """The row as it is now, held until the transaction ends."""
    return Trajectory.objects.select_for_update().get(pk=trajectory.pk)


def post_facts(trajectory: Trajectory) -> list[PostFact]:
    rows = Contribution.objects.filter(trajectory=trajectory).order_by()
    columns = rows.values_list("author_id", "role", "kind", "phase__number", "is_late", "sealed_at")
    return [PostFact(*row[:5], row[5] is not None) for row in columns]


def seats_of(trajectory: Trajectory) -> list[Seat]:
    """Those who sit in it now and can act; a suspended colleague is not waited for."""
    return list(trajectory.seats.current().filter(user__is_active=True).select_related("user"))


def take_snapshot(
    trajectory: Trajectory,
    *,
    now: datetime | None = None,
    posts: Sequence[Post] | None = None,
    seats: Iterable[Seat] | None = None,
    phases: Sequence[Phase] | None = None,
) -> Snapshot:
    """At most four queries; what the caller has read already is not read again."""
    now = now or timezone.now()
    seats = seats_of(trajectory) if seats is None else seats
    phases = list(trajectory.phases.all()) if phases is None else phases
    by_role: dict[str, list[int]] = {role: [] for role in Role.values}
    for seat in seats:
        by_role[seat.role].append(seat.user_id)
    participants = frozenset(by_role[Role.PARTICIPANT])
    if posts is None:
        posts = [] if trajectory.at < 0 or trajectory.state in EMPTIED else post_facts(trajectory)
    current = phases[trajectory.at] if 0 <= trajectory.at < len(phases) else None
    return Snapshot(
        state=trajectory.state,
        phases=[phase.as_rule() for phase in phases],
        at=trajectory.at,
        furthest=trajectory.furthest,
        owner=next(iter(by_role[Role.OWNER]), None),
        facilitator=next(iter(by_role[Role.FACILITATOR]), None),
        participants=participants,
        posts=posts,
        overdue=current is not None and trajectory.state == State.RUNNING and current.is_overdue(now),
        went_back=trajectory.went_back_at is not None,
        on_behalf=trajectory.is_on_behalf,
        is_complete=not missing(trajectory),
        fewest_people=trajectory.fewest_people,
        accepted=_accepted(participants) if trajectory.state == State.ASSEMBLING else frozenset(),
        names_seen=trajectory.names_seen_at is not None,
        summary_agreed=trajectory.summary_agreed_at is not None,
        no_point_reason=trajectory.no_point_reason,
        year_passed=trajectory.closed_at is not None and trajectory.closed_at + KEPT <= now,
    )


def _accepted(users: Iterable[int]) -> frozenset[int]:
    current = Agreement.current()
    rows = Acceptance.objects.filter(agreement=current, user__in=users) if current else Acceptance.objects.none()
    return frozenset(rows.values_list("user", flat=True))


def missing(trajectory: Trajectory) -> list[str]:
    """The fields of the case form that announcing still asks, by name."""
    asked = (
        "title",
        "question",
        "case",
        "circle_id",
        "method_id",
        "organisation_agrees",
        "nobody_recognisable",
        "no_danger",
    )
    found = [name for name in asked if not getattr(trajectory, name)]
    if trajectory.question and not trajectory.question.rstrip().endswith("?"):
        found.append("question")
    if trajectory.person_knows is None:
        found.append("person_knows")
    if trajectory.person_knows is False and not trajectory.person_reason.strip():
        found.append("person_reason")
    return found
