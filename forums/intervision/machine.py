"""The rules of a trajectory, without a database: who may post, read and move what, in which phase (product.md §5).

Everything here is a function of a :class:`Situation`. The services ask it before they write, the screens before they show,
and the proof drives it with random actors, so there is one set of rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from .choices import CHOICE, FINISHED, POINT, STEERING, SUMMARY, UNDER_WAY, Role, State

CLOCK = "clock"  # moves phases beside the people
FEWEST_CONTRIBUTORS = 2


class No(StrEnum):
    """Why something may not happen now."""

    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_state"
    NOT_YOUR_TURN = "not_your_turn"
    ENOUGH = "enough"
    OVER = "over"
    OWN_FACILITATOR = "own_facilitator"
    TOO_FEW = "too_few"
    NOT_ACCEPTED = "not_accepted"
    NAMES_UNSEEN = "names_unseen"
    NOT_DONE = "not_done"
    LAST_PHASE = "last_phase"
    FIRST_PHASE = "first_phase"
    ONCE = "once"
    NO_CHOICE = "no_choice"
    NO_POINT = "no_point"
    NO_SUMMARY = "no_summary"
    SUMMARY_NOT_AGREED = "summary_not_agreed"
    TOO_EARLY = "too_early"
    STARTED = "started"
    INCOMPLETE = "incomplete"
    NO_FACILITATOR = "no_facilitator"
    NOT_POSSIBLE = "not_possible"
    NO_RATING = "no_rating"


@dataclass(frozen=True)
class PhaseRule:
    """One phase of a method. `workdays` 0 is no deadline; `max_participant` None is no limit."""

    code: str
    may_post: Mapping[str, frozenset[str]]
    workdays: int = 0
    blind: bool = False
    min_participant: int = 0
    max_participant: int | None = None
    min_owner: int = 0
    hidden_from: frozenset[str] = frozenset()
    hidden_until: str = ""

    def kinds_of(self, role: str) -> frozenset[str]:
        return self.may_post.get(role, frozenset())

    @property
    def posters(self) -> set[str]:
        return {role for role, kinds in self.may_post.items() if kinds}

    @property
    def is_owners_only(self) -> bool:
        return self.posters == {Role.OWNER}

    @property
    def waits_for_participants(self) -> bool:
        return bool(self.kinds_of(Role.PARTICIPANT))


class Post(Protocol):
    """A contribution: `phase` is the place of its phase in the method, `is_sealed` once that phase ended after it."""

    author_id: int | None
    role: str
    kind: str
    is_late: bool

    @property
    def phase_number(self) -> int: ...

    @property
    def is_sealed(self) -> bool: ...


@dataclass(frozen=True)
class Situation:
    """Where a trajectory stands. `at` is the present phase, -1 before the start; `furthest` the furthest it ever was."""

    state: str
    phases: Sequence[PhaseRule]
    at: int = -1
    furthest: int = -1
    owner: int | None = None
    facilitator: int | None = None
    participants: frozenset[int] = frozenset()
    posts: Sequence[Post] = ()
    overdue: bool = False
    went_back: bool = False
    on_behalf: bool = False
    is_complete: bool = False  # the case form has everything that announcing asks
    fewest_people: int = 4
    accepted: frozenset[int] = frozenset()  # who accepted the agreements that hold now
    names_seen: bool = False
    summary_agreed: bool = False
    no_point_reason: str = ""
    year_passed: bool = False
    _counts: list[Counter] = field(default_factory=list, compare=False, repr=False)

    @property
    def phase(self) -> PhaseRule | None:
        return self.phases[self.at] if 0 <= self.at < len(self.phases) else None

    @property
    def is_last(self) -> bool:
        return self.at == len(self.phases) - 1

    def roles_of(self, who: int | None) -> set[str]:
        """What somebody is here. With a case on behalf, the facilitator is its owner too."""
        if who is None:
            return set()
        found = {Role.PARTICIPANT} if who in self.participants else set()
        if who == self.owner:
            found.add(Role.OWNER)
        if who == self.facilitator:
            found |= {Role.FACILITATOR, Role.OWNER} if self.on_behalf else {Role.FACILITATOR}
        return found

    @property
    def owning(self) -> int | None:
        """Who posts as the owner."""
        return self.facilitator if self.on_behalf else self.owner

    def counts(self) -> Counter:
        """{(author, role, kind): posts in the present phase}. Late ones do not count, nor those of before a step back."""
        if not self._counts:
            here = (
                post for post in self.posts if post.phase_number == self.at and not post.is_late and not post.is_sealed
            )
            self._counts.append(Counter((post.author_id, str(post.role), post.kind) for post in here))
        return self._counts[0]

    def posted_by(self, who: int | None, role: str) -> int:
        return sum(n for (author, as_role, _kind), n in self.counts().items() if author == who and as_role == role)


# --- posting ---------------------------------------------------------------------------------------------------------
def posting_role(now: Situation, who: int | None, kind: str) -> str | No:
    """The role in which `who` may post a `kind` now, or why not."""
    roles = now.roles_of(who)
    if not roles:
        return No.NOT_YOURS
    if now.state != State.RUNNING or now.phase is None:
        return No.WRONG_STATE
    allowed = [role for role in Role.values if role in roles and kind in now.phase.kinds_of(role)]
    if not allowed:
        return No.NOT_YOUR_TURN
    role = allowed[0]
    most = now.phase.max_participant
    if role == Role.PARTICIPANT and most is not None and now.posted_by(who, role) >= most:
        return No.ENOUGH
    return role


def can_post(now: Situation, who: int | None, kind: str) -> bool:
    return not isinstance(posting_role(now, who, kind), No)


def kinds_open_to(now: Situation, who: int | None) -> list[str]:
    """What somebody may post now, in the order of the phase's roles."""
    phase = now.phase
    kinds = sorted({kind for role in now.roles_of(who) for kind in phase.kinds_of(role)}) if phase else []
    return [kind for kind in kinds if can_post(now, who, kind)]


def can_edit(now: Situation, who: int | None, post: Post) -> bool:
    """One's own, until the phase it was written in ends."""
    is_own = who is not None and post.author_id == who and bool(now.roles_of(who))
    return (
        is_own
        and now.state == State.RUNNING
        and post.phase_number == now.at
        and not post.is_sealed
        and not post.is_late
    )


def can_correct(now: Situation, who: int | None, post: Post) -> bool:
    """Afterwards something can only be added to one's own, while the group is together."""
    is_own = who is not None and post.author_id == who and bool(now.roles_of(who))
    return is_own and now.state in UNDER_WAY and post.is_sealed and not post.is_late


# --- reading ---------------------------------------------------------------------------------------------------------
def can_read(now: Situation, who: int | None, post: Post, *, emergency: bool = False) -> bool:
    """`emergency` reads as the facilitator does: somebody broke the glass of this circle."""
    if now.state not in UNDER_WAY | FINISHED:
        return False
    roles = now.roles_of(who) | ({Role.FACILITATOR} if emergency else set())
    if not roles:
        return False
    if who is not None and post.author_id == who:
        return True
    if post.is_late:
        return Role.FACILITATOR in roles
    rule = now.phases[post.phase_number]
    if rule.blind and not post.is_sealed and post.kind != STEERING:
        return False
    return bool(roles - rule.hidden_from) or _is_opened(now, rule, post)


def _is_opened(now: Situation, rule: PhaseRule, post: Post) -> bool:
    """What was hidden from somebody until a phase began: open once that phase was reached, or the trajectory is over."""
    if now.state in FINISHED:
        return True
    until = next((n for n, phase in enumerate(now.phases) if phase.code == rule.hidden_until), None)
    return until is not None and now.furthest >= until and post.is_sealed


# --- moving ----------------------------------------------------------------------------------------------------------
def is_done(now: Situation, who: int) -> bool:
    """A participant has posted what this phase asks of each."""
    return now.phase is not None and now.posted_by(who, Role.PARTICIPANT) >= now.phase.min_participant


def owner_is_done(now: Situation) -> bool:
    """Where only the owner posts: one of each listed kind, and the minimum."""
    phase = now.phase
    if phase is None:
        return False
    if phase.is_owners_only:
        made = {kind for (author, role, kind) in now.counts() if author == now.owning and role == Role.OWNER}
        if not phase.kinds_of(Role.OWNER) <= made:
            return False
    return now.posted_by(now.owning, Role.OWNER) >= phase.min_owner


def minimums_met(now: Situation) -> bool:
    phase = now.phase
    if phase is None:
        return False
    waits = phase.waits_for_participants
    everybody = not waits or (bool(now.participants) and all(is_done(now, who) for who in now.participants))
    return everybody and owner_is_done(now)


def contributors(now: Situation) -> int:
    """How many participants posted something in this phase."""
    return sum(1 for who in now.participants if now.posted_by(who, Role.PARTICIPANT))


def time_is_enough(now: Situation) -> bool:
    """The deadline passed, and enough was said to go on without everybody."""
    return (
        now.overdue
        and now.phase is not None
        and now.phase.waits_for_participants
        and contributors(now) >= FEWEST_CONTRIBUTORS
        and owner_is_done(now)
    )


def _advancing(now: Situation, by: str) -> list[No]:
    """By the facilitator once the minimums are met; by the clock at the deadline only. Never past the last phase."""
    if now.is_last:
        return [No.LAST_PHASE]
    if by == CLOCK and not now.overdue:
        return [No.TOO_EARLY]
    return [] if minimums_met(now) or time_is_enough(now) else [No.NOT_DONE]


def _going_on(now: Situation, by: str) -> list[No]:
    """The facilitator decides to go on with fewer, after the deadline. What only the owner can say is waited for."""
    if now.is_last:
        return [No.LAST_PHASE]
    if not now.overdue:
        return [No.TOO_EARLY]
    return [] if now.phase and now.phase.waits_for_participants and owner_is_done(now) else [No.NOT_DONE]


def _assembling(now: Situation, by: str) -> list[No]:
    """The facilitator is not the owner, unless the case is brought on behalf of somebody."""
    return [No.OWN_FACILITATOR] if now.facilitator == now.owner and not now.on_behalf else []


def _starting(now: Situation, by: str) -> list[No]:
    found = []
    if len(now.participants) < now.fewest_people:
        found.append(No.TOO_FEW)
    if not now.participants <= now.accepted:
        found.append(No.NOT_ACCEPTED)
    if not now.names_seen:
        found.append(No.NAMES_UNSEEN)
    return found


def _going_back(now: Situation, by: str) -> list[No]:
    return ([No.FIRST_PHASE] if now.at <= 0 else []) + ([No.ONCE] if now.went_back else [])


def _closing(now: Situation, by: str) -> list[No]:
    if not now.is_last:
        return [No.NOT_DONE]
    made = {(str(post.role), post.kind) for post in now.posts if not post.is_late}
    found = []
    if (Role.OWNER, CHOICE) not in made:
        found.append(No.NO_CHOICE)
    if not any(kind == POINT for _role, kind in made) and not now.no_point_reason:
        found.append(No.NO_POINT)
    if not any(kind == SUMMARY for _role, kind in made):
        found.append(No.NO_SUMMARY)
    elif not now.summary_agreed:
        found.append(No.SUMMARY_NOT_AGREED)
    return found


def _before_second_phase(now: Situation, by: str) -> list[No]:
    """The facilitator's swap; later only where the owner is gone."""
    return [No.STARTED] if now.furthest > 0 and now.owning is not None else []


def _withdrawing(now: Situation, by: str) -> list[No]:
    """The owner's right alone. Where the owner is gone, the facilitator can see to it that the words go too."""
    return [No.NOT_YOURS] if by == Role.FACILITATOR and now.owning is not None else []


def _nothing(now: Situation, by: str) -> list[No]:
    return []


@dataclass(frozen=True)
class Act:
    """A row of the table of transitions: from where, by whom, under which condition, to where (None: it stays)."""

    name: str
    source: frozenset[str]
    by: frozenset[str]
    target: str | None
    guard: Callable[[Situation, str], list[No]] = _nothing


_BEFORE_CLOSED = frozenset({State.DRAFT, State.ANNOUNCED, State.ASSEMBLING, State.RUNNING, State.PAUSED})
_OWNER, _FACILITATOR = frozenset({Role.OWNER}), frozenset({Role.FACILITATOR})
ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act("announce", frozenset({State.DRAFT}), _OWNER, State.ANNOUNCED,
            lambda now, by: [] if now.is_complete else [No.INCOMPLETE]),
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
            lambda now, by: [] if now.year_passed else [No.TOO_EARLY]),
        Act("withdraw", _BEFORE_CLOSED, _OWNER | _FACILITATOR, State.WITHDRAWN, _withdrawing),
    )
}  # fmt: skip


def obstacles(now: Situation, name: str, *, who: int | None = None, clock: bool = False) -> list[No]:
    """Why this act may not happen now; empty when it may."""
    act = ACTS[name]
    roles = {CLOCK} if clock else now.roles_of(who)
    if not roles & act.by:
        return [No.NOT_YOURS]
    if now.state not in act.source:
        return [No.WRONG_STATE]
    by = CLOCK if clock else Role.OWNER if Role.OWNER in roles & act.by else Role.FACILITATOR
    return act.guard(now, by)


def allows(now: Situation, name: str, *, who: int | None = None, clock: bool = False) -> bool:
    return not obstacles(now, name, who=who, clock=clock)
