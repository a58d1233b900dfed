"""What one person sees of a trajectory: the posts they may read under the names they may see, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.intervision.choices import KINDS, STEERING, Kind, Role, State
from forums.intervision.errors import WORDS
from forums.intervision.machine import Snapshot, can_correct, can_edit, can_read, kinds_open_to
from forums.intervision.models import Contribution, Phase, Seat, Trajectory
from forums.intervision.state import PostFact, seats_of, take_snapshot
from forums.intervision.transitions import contributors, is_done, obstacles
from staalkaart.core.access import Viewer, can

WHOLE = 60  # posts up to which a trajectory is one page
PER_PAGE = 50


@dataclass(frozen=True)
class ShownPost:
    row: Contribution
    reply_to: Contribution | None
    when: datetime
    name: str
    role: str
    initials: str
    is_own: bool
    may_edit: bool
    may_correct: bool


@dataclass
class PhaseThread:
    """A phase with the posts of it that are shown; `hidden` counts those that nobody else reads yet."""

    phase: Phase
    posts: list[ShownPost] = field(default_factory=list)
    hidden: int = 0
    waiting: int = 0
    own_hidden: int = 0


class Reading:
    """One trajectory for one viewer. Four queries for the snapshot; the posts of the page, their authors and additions three."""

    def __init__(self, trajectory: Trajectory, viewer: Viewer, *, now: datetime | None = None) -> None:
        self.trajectory, self.viewer, self.now = trajectory, viewer, now or timezone.now()
        self.me = viewer.user_id
        self.seats: list[Seat] = seats_of(trajectory)
        self.phases: list[Phase] = list(trajectory.phases.all())
        self.emergency = can(viewer, "glass", trajectory) if self._is_outside() else False
        self.facts = self._facts()
        self.snapshot: Snapshot = take_snapshot(
            trajectory, now=self.now, posts=[fact for _pk, fact in self.facts], seats=self.seats, phases=self.phases
        )

    def _is_outside(self) -> bool:
        return all(seat.user_id != self.me for seat in self.seats)

    def _facts(self) -> list[tuple[int, PostFact]]:
        if self.trajectory.at < 0 or not self.trajectory.has_text:
            return []
        rows = Contribution.objects.filter(trajectory=self.trajectory).order_by("phase__number", "position", "pk")
        columns = rows.values_list("pk", "author_id", "role", "kind", "phase__number", "is_late", "sealed_at")
        return [(row[0], PostFact(*row[1:6], row[6] is not None)) for row in columns]

    # --- who is here -------------------------------------------------------------------------------------------------
    @cached_property
    def roles(self) -> set[str]:
        return self.snapshot.roles_of(self.me)

    @property
    def leads(self) -> bool:
        return Role.FACILITATOR in self.roles

    @property
    def owns(self) -> bool:
        return Role.OWNER in self.roles

    @property
    def sees_names(self) -> bool:
        """A hidden owner and those who think along with one are known to the facilitator only."""
        return not self.trajectory.is_hidden or self.leads or self.emergency

    def name_of(self, user: Any, role: str, shown: str = "") -> str:
        if role == Role.FACILITATOR or self.sees_names:
            return str(user) if user is not None else _("voormalig lid")
        if user is None:
            return _("inbrenger") if role == Role.OWNER else shown or _("meedenker")
        if user.pk == self.me:
            return _("jij")
        if role == Role.OWNER:
            return _("inbrenger")
        return shown or next((seat.pseudonym for seat in self.seats if seat.user_id == user.pk), "") or _("meedenker")

    @property
    def people(self) -> list[tuple[str, str]]:
        """(name, role) of who sits in it; nobody when the owner is hidden, or the one who is missing would be found."""
        if not self.sees_names:
            return []
        return [(str(seat.user), seat.get_role_display()) for seat in sorted(self.seats, key=lambda seat: seat.role)]

    # --- the posts ---------------------------------------------------------------------------------------------------
    @cached_property
    def readable(self) -> list[tuple[int, PostFact]]:
        return [(pk, fact) for pk, fact in self.facts
                if can_read(self.snapshot, self.me, fact, emergency=self.emergency)]  # fmt: skip

    @cached_property
    def readable_keys(self) -> set[int]:
        return {pk for pk, _fact in self.readable}

    def threads(self, asked_phase: int | None, page: Any) -> tuple[list[PhaseThread], Page | None]:
        """Everything on one page while it is short; beyond that one phase at a time, fifty posts a page."""
        shown, part = self.readable, None
        if len(shown) > WHOLE:
            number = asked_phase if asked_phase is not None else max(self.trajectory.at, 0)
            shown = [(pk, fact) for pk, fact in shown if fact.phase_number == number]
            part = Paginator(shown, PER_PAGE).get_page(page)
            shown = list(part.object_list)
        rows = Contribution.objects.select_related("author", "phase", "reply_to").in_bulk([pk for pk, _fact in shown])
        prefetch_related_objects(list(rows.values()), "corrections")
        threads = {
            phase.number: PhaseThread(phase) for phase in self.phases if phase.number <= self.trajectory.furthest
        }
        for pk, fact in shown:
            if pk in rows:  # it may be withdrawn at this very moment
                threads[fact.phase_number].posts.append(self._shown(rows[pk]))
        self._count_hidden(threads)
        found = [thread for thread in threads.values() if thread.posts or thread.hidden or part is None]
        return found, part

    def _shown(self, row: Contribution) -> ShownPost:
        name = self.name_of(row.author, row.role, row.shown_name)
        initials = "".join(word[0] for word in name.split()[:2]).upper()
        replies = row.reply_to if row.reply_to_id in self.readable_keys else None
        mine = row.author_id is not None and row.author_id == self.me
        at = row.sealed_at if row.phase.blind and row.sealed_at is not None and not mine else row.posted_at
        return ShownPost(
            row, replies, at, name, str(Role(row.role).label), initials, mine,
            can_edit(self.snapshot, self.me, row), can_correct(self.snapshot, self.me, row),
        )  # fmt: skip

    def _count_hidden(self, threads: dict[int, PhaseThread]) -> None:
        """In a blind phase: how many are ready, how many not yet, and whether one's own is among them."""
        seen = {pk for pk, _fact in self.readable}
        for pk, fact in self.facts:
            if pk not in seen and not fact.is_late and fact.phase_number in threads and fact.kind != STEERING:
                threads[fact.phase_number].hidden += 1
        now = threads.get(self.trajectory.at)
        if now and now.phase.blind and self.trajectory.is_under_way:
            now.waiting = sum(1 for who in self.snapshot.participants if not is_done(self.snapshot, who))
            now.own_hidden = sum(1 for post in now.posts if post.is_own and post.row.kind != STEERING)

    # --- what one can do ---------------------------------------------------------------------------------------------
    @cached_property
    def composers(self) -> list[Kind]:
        return [KINDS[code] for code in KINDS if code in kinds_open_to(self.snapshot, self.me)]

    @cached_property
    def questions(self) -> list[Contribution]:
        """What the owner can answer or rate now."""
        codes = {kind.code for kind in self.composers}
        if not codes & {"antwoord", "waardering"}:
            return []
        keys = [pk for pk, fact in self.readable if fact.kind == "vraag"][-100:]
        return list(Contribution.objects.filter(pk__in=keys).order_by("pk"))

    def may(self, act: str) -> bool:
        return not obstacles(self.snapshot, act, who=self.me)

    @property
    def may_advance(self) -> bool:
        return self.may("advance")

    @property
    def may_go_on(self) -> bool:
        return self.may("go_on")

    @property
    def may_go_back(self) -> bool:
        return self.may("back")

    @property
    def may_withdraw(self) -> bool:
        return self.may("withdraw")

    @property
    def closing_gaps(self) -> list[str]:
        """What closing still waits for, in words."""
        return [str(WORDS[reason]) for reason in obstacles(self.snapshot, "close", who=self.me)]

    @property
    def phase(self) -> Phase | None:
        at = self.trajectory.at
        return self.phases[at] if 0 <= at < len(self.phases) else None

    @property
    def next_phase(self) -> Phase | None:
        at = self.trajectory.at + 1
        return self.phases[at] if at < len(self.phases) else None

    @property
    def turn_words(self) -> str:
        """Whose turn it is, in words; counts only, so nobody is found by elimination."""
        phase = self.snapshot.phase
        if phase is None or self.trajectory.state != State.RUNNING:
            return str(self.trajectory.get_state_display())
        if phase.waits_for_participants:
            if not phase.min_participant:
                return _("meedenkers: %(n)s schreven al") % {"n": contributors(self.snapshot)}
            done = sum(1 for who in self.snapshot.participants if is_done(self.snapshot, who))
            return _("meedenkers: %(done)s van %(all)s klaar") % {"done": done, "all": len(self.snapshot.participants)}
        return str(Role.OWNER.label)

    @property
    def may_words(self) -> str:
        if self.emergency:
            return _("lezen, met noodtoegang")
        if not self.composers:
            return _("lezen")
        return ", ".join(str(kind.label).lower() for kind in self.composers)

    @property
    def done_by_person(self) -> list[tuple[str, bool]]:
        """The facilitator's view: who posted what this phase asks."""
        phase = self.snapshot.phase
        if phase is None or not phase.waits_for_participants:
            return []
        return [
            (str(seat.user), is_done(self.snapshot, seat.user_id))
            for seat in self.seats
            if seat.role == Role.PARTICIPANT
        ]
