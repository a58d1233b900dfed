"""From an event to rows, and to mail for who wants that now. When it is sent everything is asked again: may it be told, is it wanted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation

from staalkaart.core.delivery import mail
from staalkaart.core.delivery.events import REPLY, Event
from staalkaart.core.delivery.mail import Mail
from staalkaart.core.delivery.outbox import NotYet, enqueue
from staalkaart.core.models import OutboxRow
from staalkaart.notifications.choices import Frequency
from staalkaart.notifications.models import Notification, subjects
from staalkaart.notifications.quiet import BRUSSELS, next_open
from staalkaart.notifications.unsubscribing import list_headers, unsubscribe_url
from staalkaart.notifications.wishes import Wishes

KIND = "notification"
GATHERED = timedelta(minutes=15)  # what is said to somebody in one place in that time is one mail


@transaction.atomic
def receive(event: Event) -> None:
    """One row per reader, and a mail in the outbox for who wants it now; in the transaction of the event, in as many queries for
    five hundred readers as for one."""
    about = ContentType.objects.get_for_model(event.about) if event.about is not None else None
    if about is not None and about.model_class() not in subjects():
        raise TypeError(f"{about.model_class()} is no subject of events: what decides who may see it?")
    thing = (about.pk, event.about.pk) if about else (None, None)
    wishes = Wishes(event.to, event.about)
    rows = [
        Notification(user_id=user, kind=event.kind, url=event.url, data=dict(event.data), about_id=thing[1],
                     about_type=about, by_id=event.by.pk if event.by is not None else None)
        for user in event.to if wishes.is_told(user, event.kind, thing)
    ]  # fmt: skip
    _give_keys([row for row in rows if wishes.frequency(row.user_id, row.kind, thing) == Frequency.NOW], thing)
    Notification.objects.bulk_create(rows)


def _give_keys(rows: list[Notification], thing: tuple[int | None, int | None]) -> None:
    """Each its mail: one that is still gathering where there is one, or a new one."""
    gathers = bool(rows) and rows[0].event_kind.group == REPLY and thing != (None, None)
    waiting = _gathering([row.user_id for row in rows], thing) if gathers else {}
    fresh = []
    for row in rows:
        row.mail_key = waiting.get(row.user_id) or f"{KIND}:{secrets.token_hex(8)}"
        if row.user_id not in waiting:
            fresh.append(row.mail_key)
    not_before = timezone.now() + GATHERED if gathers else None
    enqueue(mail.TOPIC, {key: {"kind": KIND, "key": key} for key in fresh}, not_before=not_before)


def _gathering(users: Iterable[int], thing: tuple[int | None, int | None]) -> dict[int, str]:
    """{user: key} of mails about this thing that nobody is sending yet; locked, so that none is sent without what comes now."""
    pairs = list(Notification.objects.for_mail_with(thing).filter(user__in=users).values_list("user_id", "mail_key"))
    rows = OutboxRow.objects.filter(
        topic=mail.TOPIC, key__in={key for _user, key in pairs}, dead=False, claimed_by="", attempts=0, away_since=None,
        not_before__gt=timezone.now(),
    )  # fmt: skip
    free = set(rows.select_for_update().values_list("key", flat=True))
    return {user: key for user, key in pairs if key in free}


def notification_mail(payload: dict) -> Mail | None:
    """None when all of it was read or mailed meanwhile, or when its reader is gone, may not see it or does not want it any more.

    Raises NotYet at night and in a weekend.
    """
    own = Notification.objects.filter(mail_key=payload["key"], user__is_active=True).unread().filter(mailed_at=None)
    if (first := own.select_related("user").first()) is None:
        return None
    now, user = timezone.now(), first.user
    told = own.tellable_to(user.as_viewer()).select_related("user").prefetch_related("about")
    wanted = _still_wanted(list(told.order_by("pk")), now)
    if not wanted:
        return None
    opens = next_open(now)
    if opens != now and not (
        _is_urgent(wanted, now) or _is_urgent(wanted, opens)
    ):  # by then it would be urgent, or too late
        raise NotYet(opens)
    keys = [row.pk for row in wanted]
    first = wanted[-1]
    with translation.override(user.language):
        files = [file for row in wanted if row.event_kind.files for file in row.event_kind.files(row.about, user)]
    context = {
        "rows": wanted, "first": first, "name": user.name, "mutable": first.event_kind.mutable,
        "unsubscribe": unsubscribe_url(first),
    }  # fmt: skip
    headers = list_headers(first)
    if first.event_kind.reply_to and (answer := first.event_kind.reply_to(first.data)):
        headers["Reply-To"] = answer
    return Mail(
        user.email, KIND, context, user.language, headers=headers, files=files[:1], thread=thread_of(first),
        sent=lambda: Notification.objects.filter(pk__in=keys).update(mailed_at=timezone.now()),
    )  # fmt: skip


def thread_of(row: Notification) -> str:
    return f"over:{row.about_type_id}.{row.about_id}" if row.about_id else ""


def _still_wanted(rows: list[Notification], now: datetime) -> list[Notification]:
    """What is to be mailed now after all; the rest goes back, for a digest to take."""
    if not rows:
        return []
    user = rows[0].user_id
    wishes, today = Wishes([user]), now.astimezone(BRUSSELS).date()
    wanted = []
    for row in rows:
        thing = (row.about_type_id, row.about_id)
        away = row.event_kind is not None and row.event_kind.mutable and wishes.is_away(user, today)
        if row.event_kind is None or away or wishes.frequency(user, row.kind, thing) != Frequency.NOW:
            Notification.objects.filter(pk=row.pk).update(mail_key="")
        elif wishes.is_told(user, row.kind, thing):
            wanted.append(row)
    return wanted


def _is_urgent(rows: list[Notification], now: datetime) -> bool:
    return any(row.event_kind.urgent and row.event_kind.urgent(row.about, row.data, now) for row in rows)
