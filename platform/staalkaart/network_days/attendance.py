"""The day itself, on a phone: ticks at the door that arrive whenever there is a connection, notes, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from staalkaart.core.access import NETWORK, Viewer
from staalkaart.core.delivery.events import tell
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning import learning_points, trail
from staalkaart.learning.models import LearningPoint, PolicySignal, TrailLink
from staalkaart.members.models import Project, User
from staalkaart.network_days.choices import RegistrationStatus
from staalkaart.network_days.models import Action, Block, NetworkDay, Note, Registration, Tick


@dataclass(frozen=True)
class Tap:
    """One tap on one phone: `key` was made there, so that sending it twice is sending it once."""

    key: UUID
    registration: int
    present: bool
    at: datetime


@transaction.atomic
def merge_ticks(*, day: NetworkDay, taps: Iterable[Tap], by: User, now: datetime | None = None) -> dict[int, bool]:
    """Take in taps from a phone; returns who is present now. Of two phones the later tap counts, whichever arrives first; a clock
    that runs ahead counts as now. Taps for another day are passed over."""
    now = now or timezone.now()
    NetworkDay.objects.select_for_update().get(pk=day.pk)
    rows = {row.pk: row for row in Registration.objects.filter(day=day, state=RegistrationStatus.IN)}
    taps = [tap for tap in taps if tap.registration in rows]
    known = set(Tick.objects.filter(key__in=[tap.key for tap in taps]).values_list("key", flat=True))
    for tap in sorted(taps, key=lambda tap: tap.at):
        if tap.key in known:
            continue
        known.add(tap.key)
        at = min(tap.at, now)
        Tick.objects.create(key=tap.key, registration_id=tap.registration, present=tap.present, at=at, by=by)
        row = rows[tap.registration]
        if row.ticked_at is None or at >= row.ticked_at:
            row.present, row.ticked_at = tap.present, at
            row.save(update_fields=["present", "ticked_at"])
    return {row.pk: bool(row.present) for row in rows.values()}


# --- what is written down --------------------------------------------------------------------------------------------
def _block(day: NetworkDay, key: int) -> Block | None:
    return day.blocks.filter(pk=key).first() if key else None


@transaction.atomic
def note(*, day: NetworkDay, by: User, text: str, block: int = 0, key: UUID | None = None) -> Note:
    """Sent again by a phone that did not hear the answer, it is the same note."""
    known = Note.objects.filter(key=key).first() if key else None
    key = None if known and known.day_id != day.pk else key
    return (
        known
        if known and key
        else Note.objects.create(day=day, block=_block(day, block), author=by, text=text, key=key)
    )


@transaction.atomic
def agree_action(
    *, day: NetworkDay, text: str, block: int = 0, owner: User | None = None, owner_words: str = "", due: date | None = None,
    key: UUID | None = None,
) -> Action:  # fmt: skip
    known = Action.objects.filter(key=key).first() if key else None
    key = None if known and known.day_id != day.pk else key
    return (
        known
        if known and key
        else Action.objects.create(
            day=day, block=_block(day, block), text=text, owner=owner, owner_words=owner_words, due=due, key=key
        )
    )


@transaction.atomic
def finish_action(*, action: Action, done: bool, outcome: str = "") -> Action:
    """How it ended stands with it; undone it is open again."""
    row = Action.objects.select_for_update().get(pk=action.pk)
    row.done_at = (row.done_at or timezone.now()) if done else None
    row.outcome = outcome
    row.save(update_fields=["done_at", "outcome"])
    return row


@transaction.atomic
def learn(
    *,
    day: NetworkDay,
    by: User,
    text: str,
    block: int = 0,
    themes: Iterable[Theme] = (),
    working_models: Iterable[WorkingModelPage] = (),
) -> LearningPoint:
    """A learning point of the day, said out loud by the group: shared at once, with the trail to the day and to what it was about."""
    point = learning_points.propose_point(text=text, themes=themes, working_models=working_models, origin=day.search_uid,
                                           audience=NETWORK, as_owner=True, as_facilitator=True)  # fmt: skip
    trail.link(kind=TrailLink.Kind.LEARNED, source=day.search_uid, target=point.uid, by=by)
    found = _block(day, block)
    for uid in found.links.values_list("uid", flat=True) if found else ():
        if not uid.startswith(("board:", "question:", "theme:")):
            trail.link(kind=TrailLink.Kind.LEARNED, source=uid, target=point.uid, by=by)
    return point


@transaction.atomic
def signal(*, project: Project, theme: Theme, text: str, by: User) -> PolicySignal:
    """Heard on the day, reported by the project whose team it concerns. The same words twice are one signal."""
    row, _made = PolicySignal.objects.get_or_create(project=project, theme=theme, text=text, defaults={"author": by})
    return row


def points_of(day: NetworkDay, viewer: Viewer | None = None) -> list[LearningPoint]:
    """Learned on this day; as far as `viewer` may see them, when one is given."""
    rows = (
        LearningPoint.objects.filter(origin=day.search_uid)
        if viewer is None
        else LearningPoint.objects.visible_to(viewer)
    )
    return list(rows.filter(origin=day.search_uid).order_by("pk"))


def earlier_actions(day: NetworkDay) -> list[Action]:
    """What was agreed on earlier days of this region and is not done."""
    rows = Action.objects.filter(done_at=None, day__region=day.region).exclude(day=day).select_related("day", "owner")
    return list(rows.filter(day__date__lt=day.date) if day.date else rows)


def remind_of_actions(now: datetime) -> None:
    """From the day that a promise was for, whoever made it is asked how it went; once."""
    rows = Action.objects.filter(done_at=None, reminded_at=None, due__lte=timezone.localdate(now)).exclude(owner=None)
    for row in rows.select_related("day"):
        Action.objects.filter(pk=row.pk).update(reminded_at=now)
        url = f"{row.day.get_absolute_url()}acties/"
        tell("action_due", to=[row.owner_id] if row.owner_id else [], url=url, about=row.day, action=row.text)
