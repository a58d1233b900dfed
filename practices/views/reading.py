"""A practice as it is read: what its page shows, what a preview shows, and its versions."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject

from practices import content
from practices.choices import FACTS, PointKind
from practices.material import files_of
from practices.models import NAMED, Draft, PracticePage
from practices.publishing import attachments_of
from staalkaart.core.access import Viewer, can, reveal
from staalkaart.core.web.request import Request
from staalkaart.learning.models import Bookmark, Comment, Remark
from staalkaart.learning.trail import trails_of
from staalkaart.members.models import Project
from staalkaart.members.permissions import projects_worked_on


def find_practice(request: Request, slug: str) -> PracticePage:
    rows = PracticePage.objects.visible_to(request.viewer).select_related("project__region")
    return get_object_or_404(rows, slug=slug)


BODY_ROWS = ("model_rows__model", "fact_rows", "point_rows", "block_rows")


def body_context(page: PracticePage, viewer: Viewer) -> dict[str, Any]:
    """What the body shows, of a published practice and of one in memory alike."""
    if page.pk:
        prefetch_related_objects([page], *BODY_ROWS)
    reveal([page], viewer, *NAMED)
    facts: dict[str, list[str]] = {}
    for row in page.fact_rows.all():
        facts.setdefault(row.name, []).append(row.label)
    return {
        "practice": page,
        "models": page.visible_working_models,
        "lists": [(PointKind(kind), rows) for kind, rows in page.points.items()],
        "blocks": list(page.block_rows.all()),
        "facts": [(fact.title, facts[fact.slug]) for fact in FACTS if fact.slug in facts],
        "groups": [group.title for group in page.target_groups.all()],
        "towns": page.municipalities or page.project.municipalities,
    }


def preview_context(draft: Draft, data: content.Data, viewer: Viewer) -> dict[str, Any]:
    """The draft as readers would see it: a page in memory that is never stored."""
    page = PracticePage(project=draft.project, title=draft.title)
    content.put_on_page(data, page)
    return {**body_context(page, viewer), "files": files_of(draft), "is_preview": True}


def practice_context(request: Request, page: PracticePage) -> dict[str, Any]:
    """Everything the page shows; what belongs to members only is not even asked for a visitor."""
    context: dict[str, Any] = {"shown": SimpleLazyObject(lambda: shown_to_all(page, request.viewer))}
    if not request.viewer.is_visitor:
        context |= member_context(request, page)
    return context


def shown_to_all(page: PracticePage, viewer: Viewer) -> dict[str, Any]:
    """What is the same for everybody with these rights: read only when the kept part of the page is made anew."""
    uid = f"practice:{page.pk}"
    near = {
        "files": attachments_of(page, viewer),
        "similar": similar(page, viewer),
        "trail": trails_of([uid], viewer)[uid],
    }
    return {**body_context(page, viewer), **near}


def member_context(request: Request, page: PracticePage) -> dict[str, Any]:
    viewer = request.viewer
    uses = reveal(page.uses.select_related("project"), viewer, "project")
    own = own_projects_of(viewer, but=page.project_id)
    keeps, edits = can(viewer, "keep", page), can(viewer, "edit", page)
    return {
        "comments": list(Comment.objects.about(page).select_related("author")),
        "uses": uses,
        "own_projects": own,
        "used_by_own": {use.project_id for use in uses} & {row.pk for row in own},
        "bookmark": Bookmark.objects.about(page).filter(user=request.user).first(),
        "may_rework": can(viewer, "rework", page),
        "has_versions": can(viewer, "compare", page) or has_readable_change(page),
        "may_keep": keeps,
        "may_edit": edits,
        "consent": page.consents.current().first() if keeps or edits else None,
        "remarks": list(Remark.objects.about(page).filter(handled_at=None)) if keeps or edits else [],
        "proposal": page.drafts.open().filter(kind=Draft.Kind.PROPOSAL).first() if keeps or edits else None,
    }


def has_readable_change(page: PracticePage) -> bool:
    """Whether somebody of outside the project finds anything at its versions. Costs no query."""
    return page.readable_version_id is not None and page.readable_version_id != page.live_revision_id


def own_projects_of(viewer: Viewer, *, but: int = 0) -> list[Project]:
    """The running projects that this member works on, another one than `but`; whoever has none costs no query."""
    numbers = projects_worked_on(viewer) - {but}
    return list(Project.objects.filter(pk__in=numbers, status=Project.Status.ACTIVE)) if numbers else []


def similar(page: PracticePage, viewer: Viewer) -> list[PracticePage]:
    """At most four others that share words and themes; none while there is no index."""
    from staalkaart.search.engine import IndexUnavailable, get_engine
    from staalkaart.search.finding import fetch

    try:
        uids = get_engine().similar(f"practice:{page.pk}", viewer=viewer, limit=30)
    except IndexUnavailable:
        return []
    near = [uid for uid in uids if uid.startswith("practice:")][:4]
    return [obj for _source, obj in fetch(near, viewer).values()]
