"""Somebody leaves the network or has their account erased: they go at once. What runs is paused or withdrawn, who leads it hears so.

Of a case only the facilitator of its circle hears; of a draft nobody does.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from forums.intervision import circles, phases
from forums.intervision.choices import EMPTIED, FINISHED, Openness, Role, State
from forums.intervision.closing import withdraw
from forums.intervision.models import Circle, CircleSeat, Seat
from forums.intervision.phases import everybody, say
from staalkaart.core.delivery.events import tell
from staalkaart.core.writing.autosave import AutosaveBuffer
from staalkaart.members.models import Grant, User


@transaction.atomic
def leave_everything(user: User) -> None:
    """No circle opens any more. A running case waits for another owner, a circle for another facilitator."""
    for seat in running_cases_of(user).exclude(trajectory__state=State.DRAFT).select_related("trajectory__circle"):
        _stand_still(seat)
    _leave_circles(user)


def withdraw_all_of(user: User) -> None:
    """An account is erased: its running cases are withdrawn, its drafts are gone, its circles wait for another facilitator."""
    owned = Seat.objects.current().filter(user=user).exclude(trajectory__state__in=FINISHED | EMPTIED)
    mine = owned.filter(role=Role.OWNER) | owned.filter(role=Role.FACILITATOR, trajectory__openness=Openness.BEHALF)
    for seat in mine.select_related("trajectory"):
        withdraw(trajectory=seat.trajectory, by=user)
    AutosaveBuffer.objects.filter(user=user, key__startswith="intervision:").delete()
    _leave_circles(user)


def _leave_circles(user: User) -> None:
    led = circles_led_by(user)
    for place in CircleSeat.objects.filter(user=user, left_at=None).select_related("circle", "user"):
        circles.end_seat(place)
    for circle in led:
        tell_who_can_lead(circle)


def running_cases_of(user: User) -> QuerySet[Seat]:
    return Seat.objects.current().filter(user=user, role=Role.OWNER).exclude(trajectory__state__in=FINISHED | EMPTIED)


def circles_led_by(user: User) -> list[Circle]:
    seats = CircleSeat.objects.current().filter(user=user, role=Grant.Role.FACILITATOR, circle__stopped_at=None)
    return [seat.circle for seat in seats.select_related("circle__region")]


def _stand_still(seat: Seat) -> None:
    """The clock stops before the owner is gone; the facilitator finds another owner or sees to it that the words go."""
    trajectory = seat.trajectory
    if trajectory.state == State.RUNNING:
        phases.pause(trajectory=trajectory, by=seat.user)
    Seat.objects.filter(pk=seat.pk).update(until=timezone.now())
    leads = everybody(trajectory, Role.FACILITATOR)
    if not leads and trajectory.circle:  # announced, and not taken up yet
        leads = circles.facilitators_of(trajectory.circle)
    say("owner_gone", trajectory, to=leads)


def tell_who_can_lead(circle: Circle) -> None:
    """Who sits in it, and the facilitators who can take it over: of its region, else all."""
    inside: list[int] = list(circle.seats.current().values_list("user", flat=True))
    able: Any = Grant.objects.current().filter(role=Grant.Role.FACILITATOR)
    near = able.filter(token=circle.region.token) if circle.region else able.none()
    people = (near if near.exists() else able).values_list("user", flat=True)
    tell("circle_without", to={*inside, *people}, url=reverse("intervision:overview"), circle=circle.name)
