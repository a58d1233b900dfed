"""The facilitator's dashboard of a region."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core.web.request import Request
from staalkaart.learning.harvest import Field, harvest
from staalkaart.members.models import Region
from staalkaart.members.permissions import member_object, regions_led
from staalkaart.network_days import dashboard
from staalkaart.network_days.choices import State
from staalkaart.network_days.models import Action, NetworkDay

FEW = 8


@never_cache
@member_object
@require_safe
def region_dashboard(request: Request, slug: str) -> HttpResponse:
    """What lives, who is quiet, what waits. For the facilitators of this region, nobody else."""
    region = get_object_or_404(Region, slug=slug)
    if region.pk not in regions_led(request.viewer):
        raise Http404
    day = dashboard.next_day(region)
    items = sorted(harvest(request.viewer, Field(region=region, day=day)), key=lambda item: -item.weight)
    context = {
        "region": region,
        "day": day,
        "todo": dashboard.todo_list(day) if day else [],
        "waiting": dashboard.waiting(day) if day else {},
        "rising": dashboard.rising_themes(region, request.viewer),
        "quiet": dashboard.quiet(region, request.viewer),
        "items": items[:FEW],
        "actions": list(Action.objects.filter(done_at=None, day__region=region).select_related("day", "owner")[:FEW]),
        "reports": list(NetworkDay.objects.filter(region=region, state=State.OVER).order_by("-date")[:3]),
    }
    return render(request, "network_days/region.html", context)
