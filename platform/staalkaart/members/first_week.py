"""The first week of a new member: a few steps, and one colleague who agreed to be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.members.models import Grant, Invitation, NetworkPart, Project, Region, User

SHOWN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Step:
    words: str
    url: str
    done: bool


def steps_for(viewer: Viewer, user: User) -> list[Step]:
    """The steps that fit this person; none once all are done, or after two months."""
    if user.date_joined < timezone.now() - SHOWN_FOR:
        return []
    steps = [step for make in registry.each(registry.on_mine, "step") if (step := make(viewer, user))]
    return [] if all(step.done for step in steps) else steps


def complete_project(viewer: Viewer, user: User) -> Step | None:
    """For coordinators: the page says who they are and what they want to learn."""
    own = user.memberships.current().filter(role=Grant.Role.COORDINATOR).select_related("project").first()
    if own is None or own.project is None:
        return None
    told = NetworkPart.objects.filter(project=own.project).exclude(learning_question="").exists()
    url = reverse("members:project_edit", args=[own.project.slug])
    return Step(_("Vul jullie project aan"), url, bool(told and own.project.description))


def introduce_yourself(viewer: Viewer, user: User) -> Step | None:
    return Step(_("Stel je kort voor"), reverse("members:profile"), bool(user.introduction))


def _of_administrators(words: Any, url: str, done: Callable[[], bool]) -> Callable[[Viewer, User], Step | None]:
    """A step that only administrators get."""

    def step(viewer: Viewer, user: User) -> Step | None:
        return Step(str(words), reverse(url), done()) if viewer.has_role(Grant.Role.ADMIN) else None

    return step


# What a new site waits for, in the order in which it can be done
ADMINISTRATOR_STEPS = {
    "regions": _of_administrators(
        gettext_lazy("Maak de regio's aan"), "wagtailsnippets_members_region:list", lambda: Region.objects.exists()
    ),
    "projects": _of_administrators(
        gettext_lazy("Maak de projecten aan"),
        "wagtailsnippets_members_project:list",
        lambda: Project._base_manager.exists(),
    ),
    "people": _of_administrators(
        gettext_lazy("Nodig de eerste mensen uit"), "members:invite_anyone", lambda: Invitation.objects.exists()
    ),
}


def colleague_to_call(user: User) -> User | None:
    """Somebody of another project, of the same region if there is one, who agreed to be called."""
    own = user.memberships.current()
    willing = (
        User.objects.filter(may_be_called=True, is_active=True, memberships__until=None)
        .exclude(pk=user.pk)
        .exclude(memberships__project__in=own.values("project"))
        .exclude(phone="")
        .distinct()
    )
    near = willing.filter(memberships__project__region__in=own.values("project__region"))
    return near.order_by("pk").first() or willing.order_by("pk").first()
