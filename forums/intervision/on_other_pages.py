"""What intervision brings to /mijn/ and to the handover list of a leaver."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.intervision.choices import FINISHED, Role
from forums.intervision.models import CircleSeat, Seat
from forums.intervision.turns import my_turns
from staalkaart.core.access import NETWORK, Viewer
from staalkaart.learning.models import Challenge
from staalkaart.members.models import Grant, Membership, Project, User
from staalkaart.members.teams import HandoverItem

FEW = 4
Shown = tuple[str, dict[str, Any]] | None


def intervision_card(viewer: Viewer, user: User) -> Shown:
    """What waits for this person, and invitations."""
    turns = my_turns(viewer, user)
    invited = list(CircleSeat.objects.invited().filter(user=user).select_related("circle", "invited_by"))
    if not turns and not invited:
        return None
    return "intervision/cards/mine.html", {"turns": turns[:FEW], "invited": invited}


def start_from_challenge(viewer: Viewer, challenge: Any) -> Shown:
    """Under a challenge: bring one's own case about it."""
    return ("intervision/cards/start.html", {"challenge": challenge}) if NETWORK in viewer.tokens else None


def start_from_day(viewer: Viewer, block: Any) -> Shown:
    """At a block of a network day: bring one's own case about it, from the challenge that it is about if there is one."""
    if NETWORK not in viewer.tokens:
        return None
    linked = (link.uid.partition(":")[2] for link in block.links.all() if link.uid.startswith("challenge:"))
    challenge = Challenge.objects.visible_to(viewer).filter(pk=next(linked, 0)).first()
    return "intervision/cards/start.html", {"challenge": challenge}


def cases_in_hand(user: User, project: Project | None) -> list[HandoverItem]:
    """Somebody who leaves the network hands over the circles they lead and takes back or finishes their own cases.

    Counted when this is their last place: who only changes project stays where they are. Numbers, no titles.
    """
    if Membership.objects.current().filter(user=user).count() > 1:
        return []
    items = []
    own = Seat.objects.current().filter(user=user, role=Role.OWNER).exclude(trajectory__state__in=FINISHED)
    running = [seat for seat in own.select_related("trajectory") if seat.trajectory.has_text]
    if running:
        words = ngettext("%(n)s eigen casus loopt nog.", "%(n)s eigen casussen lopen nog.", len(running))
        items.append(HandoverItem(words % {"n": len(running)}, reverse("intervision:overview"), must=True))
    led = CircleSeat.objects.current().filter(user=user, role=Grant.Role.FACILITATOR, circle__stopped_at=None).count()
    if led:
        words = ngettext("%(n)s kring heeft geen begeleider meer.", "%(n)s kringen hebben geen begeleider meer.", led)
        items.append(HandoverItem(words % {"n": led}, reverse("intervision:overview"), must=True))
    sits = CircleSeat.objects.current().filter(user=user).exclude(role=Grant.Role.FACILITATOR).count()
    if sits:
        items.append(HandoverItem(_("De plaats in de kring vervalt."), reverse("intervision:overview")))
    return items
