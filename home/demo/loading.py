"""Loads what is fictional, on top of a site that was set up: projects, people, practices, circles, days."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from home.demo import intervision, network, network_days, people, practices
from home.demo.records import Ledger

LOADERS = (network, people, practices, intervision, network_days)


class DemoRefused(Exception):
    """These settings are a real site's."""


@transaction.atomic
def load_demo(progress: Callable[[], object] = lambda: None) -> int:
    """Make what was never made before; returns how many records. Raises ContentError or DemoRefused, and then writes nothing."""
    if not settings.DEMO_ALLOWED:
        raise DemoRefused
    ledger = Ledger()
    for loader in LOADERS:
        loader.load(ledger, progress)
    return ledger.made
