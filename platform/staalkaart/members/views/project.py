"""Screens of the own project: edit its page, see and keep its team."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.access import can

from .. import teams
from ..forms import FunctionForm
from ..models import Grant, Membership, Project
from ..project_page import EditedMeanwhile, ProjectForms
from ..rules import require


def own_project(request: HttpRequest, slug: str, verb: str) -> Project:
    """The project if this viewer may do `verb` with it; otherwise it does not exist."""
    project = get_object_or_404(Project.objects.select_related("region"), slug=slug)
    require(request, verb, project)
    return project


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, slug: str) -> HttpResponse:
    project = own_project(request, slug, "edit")
    forms = ProjectForms(project, request.viewer, request.POST if request.method == "POST" else None)
    context = {"project": project, "forms": forms}
    if request.method == "POST" and forms.is_valid():
        try:
            forms.save(by=request.user)
        except EditedMeanwhile:
            now = Project.objects.get(pk=project.pk)
            context |= {"differences": forms.differences(), "now": now}
            return render(request, "members/project_edit.html", context, status=409)
        messages.success(request, _("Bewaard. Zo ziet jullie pagina er nu uit."))
        return redirect(project)
    return render(request, "members/project_edit.html", context, status=200 if request.method != "POST" else 422)


@never_cache
@require_safe
def project_team(request: HttpRequest, slug: str) -> HttpResponse:
    project = own_project(request, slug, "see_team")
    may_manage = can(request.viewer, "manage_team", project)
    context = {"project": project, "team": teams.team_of(project), "may_manage": may_manage}
    if may_manage:
        context["invitations"] = project.invitations.filter(accepted_at=None, revoked_at=None)
    return render(request, "members/project_team.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One person in the team: function and label, role, leaving. Coordinators for all, everybody for oneself."""
    project = own_project(request, slug, "see_team")
    membership = get_object_or_404(project.memberships.current().select_related("user"), pk=pk)
    may_manage = can(request.viewer, "manage_team", project)
    if not may_manage and membership.user_id != request.viewer.user_id:
        raise Http404
    form = FunctionForm(
        request.POST if request.POST.get("doe") == "toon" else None,
        initial={"function": membership.function, "lived_experience": membership.lived_experience},
    )
    context = {"project": project, "membership": membership, "may_manage": may_manage, "form": form}
    if request.method == "POST":
        done = _act(request, membership, form, may_manage)
        if done is not None:
            return done
    context["handover"] = teams.handover_list(membership)
    return render(request, "members/team_member.html", context)


def _act(request: HttpRequest, membership: Membership, form: FunctionForm, may_manage: bool) -> HttpResponse | None:
    """Do what the pressed button says; None shows the screen again."""
    verb = request.POST.get("doe")
    try:
        if verb == "toon" and form.is_valid():
            Membership.objects.filter(pk=membership.pk).update(**form.cleaned_data)
            messages.success(request, _("Bewaard."))
        elif verb == "weg":
            teams.leave(membership=membership, by=request.user)
            messages.success(request, _("%(name)s hoort niet meer bij de ploeg.") % {"name": membership.user})
        elif verb in {Grant.Role.MEMBER, Grant.Role.COORDINATOR} and may_manage:
            teams.change_role(membership=membership, role=verb, by=request.user)
            messages.success(request, _("De rol van %(name)s is aangepast.") % {"name": membership.user})
        else:
            return None
    except teams.LastCoordinator:
        messages.error(request, _("Een project houdt minstens één coördinator. Maak eerst iemand anders coördinator."))
        return redirect(request.path)
    except (teams.NotYourself, teams.AlreadyMember):
        return None
    except teams.NotHandedOver:
        messages.error(
            request, _("Er staat nog iets op naam van %(name)s. Draag dat eerst over.") % {"name": membership.user}
        )
        return redirect(request.path)
    if verb == "weg" and membership.user_id == request.user.pk:
        return redirect("members:mine")
    return redirect("members:project_team", slug=membership.project.slug)
