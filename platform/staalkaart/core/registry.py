"""All registries of the platform. Features fill them in `AppConfig.ready()`; core, search, home and others only read them.

A registry is a dictionary that refuses to be overwritten, so two features that claim one name fail at start, not in use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Registry(dict):
    """A dictionary in order of registration, with a name for the error message."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def add(self, key: Any, value: Any) -> Any:
        if key in self and self[key] is not value:
            raise RuntimeError(f"{self.name}: {key!r} is registered twice")
        self[key] = value
        return value


# What can be found: kind → SearchSource (core.indexing)
search_sources = Registry("search sources")
# What happens with an outbox row: topic → handler(rows) (core.outbox)
outbox_handlers = Registry("outbox handlers")
# Who may do what: (verb, model) → rule(viewer, obj) (core.access)
verbs = Registry("verbs")
# Called with the object before and after its audience changes
before_audience_change: dict[str, Callable[[Any], None]] = Registry("before an audience change")
after_audience_change: dict[str, Callable[[Any], None]] = Registry("after an audience change")
# What an audience with a number is called: kind (project, region, circle, private) → function(number) → words
audience_names = Registry("audience names")
# What the worker does every minute: name → TickJob (core.ticks)
tick_jobs = Registry("tick jobs")
# What the demo starts with: name → dotted path of loader(ledger, progress), imported only when it runs
demo_loaders = Registry("demo loaders")
# Blocks that a lower page shows of higher things: (place, name) → block(viewer, obj) → (template, context) or None
related_blocks = Registry("related blocks")
# Lines of /healthz: name → check() → (ok, words)
health_checks = Registry("health checks")
# Addresses in the sitemap: name → function returning [(url, lastmod)] for a visitor
sitemap_sources = Registry("sitemap sources")
# Filled by later features: event kinds and their mail, trail kinds, dashboard cards, export and erasure, harvest sources
event_kinds = Registry("event kinds")
trail_kinds = Registry("trail kinds")
dashboard_cards = Registry("dashboard cards")
exporters = Registry("exporters")
erasers = Registry("erasers")
harvest_sources = Registry("harvest sources")
