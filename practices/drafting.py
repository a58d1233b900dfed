"""From the first word to publication: the verbs of a draft. Views call these; nothing else changes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from staalkaart.core import autosave
from staalkaart.core.access import NETWORK, PUBLIC, set_audience
from staalkaart.core.events import tell
from staalkaart.core.indexing import request_indexing
from staalkaart.core.models import RESERVED_SLUGS, AutosaveBuffer
from staalkaart.files.models import Attachment
from staalkaart.learning import trail
from staalkaart.learning.models import TrailLink
from staalkaart.members.models import Grant, Membership, Project, User

from . import content
from .models import Draft, PracticeIndexPage, PracticePage
from .models.draft import WRITABLE
from .models.page import RESERVED

REVIEW_AFTER_DAYS = 365


class StepMovedOn(Exception):
    """Somebody else saved this step after the form was opened; `theirs` is the data as it is now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.theirs, self.stamp, self.who = content.complete(draft.data), 0, draft.updated_by


class NotWritable(Exception):
    """The draft was published, offered or thrown away meanwhile."""


class Incomplete(Exception):
    """What a practice needs is not all there; `missing` names it."""

    def __init__(self, missing: list[content.Missing]) -> None:
        super().__init__(", ".join(row.words for row in missing))
        self.missing = missing


def buffer_key(draft: Draft, step: str) -> str:
    return f"practice:{draft.pk}:{step}"


def coordinators_of(project: Project) -> Iterable[int]:
    return Membership.objects.coordinators().filter(project=project).values_list("user_id", flat=True)


def editors() -> Iterable[int]:
    return (
        Grant.objects.current().filter(role=Grant.Role.EDITOR, user__is_active=True).values_list("user_id", flat=True)
    )


# --- writing ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def start(*, project: Project, by: User, title: str, template: PracticePage | None = None) -> Draft:
    """A new draft, empty or filled from another practice, whose project is named as its origin."""
    just_now = timezone.now() - timezone.timedelta(seconds=30)
    twice = (
        Draft.objects.open()
        .filter(project=project, created_by=by, title=title, created_at__gt=just_now, stamps={})
        .first()
    )
    if twice is not None:  # pressed twice
        return twice
    data = content.of_page(template) | {"contact_role": "", "towns": []} if template is not None else content.empty()
    data |= {"title": title}
    return Draft.objects.create(
        project=project, title=title, data=data, created_by=by, updated_by=by, copied_from=template
    )


@transaction.atomic
def save_step(*, draft: Draft, step: str, changes: Mapping[str, Any], base: int, by: User) -> Draft:
    """Put one step into the draft. Raises StepMovedOn when somebody else saved other words there since `base`."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None or row.state not in WRITABLE:
        raise NotWritable
    data = content.complete(row.data)
    stamp = row.stamps.get(step, 0)
    same = all(data[name] == value for name, value in changes.items())
    if stamp != base and not same:
        moved = StepMovedOn(row)
        moved.stamp = stamp
        raise moved
    if not same:
        row.data = data | changes
        row.stamps = row.stamps | {step: stamp + 1}
        row.title = row.data["title"]
        row.updated_by, row.updated_at = by, timezone.now()
        row.save(update_fields=["data", "stamps", "title", "updated_by", "updated_at"])
    autosave.drop(user=by, key=buffer_key(draft, step))
    return row


def unsaved_by_others(draft: Draft, by: User) -> list[AutosaveBuffer]:
    """What colleagues typed here and did not put in the draft yet."""
    rows = AutosaveBuffer.objects.filter(key__startswith=f"practice:{draft.pk}:").exclude(user=by)
    return list(rows.select_related("user").order_by("-saved_at"))


@transaction.atomic
def throw_away(*, draft: Draft, by: User) -> None:
    """The draft, its files and what was typed into it. A practice that was published from it stays."""
    for attachment in _attachments(draft):
        storage, name = attachment.file.storage, attachment.file.name
        attachment.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    AutosaveBuffer.objects.filter(key__startswith=f"practice:{draft.pk}:").delete()
    log(draft.project, "staalkaart.practice_draft_deleted", user=by, data={"title": draft.title})
    draft.delete()


# --- handing over ----------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(*, draft: Draft, by: User) -> Draft:
    """A member hands the draft to the own coordinators. Nothing has to be complete for that but a title."""
    row = _take(draft, {Draft.State.WRITING, Draft.State.RETURNED}, Draft.State.SUBMITTED, reason="")
    tell("practice_submitted", to=coordinators_of(row.project), url=row.get_absolute_url(), about=row, by=by,
         title=row.title, who=str(by))  # fmt: skip
    log(row.project, "staalkaart.practice_submitted", user=by, data={"title": row.title})
    return row


@transaction.atomic
def hand_back(*, draft: Draft, by: User, reason: str) -> Draft:
    """The coordinator gives it back to whoever wrote it, with a reason."""
    row = _take(draft, {Draft.State.SUBMITTED}, Draft.State.RETURNED, reason=reason)
    tell("practice_returned", to=_writer(row), url=row.get_absolute_url(), about=row, by=by, title=row.title)
    log(row.project, "staalkaart.practice_returned", user=by, data={"title": row.title, "reason": reason})
    return row


def _writer(draft: Draft) -> list[int]:
    return [draft.created_by_id] if draft.created_by_id else []


def _take(draft: Draft, allowed: set[str], to: str, **fields: Any) -> Draft:
    """Move the draft to another state if it still is in one of `allowed`; two who press at once do it once."""
    moved = Draft.objects.filter(pk=draft.pk, state__in=allowed).update(state=to, updated_at=timezone.now(), **fields)
    if not moved:
        raise NotWritable
    draft.refresh_from_db()
    return draft


# --- publishing ------------------------------------------------------------------------------------------------------
def shared_data(draft: Draft) -> content.Data:
    """What sharing this draft would give: its changes, on top of whatever the practice says by now."""
    data = content.complete(draft.data)
    if draft.page is None:
        return data
    started = draft.page.revisions.filter(pk=draft.from_revision or 0).first()
    now = content.of_page(draft.page)
    return content.merged(content.of_page(started.as_object()) if started else now, now, data)


@transaction.atomic
def publish(*, draft: Draft, by: User) -> PracticePage:
    """Put it before the network at once, marked as not read over yet. The page is made the first time, changed afterwards."""
    row = _take(draft, {*WRITABLE, Draft.State.OFFERED}, Draft.State.DONE)  # from here on nobody writes in it
    data = shared_data(row)
    if lacking := content.missing(data):
        raise Incomplete(lacking)
    page = _changed(row, data, by) if row.page_id else _made(row, data, by)
    _move_attachments(row, page)
    Draft.objects.filter(pk=row.pk).update(
        page=page, data={}
    )  # its words are the page's now, and seen by whoever sees that
    AutosaveBuffer.objects.filter(user=by, key__startswith=f"practice:{row.pk}:").delete()
    request_indexing(page.index_keys())
    log(page, "staalkaart.practice_published", user=by, data={"project": str(page.project)})
    return page


def _made(draft: Draft, data: content.Data, by: User) -> PracticePage:
    page = PracticePage(project=draft.project, owner=draft.created_by, slug=_free_slug(data["title"]), live=False)
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
    return page


def _changed(draft: Draft, data: content.Data, by: User) -> PracticePage:
    """A new version. An editor's proposal that the project agreed to counts as read over; the project's own change does not,
    and what nobody read over is not shown to everybody: a public practice is for the network until an editor opens it again."""
    page = draft.page
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


def review_date():
    return timezone.localdate() + timezone.timedelta(days=REVIEW_AFTER_DAYS)


def _free_slug(title: str) -> str:
    """From the title, without clashing with a sibling or a fixed address; a title of signs only still gets one."""
    base = slugify(title)[:80].strip("-") or "praktijk"
    if base in RESERVED | RESERVED_SLUGS or base.isdigit():
        base = f"praktijk-{base}"
    taken = set(Page.objects.child_of(PracticeIndexPage.objects.get()).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


# --- files -----------------------------------------------------------------------------------------------------------
def _kind(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _attachments(owner: Draft | PracticePage):
    return Attachment.objects.filter(owner_type=_kind(type(owner)), owner_id=owner.pk)


def attachments_of(owner: Draft | PracticePage) -> list[Attachment]:
    return list(_attachments(owner).order_by("uploaded_at", "pk"))


def _move_attachments(draft: Draft, page: PracticePage) -> None:
    """What was added to the draft now hangs on the page, and is seen by whoever sees that."""
    for row in _attachments(page).filter(pk__in=draft.removed_files):
        storage, name, key = row.file.storage, row.file.name, f"material:{row.pk}"
        row.delete()
        request_indexing([key])
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    _attachments(draft).update(owner_type=_kind(PracticePage), owner_id=page.pk)


# --- working on what is published ------------------------------------------------------------------------------------
def rework(*, page: PracticePage, by: User, kind: str = Draft.Kind.PROJECT, reason: str = "") -> Draft:
    """The open draft of a practice, or a new one that starts from what is published."""
    data = content.of_page(page)
    state = Draft.State.RETURNED if reason else Draft.State.WRITING
    try:
        with transaction.atomic():
            return Draft.objects.create(
                project=page.project, page=page, kind=kind, title=page.title, data=data, reason=reason, state=state,
                created_by=by, updated_by=by, from_revision=page.live_revision_id or page.latest_revision_id,
            )  # fmt: skip
    except IntegrityError:  # there is one
        return Draft.objects.open().get(page=page, kind=kind)


@transaction.atomic
def carry_on(*, draft: Draft, by: User) -> Draft:
    """Somebody still writes in a draft that was shared meanwhile: a new draft of the practice, with what they typed."""
    fresh = rework(page=draft.page, by=by)
    for row in AutosaveBuffer.objects.filter(user=by, key__startswith=f"practice:{draft.pk}:"):
        step = row.key.rpartition(":")[2]
        autosave.keep_refused(user=by, key=buffer_key(fresh, step), data=row.data, base=fresh.stamps.get(step, 0))
        row.delete()
    return fresh
