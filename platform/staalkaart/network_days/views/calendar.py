"""The calendar: one day as a file, and a feed of one's own that can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_screen
from staalkaart.network_days.models import FeedSecret, Registration
from staalkaart.network_days.views.finding import find_day


def _file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_safe
def day_ics(request: Request, pk: int) -> HttpResponse:
    from staalkaart.network_days import calendar_feed  # read only where a calendar is made

    day = find_day(request, pk)
    if day.date is None:
        raise Http404
    mine = (
        Registration.objects.filter(day=day, user=request.viewer.user_id).on_list().first()
        if request.viewer.user_id
        else None
    )
    return _file(
        calendar_feed.calendar_of([day], seats={day.pk: mine.state} if mine else {}), f"netwerkdag-{day.pk}.ics"
    )


@never_cache
@require_safe
def feed(request: Request) -> HttpResponse:
    """For a calendar program: `sleutel` says whose. Without one, or with one that was taken back: as missing. Signed in, one's own."""
    from staalkaart.network_days import calendar_feed

    token = request.GET.get("sleutel", "")
    user = calendar_feed.user_by_secret(token) if token else (None if request.viewer.is_visitor else request.user)
    if user is None:
        raise Http404
    with override(user.language):
        return _file(calendar_feed.feed_of(user), "netwerkdagen.ics")


@never_cache
@member_screen
@require_POST
def feed_renew(request: Request) -> HttpResponse:
    """A new secret address; an earlier one works no more."""
    from staalkaart.network_days import calendar_feed

    calendar_feed.renew_secret(user=request.user)
    messages.success(request, _("Hier is je adres. Een vorig adres werkt niet meer."))
    return redirect("network_days:calendar")


@never_cache
@member_screen
@require_POST
def feed_revoke(request: Request) -> HttpResponse:
    from staalkaart.network_days import calendar_feed

    calendar_feed.revoke_secret(user=request.user)
    messages.success(request, _("Het adres werkt niet meer."))
    return redirect("network_days:calendar")


@never_cache
@member_screen
@require_safe
def calendar(request: Request) -> HttpResponse:
    """The address of one's own feed."""
    from staalkaart.network_days import calendar_feed

    secret = FeedSecret.objects.filter(user=request.user).first()
    address = (
        f"{settings.SITE_URL.rstrip('/')}/netwerkdagen/agenda.ics?sleutel={calendar_feed.token_of(secret)}"
        if secret
        else ""
    )
    return render(request, "network_days/calendar.html", {"address": address})
