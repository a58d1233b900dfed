"""The overview: everything new of one person, once per period, in one mail.

A tick makes the digests of a period: in one transaction the rows that belong in it are marked, so however often it runs, late or
twice, each row is in one digest. The period follows the wall clock of Brussels; the rows do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.delivery import mail
from staalkaart.core.delivery.jobs import TickJob
from staalkaart.core.delivery.mail import Mail
from staalkaart.core.delivery.outbox import NotYet, enqueue
from staalkaart.core.models import OutboxRow
from staalkaart.core.waiting import waiting_for
from staalkaart.notifications.choices import Frequency
from staalkaart.notifications.items import items_of
from staalkaart.notifications.models import Digest, Notification
from staalkaart.notifications.quiet import BRUSSELS, next_open
from staalkaart.notifications.unsubscribing import DIGEST, headers_for, url_for
from staalkaart.notifications.wishes import Wishes

KIND = "digest"
MOST = 7  # things in one digest
CHUNK = 400


# --- the periods -----------------------------------------------------------------------------------------------------
def _wall(now: datetime) -> datetime:
    return now.astimezone(BRUSSELS).replace(tzinfo=None)


def daily(now: datetime) -> str:
    """Changes at seven in the morning of every working day."""
    day = (_wall(now) - timedelta(hours=7)).date()
    return f"{day - timedelta(days=max(0, day.weekday() - 4)):%Y-%m-%d}"


def weekly(now: datetime) -> str:
    """Changes on Tuesday at eight."""
    year, week, _day = (_wall(now) - timedelta(days=1, hours=8)).isocalendar()
    return f"{year}-W{week:02d}"


def monthly(now: datetime) -> str:
    """Changes on the first at seven."""
    return f"{_wall(now) - timedelta(hours=7):%Y-%m}"


# --- making ----------------------------------------------------------------------------------------------------------
def make(every: str, now: datetime) -> int:
    """Make the digests of this period; returns how many. In the caller's transaction (a job of the clock)."""
    users = list(Notification.objects.for_mail().order_by().values_list("user", flat=True).distinct())
    period = PERIODS[every](now)
    return sum(_make_some(every, period, users[at : at + CHUNK], now) for at in range(0, len(users), CHUNK))


@transaction.atomic
def _make_some(every: str, period: str, users: list[int], now: datetime) -> int:
    wishes, today = Wishes(users), now.astimezone(BRUSSELS).date()
    rows = Notification.objects.for_mail().filter(user__in=users, user__is_active=True)
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows.only("pk", "user_id", "kind", "about_type_id", "about_id"):
        if not wishes.is_away(row.user_id, today) and _wants(wishes, row, every):
            found[row.user_id].append(row.pk)
    had = set(Digest.objects.filter(every=every, period=period, user__in=found).values_list("user_id", flat=True))
    digests = Digest.objects.bulk_create(
        Digest(user_id=user, every=every, period=period, made_at=now) for user in found if user not in had
    )
    for digest in digests:
        Notification.objects.filter(pk__in=found[digest.user_id]).update(digest=digest)
    mails = {f"{KIND}:{row.pk}": {"kind": KIND, "pk": row.pk} for row in digests}
    enqueue(mail.TOPIC, mails, rank=OutboxRow.Rank.BULK)
    return len(digests)


def _belongs(frequency: str, every: str) -> bool:
    """What was wanted at once and could not be mailed then (somebody was away) comes with the week's."""
    return frequency == every or (frequency == Frequency.NOW and every == Frequency.WEEKLY)


PERIODS: dict[str, Callable[[datetime], str]] = {
    Frequency.DAILY: daily,
    Frequency.WEEKLY: weekly,
    Frequency.MONTHLY: monthly,
}


def _job(every: str) -> TickJob:
    return TickJob(f"digest-{every}", PERIODS[every], lambda now: make(every, now))


JOBS = tuple(_job(every) for every in PERIODS)


# --- the mail --------------------------------------------------------------------------------------------------------
def digest_mail(payload: dict) -> Mail | None:
    """None when nothing is left to tell: all of it was read, or closed, meanwhile."""
    digest = Digest.objects.select_related("user").filter(pk=payload["pk"], sent_at=None).first()
    if digest is None or not digest.user.is_active:
        return None
    now, user = timezone.now(), digest.user
    if (opens := next_open(now)) != now:
        raise NotYet(opens)
    viewer = user.as_viewer()
    rows = digest.rows.unread().filter(mailed_at=None).tellable_to(viewer)
    items = items_of(
        _still_wanted(digest, list(rows.order_by("-pk").select_related("about_type").prefetch_related("about")), now)
    )
    if not items:
        return None
    off = url_for(user.pk, DIGEST)
    with translation.override(user.language):
        context = {"items": items[:MOST], "more": max(0, len(items) - MOST), "name": user.name, "digest": digest,
                   "unsubscribe": off, **_beside(viewer, user, digest)}  # fmt: skip
    return Mail(user.email, KIND, context, user.language, headers=headers_for(off), sent=lambda: _sent(digest))


def _still_wanted(digest: Digest, rows: list[Notification], now: datetime) -> list[Notification]:
    """Asked again: who went on holiday, muted or switched off since gets the rest later, or not at all."""
    wishes = Wishes([digest.user_id])
    if wishes.is_away(digest.user_id, now.astimezone(BRUSSELS).date()):
        back, rows = rows, []
    else:
        back = [row for row in rows if not _wants(wishes, row, digest.every)]
        rows = [row for row in rows if row not in back]
    Notification.objects.filter(pk__in=[row.pk for row in back]).update(digest=None)
    return rows


def _wants(wishes: Wishes, row: Notification, every: str) -> bool:
    thing = (row.about_type_id, row.about_id)
    if not wishes.wants_overviews(row.user_id):
        return False
    return wishes.is_told(row.user_id, row.kind, thing) and _belongs(
        wishes.frequency(row.user_id, row.kind, thing), every
    )


def _beside(viewer: Viewer, user: Any, digest: Digest) -> dict[str, Any]:
    """What waits for this person, what was decided and who is new since the last one."""
    before = (
        Digest.objects.filter(user=user, made_at__lt=digest.made_at, sent_at__isnull=False).order_by("-made_at").first()
    )
    since = before.made_at if before else digest.made_at - timedelta(days=7)
    return {
        "waiting": waiting_for(viewer, user)[:MOST],
        "decided": _lines("decided", viewer, since),
        "newcomers": _lines("newcomers", viewer, since),
    }


def _lines(part: str, viewer: Viewer, since: datetime) -> list[tuple[str, str]]:
    return [line for lines in registry.each(registry.in_digest, part) for line in lines(viewer, since)][:MOST]


def _sent(digest: Digest) -> None:
    now = timezone.now()
    Digest.objects.filter(pk=digest.pk).update(sent_at=now)
    Notification.objects.filter(digest=digest, mailed_at=None).update(mailed_at=now)
