"""From an address to a day that this viewer may see, and to what they may do with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from staalkaart.core.access import can, can_see
from staalkaart.core.web.request import Request
from staalkaart.members.models import Membership, Partner, Project
from staalkaart.members.permissions import require
from staalkaart.network_days.models import Block, NetworkDay

MOST = 2**62


def find_day(request: Request, pk: int, verb: str = "") -> NetworkDay:
    """What one may not see, or not do, does not exist. Who prepares a day sees it whatever its audience is."""
    day = get_object_or_404(NetworkDay.objects.select_related("region"), pk=min(pk, MOST))
    if not can_see(request.viewer, day) and not can(request.viewer, "prepare", day):
        raise Http404
    if verb:
        require(request, verb, day)
    return day


def find_block(request: Request, pk: int, block: int) -> Block | None:
    """None where a form was sent for a block that is no more: its words are still to be given back."""
    day = find_day(request, pk, "prepare")
    found = Block.objects.select_related("lead_user").filter(pk=min(block, MOST), day=day).first()
    if found is not None:
        found.day = day
    elif request.method != "POST":
        raise Http404
    return found


def places_of(request: Request) -> tuple[list[Project], Partner | None]:
    """For whom this person comes: their running projects, or their partner."""
    rows = Membership.objects.current().filter(user=request.user).select_related("project", "partner")
    rows = rows.only("project__name", "project__slug", "project__status", "partner__name")
    projects = [row.project for row in rows if row.project and not row.project.is_stopped]
    return projects, next((row.partner for row in rows if row.partner), None)


def rights_on(request: Request, day: NetworkDay) -> dict[str, Any]:
    """What the tabs of a day need to know."""
    return {
        "day": day,
        "prepares": can(request.viewer, "prepare", day),
        "leads": can(request.viewer, "lead", day),
        "takes_part": can(request.viewer, "take_part", day),
        "edits": can(request.viewer, "edit", day),
    }
