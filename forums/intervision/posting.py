"""Writing in a phase: post, change while it lasts, add afterwards, and what came too late."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forums.intervision.choices import ANSWER, QUESTION, RATING, RATINGS, SUMMARY, Role, State
from forums.intervision.errors import MovedOn, Refused
from forums.intervision.machine import Refusal, can_correct, can_edit, can_read, posting_role
from forums.intervision.models import Contribution, Correction, Phase, Trajectory
from forums.intervision.phases import everybody, say
from forums.intervision.state import locked, take_snapshot
from staalkaart.core.writing import autosave
from staalkaart.members.models import User

MOST_LATE = 3


def buffer_key(trajectory: Trajectory, kind: str, of: int = 0) -> str:
    """Where what somebody types is kept; `of` is the post that is being changed or added to."""
    return f"intervision:{trajectory.pk}:{kind}:{of}"


@transaction.atomic
def post(*, trajectory: Trajectory, by: User, kind: str, text: str, phase: int, reply_to: int | None = None,
         rating: str = "", now: datetime | None = None) -> Contribution:  # fmt: skip
    """Put a contribution before the group. `phase` is the number of the phase it was written for.

    When that phase ended meanwhile, the text is not refused: it waits as a late one, for the facilitator to let in.
    Raises Refused when it may not be posted; then nothing is stored but what autosave kept.
    """
    now = now or timezone.now()
    trajectory = locked(trajectory)
    snapshot = take_snapshot(trajectory, now=now)
    role = posting_role(snapshot, by.pk, kind)
    shown = _shown_name(trajectory, by, role)
    late = _late_phase(trajectory, snapshot, by, kind, phase)
    if late is not None:
        return _keep_late(trajectory, late, by, kind, text)
    if isinstance(role, Refusal):
        raise Refused([role])
    if phase != trajectory.at:
        raise Refused([Refusal.OVER])
    reply = _answered(trajectory, by, kind, reply_to)
    if kind == RATING and rating not in RATINGS:
        raise Refused([Refusal.NO_RATING])
    if known := _same(trajectory, by, (kind, text, reply.pk if reply else None, rating)):
        return known
    row = Contribution.objects.create(
        trajectory=trajectory, phase=trajectory.phases.get(number=trajectory.at), author=by, role=role, kind=kind, text=text,
        posted_at=now, shown_name=shown, reply_to=reply, rating=rating if rating in RATINGS else "",
    )  # fmt: skip
    autosave.drop(user=by, key=buffer_key(trajectory, kind))
    if kind == SUMMARY:
        _summary_changed(trajectory, by)
    if kind == QUESTION and not row.phase.blind:  # a blind one is read when its phase ends, and that is told
        say("owner_asked", trajectory, to=everybody(trajectory, Role.OWNER), by=by)
    return row


def _shown_name(trajectory: Trajectory, by: User, role: str | Refusal) -> str:
    """Where the owner is hidden, the name under a post stays what it was then, whoever leaves later."""
    if not trajectory.is_hidden or role != Role.PARTICIPANT:
        return ""
    return trajectory.seats.filter(user=by).exclude(pseudonym="").values_list("pseudonym", flat=True).first() or ""


def _late_phase(trajectory: Trajectory, snapshot, by: User, kind: str, number: int) -> Phase | None:
    """The earlier phase that this was written for, when its writer could have posted it there."""
    if trajectory.state not in {State.RUNNING, State.PAUSED} or not 0 <= number < trajectory.at:
        return None
    allowed = any(kind in snapshot.phases[number].kinds_of(role) for role in snapshot.roles_of(by.pk))
    return trajectory.phases.get(number=number) if allowed else None


def _keep_late(trajectory: Trajectory, phase: Phase, by: User, kind: str, text: str) -> Contribution:
    roles = take_snapshot(trajectory).roles_of(by.pk)
    role = next(role for role in Role.values if role in roles and kind in phase.as_rule().kinds_of(role))
    waiting = trajectory.contributions.filter(phase=phase, author=by, is_late=True)
    if waiting.count() >= MOST_LATE and not waiting.filter(text=text).exists():
        raise Refused([Refusal.ENOUGH])
    row, made = Contribution.objects.get_or_create(
        trajectory=trajectory,
        phase=phase,
        author=by,
        kind=kind,
        text=text,
        is_late=True,
        defaults={"role": role, "shown_name": _shown_name(trajectory, by, role)},
    )
    autosave.drop(user=by, key=buffer_key(trajectory, kind))
    if made:
        say("came_late", trajectory, to=everybody(trajectory, Role.FACILITATOR), by=by)
    return row


def _same(trajectory: Trajectory, by: User, said: tuple) -> Contribution | None:
    """The same words twice in a row, as a button that was tapped twice sends them, are one contribution."""
    here = trajectory.contributions.filter(author=by, phase__number=trajectory.at, sealed_at=None)
    last = here.order_by("-pk").first()
    return last if last is not None and (last.kind, last.text, last.reply_to_id, last.rating) == said else None


def _answered(trajectory: Trajectory, by: User, kind: str, pk: int | None) -> Contribution | None:
    """What it answers or rates: something its writer can read, in this trajectory."""
    if pk is None or kind not in {ANSWER, RATING}:
        return None
    row = trajectory.contributions.select_related("phase").filter(pk=pk).first()
    return row if row is not None and can_read(take_snapshot(trajectory), by.pk, row) else None


def _summary_changed(trajectory: Trajectory, by: User) -> None:
    """A new or changed summary asks the owner's agreement anew; on behalf, the facilitator gives it with the text."""
    Trajectory.objects.filter(pk=trajectory.pk).update(
        summary_agreed_at=timezone.now() if trajectory.is_on_behalf else None
    )
    if not trajectory.is_on_behalf:
        say("summary_ready", trajectory, to=everybody(trajectory, Role.OWNER), by=by)


def _own(trajectory: Trajectory, pk: int) -> Contribution:
    return Contribution.objects.select_related("phase").get(trajectory=trajectory, pk=pk)


@transaction.atomic
def edit(
    *, trajectory: Trajectory, by: User, pk: int, text: str, rating: str = "", seen: str | None = None
) -> Contribution:
    """Change one's own, until its phase ends; a moment later it is an addition instead. `seen` is the stamp it was read with."""
    trajectory = locked(trajectory)
    row = _own(trajectory, pk)
    if not can_edit(take_snapshot(trajectory), by.pk, row):
        raise Refused([Refusal.OVER])
    if seen is not None and row.stamp != seen:
        raise MovedOn
    row.text, row.edited_at, row.rating = text, timezone.now(), rating if rating in RATINGS else row.rating
    row.save()
    autosave.drop(user=by, key=buffer_key(trajectory, row.kind, row.pk))
    if row.kind == SUMMARY:
        _summary_changed(trajectory, by)
    return row


@transaction.atomic
def correct(*, trajectory: Trajectory, by: User, pk: int, text: str) -> Correction:
    """Add to one's own after the phase; the first text stays."""
    trajectory = locked(trajectory)
    row = _own(trajectory, pk)
    if not can_correct(take_snapshot(trajectory), by.pk, row):
        raise Refused([Refusal.OVER])
    last = row.corrections.last()
    if last is not None and last.text == text:
        return last
    autosave.drop(user=by, key=buffer_key(trajectory, row.kind, row.pk))
    return Correction.objects.create(contribution=row, text=text)


@transaction.atomic
def let_in(*, trajectory: Trajectory, by: User, pk: int) -> None:
    """The facilitator puts a late contribution in the phase it was written for, open to whoever may read that phase."""
    trajectory = locked(trajectory)
    snapshot = take_snapshot(trajectory)
    if Role.FACILITATOR not in snapshot.roles_of(by.pk) or not trajectory.is_under_way:
        raise Refused([Refusal.NOT_YOURS])
    row = _own(trajectory, pk)
    if row.is_late:
        row.is_late, row.sealed_at = False, timezone.now()
        row.position = row.phase.contributions.count() + 1
        row.save()
