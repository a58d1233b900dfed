"""What network days bring to other pages: /mijn/, the first week, the handover list of a facilitator who leaves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.access import Viewer
from staalkaart.members.first_week import Step
from staalkaart.members.models import Project, Region, User
from staalkaart.members.permissions import regions_led
from staalkaart.members.teams import HandoverItem
from staalkaart.network_days import evaluation
from staalkaart.network_days.choices import AHEAD, ON_LIST, RegistrationStatus, State
from staalkaart.network_days.models import Action, FeedbackTicket, FeedSecret, NetworkDay, Registration
from staalkaart.network_days.waiting_list import free_seats

Shown = tuple[str, dict[str, Any]] | None


def days_card(viewer: Viewer, user: User) -> Shown:
    """The next day with where one stands, what waits after the last one, one's promises; the dashboard for who leads."""
    rows = NetworkDay.objects.visible_to(viewer).ahead().exclude(state=State.IDEA).exclude(date=None)
    day = (
        rows.select_related("region")
        .filter(Q(region=None) | Q(region__in=viewer.within("region")))
        .order_by("date")
        .first()
    )
    days = NetworkDay.objects.visible_to(viewer)
    mine = Registration.objects.filter(day=day, user=user, state__in=ON_LIST).first() if day else None
    tickets = FeedbackTicket.objects.filter(user=user, used=False, day__in=days).select_related("day")
    asked = [row.day for row in tickets if evaluation.asks_now(row.day)]
    promised = list(Action.objects.filter(owner=user, done_at=None, day__in=days).select_related("day"))
    led = list(Region.objects.filter(pk__in=regions_led(viewer)))
    if not (day or asked or promised or led):
        return None
    free = free_seats(day) if day and day.takes_people else 0
    return "network_days/cards/mine.html", {
        "day": day,
        "mine": mine,
        "free": max(0, free),
        "asked": asked,
        "promised": promised,
        "led": led,
    }


def put_in_calendar(viewer: Viewer, user: User) -> Step | None:
    done = (
        FeedSecret.objects.filter(user=user).exists()
        or Registration.objects.filter(user=user, state=RegistrationStatus.IN).exists()
    )
    return Step(_("Zet de volgende netwerkdag in je agenda"), reverse("network_days:calendar"), done)


def days_in_hand(user: User, project: Project | None) -> list[HandoverItem]:
    """Days that this person prepares, and promises that are not kept yet."""
    items = []
    days = NetworkDay.objects.filter(facilitators=user, state__in=AHEAD).count()
    if days:
        words = ngettext("%(n)s netwerkdag wordt nog voorbereid.", "%(n)s netwerkdagen worden nog voorbereid.", days)
        items.append(HandoverItem(words % {"n": days}, reverse("network_days:day_list")))
    actions = Action.objects.filter(owner=user, done_at=None).count()
    if actions:
        words = ngettext(
            "%(n)s afspraak van een netwerkdag staat open.", "%(n)s afspraken van een netwerkdag staan open.", actions
        )
        items.append(HandoverItem(words % {"n": actions}, reverse("network_days:day_list")))
    seats = Registration.objects.filter(user=user, state__in=ON_LIST, day__date__gte=timezone.localdate()).count()
    if seats:
        items.append(HandoverItem(_("De plaats op een netwerkdag vervalt."), reverse("network_days:day_list")))
    return items
