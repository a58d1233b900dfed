"""After publication: reading over, proposing, agreeing, consent, confirming, archiving. Every step is told and logged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from practices import content, material
from practices.drafting import NotWritable, coordinators_of, rework, take, writer_of
from practices.models import Consent, Draft, PracticePage
from practices.publishing import attachments_of, publish, refuse_recognisable, review_date, take_down
from staalkaart.core.access import NETWORK, PUBLIC, set_audience
from staalkaart.core.delivery.events import tell
from staalkaart.members.models import User

WAITING_DRAFT = timedelta(days=14)


class NothingChanged(Exception):
    """A proposal that says the same as what is published."""


# --- the editor ------------------------------------------------------------------------------------------------------
@transaction.atomic
def mark_read_over(*, page: PracticePage, by: User) -> None:
    """An editor read it and found nothing to change."""
    PracticePage.objects.filter(pk=page.pk).update(read_over_at=timezone.now(), read_over_by=by)
    page.refresh_from_db()
    log(page, "staalkaart.practice_read_over", user=by)
    tell("practice_read_over", to=coordinators_of(page.project), url=page.url, about=page, by=by, title=page.title)


@transaction.atomic
def offer(*, draft: Draft, by: User, reason: str) -> Draft:
    """Let the project see what the editor would change, and why. Nothing is changed before a coordinator agrees."""
    if content.complete(draft.data) == content.of_page(draft.practice) and not attachments_of(draft):
        raise NothingChanged
    refuse_recognisable(content.complete(draft.data))
    row = take(draft, {Draft.State.WRITING}, Draft.State.OFFERED, reason=reason)
    tell(
        "practice_proposal",
        to=coordinators_of(row.project),
        url=proposal_url(row),
        about=row.page,
        by=by,
        title=row.title,
    )
    log(row.page, "staalkaart.practice_proposed", user=by)
    return row


def proposal_url(draft: Draft) -> str:
    return reverse("practices:proposal", args=[draft.pk])


def agree(*, draft: Draft, by: User) -> PracticePage:
    """A coordinator takes the editor's words over."""
    if draft.state != Draft.State.OFFERED:
        raise NotWritable
    with transaction.atomic():
        page = publish(draft=draft, by=by)
        tell("practice_agreed", to=writer_of(draft), url=page.url, about=page, by=by, title=page.title)
    return page


@transaction.atomic
def decline(*, draft: Draft, by: User, reason: str) -> None:
    row = take(draft, {Draft.State.OFFERED}, Draft.State.DONE)
    tell(
        "practice_declined",
        to=writer_of(row),
        url=row.practice.url,
        about=row.page,
        by=by,
        title=row.title,
        reason=reason,
    )
    log(row.page, "staalkaart.practice_declined", user=by, data={"reason": reason})


@transaction.atomic
def send_back(*, page: PracticePage, by: User, reason: str) -> Draft:
    """Take it from the network and give it back to the project to work on, with the reason."""
    draft = rework(page=page, by=by, reason=reason)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.RETURNED, reason=reason, created_by=page.owner)
    if page.audience == PUBLIC:
        set_audience(obj=page, audience=NETWORK, by=by, reason="teruggestuurd")
    take_down(page, by)
    log(page, "staalkaart.practice_sent_back", user=by, data={"reason": reason})
    tell(
        "practice_sent_back",
        to=coordinators_of(page.project),
        url=draft.get_absolute_url(),
        about=draft,
        by=by,
        title=page.title,
    )
    draft.refresh_from_db()
    return draft


# --- the project -----------------------------------------------------------------------------------------------------
@transaction.atomic
def give_consent(*, page: PracticePage, by: User, files: Iterable[int] = ()) -> Consent:
    """The project's recorded yes, with the numbers of the files that go along; said again, the choice of files is made anew.
    It does not open the practice yet: an editor does that."""
    consent, made = Consent.objects.get_or_create(page=page, withdrawn_at=None, defaults={"given_by": by})
    opened = material.open_files(page, files)
    if made or opened is not None:
        log(page, "staalkaart.practice_consent", user=by, data={"files": len(opened or ())})
    return consent


@transaction.atomic
def withdraw_consent(*, page: PracticePage, by: User) -> None:
    """The no is worth as much as the yes: what was public is for the network again at once, its files included."""
    Consent.objects.current().filter(page=page).update(withdrawn_at=timezone.now())
    material.open_files(page, ())
    log(page, "staalkaart.practice_consent_withdrawn", user=by)
    if page.audience == PUBLIC:
        set_audience(obj=page, audience=NETWORK, by=by, reason="toestemming ingetrokken")


@transaction.atomic
def confirm(*, page: PracticePage, by: User) -> None:
    """ "Klopt nog": good for another year."""
    PracticePage.objects.filter(pk=page.pk).update(review_due=review_date())
    page.refresh_from_db()
    log(page, "staalkaart.practice_confirmed", user=by)


@transaction.atomic
def archive(*, page: PracticePage, by: User) -> None:
    """Out of lists and search; the project still finds it and can bring it back."""
    PracticePage.objects.filter(pk=page.pk).update(archived_at=timezone.now())
    page.refresh_from_db()
    take_down(page, by)
    log(page, "staalkaart.practice_archived", user=by)


@transaction.atomic
def restore(*, page: PracticePage, by: User) -> None:
    PracticePage.objects.filter(pk=page.pk).update(archived_at=None, review_due=review_date())
    page.refresh_from_db()
    page.get_latest_revision().publish(user=by, skip_permission_checks=True)
    log(page, "staalkaart.practice_restored", user=by)


# --- the clock -------------------------------------------------------------------------------------------------------
def every_month(now: datetime) -> str:
    return timezone.localtime(now).strftime("%Y-%m")


def remind_of_review(now: datetime) -> None:
    """Monthly: the coordinators hear which of their practices are due."""
    due = PracticePage.objects.filter(live=True, review_due__lte=timezone.localdate(now)).select_related("project")
    for page in due:
        tell("practice_due", to=coordinators_of(page.project), url=page.url, about=page, title=page.title)


def remind_of_drafts(now: datetime) -> None:
    """Daily: a draft that nobody touched for fourteen days is mentioned once to whoever wrote it."""
    waiting = Draft.objects.open().filter(updated_at__lt=now - WAITING_DRAFT, reminded_at=None, kind=Draft.Kind.PROJECT)
    for draft in waiting.select_related("project"):
        to = coordinators_of(draft.project) if draft.state == Draft.State.SUBMITTED else writer_of(draft)
        tell("practice_draft_waits", to=to, url=draft.get_absolute_url(), about=draft, title=draft.title)
        Draft.objects.filter(pk=draft.pk).update(reminded_at=now)
