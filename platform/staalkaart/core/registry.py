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
# How many people hold an audience: name → function(audience) → number
audience_sizes = Registry("audience sizes")
# Rooms that nobody reads by role: name → function() → list of (token, words)
sealed_rooms = Registry("sealed rooms")
# Who stands in a sealed room without holding its token: name → function(token) → user ids
room_guests = Registry("room guests")
# What can stand in the way of a wider audience: name → function(obj, audience) → list of sentences that name it
audience_obstacles = Registry("audience obstacles")
# The audiences somebody may choose for an object: model → function(viewer, obj) → list of audiences
audience_choices = Registry("audience choices")
# Mails: kind → function(payload) → core.mail.Mail, or None when it may not or need not be sent any more
mail_kinds = Registry("mail kinds")
# Who is told when something happens: name → sink(core.events.Event)
event_sinks = Registry("event sinks")
# What somebody who leaves has in hand: name → function(user, project) → list of members.teams.HandoverItem
handover_sources = Registry("handover sources")
# How long things are kept: name → core.retention.Rule
retention_rules = Registry("retention rules")
# What the worker does every minute: name → TickJob (core.ticks)
tick_jobs = Registry("tick jobs")
# Blocks that a lower page shows of higher things: (place, name) → block(viewer, obj) → (template, context) or None
related_blocks = Registry("related blocks")
# Lines of /healthz: name → check() → (ok, words)
health_checks = Registry("health checks")
# Addresses in the sitemap: name → function returning [(url, lastmod)] for a visitor
sitemap_sources = Registry("sitemap sources")
# What can happen: kind → core.events.EventKind
event_kinds = Registry("event kinds")
# Cards on /mijn/: name → card(viewer, user) → (template, context) or None, in order of registration
dashboard_cards = Registry("dashboard cards")
# Steps of somebody's first week: name → step(user) → members.first_week.Step or None
first_week_steps = Registry("first-week steps")
# After somebody left the last place they had: name → function(user), in the transaction of the leaving
leaving = Registry("leaving")
# Is this a word of the language: name → function(word) → bool
dictionaries = Registry("dictionaries")
# Own data: name → exporter(user) → core.own_data.Part, own rows only
exporters = Registry("exporters")
# Erasure: name → eraser(user), called in the transaction that removes the account
erasers = Registry("erasers")
# After an erasure was committed: name → function(), takes deleted words out of files that keep them
scrubbers = Registry("scrubbers")
# What could be talked about on a network day: name → core.harvest.Source
harvest_sources = Registry("harvest sources")
# Ways to spend a block of a network day: name → function() → working forms (network_days.choices.WorkingForm)
working_forms = Registry("working forms")
