"""From the first word to publication: the verbs of a draft. Views call these; nothing else changes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices import content
from practices.models import Draft, PracticePage
from practices.models.draft import WRITABLE
from staalkaart.core.delivery.events import tell
from staalkaart.core.models import AutosaveBuffer
from staalkaart.core.writing import autosave
from staalkaart.files.attachments import detach
from staalkaart.files.models import Attachment
from staalkaart.members.models import Grant, Membership, Project, User


class StepMovedOn(Exception):
    """Somebody else saved this step after the form was opened; `theirs` is the data as it is now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.theirs, self.stamp, self.who = content.complete(draft.data), 0, draft.updated_by


class NotWritable(Exception):
    """The draft was published, offered or thrown away meanwhile."""


def buffer_key(draft: Draft, step: str) -> str:
    return f"practice:{draft.pk}:{step}"


def coordinators_of(project: Project) -> Iterable[int]:
    return Membership.objects.coordinators().filter(project=project).values_list("user_id", flat=True)


def neighbours_of(project: Project) -> Iterable[int]:
    """Everybody of the region who is not of the project itself."""
    own = Grant.objects.current().filter(token=project.token).values("user")
    rows = Grant.objects.current().filter(token=project.region.token, user__is_active=True).exclude(user__in=own)
    return rows.values_list("user_id", flat=True).distinct()


def editors() -> Iterable[int]:
    return (
        Grant.objects.current().filter(role=Grant.Role.EDITOR, user__is_active=True).values_list("user_id", flat=True)
    )


# --- writing ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def start(*, project: Project, by: User, title: str, template: PracticePage | None = None) -> Draft:
    """A new draft, empty or filled from another practice, whose project is named as its origin."""
    just_now = timezone.now() - timedelta(seconds=30)
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
        row.data = data | dict(changes)
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
    for attachment in Attachment.objects.of(draft):
        detach(attachment)
    AutosaveBuffer.objects.filter(key__startswith=f"practice:{draft.pk}:").delete()
    log(draft.project, "staalkaart.practice_draft_deleted", user=by, data={"title": draft.title})
    draft.delete()


# --- handing over ----------------------------------------------------------------------------------------------------
@transaction.atomic
def submit(*, draft: Draft, by: User) -> Draft:
    """A member hands the draft to the own coordinators. Nothing has to be complete for that but a title."""
    row = take(draft, {Draft.State.WRITING, Draft.State.RETURNED}, Draft.State.SUBMITTED, reason="")
    tell("practice_submitted", to=coordinators_of(row.project), url=row.get_absolute_url(), about=row, by=by,
         title=row.title, who=str(by))  # fmt: skip
    log(row.project, "staalkaart.practice_submitted", user=by, data={"title": row.title})
    return row


@transaction.atomic
def hand_back(*, draft: Draft, by: User, reason: str) -> Draft:
    """The coordinator gives it back to whoever wrote it, with a reason."""
    row = take(draft, {Draft.State.SUBMITTED}, Draft.State.RETURNED, reason=reason)
    tell("practice_returned", to=writer_of(row), url=row.get_absolute_url(), about=row, by=by, title=row.title)
    log(row.project, "staalkaart.practice_returned", user=by, data={"title": row.title, "reason": reason})
    return row


def writer_of(draft: Draft) -> list[int]:
    return [draft.created_by_id] if draft.created_by_id else []


def take(draft: Draft, allowed: set[str], to: str, **fields: Any) -> Draft:
    """Move the draft to another state if it still is in one of `allowed`; two who press at once do it once."""
    moved = Draft.objects.filter(pk=draft.pk, state__in=allowed).update(state=to, updated_at=timezone.now(), **fields)
    if not moved:
        raise NotWritable
    draft.refresh_from_db()
    return draft


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
    fresh = rework(page=draft.practice, by=by)
    for row in AutosaveBuffer.objects.filter(user=by, key__startswith=f"practice:{draft.pk}:"):
        step = row.key.rpartition(":")[2]
        autosave.keep_refused(user=by, key=buffer_key(fresh, step), data=row.data, base=fresh.stamps.get(step, 0))
        row.delete()
    return fresh
