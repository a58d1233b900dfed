"""Projects, regions and people as audiences: what they are called, and how far something may be opened."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core import registry
from staalkaart.core.access import NETWORK, PUBLIC, Viewer
from staalkaart.core.models import AudiencePage
from staalkaart.members.break_glass import project_rooms
from staalkaart.members.models import Grant, Initiative, NetworkPart, Project, Referral, Region, TeamPart, User
from staalkaart.members.permissions import coordinates


def project_words(number: int) -> str:
    name = Project.objects.filter(pk=number).values_list("name", flat=True).first()
    return _("de ploeg van %(project)s") % {"project": name} if name else ""


def region_words(number: int) -> str:
    name = Region.objects.filter(pk=number).values_list("name", flat=True).first()
    return _("de leden van %(region)s") % {"region": name} if name else ""


def person_words(number: int) -> str:
    user = User.objects.filter(pk=number).first()
    return _("enkel %(name)s") % {"name": user} if user else ""


def people_in(audience: str) -> int:
    """Active members who hold this token; for what is public, every member."""
    holders = User.objects.filter(is_active=True)
    if audience == PUBLIC:
        return holders.count()
    return holders.filter(grants__in=Grant.objects.current().filter(token=audience)).distinct().count()


def page_choices(viewer: Viewer, page: Any) -> list[str]:
    return [PUBLIC, NETWORK] if viewer.has_role(Grant.Role.EDITOR, Grant.Role.ADMIN) else []


def _keeps(viewer: Viewer, project: Project) -> bool:
    return not project.is_stopped and _keeper(viewer, project)


def _keeper(viewer: Viewer, project: Project) -> bool:
    return coordinates(viewer, project) or viewer.has_role(Grant.Role.ADMIN)


def project_choices(viewer: Viewer, project: Project) -> list[str]:
    return [PUBLIC, NETWORK] if _keeps(viewer, project) else []


def part_choices(viewer: Viewer, part: Any) -> list[str]:
    """From the own team up to as far as this group of fields goes; by somebody who may read it."""
    if not _keeps(viewer, part.project) or part.audience not in viewer.tokens:
        return []
    steps = [part.project.token, part.project.region.token, NETWORK]
    return [*steps, PUBLIC] if part.widest == PUBLIC else steps


def team_choices(viewer: Viewer, part: TeamPart) -> list[str]:
    """What is written for the own team stays there."""
    return [part.project.token] if coordinates(viewer, part.project) else []


def initiative_choices(viewer: Viewer, row: Initiative) -> list[str]:
    return [PUBLIC, NETWORK] if viewer.has_role(Grant.Role.EDITOR, Grant.Role.ADMIN) else []


def register_rooms() -> None:
    for kind, words, sealed in (
        ("project", project_words, project_rooms),
        ("region", region_words, None),
        ("private", person_words, None),
    ):
        registry.audience_kinds.add(kind, registry.AudienceKind(words, sealed))
    registry.audience_sizes.add("members", people_in)
    for model, choices in (
        (AudiencePage, page_choices),
        (Project, project_choices),
        (NetworkPart, part_choices),
        (Referral, part_choices),
        (TeamPart, team_choices),
        (Initiative, initiative_choices),
    ):
        registry.audience_choices.add(model, choices)
