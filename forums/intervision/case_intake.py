"""Bringing a case: the draft, announcing it, who may think along, and the start."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forums.intervision.choices import Openness, Role, State
from forums.intervision.circles import facilitators_of
from forums.intervision.errors import MovedOn, Refused
from forums.intervision.hiding import hide
from forums.intervision.machine import Refusal
from forums.intervision.models import Circle, Contribution, Exclusion, Method, Phase, Seat, Trajectory
from forums.intervision.models.trajectory import TITLE_MAX
from forums.intervision.phases import enter
from forums.intervision.pseudonyms import draw
from forums.intervision.state import locked, missing, take_snapshot
from forums.intervision.transitions import obstacles
from staalkaart.core.delivery.events import tell
from staalkaart.learning.models import Challenge
from staalkaart.members.models import Grant, Membership, User

CASE_FIELDS = (
    "title", "question", "case", "circle", "method", "openness", "person_knows", "person_reason", "organisation_agrees",
    "nobody_recognisable", "no_danger", "own_project_too",
)  # fmt: skip


@transaction.atomic
def start_draft(
    *, by: User, circle: Circle | None = None, on_behalf: bool = False, challenge: Challenge | None = None
) -> Trajectory:
    """A case that only its owner can open. On behalf: the facilitator's, with no link to whose case it is."""
    openness = Openness.BEHALF if on_behalf else Openness.OPEN
    title = challenge.title[:TITLE_MAX] if challenge else ""
    trajectory = Trajectory(circle=circle, openness=openness, challenge=challenge, title=title)
    trajectory.audience = f"private:{by.pk}"
    trajectory.save()
    Seat.objects.create(trajectory=trajectory, user=by, role=Role.FACILITATOR if on_behalf else Role.OWNER)
    return trajectory


@transaction.atomic
def save_case(*, trajectory: Trajectory, by: User, values: dict[str, Any], seen: int | None = None) -> Trajectory:
    """Keep the form as it is, complete or not. After announcing, the words can still change until the group starts."""
    trajectory = locked(trajectory)
    if trajectory.state not in {State.DRAFT, State.ANNOUNCED, State.ASSEMBLING}:
        raise Refused([Refusal.STARTED])
    if seen is not None and trajectory.version != seen:
        raise MovedOn
    words = {"title", "question", "case", "person_knows", "person_reason"}
    for name in CASE_FIELDS:
        if name in values and (trajectory.state == State.DRAFT or name in words):
            setattr(trajectory, name, values[name])
    trajectory.version += 1
    if trajectory.state != State.DRAFT and words & set(missing(trajectory)):
        raise Refused([Refusal.INCOMPLETE])
    trajectory.save()
    return trajectory


@transaction.atomic
def announce(*, trajectory: Trajectory, by: User, now: datetime | None = None) -> Trajectory:
    """The facilitator of the circle hears that there is a case; nobody else does."""
    trajectory = locked(trajectory)
    if refused := obstacles(take_snapshot(trajectory), "announce", who=by.pk):
        raise Refused(refused)
    circle, method = trajectory.circle, trajectory.method
    assert circle is not None
    assert method is not None
    if trajectory.is_hidden:
        hide(trajectory, by, circle, method)
    leads = facilitators_of(circle)
    if not trajectory.is_on_behalf:
        if by.pk in leads or not leads:
            raise Refused([Refusal.OWN_FACILITATOR if leads else Refusal.NO_FACILITATOR])
        Seat.objects.create(trajectory=trajectory, user_id=leads[0], role=Role.FACILITATOR)
    # not by set_audience: its log would keep for a year who brought a case without their name
    Trajectory.objects.filter(pk=trajectory.pk).update(audience=circle.token)
    copy_method(trajectory, method)
    trajectory.state, trajectory.announced_at = State.ANNOUNCED, now or timezone.now()
    trajectory.save()
    tell("case_announced", to=leads, url=trajectory.get_absolute_url(), about=trajectory, by=by, circle=circle.name)
    return trajectory


def copy_method(trajectory: Trajectory, method: Method, *, keep: Iterable[int] = ()) -> None:
    """A trajectory keeps its own copy: what editors change later does not change a case that is under way."""
    trajectory.phases.exclude(pk__in=keep).delete()
    Phase.objects.bulk_create(
        Phase(trajectory=trajectory, number=number, **phase.phase_values())
        for number, phase in enumerate(method.phases.all())
    )
    trajectory.method, trajectory.method_label, trajectory.fewest_people = (
        method,
        method.label,
        max(method.fewest - 1, 1),
    )


def candidates(trajectory: Trajectory) -> list[User]:
    """Who could think along: the circle's people without the owner, whom the owner left out, the owner's own project, and what
    a hidden owner's case leaves out by lot."""
    assert trajectory.circle is not None
    inside = trajectory.circle.seats.current().filter(role=Grant.Role.MEMBER, user__is_active=True)
    owner = trajectory.seats.current().filter(role=Role.OWNER).values("user")
    rows = User.objects.filter(pk__in=inside.values("user")).exclude(pk__in=owner)
    rows = rows.exclude(pk__in=trajectory.exclusions.values("user"))
    if trajectory.left_out:
        places = Membership.objects.current().filter(project__in=trajectory.left_out)
        rows = rows.exclude(pk__in=places.values("user"))
    if not trajectory.own_project_too:
        own = Membership.objects.current().filter(user__in=owner, project__isnull=False).values("project")
        rows = rows.exclude(pk__in=Membership.objects.current().filter(project__in=own).values("user"))
    return list(rows.order_by("name"))


@transaction.atomic
def assemble(*, trajectory: Trajectory, by: User, users: Iterable[User]) -> Trajectory:
    """The facilitator puts the group together; the owner sees the names before anybody reads a word."""
    trajectory = locked(trajectory)
    if refused := obstacles(take_snapshot(trajectory), "assemble", who=by.pk):
        raise Refused(refused)
    trajectory.state = State.ASSEMBLING
    if trajectory.is_on_behalf:
        trajectory.names_seen_at = timezone.now()
    trajectory.save()
    _seat(trajectory, users)
    owner = trajectory.seats.current().filter(role=Role.OWNER).values_list("user", flat=True)
    tell("case_names", to=owner, url=trajectory.get_absolute_url(), about=trajectory, by=by)
    return trajectory


def _seat(trajectory: Trajectory, users: Iterable[User]) -> None:
    possible = {user.pk for user in candidates(trajectory)}
    chosen = [user for user in users if user.pk in possible]
    taken = set(trajectory.seats.values_list("pseudonym", flat=True))
    names = draw(len(chosen), taken) if trajectory.is_hidden else [""] * len(chosen)
    Seat.objects.bulk_create(
        Seat(trajectory=trajectory, user=user, role=Role.PARTICIPANT, pseudonym=name)
        for user, name in zip(chosen, names, strict=True)
    )


@transaction.atomic
def add_participants(*, trajectory: Trajectory, by: User, users: Iterable[User]) -> None:
    """More people before the start; the owner looks at the names anew."""
    trajectory = locked(trajectory)
    if trajectory.state != State.ASSEMBLING or Role.FACILITATOR not in take_snapshot(trajectory).roles_of(by.pk):
        raise Refused([Refusal.WRONG_STATE])
    seated = set(trajectory.seats.current().values_list("user", flat=True))
    fresh = [user for user in users if user.pk not in seated]
    if not fresh:
        return
    _seat(trajectory, fresh)
    if not trajectory.is_on_behalf:
        trajectory.names_seen_at = None
        trajectory.save()
        owner = trajectory.seats.current().filter(role=Role.OWNER).values_list("user", flat=True)
        tell("case_names", to=owner, url=trajectory.get_absolute_url(), about=trajectory, by=by)


@transaction.atomic
def settle_names(*, trajectory: Trajectory, by: User, without: Iterable[int] = ()) -> None:
    """The owner looked at the names, and leaves out whom they want; no reason is asked, and the others are not told."""
    trajectory = locked(trajectory)
    now = take_snapshot(trajectory)
    if trajectory.state != State.ASSEMBLING or Role.OWNER not in now.roles_of(by.pk):
        raise Refused([Refusal.NOT_YOURS])
    gone = [pk for pk in without if pk in now.participants]
    Exclusion.objects.bulk_create([Exclusion(trajectory=trajectory, user_id=pk) for pk in gone], ignore_conflicts=True)
    trajectory.seats.current().filter(role=Role.PARTICIPANT, user__in=gone).delete()
    trajectory.names_seen_at = timezone.now()
    trajectory.save()
    leads = trajectory.seats.current().filter(role=Role.FACILITATOR).values_list("user", flat=True)
    tell("case_names_settled", to=leads, url=trajectory.get_absolute_url(), about=trajectory, by=by)


@transaction.atomic
def start(*, trajectory: Trajectory, by: User, now: datetime | None = None, seen: int | None = None) -> Trajectory:
    """Open the first phase. The case is its first contribution, which its owner can still change until the phase ends."""
    now = now or timezone.now()
    trajectory = locked(trajectory)
    if seen is not None and trajectory.version != seen:
        raise MovedOn
    snapshot = take_snapshot(trajectory, now=now)
    if refused := obstacles(snapshot, "start", who=by.pk):
        raise Refused(refused)
    trajectory.state, trajectory.started_at = State.RUNNING, now
    enter(trajectory, 0, now, by=by)
    first = trajectory.phases.get(number=0)
    if "casus" in first.owner_kinds:
        Contribution.objects.create(
            trajectory=trajectory, phase=first, author_id=snapshot.owning, role=Role.OWNER, kind="casus",
            text=f"{trajectory.case}\n\n**{trajectory.question}**", posted_at=now,
        )  # fmt: skip
    log(trajectory, "staalkaart.trajectory_started", user=by)
    return trajectory
