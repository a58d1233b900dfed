"""Services of the validation round: ask, answer, and decide what an answer does to the card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.core.writing.forms import MOVED
from staalkaart.core.writing.refusals import refusal
from staalkaart.core.writing.text import clean
from staalkaart.knowledge.models import CardEntry, Quadrant, ReviewAnswer, ReviewRound, Status, WorkingModelPage

COMMENT_MAX = 2000


class AlreadyHandled(Exception):
    """Somebody else decided about this answer first."""


class NotSubmitted(Exception):
    """The reviewer is still writing; there is nothing to decide yet."""


class PageBusy(Exception):
    """The card is locked, or waits for a planned publication: a decision would undo that."""


class EntryGone(Exception):
    """The entry that the answer is about is no longer on the card."""


@transaction.atomic
def ask_review(*, page: WorkingModelPage, reviewer: str, reviewer_role: str, by) -> tuple[ReviewRound, str]:
    """Open a round by link; returns it with the token, which is shown once and never stored."""
    round_ = ReviewRound(page=page, reviewer=reviewer, reviewer_role=reviewer_role, created_by=by)
    token = round_.new_token()
    round_.save()
    log(page, "staalkaart.review_asked", user=by, data={"reviewer": reviewer})
    return round_, token


def find_open_round(token: str) -> ReviewRound | None:
    return ReviewRound.objects.open_for(token).select_related("page").first() if len(token) < 100 else None


def revoke(*, round_: ReviewRound, by) -> bool:
    """Close a link that was not used yet; False when there was nothing left to close."""
    closed = ReviewRound.objects.filter(pk=round_.pk, submitted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if closed:
        log(round_.page, "staalkaart.review_revoked", user=by, data={"reviewer": round_.reviewer})
    return bool(closed)


@dataclass
class Line:
    """One entry on the reviewer's page, with what was typed and what is wrong with it."""

    entry: CardEntry
    verdict: str = ""
    comment: str = ""
    error: str = ""


class ReviewForm:
    """The reviewer's answers, one line per entry. Text that was typed is always shown again."""

    def __init__(self, round_: ReviewRound, data: Mapping[str, str] | None = None) -> None:
        kept = {answer.entry_id_at_review: answer for answer in round_.answers.all()}
        self.bound = data is not None
        self.stored = {pk: (answer.verdict, answer.comment) for pk, answer in kept.items()}
        self.their_fields: dict[str, list[str]] | None = None
        self.opened_with = (data or {}).get("_seen", "")
        self.errors: list[tuple[str, str]] = []
        self.lines = [self._line(entry, kept.get(entry.pk), data) for entry in round_.page.entries.all().for_cards()]

    @staticmethod
    def _line(entry: CardEntry, answer: ReviewAnswer | None, data: Mapping[str, str] | None) -> Line:
        if data is None:
            return Line(entry, answer.verdict, answer.comment) if answer else Line(entry)
        verdict = data.get(f"oordeel-{entry.pk}", "")
        return Line(
            entry,
            verdict if verdict in ReviewAnswer.Verdict.values else "",
            clean(data.get(f"opmerking-{entry.pk}", "")).strip(),
        )

    @property
    def seen_mark(self) -> str:
        """Rendered in the form, under `_seen`: what was stored when it was opened."""
        return hashlib.sha256(repr(sorted(self.stored.items())).encode()).hexdigest()[:16]

    def _is_moved(self) -> bool:
        """Saved in another window since, with other words than these; both are shown."""
        differ = any((line.verdict, line.comment) != self.stored.get(line.entry.pk, ("", "")) for line in self.lines)
        if not self.opened_with or self.opened_with == self.seen_mark or not differ:
            return False
        self.their_fields = {}
        for line in self.lines:
            verdict, comment = self.stored.get(line.entry.pk, ("", ""))
            self.their_fields[f"oordeel-{line.entry.pk}"] = [verdict] if verdict else []
            self.their_fields[f"opmerking-{line.entry.pk}"] = [comment]
        return True

    def is_valid(self, *, final: bool) -> bool:
        if self._is_moved():
            self.errors.append(("punten", str(MOVED)))
        for line in self.lines:
            line.error = self._problem(line, final=final)
            if line.error:
                self.errors.append((f"oordeel-{line.entry.pk}", f"{line.entry.title}: {line.error}"))
        if final and not any(line.verdict for line in self.lines):
            self.errors.append(("punten", _("Duid bij minstens één punt aan wat je ervan vindt.")))
        return not self.errors

    @staticmethod
    def _problem(line: Line, *, final: bool) -> str:
        if len(line.comment) > COMMENT_MAX:
            return _("Je opmerking is langer dan 2000 tekens. Kort ze wat in.")
        if words := refusal(line.comment):
            return words
        if final and line.verdict == ReviewAnswer.Verdict.DIFFERENT and not line.comment:
            return _("Schrijf in een paar woorden hoe het anders moet.")
        if final and line.comment and not line.verdict:
            return _("Kies bij je opmerking ook klopt, anders of weg ermee.")
        return ""

    @property
    def answers(self) -> list[Line]:
        return [line for line in self.lines if line.verdict or line.comment]


@transaction.atomic
def save_answers(*, round_: ReviewRound, answers: list[Line], final: bool) -> bool:
    """Keep the answers; with `final` the link is used up. False when somebody submitted it meanwhile: nothing is written."""
    if not ReviewRound.objects.filter(pk=round_.pk, submitted_at=None, revoked_at=None).update(
        submitted_at=timezone.now() if final else None
    ):
        return False
    round_.answers.all().delete()
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(
            round=round_,
            entry_id_at_review=line.entry.pk,
            entry_title=line.entry.title,
            verdict=line.verdict,
            comment=line.comment,
        )
        for line in answers
    )
    if final and round_.created_by_id:
        tell(
            "review_answered",
            to=[round_.created_by_id],
            url=reverse("knowledge_rounds"),
            about=round_.page,
            title=round_.page.title,
        )
    return True


def decide(
    *, answer: ReviewAnswer, outcome: str, by, title: str = "", text: str = "", quadrant: str = ""
) -> WorkingModelPage:
    """Do what the editor chose with one answer: to the card as published, and to a draft that is being written.

    Raises NotSubmitted, AlreadyHandled, PageBusy or EntryGone; then nothing changed.
    """
    answer.round.refresh_from_db(fields=["submitted_at"])
    if answer.round.submitted_at is None:
        raise NotSubmitted
    with transaction.atomic():
        taken = ReviewAnswer.objects.filter(pk=answer.pk, outcome=ReviewAnswer.Outcome.WAITING).update(
            outcome=outcome, handled_by=by, handled_at=timezone.now()
        )
        if not taken:
            raise AlreadyHandled
        page = answer.round.page
        if quadrant in Quadrant.values:
            answer.quadrant = quadrant
        if outcome != ReviewAnswer.Outcome.LEFT:
            _change_card(page, answer, outcome, by, title=clean(title), text=clean(text))
        log(page, "staalkaart.review_decided", user=by, data={"entry": answer.entry_title, "outcome": outcome})
    return page


def _change_card(page: WorkingModelPage, answer: ReviewAnswer, outcome: str, by, *, title: str, text: str) -> None:
    """Publish the change on the live card; a draft in progress gets the same change and stays a draft."""
    live = WorkingModelPage.objects.get(pk=page.pk)
    if live.locked or live.scheduled_revision is not None:
        raise PageBusy
    if not live.live:  # not public now, and a decision does not make it so
        latest = live.get_latest_revision_as_object()
        if not _apply(latest, answer, outcome, by, title=title, text=text):
            raise EntryGone
        latest.save_revision(user=by, clean=False)
        return
    draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
    if not _apply(live, answer, outcome, by, title=title, text=text):
        raise EntryGone
    live.save_revision(user=by, clean=False).publish(user=by)
    if draft is not None and _apply(draft, answer, outcome, by, title=title, text=text):
        draft.save_revision(user=by, clean=False)


def _add(page: WorkingModelPage, answer: ReviewAnswer, *, title: str, text: str) -> bool:
    """A point that the reviewer proposed: on the card as a proposal, for an editor to check and to give its sources."""
    title, text = title or answer.new_title, text or answer.new_text
    if answer.quadrant not in Quadrant.values or not (title and text):
        return False
    order = max((entry.sort_order or 0 for entry in page.entries.all()), default=0) + 1
    page.entries.add(CardEntry(quadrant=answer.quadrant, title=title, text=text, sort_order=order))
    return True


def _apply(page: WorkingModelPage, answer: ReviewAnswer, outcome: str, by, *, title: str, text: str) -> bool:
    """Change one entry in memory; False when it is not there. Only a verdict "right" makes the reviewer the confirmer."""
    entries = list(page.entries.all())
    if answer.entry_id_at_review is None:
        return outcome == ReviewAnswer.Outcome.REWRITTEN and _add(page, answer, title=title, text=text)
    entry = next((entry for entry in entries if entry.pk == answer.entry_id_at_review), None)
    if entry is None:
        return False
    if outcome == ReviewAnswer.Outcome.REMOVED:
        page.entries.set([other for other in entries if other is not entry])
        return True
    if outcome == ReviewAnswer.Outcome.REWRITTEN:
        entry.title, entry.text = title or entry.title, text or entry.text
        for name, words in answer.new_words.items():
            setattr(entry, name, words)
    entry.status = Status.DISPUTED if outcome == ReviewAnswer.Outcome.DISPUTED else Status.CONFIRMED
    if answer.verdict == ReviewAnswer.Verdict.RIGHT or outcome == ReviewAnswer.Outcome.DISPUTED:
        entry.checked_by, entry.checked_role = answer.round.reviewer, answer.round.reviewer_role
    else:
        entry.checked_by, entry.checked_role = str(by), _("redactie")
    entry.checked_on = timezone.localdate(answer.round.submitted_at or timezone.now())
    page.entries.set(entries)
    return True
