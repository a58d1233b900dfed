"""The outbox: work that must follow a change, written in the transaction of the change and done once it is committed.

Rows of one topic are handled in order and in batches. A handler must be idempotent: after a crash a batch is handled again.
A batch that fails is retried row by row; a row that failed waits a little longer every time (a mail server may be away for an
hour) and becomes a dead letter, visible in the admin, after eight times. Handlers in `ONE_BY_ONE` never get a batch: what they
did for the first rows cannot be undone when a later one fails.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.models import OutboxRow

logger = logging.getLogger(__name__)
BATCH = 500
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=20)  # then three times as long every time: about six hours in all
ONE_BY_ONE = {"mail"}


def enqueue(topic: str, keys: Iterable[str], payload: dict[str, Any] | None = None) -> None:
    """Add one row per key, in the caller's transaction."""
    rows = [OutboxRow(topic=topic, key=key, payload=payload or {}) for key in dict.fromkeys(keys)]
    if rows:
        OutboxRow.objects.bulk_create(rows)


def drain(topic: str | None = None) -> int:
    """Handle everything that waits; returns how many rows were done. Called by the worker and, explicitly, by tests."""
    done = 0
    for name in [topic] if topic else list(registry.outbox_handlers):
        while batch := list(OutboxRow.objects.waiting(name)[:BATCH]):
            handled = _handle(name, batch)
            done += handled
            if not handled:
                break
    return done


def _handle(topic: str, rows: list[OutboxRow]) -> int:
    handler = registry.outbox_handlers[topic]
    if topic in ONE_BY_ONE and len(rows) > 1:
        return sum(_handle(topic, [row]) for row in rows)
    try:
        handler(rows)
    except Exception as error:
        if len(rows) == 1:
            return _fail(rows[0], error)
        return sum(_handle(topic, [row]) for row in rows)
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _words(*, topic: str, error: Exception) -> str:
    """What went wrong, for the admin. A mail server's answer names addresses, so of that only the kind is kept."""
    return type(error).__name__ if topic == "mail" else f"{type(error).__name__}: {error}"[:2000]


def _fail(row: OutboxRow, error: Exception) -> int:
    """Note the failure; the row stays for a later round until it is a dead letter. Returns 0: nothing was done."""
    logger.exception("outbox row failed", extra={"topic": row.topic, "key": row.key})
    with transaction.atomic():
        OutboxRow.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1,
            not_before=timezone.now() + FIRST_WAIT * 3**row.attempts,
            error=_words(topic=row.topic, error=error),
            dead=row.attempts + 1 >= MAX_ATTEMPTS,
        )
    return 0
