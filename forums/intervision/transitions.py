"""The table of transitions: from where, by whom, under which condition, to where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forums.intervision.choices import CHOICE, POINT, SUMMARY, Role, State
from forums.intervision.machine import Refusal, Snapshot

CLOCK = "clock"  # moves phases beside the people
FEWEST_CONTRIBUTORS = 2


def is_done(now: Snapshot, who: int) -> bool:
    """A participant has posted what this phase asks of each."""
    return now.phase is not None and now.posted_by(who, Role.PARTICIPANT) >= now.phase.min_participant


def owner_is_done(now: Snapshot) -> bool:
    """Where only the owner posts: one of each listed kind, and the minimum."""
    phase = now.phase
    if phase is None:
        return False
    if phase.is_owners_only:
        made = {kind for (author, role, kind) in now.counts() if author == now.owning and role == Role.OWNER}
        if not phase.kinds_of(Role.OWNER) <= made:
            return False
    return now.posted_by(now.owning, Role.OWNER) >= phase.min_owner


def minimums_met(now: Snapshot) -> bool:
    phase = now.phase
    if phase is None:
        return False
    waits = phase.waits_for_participants
    everybody = not waits or (bool(now.participants) and all(is_done(now, who) for who in now.participants))
    return everybody and owner_is_done(now)


def contributors(now: Snapshot) -> int:
    """How many participants posted something in this phase."""
    return sum(1 for who in now.participants if now.posted_by(who, Role.PARTICIPANT))


def time_is_enough(now: Snapshot) -> bool:
    """The deadline passed, and enough was said to go on without everybody."""
    return (
        now.overdue
        and now.phase is not None
        and now.phase.waits_for_participants
        and contributors(now) >= FEWEST_CONTRIBUTORS
        and owner_is_done(now)
    )


def _advancing(now: Snapshot, by: str) -> list[Refusal]:
    """By the facilitator once the minimums are met; by the clock at the deadline only. Never past the last phase."""
    if now.is_last:
        return [Refusal.LAST_PHASE]
    if by == CLOCK and not now.overdue:
        return [Refusal.TOO_EARLY]
    return [] if minimums_met(now) or time_is_enough(now) else [Refusal.NOT_DONE]


def _going_on(now: Snapshot, by: str) -> list[Refusal]:
    """The facilitator decides to go on with fewer, after the deadline. What only the owner can say is waited for."""
    if now.is_last:
        return [Refusal.LAST_PHASE]
    if not now.overdue:
        return [Refusal.TOO_EARLY]
    return [] if now.phase and now.phase.waits_for_participants and owner_is_done(now) else [Refusal.NOT_DONE]


def _assembling(now: Snapshot, by: str) -> list[Refusal]:
    """The facilitator is not the owner, unless the case is brought on behalf of somebody."""
    return [Refusal.OWN_FACILITATOR] if now.facilitator == now.owner and not now.on_behalf else []


def _starting(now: Snapshot, by: str) -> list[Refusal]:
    found = []
    if len(now.participants) < now.fewest_people:
        found.append(Refusal.TOO_FEW)
    if not now.participants <= now.accepted:
        found.append(Refusal.NOT_ACCEPTED)
    if not now.names_seen:
        found.append(Refusal.NAMES_UNSEEN)
    return found


def _going_back(now: Snapshot, by: str) -> list[Refusal]:
    return ([Refusal.FIRST_PHASE] if now.at <= 0 else []) + ([Refusal.ONCE] if now.went_back else [])


def _closing(now: Snapshot, by: str) -> list[Refusal]:
    if not now.is_last:
        return [Refusal.NOT_DONE]
    made = {(str(post.role), post.kind) for post in now.posts if not post.is_late}
    found = []
    if (Role.OWNER, CHOICE) not in made:
        found.append(Refusal.NO_CHOICE)
    if not any(kind == POINT for _role, kind in made) and not now.no_point_reason:
        found.append(Refusal.NO_POINT)
    if not any(kind == SUMMARY for _role, kind in made):
        found.append(Refusal.NO_SUMMARY)
    elif not now.summary_agreed:
        found.append(Refusal.SUMMARY_NOT_AGREED)
    return found


def _before_second_phase(now: Snapshot, by: str) -> list[Refusal]:
    """The facilitator's swap; later only where the owner is gone."""
    return [Refusal.STARTED] if now.furthest > 0 and now.owning is not None else []


def _withdrawing(now: Snapshot, by: str) -> list[Refusal]:
    """The owner's right alone. Where the owner is gone, the facilitator can see to it that the words go too."""
    return [Refusal.NOT_YOURS] if by == Role.FACILITATOR and now.owning is not None else []


def _nothing(now: Snapshot, by: str) -> list[Refusal]:
    return []


@dataclass(frozen=True)
class Act:
    """A row of the table of transitions: from where, by whom, under which condition, to where (None: it stays)."""

    name: str
    source: frozenset[str]
    by: frozenset[str]
    target: str | None
    guard: Callable[[Snapshot, str], list[Refusal]] = _nothing


_BEFORE_CLOSED = frozenset({State.DRAFT, State.ANNOUNCED, State.ASSEMBLING, State.RUNNING, State.PAUSED})
_OWNER, _FACILITATOR = frozenset({Role.OWNER}), frozenset({Role.FACILITATOR})
ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("announce", frozenset({State.DRAFT}), _OWNER, State.ANNOUNCED,
            lambda now, by: [] if now.is_complete else [Refusal.INCOMPLETE]),
        Act("assemble", frozenset({State.ANNOUNCED}), _FACILITATOR, State.ASSEMBLING, _assembling),
        Act("start", frozenset({State.ASSEMBLING}), _FACILITATOR, State.RUNNING, _starting),
        Act("advance", frozenset({State.RUNNING}), _FACILITATOR | {CLOCK}, None, _advancing),
        Act("go_on", frozenset({State.RUNNING}), _FACILITATOR, None, _going_on),
        Act("back", frozenset({State.RUNNING}), _FACILITATOR, None, _going_back),
        Act("extend", frozenset({State.RUNNING}), _FACILITATOR, None),
        Act("nudge", frozenset({State.RUNNING}), _FACILITATOR, None),
        Act("pause", frozenset({State.RUNNING}), _FACILITATOR | _OWNER, State.PAUSED),
        Act("resume", frozenset({State.PAUSED}), _FACILITATOR | _OWNER, State.RUNNING),
        Act("swap", frozenset({State.ANNOUNCED, State.ASSEMBLING, State.RUNNING, State.PAUSED}), _FACILITATOR, None,
            _before_second_phase),
        Act("close", frozenset({State.RUNNING}), _FACILITATOR, State.CLOSED, _closing),
        Act("report", frozenset({State.CLOSED}), _OWNER, State.REPORTED),
        Act("archive", frozenset({State.CLOSED, State.REPORTED}), frozenset({CLOCK}), State.ARCHIVED,
            lambda now, by: [] if now.year_passed else [Refusal.TOO_EARLY]),
        Act("withdraw", _BEFORE_CLOSED, _OWNER | _FACILITATOR, State.WITHDRAWN, _withdrawing),
    )
}  # fmt: skip


def obstacles(now: Snapshot, name: str, *, who: int | None = None, clock: bool = False) -> list[Refusal]:
    """Why this act may not happen now; empty when it may."""
    act = ACTS[name]
    roles = {CLOCK} if clock else now.roles_of(who)
    if not roles & act.by:
        return [Refusal.NOT_YOURS]
    if now.state not in act.source:
        return [Refusal.WRONG_STATE]
    by = CLOCK if clock else Role.OWNER if Role.OWNER in roles & act.by else Role.FACILITATOR
    return act.guard(now, by)


def allows(now: Snapshot, name: str, *, who: int | None = None, clock: bool = False) -> bool:
    return not obstacles(now, name, who=who, clock=clock)
