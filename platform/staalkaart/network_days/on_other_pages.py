"""What network days bring to other pages: /mijn/, the first week, the handover list of a facilitator who leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.access import Viewer
from staalkaart.members.first_week import Step
from staalkaart.members.models import Project, Region, User
from staalkaart.members.permissions import regions_led
from staalkaart.members.teams import HandoverItem
from staalkaart.network_days.choices import AHEAD, ON_LIST, RegistrationStatus, State
from staalkaart.network_days.models import Action, FeedSecret, NetworkDay, Registration, Report
from staalkaart.network_days.waiting_list import free_seats

FEW = 4
Shown = tuple[str, dict[str, Any]] | None


def days_card(viewer: Viewer, user: User) -> Shown:
    """The next day with where one stands, and the dashboard for who leads. What waits stands with everything that waits."""
    rows = NetworkDay.objects.visible_to(viewer).ahead().exclude(state=State.IDEA).exclude(date=None)
    day = (
        rows.select_related("region")
        .filter(Q(region=None) | Q(region__in=viewer.within("region")))
        .order_by("date")
        .first()
    )
    mine = Registration.objects.filter(day=day, user=user, state__in=ON_LIST).first() if day else None
    led = list(Region.objects.filter(pk__in=regions_led(viewer)))
    if not (day or led):
        return None
    free = free_seats(day) if day and day.takes_people else 0
    return "network_days/cards/mine.html", {
        "day": day,
        "mine": mine,
        "free": max(0, free),
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


def reported(viewer: Viewer, since: datetime) -> Iterator[tuple[str, str]]:
    """For the overview by mail: reports of days, with how much was promised there."""
    rows = Report.objects.visible_to(viewer).filter(
        published_at__gt=since, day__in=NetworkDay.objects.visible_to(viewer)
    )
    for row in rows.select_related("day").annotate(promised=Count("day__actions"))[:FEW]:
        words = ngettext(
            "Verslag van %(title)s, met %(n)s afspraak", "Verslag van %(title)s, met %(n)s afspraken", row.promised
        )
        yield words % {"title": row.day.title, "n": row.promised}, row.get_absolute_url()
