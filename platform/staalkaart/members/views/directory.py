"""Public screens: the directory, a project, an initiative, the partners."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from staalkaart.core.access import can, reveal
from staalkaart.core.web.request import Request
from staalkaart.members import geography
from staalkaart.members.directory import find
from staalkaart.members.models import Initiative, Partner, Project
from staalkaart.members.project_page import parts_for
from staalkaart.members.teams import team_of


@require_safe
def project_list(request: Request) -> HttpResponse:
    found = SimpleLazyObject(lambda: find(request.viewer, request.GET))  # read only when not kept
    provinces = [(name, geography.outline(name)) for name in geography.provinces()]
    return render(request, "members/project_list.html", {"found": found, "provinces": provinces})


@require_safe
def place_suggest(request: Request) -> JsonResponse:
    """What somebody who types a place may mean: the same for everybody, and nothing of what is in the database."""
    words = request.GET.get("q", "")[:80]
    items = [{"title": row.name, "kind": row.place, "value": row.typed} for row in geography.suggest(words)]
    return JsonResponse({"items": items})


@require_safe
def project_detail(request: Request, slug: str) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.viewer).for_listing(), slug=slug)
    reveal([project], request.viewer, "working_models")
    context = {"project": project, "parts": parts_for(project, request.viewer)}
    context["may_edit"] = can(request.viewer, "edit", project)
    context["may_see_team"] = can(request.viewer, "see_team", project)
    if request.viewer.in_network:
        context["team"] = team_of(project)
    return render(request, "members/project_detail.html", context)


@require_safe
def initiative_detail(request: Request, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.objects.visible_to(request.viewer), slug=slug)
    reveal([initiative], request.viewer, "working_models")
    return render(request, "members/initiative_detail.html", {"initiative": initiative})


@require_safe
def partner_list(request: Request) -> HttpResponse:
    return render(request, "members/partner_list.html", {"partners": Partner.objects.all()})
