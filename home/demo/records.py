"""Made once: a demo record is created under a stable key and never again, also when somebody changed or deleted it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from home.models import DemoRecord
from staalkaart.core.delivery.mail import TOPIC
from staalkaart.core.models import OutboxRow
from staalkaart.notifications.models import Notification


@contextmanager
def mailed_to_nobody() -> Iterator[None]:
    """What happened long ago in a made-up story is told on the site only, now and in every later overview."""
    mails = OutboxRow.objects.filter(topic=TOPIC)
    before = set(mails.values_list("pk", flat=True))
    told = set(Notification.objects.values_list("pk", flat=True))
    yield
    mails.exclude(pk__in=before).delete()
    Notification.objects.exclude(pk__in=told).update(mail_key="demo")


class Ledger:
    """Knows which keys were made before, from one query."""

    def __init__(self) -> None:
        self.known = set(DemoRecord.objects.values_list("key", flat=True))
        self.made = 0

    def once(self, key: str, make: Callable[[], Any]) -> bool:
        """Call `make` unless `key` was made before; returns whether it was called."""
        if key in self.known:
            return False
        with transaction.atomic():
            make()
            DemoRecord.objects.create(key=key)
        self.known.add(key)
        self.made += 1
        return True
