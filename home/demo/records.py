"""Made once: a demo record is created under a stable key and never again, also when somebody changed or deleted it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from home.models import DemoRecord


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
