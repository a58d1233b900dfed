"""The methods, and a sheet for each to use at a table: who speaks when, how long, with lines to write on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forums.intervision.choices import KINDS
from forums.intervision.models import Method
from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_object, member_screen


@member_screen
@require_safe
def method_list(request: Request) -> HttpResponse:
    methods = Method.objects.filter(is_offered=True).prefetch_related("phases")
    return render(request, "intervision/method_list.html", {"methods": methods})


@member_object
@require_safe
def method_detail(request: Request, slug: str) -> HttpResponse:
    method = get_object_or_404(Method.objects.filter(is_offered=True).prefetch_related("phases"), slug=slug)
    steps = [
        {
            "phase": phase,
            "owner": [KINDS[code].label for code in phase.owner_kinds if code in KINDS],
            "participants": [KINDS[code].label for code in phase.participant_kinds if code in KINDS],
            "facilitator": [KINDS[code].label for code in phase.facilitator_kinds if code in KINDS],
        }
        for phase in method.phases.all()
    ]
    return render(request, "intervision/method_detail.html", {"method": method, "steps": steps})
