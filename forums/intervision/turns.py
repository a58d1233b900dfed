"""Whose turn it is: the list that /intervisie/ and /mijn/ open with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.intervision.choices import ANSWER, BEFORE_START, FINISHED, QUESTION, UNDER_WAY, Role, State
from forums.intervision.machine import Snapshot, kinds_open_to
from forums.intervision.models import Contribution, Phase, Seat, Trajectory
from forums.intervision.phases import waited_for
from forums.intervision.state import PostFact, take_snapshot
from forums.intervision.transitions import minimums_met
from staalkaart.core.access import Viewer


@dataclass(frozen=True)
class Turn:
    """A trajectory with what this person can or must do in it now."""

    trajectory: Trajectory
    phase: Phase | None
    role: str
    words: str
    is_mine: bool
    deadline: datetime | None


def mine_first(turns: list[Turn]) -> list[Turn]:
    """What waits for this person, the nearest deadline on top."""
    turns = [turn for turn in turns if turn.is_mine]
    return sorted(turns, key=lambda turn: (turn.deadline is None, turn.deadline or turn.trajectory.created_at))


def all_turns(viewer: Viewer, user: Any) -> list[Turn]:
    """Every trajectory that this person sits in and that is not over: the same number of queries however many."""
    posts = Contribution.objects.select_related(None).only("trajectory_id", "phase_id", "author_id", "role", "kind",
                                                           "is_late", "sealed_at", "reply_to_id")  # fmt: skip
    rows = (
        Trajectory.objects.visible_to(viewer)
        .filter(state__in=BEFORE_START | UNDER_WAY | FINISHED, seats__user=user, seats__until=None)
        .select_related("circle")
        .prefetch_related(
            Prefetch("seats", Seat.objects.current().filter(user__is_active=True), to_attr="sitting"),
            "phases",
            Prefetch("contributions", posts.order_by(), to_attr="written"),
        )
        .distinct()
    )
    return [_turn(row, user) for row in rows]


def _turn(trajectory: Trajectory, user: Any) -> Turn:
    phases = list(trajectory.phases.all())
    numbers = {phase.pk: phase.number for phase in phases}
    posts = [
        PostFact(row.author_id, row.role, row.kind, numbers[row.phase_id], row.is_late, row.is_sealed)
        for row in trajectory.written  # type: ignore[attr-defined]
    ]
    seats = trajectory.sitting  # type: ignore[attr-defined]
    snapshot = take_snapshot(trajectory, posts=posts, seats=seats, phases=phases)
    phase = phases[trajectory.at] if 0 <= trajectory.at < len(phases) else None
    role = next(seat.role for seat in seats if seat.user_id == user.pk)
    words, mine = _asked(trajectory, snapshot, user.pk)
    if not mine and (n := unanswered(trajectory, snapshot, user.pk)):
        words = ngettext("%(n)s vraag wacht op je antwoord", "%(n)s vragen wachten op je antwoord", n) % {"n": n}
        mine = True
    deadline = phase.deadline if phase and trajectory.state == State.RUNNING else None
    return Turn(trajectory, phase, role, words, mine, deadline)


def unanswered(trajectory: Trajectory, snapshot: Snapshot, who: int) -> int:
    """How many questions the owner can read and answer now, and did not."""
    if who != snapshot.owning or ANSWER not in kinds_open_to(snapshot, who):
        return 0
    blind = {phase.pk for phase in trajectory.phases.all() if phase.blind}
    written = [row for row in trajectory.written if not row.is_late]  # type: ignore[attr-defined]
    asked = {row.pk for row in written if row.kind == QUESTION and (row.sealed_at or row.phase_id not in blind)}
    return len(asked - {row.reply_to_id for row in written if row.kind == ANSWER})


def _asked(trajectory: Trajectory, snapshot: Snapshot, who: int) -> tuple[str, bool]:
    """In words what this person does here now, and whether somebody waits for it."""
    roles = snapshot.roles_of(who)
    leads, owns = Role.FACILITATOR in roles, Role.OWNER in roles
    if trajectory.state in BEFORE_START:
        return _asked_before(trajectory, leads, owns)
    if trajectory.state in FINISHED:
        return _asked_after(trajectory, owns)
    if leads and (asked := _asked_to_lead(trajectory, snapshot)):
        return asked, True
    if trajectory.state == State.PAUSED:
        return (_("Gepauzeerd: hervat wanneer het past"), False)
    if (
        owns
        and not leads
        and not trajectory.summary_agreed_at
        and any(p.kind == "samenvatting" for p in snapshot.posts)
    ):
        return _("Lees de samenvatting na"), True
    if who in waited_for(snapshot):
        return _("Jij bent aan zet"), True
    if leads and (snapshot.overdue or minimums_met(snapshot)):
        return (_("Rond het traject af"), True) if snapshot.is_last else (_("Klaar voor de volgende fase?"), True)
    return (_("Je mag schrijven"), False) if kinds_open_to(snapshot, who) else (_("Nu lees je mee"), False)


def _asked_after(trajectory: Trajectory, owns: bool) -> tuple[str, bool]:
    if trajectory.state == State.REPORTED:
        return _("Afgerond en teruggekoppeld"), False
    return (_("Vertel hoe het afliep"), True) if owns and trajectory.report_asked_at else (_("Afgerond"), False)


def _asked_to_lead(trajectory: Trajectory, snapshot: Snapshot) -> str:
    """What only the facilitator can settle, whatever the phase; "" for nothing."""
    if snapshot.owning is None:
        return _("De inbrenger is weg: kies een andere, of trek de casus in")
    if any(row.is_late for row in trajectory.written):  # type: ignore[attr-defined]
        return _("Een bijdrage kwam te laat: laat je ze toe?")
    return ""


def _asked_before(trajectory: Trajectory, leads: bool, owns: bool) -> tuple[str, bool]:
    if trajectory.state == State.DRAFT:
        return _("Werk je casus af en kondig ze aan"), True
    if trajectory.state == State.ANNOUNCED:
        return (_("Stel de groep samen"), True) if leads else (_("De begeleider stelt de groep samen"), False)
    if not trajectory.names_seen_at:
        return (_("Kijk na wie je casus leest"), True) if owns else (_("De inbrenger kijkt de namen na"), False)
    return (_("Start het traject"), True) if leads else (_("Het traject begint binnenkort"), False)
