"""Who may do what with projects, people and invitations. Registered in the table of verbs."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse

from staalkaart.core import registry
from staalkaart.core.access import Viewer, can
from staalkaart.core.web.request import Request
from staalkaart.members.models import Grant, Invitation, Project


def coordinates(viewer: Viewer, project: Project) -> bool:
    return viewer.has_role(Grant.Role.COORDINATOR, token=project.token)


def is_in_team(viewer: Viewer, project: Project) -> bool:
    """Works here: more than a token, which somebody may hold for an hour to read only."""
    return viewer.has_role(Grant.Role.MEMBER, Grant.Role.COORDINATOR, token=project.token)


def projects_worked_on(viewer: Viewer) -> set[int]:
    """Keys of the projects in whose team this viewer is, running or stopped; from the viewer alone, without a query."""
    return viewer.within("project", Grant.Role.MEMBER, Grant.Role.COORDINATOR)


def regions_led(viewer: Viewer) -> set[int]:
    """Keys of the regions that this viewer facilitates."""
    return viewer.within("region", Grant.Role.FACILITATOR)


def edits_project(viewer: Viewer, project: Project) -> bool:
    """A project that stopped is read-only, for an administrator too."""
    return not project.is_stopped and (coordinates(viewer, project) or viewer.has_role(Grant.Role.ADMIN))


def manages_team(viewer: Viewer, project: Project) -> bool:
    """Also when it stopped: people still have to be able to leave."""
    return coordinates(viewer, project) or viewer.has_role(Grant.Role.ADMIN)


def sees_team(viewer: Viewer, project: Project) -> bool:
    return project.token in viewer.tokens or viewer.has_role(Grant.Role.ADMIN)


def manages_invitation(viewer: Viewer, invitation: Invitation) -> bool:
    if viewer.has_role(Grant.Role.ADMIN):
        return True
    return invitation.project is not None and coordinates(viewer, invitation.project)


def register_verbs() -> None:
    for verb, model, rule in (
        ("edit", Project, edits_project),
        ("manage_team", Project, manages_team),
        ("see_team", Project, sees_team),
        ("manage", Invitation, manages_invitation),
    ):
        registry.verbs.add((verb, model), rule)


def member_screen(view):
    """A fixed screen for people with an account: a visitor goes to the door and comes back here; a form cannot, so its text does."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer.is_visitor and request.method == "POST":
            raise Http404
        if request.viewer.is_visitor:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return checked


def member_object(view):
    """The address of one thing: for a visitor it does not exist."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer.is_visitor:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def require(request: Request, verb: str, obj: Any) -> None:
    """What one may not do does not exist."""
    if not can(request.viewer, verb, obj):
        raise Http404
