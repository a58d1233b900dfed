"""Screens of the own project: edit its page, see and keep its team."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import shown_values
from staalkaart.members import teams
from staalkaart.members.forms import FunctionForm
from staalkaart.members.models import Grant, Membership, Project
from staalkaart.members.permissions import member_object, require
from staalkaart.members.project_page import EditedMeanwhile, ProjectForms


def own_project(request: Request, slug: str, verb: str) -> Project:
    """The project if this viewer may do `verb` with it; otherwise it does not exist."""
    project = get_object_or_404(Project.objects.select_related("region"), slug=slug)
    require(request, verb, project)
    return project


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: Request, slug: str) -> HttpResponse:
    project = own_project(request, slug, "edit")
    forms = ProjectForms(project, request.viewer, request.POST if request.method == "POST" else None)
    context = {"project": project, "forms": forms}
    if request.method == "POST" and forms.is_valid():
        try:
            forms.save(by=request.user)
        except EditedMeanwhile:
            now = Project.objects.get(pk=project.pk)
            fresh = ProjectForms(now, request.viewer).all
            their_fields = {name: value for form in fresh for name, value in shown_values(form).items()}
            context |= {"differences": forms.differences(), "now": now, "their_fields": their_fields}
            return render(request, "members/project_edit.html", context, status=409)
        messages.success(request, _("Bewaard. Zo ziet jullie pagina er nu uit."))
        return redirect(project)
    return render(request, "members/project_edit.html", context, status=200 if request.method != "POST" else 422)


@never_cache
@require_safe
def project_team(request: Request, slug: str) -> HttpResponse:
    project = own_project(request, slug, "see_team")
    may_manage = can(request.viewer, "manage_team", project)
    context = {"project": project, "team": teams.team_of(project), "may_manage": may_manage}
    if may_manage:
        context["invitations"] = project.invitations.filter(accepted_at=None, revoked_at=None)
    return render(request, "members/project_team.html", context)


def _find_membership(request: Request, slug: str, pk: int) -> tuple[Membership, bool]:
    """(somebody in this team, may this viewer manage them). For coordinators all, for everybody oneself."""
    project = own_project(request, slug, "see_team")
    membership = get_object_or_404(project.memberships.current().select_related("user", "project"), pk=pk)
    may_manage = can(request.viewer, "manage_team", project)
    if not may_manage and membership.user_id != request.viewer.user_id:
        raise Http404
    return membership, may_manage


def _person_screen(
    request: Request, membership: Membership, may_manage: bool, form: FunctionForm | None = None
) -> HttpResponse:
    is_own = membership.user_id == request.viewer.user_id
    start = {"function": membership.function, "lived_experience": membership.lived_experience}
    context = {
        "project": membership.project,
        "membership": membership,
        "may_manage": may_manage,
        "form": form or FunctionForm(initial=start, is_own=is_own),
        "is_own": is_own,
        "handover": teams.handover_list(membership) if is_own else [],
    }
    return render(request, "members/team_member.html", context, status=422 if form else 200)


@never_cache
@member_object
@require_safe
def team_member(request: Request, slug: str, pk: int) -> HttpResponse:
    """One person in the team: function and label, role, leaving."""
    return _person_screen(request, *_find_membership(request, slug, pk))


@never_cache
@member_object
@require_POST
def team_member_show(request: Request, slug: str, pk: int) -> HttpResponse:
    """How somebody is shown in the team."""
    membership, may_manage = _find_membership(request, slug, pk)
    is_own = membership.user_id == request.viewer.user_id
    form = FunctionForm(request.POST, is_own=is_own, initial={"function": membership.function})
    if not form.is_valid():
        return _person_screen(request, membership, may_manage, form)
    Membership.objects.filter(pk=membership.pk).update(function=form.cleaned_data["function"])
    if is_own:
        teams.show_label(membership=membership, shown=form.cleaned_data["lived_experience"])
    messages.success(request, _("Bewaard."))
    return redirect("members:project_team", slug=slug)


def _ended(request: Request, membership: Membership, act: Callable[[], object]) -> bool:
    """Did it work? What stands in the way is said in words."""
    try:
        act()
    except teams.LastCoordinator:
        messages.error(request, _("Een project houdt minstens één coördinator. Maak eerst iemand anders coördinator."))
    else:
        return True
    return False


@never_cache
@member_object
@require_POST
def team_member_leave(request: Request, slug: str, pk: int) -> HttpResponse:
    membership, _may_manage = _find_membership(request, slug, pk)
    if not _ended(request, membership, lambda: teams.leave(membership=membership, by=request.user)):
        return redirect("members:team_member", slug=slug, pk=pk)
    messages.success(request, _("%(name)s hoort niet meer bij de ploeg.") % {"name": membership.user})
    if membership.user_id == request.user.pk:
        return redirect("members:mine")
    return redirect("members:project_team", slug=slug)


@never_cache
@member_object
@require_POST
def team_member_role(request: Request, slug: str, pk: int) -> HttpResponse:
    membership, may_manage = _find_membership(request, slug, pk)
    role = request.POST.get("rol", "")
    if not may_manage or role not in {Grant.Role.MEMBER, Grant.Role.COORDINATOR}:
        raise Http404
    if not _ended(request, membership, lambda: teams.change_role(membership=membership, role=role, by=request.user)):
        return redirect("members:team_member", slug=slug, pk=pk)
    messages.success(request, _("De rol van %(name)s is aangepast.") % {"name": membership.user})
    return redirect("members:project_team", slug=slug)
