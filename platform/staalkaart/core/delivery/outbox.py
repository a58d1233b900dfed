"""The outbox: work that must follow a change, written in the transaction of the change and done once it is committed.

A worker **claims** rows before it does them: for the length of a lease they are in nobody else's hands, so two workers (or two
hosts) do the work once. What a worker that was killed had in hand is done again when its lease is over, so a handler must be
idempotent. Rows of one topic are handled in order and in batches, one batch at a time. A batch that fails is retried row by row; a
row that failed waits a little longer every time (a mail server may be away for an hour) and becomes a dead letter, visible in the
admin, after eight times. Handlers in `ONE_BY_ONE` get single rows: what they did for the first cannot be undone when a later fails.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.models import OutboxRow

logger = logging.getLogger(__name__)
BATCH = 500
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=20)  # then three times as long every time: about six hours in all
LONGEST_WAIT = timedelta(hours=2)  # while what is outside of us is away
GIVES_UP_AFTER = timedelta(days=3)  # of its being away
ONE_BY_ONE = {"mail"}


class NotYet(Exception):
    """Raised by a handler: this row is for later. It is no failure."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


class Away(Exception):
    """Raised by a handler: what it needs (a mail server) does not answer. Whatever else waits for it need not be tried now."""


class Taken(Exception):
    """The lease of this row is over and somebody else has it."""


def enqueue(
    topic: str,
    keys: Iterable[str] | Mapping[str, dict[str, Any]],
    payload: dict[str, Any] | None = None,
    *,
    not_before: datetime | None = None,
    rank: int = OutboxRow.Rank.USUAL,
) -> None:
    """Add one row per key, in the caller's transaction. From a mapping each row takes its own payload."""
    payloads = keys if isinstance(keys, Mapping) else dict.fromkeys(keys, payload or {})
    rows = [
        OutboxRow(topic=topic, key=key, payload=held, not_before=not_before, rank=rank)
        for key, held in payloads.items()
    ]
    if rows:
        OutboxRow.objects.bulk_create(rows)


def drain(topic: str | None = None, *, until: Callable[[], bool] = lambda: False) -> int:
    """Handle everything that waits, or what can be done `until` that is so; returns how many rows were done.

    Raises Away when what a topic needs does not answer, after all that can be done was done.
    """
    me, done, away = secrets.token_hex(8), 0, None
    for name in [topic] if topic else list(registry.outbox_handlers):
        try:
            while not until() and (batch := _claim(name, me)):
                handled = _handle(name, batch)
                done += handled
                if not handled and name not in ONE_BY_ONE:
                    break
        except Away as error:
            away = error
    if away is not None and topic is not None:
        raise away
    return done


def _claim(topic: str, me: str) -> list[OutboxRow]:
    """The next rows, for me alone until the lease ends; none while somebody else handles a batch of this topic."""
    now = timezone.now()
    skip = topic in ONE_BY_ONE and connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        waiting = OutboxRow.objects.waiting(topic).select_for_update(skip_locked=skip)
        rows = list(waiting[: 1 if topic in ONE_BY_ONE else BATCH])
        held = (
            OutboxRow.objects.filter(topic=topic).held(now).exclude(claimed_by=me)
        )  # after the lock: a batch at a time
        if topic not in ONE_BY_ONE and held.exists():
            return []
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_by=me, claimed_until=now + _lease())
    for row in rows:
        row.claimed_by = me
    return rows


def renew(row: OutboxRow, *, sending: bool = False) -> None:
    """A whole lease from now, and a mark that what cannot be undone begins. Raises Taken when the row is not ours any more."""
    now = timezone.now()
    mark = {"sending_at": now} if sending else {}
    mine = OutboxRow.objects.filter(pk=row.pk, claimed_by=row.claimed_by)
    if not mine.update(claimed_until=now + _lease(), **mark):
        raise Taken


def _lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE)


def _handle(topic: str, rows: list[OutboxRow]) -> int:
    handler = registry.outbox_handlers[topic]
    try:
        handler(rows)
    except Away as error:
        _fail(rows[0], error.__cause__ or error, away=True)
        raise
    except NotYet as later:
        _put_back(rows, not_before=later.at)
        return 0
    except Taken:
        return 0
    except Exception as error:
        if len(rows) == 1:
            return _fail(rows[0], error)
        return sum(_handle(topic, [row]) for row in rows)
    persist(lambda: _mine(rows).delete())
    return len(rows)


def persist(write: Callable[[], object]) -> None:
    """A write that must not be lost: what it notes has happened. Tried again while the database is busy or away."""
    for seconds in (0.5, 1, 2, 4, 8, 16, None):
        try:
            write()
        except OperationalError:
            if seconds is None:
                raise
            close_old_connections()
            time.sleep(seconds)
        else:
            return


def _mine(rows: list[OutboxRow]) -> Any:
    return OutboxRow.objects.filter(pk__in=[row.pk for row in rows], claimed_by=rows[0].claimed_by)


def _put_back(rows: list[OutboxRow], **fields: Any) -> None:
    _mine(rows).update(claimed_by="", claimed_until=None, sending_at=None, **fields)


def _words(*, topic: str, error: BaseException) -> str:
    """What went wrong, for the admin. A mail server's answer names addresses, so of that only the kind is kept."""
    return type(error).__name__ if topic == "mail" else f"{type(error).__name__}: {error}"[:2000]


def _fail(row: OutboxRow, error: BaseException, *, away: bool = False) -> int:
    """Note the failure; the row stays for a later round until it is a dead letter. Returns 0: nothing was done.

    A server that is away is no fault of the row: that costs it no try, and it is given up after three days of absence.
    """
    logger.error("outbox row failed", exc_info=error, extra={"topic": row.topic, "key": row.key})
    now = timezone.now()
    if away:
        since = row.away_since or now
        gone = now - since
        fields: dict[str, Any] = {
            "away_since": since,
            "not_before": now + min(max(gone, FIRST_WAIT), LONGEST_WAIT),
            "dead": gone > GIVES_UP_AFTER,
        }
    else:
        is_last = row.attempts + 1 >= MAX_ATTEMPTS or getattr(error, "is_final", False)
        wait = FIRST_WAIT * 3 ** min(row.attempts, MAX_ATTEMPTS)
        fields = {"attempts": F("attempts") + 1, "away_since": None, "not_before": now + wait, "dead": is_last}
    _put_back([row], error=_words(topic=row.topic, error=error), **fields)
    return 0
