"""Another owner or another method: before the second phase by the facilitator; the owner by themself at any time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from forums.intervision.case_intake import candidates, copy_method
from forums.intervision.choices import BEFORE_START, UNDER_WAY, Role, State
from forums.intervision.errors import Refused
from forums.intervision.hiding import would_be_found
from forums.intervision.machine import Refusal
from forums.intervision.models import Contribution, Method, Phase, Seat, Trajectory
from forums.intervision.phases import everybody, say
from forums.intervision.state import locked, take_snapshot
from forums.intervision.transitions import obstacles
from forums.intervision.workdays import deadline_after
from staalkaart.core.access import NETWORK
from staalkaart.members.models import Grant, Membership, User

OUT_OF_THE_WAY = 1000  # numbers are unique within a trajectory while both copies are there


def heirs(trajectory: Trajectory) -> list[User]:
    """Who could take the case over: people of the circle and colleagues of the owner, but nobody who was left out of it."""
    if trajectory.circle is None or trajectory.is_on_behalf or trajectory.state not in BEFORE_START | UNDER_WAY:
        return []
    inside = trajectory.circle.seats.current().filter(role=Grant.Role.MEMBER).values("user")
    sits = trajectory.seats.current()
    owner, leads = sits.filter(role=Role.OWNER).values("user"), sits.filter(role=Role.FACILITATOR).values("user")
    own = Membership.objects.current().filter(user__in=owner, project__isnull=False).values("project")
    team = Membership.objects.current().filter(project__in=own).values("user")
    members = Grant.objects.current().filter(token=NETWORK).values("user")
    rows = User.objects.filter(Q(pk__in=inside) | Q(pk__in=team), pk__in=members, is_active=True)
    rows = rows.exclude(pk__in=owner).exclude(pk__in=leads).exclude(pk__in=trajectory.exclusions.values("user"))
    found = list(rows.order_by("name"))
    return [user for user in found if not would_be_found(user, trajectory.circle)] if trajectory.is_hidden else found


@transaction.atomic
def swap_owner(*, trajectory: Trajectory, by: User, to: User, now: datetime | None = None) -> None:
    """The new owner looks at the names anew where nobody read yet; colleagues of theirs do not think along unasked."""
    now = now or timezone.now()
    trajectory = locked(trajectory)
    snapshot = take_snapshot(trajectory, now=now)
    own = snapshot.owner is not None and by.pk == snapshot.owner and trajectory.state in BEFORE_START | UNDER_WAY
    if not own and (refused := obstacles(snapshot, "swap", who=by.pk)):
        raise Refused(refused)
    if to not in heirs(trajectory):
        raise Refused([Refusal.NOT_POSSIBLE])
    before = everybody(trajectory, Role.OWNER)
    trajectory.seats.current().filter(role=Role.OWNER).update(until=now)
    trajectory.seats.current().filter(user=to).update(until=now)
    Seat.objects.create(trajectory=trajectory, user=to, role=Role.OWNER)
    if trajectory.state in BEFORE_START:
        allowed = [user.pk for user in candidates(trajectory)]
        trajectory.seats.current().filter(role=Role.PARTICIPANT).exclude(user__in=allowed).delete()
        trajectory.names_seen_at = None
    if trajectory.state == State.DRAFT:
        Trajectory.objects.filter(pk=trajectory.pk).update(audience=f"private:{to.pk}")
    trajectory.version += 1
    trajectory.save()
    say("owner_swapped", trajectory, to=[to.pk, *before, *everybody(trajectory, Role.FACILITATOR)], by=by)


@transaction.atomic
def swap_method(*, trajectory: Trajectory, by: User, method: Method, now: datetime | None = None) -> None:
    """Another way of working, before the second phase; what stands in the first phase stays."""
    now = now or timezone.now()
    trajectory = locked(trajectory)
    snapshot = take_snapshot(trajectory, now=now)
    if refused := obstacles(snapshot, "swap", who=by.pk):
        raise Refused(refused)
    if trajectory.started_at and len(snapshot.participants) < max(method.fewest - 1, 1):
        raise Refused([Refusal.TOO_FEW])
    old = list(trajectory.phases.values_list("pk", flat=True))
    Phase.objects.filter(pk__in=old).update(number=F("number") + OUT_OF_THE_WAY)
    copy_method(trajectory, method, keep=old)
    if trajectory.at >= 0:
        first = trajectory.phases.get(number=0)
        Contribution.objects.filter(trajectory=trajectory).update(phase=first)
        first.started_at, first.deadline = now, deadline_after(now, first.workdays)
        first.save()
    Phase.objects.filter(pk__in=old).delete()
    trajectory.version += 1
    trajectory.save()
    say("method_swapped", trajectory, to=everybody(trajectory) if trajectory.started_at else everybody(
        trajectory, Role.OWNER, Role.FACILITATOR), by=by)  # fmt: skip
