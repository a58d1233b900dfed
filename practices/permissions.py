"""Who may do what with practices and drafts. Registered in the table of verbs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from practices.material import what_happens
from practices.models import Draft, PracticePage
from staalkaart.core import registry
from staalkaart.core.access import NETWORK, PUBLIC, Viewer, can_see
from staalkaart.members.models import Grant, Project
from staalkaart.members.permissions import coordinates, is_in_team


def facilitates(viewer: Viewer, project: Project) -> bool:
    return viewer.has_role(Grant.Role.FACILITATOR, token=project.region.token)


def is_editor(viewer: Viewer) -> bool:
    return viewer.has_role(Grant.Role.EDITOR)


def drafts_for(viewer: Viewer, project: Project) -> bool:
    """May start a practice of this project: its team, and the facilitator of its region."""
    own_region = facilitates(viewer, project) and can_see(viewer, project)
    return not project.is_stopped and (is_in_team(viewer, project) or own_region)


def writes(viewer: Viewer, draft: Draft) -> bool:
    if not draft.is_writable or draft.project.is_stopped:
        return False
    if draft.is_proposal:
        return is_editor(viewer)
    own = draft.created_by_id == viewer.user_id and facilitates(viewer, draft.project)
    return is_in_team(viewer, draft.project) or own


def publishes(viewer: Viewer, draft: Draft) -> bool:
    """Puts it before the network: a coordinator of the project. An editor's proposal waits for the same coordinator."""
    if draft.project.is_stopped or not coordinates(viewer, draft.project):
        return False
    return draft.state == Draft.State.OFFERED if draft.is_proposal else draft.is_writable


def yours_first(viewer: Viewer, drafts: Iterable[Draft]) -> list[Draft]:
    """In the order given, but what waits for this viewer's decision comes first, with `is_yours`. Loads nothing."""
    rows = list(drafts)
    for row in rows:
        row.is_yours = row.state in {Draft.State.SUBMITTED, Draft.State.OFFERED} and publishes(viewer, row)
    return sorted(rows, key=lambda row: not row.is_yours)


def offers(viewer: Viewer, draft: Draft) -> bool:
    """An editor lets the project see the proposal."""
    return draft.is_proposal and draft.state == Draft.State.WRITING and is_editor(viewer)


def previews_submitted(viewer: Viewer, draft: Draft) -> bool:
    """An editor may look along once something was handed to the coordinator; that reading is logged."""
    return is_editor(viewer) and draft.state == Draft.State.SUBMITTED


def keeps(viewer: Viewer, page: PracticePage) -> bool:
    """Rework, confirm, archive, consent: the project's coordinators. A project that stopped is read-only."""
    return not page.project.is_stopped and coordinates(viewer, page.project)


def reworks(viewer: Viewer, page: PracticePage) -> bool:
    """Its own team, also when it is not shown now: that is when it needs work."""
    return not page.project.is_stopped and is_in_team(viewer, page.project) and page.audience in viewer.tokens


def edits(viewer: Viewer, page: PracticePage) -> bool:
    """An editor's acts on what they can see: reading over, proposing, sending back, opening to everybody."""
    return is_editor(viewer) and page.audience in viewer.tokens


def compares(viewer: Viewer, page: PracticePage) -> bool:
    """Reads every version: the project's own team, and editors. Others read the changes since the version that was marked."""
    return page.audience in viewer.tokens and (is_in_team(viewer, page.project) or is_editor(viewer))


def strikes(viewer: Viewer, page: PracticePage) -> bool:
    """Takes words out of every version: the project's coordinators, whoever wrote it, and an editor when somebody asks for it. Also
    of a project that stopped, and of what is not shown now."""
    own = coordinates(viewer, page.project) or (is_in_team(viewer, page.project) and page.owner_id == viewer.user_id)
    return page.audience in viewer.tokens and (own or is_editor(viewer))


def practice_choices(viewer: Viewer, page: PracticePage) -> list[str]:
    """How far a practice can be opened, and by whom. An editor opens it to everybody; the project's coordinator closes."""
    found = [page.project.token, page.project.region.token, NETWORK] if keeps(viewer, page) else []
    if edits(viewer, page):
        found += [audience for audience in (NETWORK, PUBLIC) if audience not in found]
    return found if page.audience in viewer.tokens else []


def consent_obstacle(obj: Any, audience: str) -> list[str]:
    """Nothing of a project is public without its recorded consent."""
    from django.utils.translation import gettext as _

    if not isinstance(obj, PracticePage) or audience != PUBLIC or obj.consents.current().exists():
        return []
    words = _(
        "%(project)s gaf nog geen toestemming om deze praktijk aan iedereen te tonen. Vraag die aan een coördinator."
    )
    return [words % {"project": obj.project}]


def register_rules() -> None:
    for verb, model, rule in (
        ("draft", Project, drafts_for),
        ("write", Draft, writes),
        ("publish", Draft, publishes),
        ("offer", Draft, offers),
        ("preview", Draft, previews_submitted),
        ("keep", PracticePage, keeps),
        ("rework", PracticePage, reworks),
        ("edit", PracticePage, edits),
        ("compare", PracticePage, compares),
        ("strike", PracticePage, strikes),
        ("review", PracticePage, edits),
    ):
        registry.verbs.add((verb, model), rule)
    registry.audience_choices.add(PracticePage, practice_choices)
    registry.audience_obstacles.add("practice-consent", consent_obstacle)
    registry.audience_consequences.add("practice-files", what_happens)
