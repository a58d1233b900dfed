"""/intervisie/: whose turn it is, one's circles, how it works; and the agreements."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forums.intervision import circles
from forums.intervision.models import Agreement, Circle, CircleSeat, Method
from forums.intervision.permissions import brings_to, starts_circles
from forums.intervision.turns import all_turns
from forums.intervision.waiting import points_to_agree
from staalkaart.core.web.request import Request
from staalkaart.learning.markup import rendered
from staalkaart.members.permissions import member_screen, regions_led


@never_cache
@member_screen
@require_safe
def overview(request: Request) -> HttpResponse:
    """What waits for me comes first; a circle that I am not in does not exist here."""
    turns = sorted(all_turns(request.viewer, request.user), key=lambda turn: (not turn.is_mine, -turn.trajectory.pk))
    mine = Circle.objects.visible_to(request.viewer).filter(stopped_at=None).select_related("region")
    guests = Circle.objects.filter(takes_guests=True, stopped_at=None)
    context = {
        "waiting": [turn for turn in turns if turn.is_mine],
        "points": points_to_agree(turns, request.user),
        "others": [turn for turn in turns if not turn.is_mine],
        "circles": mine,
        "invited": CircleSeat.objects.invited().filter(user=request.user).select_related("circle", "invited_by"),
        "may_bring": any(brings_to(request.viewer, circle) for circle in [*mine, *guests]),
        "leads": request.viewer.has_role("facilitator")
        and any(request.viewer.has_role("facilitator", token=c.token) for c in mine),
        "leaderless": circles.without_facilitator(regions_led(request.viewer)),
        "may_start": starts_circles(request.viewer),
        "methods": Method.objects.filter(is_offered=True),
        "to_accept": bool(mine) and not circles.has_accepted(request.user),
    }
    return render(request, "intervision/overview.html", context)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: Request) -> HttpResponse:
    """The text that holds now; whoever accepted an older one accepts this one here."""
    if request.method == "POST":
        circles.accept_agreements(user=request.user)
        messages.success(request, _("Genoteerd: je aanvaardt de afspraken."))
        return redirect("intervision:overview")
    current = Agreement.current()
    context = {"agreement": current, "html": rendered(current.text) if current else "",
               "accepted": circles.has_accepted(request.user)}  # fmt: skip
    return render(request, "intervision/agreements.html", context)
