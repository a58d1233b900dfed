"""What intervision brings to /mijn/ and to the handover list of a leaver."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.intervision.choices import State
from forums.intervision.leaving import circles_led_by, running_cases_of
from forums.intervision.models import Circle, CircleSeat
from staalkaart.core.access import NETWORK, Viewer
from staalkaart.learning.models import Challenge
from staalkaart.members.models import Grant, Membership, Project, User
from staalkaart.members.teams import HandoverItem

FEW = 4
Shown = tuple[str, dict[str, Any]] | None


def intervision_card(viewer: Viewer, user: User) -> Shown:
    """The circles that one sits in; what waits there stands above, with everything that waits."""
    circles = list(Circle.objects.visible_to(viewer).filter(stopped_at=None)[:FEW])
    return ("intervision/cards/mine.html", {"circles": circles}) if circles else None


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
    """What happens to the own cases and circles of somebody who leaves the network; only they read it.

    Said when this is their last place: who only changes project stays where they are.
    """
    if Membership.objects.current().filter(user=user).count() > 1:
        return []
    items = []
    mine = [seat.trajectory for seat in running_cases_of(user).select_related("trajectory") if seat.trajectory.has_text]
    if running := sum(case.state != State.DRAFT for case in mine):
        words = ngettext(
            "%(n)s eigen casus loopt nog. Ze staat dan stil; enkel de begeleider van de kring hoort dat.",
            "%(n)s eigen casussen lopen nog. Ze staan dan stil; enkel de begeleider van de kring hoort dat.",
            running,
        )
        erased = ngettext(
            "%(n)s eigen casus loopt nog. Ze wordt ingetrokken: alle tekst ervan gaat weg, ook die van de groep.",
            "%(n)s eigen casussen lopen nog. Ze worden ingetrokken: alle tekst ervan gaat weg, ook die van de groep.",
            running,
        )
        items.append(HandoverItem(words % {"n": running}, reverse("intervision:overview"), erased % {"n": running}))
    if running < len(mine):
        words, erased = (
            _("Een klad van een casus blijft van jou; niemand hoort ervan."),
            _("Een klad van een casus gaat weg."),
        )
        items.append(HandoverItem(words, reverse("intervision:overview"), erased))
    if led := len(circles_led_by(user)):
        words = ngettext(
            "%(n)s kring heeft dan geen begeleider meer. De begeleiders van de regio krijgen bericht.",
            "%(n)s kringen hebben dan geen begeleider meer. De begeleiders van de regio krijgen bericht.",
            led,
        )
        items.append(HandoverItem(words % {"n": led}, reverse("intervision:overview")))
    sits = CircleSeat.objects.current().filter(user=user).exclude(role=Grant.Role.FACILITATOR).count()
    if sits:
        items.append(HandoverItem(_("De plaats in de kring vervalt."), reverse("intervision:overview")))
    return items
