"""What members brings to shared places: the project on /mijn/, the contact roles of a leaver, addresses for the sitemap."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from staalkaart.core import registry
from staalkaart.core.access import VISITOR, Viewer, can
from staalkaart.members import first_week, invitations, newcomers
from staalkaart.members.models import Initiative, NetworkPart, Project, User
from staalkaart.members.teams import HandoverItem, team_of


def register_on_mine() -> None:
    registry.on_mine.add("project", registry.OnMine(project_card, first_week.complete_project))
    registry.in_digest.add("members", registry.InDigest(newcomers=newcomers.newcomers))
    registry.on_mine.add("introduce", registry.OnMine(step=first_week.introduce_yourself))
    registry.on_mine.add("invitations", registry.OnMine(waits=invitations.waits_for_inviters))
    for name, step in first_week.ADMINISTRATOR_STEPS.items():
        registry.on_mine.add(name, registry.OnMine(step=step))


def project_card(viewer: Viewer, user: User) -> tuple[str, dict[str, Any]] | None:
    """The own project with its team, seats and open invitations."""
    own = (
        user.memberships.current()
        .filter(project__isnull=False)
        .select_related("project__region", "project__main_model")
    )
    projects = [_own(viewer, membership.project) for membership in own if membership.project]
    return ("members/cards/project.html", {"projects": projects}) if projects else None


def _own(viewer: Viewer, project: Project) -> dict[str, Any]:
    team = list(team_of(project))
    may_manage = can(viewer, "manage_team", project)
    row = {
        "project": project,
        "team": team,
        "free": max(project.seats - len(team), 0),
        "may_manage": may_manage,
        "may_edit": can(viewer, "edit", project),
        "question": NetworkPart.objects.filter(project=project).values_list("learning_question", flat=True).first(),
    }
    if may_manage:
        row["open_invitations"] = project.invitations.filter(accepted_at=None, revoked_at=None).count()
    return row


def contact_in_hand(user: User, project: Project | None) -> list[HandoverItem]:
    """The own address as the project's contact: nobody would answer it any more."""
    if project is None:
        return []
    part = NetworkPart.objects.filter(project=project, contact_mail__iexact=user.email).first()
    if part is None:
        return []
    words = _("Het contactadres van %(project)s is dat van jou. De ploeg krijgt bericht om een ander te geven.")
    return [HandoverItem(words % {"project": project}, reverse("members:project_edit", args=[project.slug]))]


def addresses() -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (project.get_absolute_url(), project.updated_at) for project in Project.objects.visible_to(VISITOR)
    ]
    rows += [(row.get_absolute_url(), row.checked_on) for row in Initiative.objects.visible_to(VISITOR)]
    return [(reverse("members:project_list"), None), (reverse("members:partner_list"), None), *rows]
