"""The verbs of circles: make, invite, accept, leave, hand over. Tokens of a circle are given and taken here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from forums.intervision.choices import BEFORE_START, EMPTIED, UNDER_WAY, Role, State
from forums.intervision.errors import CircleFull, NotInCircle, SharedMailbox, StillInHand
from forums.intervision.models import Acceptance, Agreement, Circle, CircleSeat, Exclusion, Seat, Trajectory
from forums.intervision.models.circle import MOST
from staalkaart.core.access import NETWORK, key_of
from staalkaart.core.delivery.events import tell
from staalkaart.members.address_lists import is_shared_mailbox
from staalkaart.members.grants import grant, revoke
from staalkaart.members.models import Grant, User

MEMBER, FACILITATOR = Grant.Role.MEMBER, Grant.Role.FACILITATOR
IN_HAND = UNDER_WAY | BEFORE_START


@transaction.atomic
def create_circle(*, by: User, name: str, purpose: str = "", region: Any = None, takes_guests: bool = False) -> Circle:
    """A facilitator starts a circle and has its first seat."""
    circle = Circle.objects.create(name=name, purpose=purpose, region=region, takes_guests=takes_guests)
    seat = CircleSeat.objects.create(circle=circle, user=by, role=FACILITATOR, joined_at=timezone.now())
    grant(user=by, token=circle.token, role=seat.role)
    log(circle, "staalkaart.circle_created", user=by)
    return circle


@transaction.atomic
def invite(*, circle: Circle, user: User, by: User) -> CircleSeat:
    """Ask a member of the network; asking twice is asking once."""
    works = user.as_viewer().has_role(MEMBER, Grant.Role.COORDINATOR)  # partners read no circle
    if not works or NETWORK not in user.as_viewer().tokens or not user.is_active or circle.stopped_at:
        raise NotInCircle
    seat = circle.seats.filter(user=user, left_at=None).first()
    if seat is not None:
        return seat
    if circle.seats.filter(left_at=None, role=MEMBER).count() >= MOST:
        raise CircleFull
    seat = CircleSeat.objects.create(circle=circle, user=user, role=MEMBER, invited_by=by)
    tell("circle_invited", to=[user.pk], url="/intervisie/", by=by, who=str(by), circle=circle.name)
    return seat


@transaction.atomic
def accept(*, seat: CircleSeat) -> None:
    """The invited person accepts the agreements that hold now, with the time, and comes in."""
    seat = CircleSeat.objects.select_for_update(of=("self",)).select_related("circle", "user").get(pk=seat.pk)
    if seat.left_at is not None or seat.circle.stopped_at:
        raise NotInCircle
    if is_shared_mailbox(seat.user.email) and not Authenticator.objects.filter(user=seat.user).exists():
        raise SharedMailbox
    accept_agreements(user=seat.user)
    if seat.joined_at is None:
        seat.joined_at = timezone.now()
        seat.save(update_fields=["joined_at"])
        grant(user=seat.user, token=seat.circle.token, role=seat.role)
        url = seat.circle.get_absolute_url()
        tell("circle_joined", to=facilitators_of(seat.circle), url=url, by=seat.user, about=seat.circle,
             who=str(seat.user), circle=seat.circle.name)  # fmt: skip


def accept_agreements(*, user: User) -> None:
    current = Agreement.current()
    if current is not None:
        Acceptance.objects.get_or_create(agreement=current, user=user)


def has_accepted(user: User) -> bool:
    current = Agreement.current()
    return current is None or Acceptance.objects.filter(agreement=current, user=user).exists()


@transaction.atomic
def leave(*, seat: CircleSeat, by: User) -> None:
    """Go, decline or be removed: the token ends at once, and so do the seats as a participant."""
    seat = CircleSeat.objects.select_for_update(of=("self",)).select_related("circle", "user").get(pk=seat.pk)
    if seat.left_at is not None:
        return
    held = Seat.objects.current().filter(user=seat.user, trajectory__circle=seat.circle, trajectory__state__in=IN_HAND)
    held = held.exclude(trajectory__state=State.DRAFT)  # a draft is nobody's business but its writer's
    if seat.is_facilitator or held.exclude(role=Role.PARTICIPANT).exists():
        raise StillInHand
    end_seat(seat)
    if by.pk != seat.user_id:
        tell("circle_removed", to=[seat.user_id], url="/intervisie/", by=by, circle=seat.circle.name)


def end_seat(seat: CircleSeat) -> None:
    now = timezone.now()
    CircleSeat.objects.filter(pk=seat.pk).update(left_at=now)
    inside = Seat.objects.current().filter(user=seat.user, trajectory__circle=seat.circle)
    Trajectory.objects.filter(seats__in=inside, state=State.DRAFT).update(circle=None)
    inside = inside.exclude(trajectory__state=State.DRAFT)
    inside.exclude(role=Role.OWNER).update(until=now)  # one's own closed cases stay readable as before
    revoke(user=seat.user, token=seat.circle.token, role=seat.role)


@transaction.atomic
def hand_over(*, circle: Circle, to: User, by: User) -> None:
    """Another facilitator takes the circle with all that runs in it; the former one leaves."""
    old = circle.seats.current().select_related("user").filter(role=FACILITATOR).first()
    if (old is not None and to.pk == old.user_id) or not to.is_active or not to.as_viewer().has_role(FACILITATOR):
        raise NotInCircle
    _check_may_lead(circle, to)
    led = _led_in(circle, old.user) if old is not None else _led_by_nobody(circle)
    leaving = [pk for pk in (old.user_id if old else None, to.pk) if pk is not None]
    for seat in circle.seats.filter(user__in=leaving, left_at=None).select_related("circle", "user"):
        end_seat(seat)
    CircleSeat.objects.create(circle=circle, user=to, role=FACILITATOR, invited_by=by, joined_at=timezone.now())
    owned = set(Seat.objects.current().filter(user=to, trajectory__in=led).values_list("trajectory", flat=True))
    Seat.objects.bulk_create(
        Seat(trajectory_id=pk, user=to, role=Role.FACILITATOR) for pk in led if pk not in owned
    )  # of one's own closed case one stays the owner
    grant(user=to, token=circle.token, role=FACILITATOR)
    log(circle, "staalkaart.circle_handed_over", user=by)
    inside = circle.seats.current().values_list("user", flat=True)
    tell("circle_handed_over", to={*inside, *leaving}, url="/intervisie/", by=by, circle=circle.name)


def _check_may_lead(circle: Circle, to: User) -> None:
    """Nobody leads a circle in which their own case runs, or from one of whose cases they were left out."""
    running = circle.trajectories.filter(state__in=IN_HAND).exclude(state=State.DRAFT)
    own = Seat.objects.current().filter(user=to, role=Role.OWNER, trajectory__in=running)
    if own.exists() or Exclusion.objects.filter(user=to, trajectory__in=running).exists():
        raise StillInHand


def _led_in(circle: Circle, user: User) -> list[int]:
    """The trajectories that this person facilitates here; a draft of their own is theirs alone and stays with them."""
    seats = Seat.objects.current().filter(trajectory__circle=circle, user=user, role=Role.FACILITATOR)
    return list(seats.exclude(trajectory__state=State.DRAFT).values_list("trajectory", flat=True))


def _led_by_nobody(circle: Circle) -> list[int]:
    """The trajectories of a facilitator who is gone already; drafts and what is erased stay as they are."""
    led = Seat.objects.current().filter(trajectory__circle=circle, role=Role.FACILITATOR).values("trajectory")
    rows = circle.trajectories.exclude(state__in=EMPTIED | {State.DRAFT}).exclude(pk__in=led)
    return list(rows.values_list("pk", flat=True))


def without_facilitator(regions: Iterable[int | None]) -> list[Circle]:
    """Circles of these regions that nobody leads any more: suspended, erased, or gone."""
    led = CircleSeat.objects.current().filter(role=FACILITATOR, user__is_active=True).values("circle")
    return list(Circle.objects.filter(stopped_at=None, region__in=regions).exclude(pk__in=led))


@transaction.atomic
def take_over(*, circle: Circle, by: User) -> None:
    """A facilitator of the region steps in where nobody leads; everybody in the circle is told."""
    if circle not in without_facilitator([circle.region_id]) or not by.as_viewer().has_role(
        FACILITATOR, token=circle.region.token if circle.region else None
    ):
        raise NotInCircle
    hand_over(circle=circle, to=by, by=by)


@transaction.atomic
def stop_circle(*, circle: Circle, by: User) -> None:
    """No new cases; what was closed stays readable for who sat in it until its year is over."""
    if circle.trajectories.filter(state__in=IN_HAND).exclude(state=State.DRAFT).exists():
        raise StillInHand
    Circle.objects.filter(pk=circle.pk).update(stopped_at=timezone.now())
    circle.seats.invited().update(left_at=timezone.now())
    log(circle, "staalkaart.circle_stopped", user=by)


def facilitators_of(circle: Circle) -> list[int]:
    return list(circle.seats.current().filter(role=FACILITATOR, user__is_active=True).values_list("user", flat=True))


def guests_of(token: str) -> list[int]:
    """Who brought a case to this circle from elsewhere: in the room, without its token."""
    seats = Seat.objects.current().filter(trajectory__state__in=IN_HAND, trajectory__circle=key_of(token, "circle"))
    return list(seats.values_list("user_id", flat=True).distinct())
