"""A draft becomes what the network reads: the one place where a practice's page is made or changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from practices import content
from practices.drafting import editors, neighbours_of, take
from practices.models import Draft, PracticeIndexPage, PracticePage
from practices.models.draft import WRITABLE
from practices.models.page import RESERVED
from staalkaart.core.access import NETWORK, PUBLIC, Viewer, nameable, set_audience
from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.models import RESERVED_SLUGS, AutosaveBuffer
from staalkaart.core.writing.refusals import refusal
from staalkaart.core.writing.text import fold
from staalkaart.files.attachments import detach
from staalkaart.files.models import Attachment
from staalkaart.learning import trail
from staalkaart.learning.models import TrailLink
from staalkaart.members.models import User

REVIEW_AFTER_DAYS = 365


class Incomplete(Exception):
    """What a practice needs is not all there; `missing` names it."""

    def __init__(self, missing: list[content.Missing]) -> None:
        super().__init__(", ".join(row.words for row in missing))
        self.missing = missing


class Recognisable(Exception):
    """Something in it blocks; the words say what."""


def shared_data(draft: Draft) -> content.Data:
    """What sharing this draft would give: its changes, on top of whatever the practice says by now."""
    data = content.complete(draft.data)
    if draft.page is None:
        return data
    started = draft.page.revisions.filter(pk=draft.from_revision or 0).first()
    now = content.of_page(draft.page)
    return content.merged(content.of_versions([started])[0] if started else now, now, data)


def refuse_recognisable(data: content.Data) -> None:
    """What blocks does not get before others, by whichever way it came."""
    if words := " ".join(dict.fromkeys(filter(None, (refusal(text) for text in content.texts(data).values())))):
        raise Recognisable(words)


@transaction.atomic
def publish(*, draft: Draft, by: User) -> PracticePage:
    """Put it before the network at once, marked as not read over yet. The page is made the first time, changed afterwards."""
    row = take(draft, {*WRITABLE, Draft.State.OFFERED}, Draft.State.DONE)  # from here on nobody writes in it
    data = shared_data(row)
    if lacking := content.missing(data):
        raise Incomplete(lacking)
    refuse_recognisable(data)
    page = _changed(row, data, by) if row.page_id else _made(row, data, by)
    _move_attachments(row, page)
    for source in row.sources:
        trail.link(kind=TrailLink.Kind.USED, source=source, target=f"practice:{page.pk}", by=row.created_by)
    # its words are the page's now, and seen by whoever sees that
    Draft.objects.filter(pk=row.pk).update(page=page, data={})
    AutosaveBuffer.objects.filter(user=by, key__startswith=f"practice:{row.pk}:").delete()
    request_indexing(page.index_keys())
    project = str(page.project)  # names: in the log, for administrators
    log(page, "staalkaart.practice_published", user=by, data={"project": project})
    return page


def _made(draft: Draft, data: content.Data, by: User) -> PracticePage:
    page = PracticePage(project=draft.project, owner=draft.created_by, slug=free_slug(data["title"]), live=False)
    content.put_on_page(data, page)
    PracticeIndexPage.objects.get().add_child(instance=page)
    put_live(page, by)
    PracticePage.objects.filter(pk=page.pk).update(review_due=review_date())
    page.refresh_from_db()
    if draft.copied_from is not None:
        trail.link(
            kind=TrailLink.Kind.USED, source=f"practice:{draft.copied_from_id}", target=f"practice:{page.pk}", by=by
        )
    tell("practice_to_read_over", to=editors(), url=page.url, about=page, by=by, title=page.title)
    near = set(neighbours_of(page.project)) - set(editors())
    for project in nameable(page.audience, [page.project]):  # a closed project is not named, and so not told of
        tell("practice_new", to=near, url=page.url, about=page, by=by, title=page.title, who=str(project))
    return page


def _changed(draft: Draft, data: content.Data, by: User) -> PracticePage:
    """A new version. An editor's proposal that the project agreed to counts as read over; the project's own change does not,
    and what nobody read over is not shown to everybody: a public practice is for the network until an editor opens it again."""
    page = draft.practice
    if not draft.is_proposal and page.audience == PUBLIC:
        set_audience(obj=page, audience=NETWORK, by=by, reason="nieuwe versie, nog niet nagelezen")
    content.put_on_page(data, page)
    put_live(page, by)
    fields: dict[str, Any] = {"review_due": review_date(), "archived_at": None}
    if draft.is_proposal:
        fields |= {"read_over_at": timezone.now(), "read_over_by": draft.created_by}
    else:
        fields |= {"read_over_at": None, "read_over_by": None}
        tell("practice_to_read_over", to=editors(), url=page.url, about=page, by=by, title=page.title)
    PracticePage.objects.filter(pk=page.pk).update(**fields)
    return PracticePage.objects.get(pk=page.pk)


def put_live(page: PracticePage, by: User) -> None:
    """Publish the page as it stands. The table of verbs decided already; Wagtail's own permissions know editors only."""
    page.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)


def take_down(page: PracticePage, by: User) -> None:
    UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def review_date() -> date:
    return timezone.localdate() + timedelta(days=REVIEW_AFTER_DAYS)


def free_slug(title: str) -> str:
    """From the title, without clashing with a sibling or a fixed address; a title of signs only still gets one."""
    base = slugify(fold(title))[:80].strip("-") or "praktijk"
    if base in RESERVED | RESERVED_SLUGS or base.isdigit():
        base = f"praktijk-{base}"
    taken = set(Page.objects.child_of(PracticeIndexPage.objects.get()).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def attachments_of(owner: Draft | PracticePage, viewer: Viewer | None = None) -> list[Attachment]:
    """All of them, or what this viewer finds on it."""
    rows = Attachment.objects.of(owner).order_by("uploaded_at", "pk")
    return list(rows if viewer is None else rows.shown_with(viewer))


def _move_attachments(draft: Draft, page: PracticePage) -> None:
    """What was added to the draft now hangs on the page, and is seen by whoever sees that."""
    for row in Attachment.objects.of(page).filter(pk__in=draft.removed_files):
        request_indexing([f"material:{row.pk}"])
        detach(row)
    Attachment.objects.of(draft).update(owner_type=ContentType.objects.get_for_model(PracticePage), owner_id=page.pk)
