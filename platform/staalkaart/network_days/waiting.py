"""What waits for somebody around network days: an offered seat, a poll, questions after a day, a promise; for who prepares: more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer
from staalkaart.core.waiting import Waiting
from staalkaart.members.permissions import regions_led
from staalkaart.network_days import evaluation
from staalkaart.network_days.choices import AHEAD, RegistrationStatus, State
from staalkaart.network_days.models import Action, FeedbackTicket, NetworkDay, PollVote, Registration
from staalkaart.network_days.permissions import takes_part
from staalkaart.network_days.waiting_list import free_seats


def waits_around_days(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    days = NetworkDay.objects.visible_to(viewer)
    yield from _seats(days, user)
    yield from _polls(days, viewer, user)
    tickets = FeedbackTicket.objects.filter(user=user, used=False, day__in=days).select_related("day")
    for row in tickets:
        if evaluation.asks_now(row.day):
            words = _("Wat vond je van %(title)s? Vijf vragen, zonder naam") % {"title": row.day.title}
            yield Waiting(words, reverse("network_days:feedback", args=[row.day_id]))
    for action in Action.objects.filter(owner=user, done_at=None, day__in=days):
        words = _("Je beloofde: %(action)s") % {"action": action.text}
        due = timezone.make_aware(datetime.combine(action.due, time(18))) if action.due else None
        yield Waiting(words, reverse("network_days:actions", args=[action.day_id]), due)
    if viewer.has_role("facilitator"):
        yield from _for_who_prepares(days, viewer, user)


def _seats(days: Any, user: Any) -> Iterator[Waiting]:
    offered = Registration.objects.filter(user=user, state=RegistrationStatus.OFFERED, day__in=days)
    for row in offered.filter(offer_until__gt=timezone.now()).select_related("day"):
        words = _("Er is een plaats voor je op %(title)s: aanvaard ze") % {"title": row.day.title}
        yield Waiting(words, reverse("network_days:register", args=[row.day_id]), row.offer_until)


def _polls(days: Any, viewer: Viewer, user: Any) -> Iterator[Waiting]:
    """Dates that are offered in the own region and that this person did not answer."""
    asked = days.filter(state__in=(State.IDEA, State.PREPARING), date=None, poll_dates__date__gte=timezone.localdate())
    asked = asked.filter(Q(region=None) | Q(region__in=viewer.within("region"))).distinct()
    answered = set(PollVote.objects.filter(user=user, option__day__in=asked).values_list("option__day", flat=True))
    for day in asked.select_related("region"):
        if day.pk not in answered and takes_part(viewer, day):
            words = _("Welke dag past je voor %(title)s?") % {"title": day.title}
            yield Waiting(words, reverse("network_days:poll", args=[day.pk]))


def _for_who_prepares(days: Any, viewer: Viewer, user: Any) -> Iterator[Waiting]:
    """A proposal, people who wait while there is a seat to give by hand, a report that was not published."""
    led = days.filter(Q(facilitators=user) | Q(region__in=regions_led(viewer))).distinct()
    for day in led.filter(state=State.IDEA).exclude(proposed_by=None).filter(facilitators=None):
        yield Waiting(
            _("%(title)s werd voorgesteld: bereid jij hem voor?") % {"title": day.title}, day.get_absolute_url()
        )
    nobody = days.filter(facilitators=None, region__in=regions_led(viewer)).values(
        "pk"
    )  # then the region's facilitators do
    mine = days.filter(Q(facilitators=user) | Q(pk__in=nobody)).distinct()
    waiting = Registration.objects.filter(
        state=RegistrationStatus.WAITING, day__in=mine.filter(state__in=AHEAD)
    ).values("day")
    for day in mine.filter(pk__in=waiting):
        if day.is_near and free_seats(day) > 0:
            words = _("%(title)s: er is een plaats vrij en er wacht iemand") % {"title": day.title}
            yield Waiting(words, reverse("network_days:participants", args=[day.pk]), day.starts_at)
    for day in mine.filter(state=State.OVER, report__is_published=False):
        words = _("Werk het verslag van %(title)s af") % {"title": day.title}
        yield Waiting(words, reverse("network_days:report", args=[day.pk]))
