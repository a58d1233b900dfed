"""The rules of a trajectory, without a database: who may post, read and move what, in which phase.

Everything here is a function of a :class:`Snapshot`. The services ask it before they write, the screens before they show,
and the proof drives it with random actors, so there is one set of rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from forums.intervision.choices import FINISHED, STEERING, UNDER_WAY, Role, State


class Refusal(StrEnum):
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

    @property
    def author_id(self) -> int | None: ...

    @property
    def role(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def is_late(self) -> bool: ...

    @property
    def phase_number(self) -> int: ...

    @property
    def is_sealed(self) -> bool: ...


@dataclass(frozen=True)
class Snapshot:
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
        found: set[str] = {Role.PARTICIPANT} if who in self.participants else set()
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
def posting_role(now: Snapshot, who: int | None, kind: str) -> str | Refusal:
    """The role in which `who` may post a `kind` now, or why not."""
    roles = now.roles_of(who)
    if not roles:
        return Refusal.NOT_YOURS
    if now.state != State.RUNNING or now.phase is None:
        return Refusal.WRONG_STATE
    allowed = [role for role in Role.values if role in roles and kind in now.phase.kinds_of(role)]
    if not allowed:
        return Refusal.NOT_YOUR_TURN
    role = allowed[0]
    most = now.phase.max_participant
    if role == Role.PARTICIPANT and most is not None and now.posted_by(who, role) >= most:
        return Refusal.ENOUGH
    return role


def can_post(now: Snapshot, who: int | None, kind: str) -> bool:
    return not isinstance(posting_role(now, who, kind), Refusal)


def kinds_open_to(now: Snapshot, who: int | None) -> list[str]:
    """What somebody may post now, in the order of the phase's roles."""
    phase = now.phase
    kinds = sorted({kind for role in now.roles_of(who) for kind in phase.kinds_of(role)}) if phase else []
    return [kind for kind in kinds if can_post(now, who, kind)]


def can_edit(now: Snapshot, who: int | None, post: Post) -> bool:
    """One's own, until the phase it was written in ends."""
    is_own = who is not None and post.author_id == who and bool(now.roles_of(who))
    return (
        is_own
        and now.state == State.RUNNING
        and post.phase_number == now.at
        and not post.is_sealed
        and not post.is_late
    )


def can_correct(now: Snapshot, who: int | None, post: Post) -> bool:
    """Afterwards something can only be added to one's own, while the group is together."""
    is_own = who is not None and post.author_id == who and bool(now.roles_of(who))
    return is_own and now.state in UNDER_WAY and post.is_sealed and not post.is_late


# --- reading ---------------------------------------------------------------------------------------------------------
def can_read(now: Snapshot, who: int | None, post: Post, *, emergency: bool = False) -> bool:
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


def _is_opened(now: Snapshot, rule: PhaseRule, post: Post) -> bool:
    """What was hidden from somebody until a phase began: open once that phase was reached, or the trajectory is over."""
    if now.state in FINISHED:
        return True
    until = next((n for n, phase in enumerate(now.phases) if phase.code == rule.hidden_until), None)
    return until is not None and now.furthest >= until and post.is_sealed
