"""All registries of the platform. Features fill them in `AppConfig.ready()`; core, search, home and others only read them.

A registry is a dictionary that refuses to be overwritten, so two features that claim one name fail at start, not in use. What a
feature brings for one purpose is one value object (`OwnData`, `AudienceKind`, `OnMine` …).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from staalkaart.core.access.viewer import Viewer
    from staalkaart.core.delivery.events import Event, EventKind
    from staalkaart.core.delivery.indexing import SearchSource
    from staalkaart.core.delivery.jobs import TickJob
    from staalkaart.core.delivery.mail import Mail
    from staalkaart.core.models import OutboxRow
    from staalkaart.core.own_data import Part
    from staalkaart.core.retention import Rule
    from staalkaart.core.waiting import Waiting
    from staalkaart.core.web.request import Request

K = TypeVar("K")
V = TypeVar("V")
# What a block or card shows: (template, context), or None when there is nothing to show
Shown = tuple[str, dict[str, Any]] | None


class Registry(Generic[K, V], dict[K, V]):
    """A dictionary in order of registration, with a name for the error message."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def add(self, key: K, value: V) -> V:
        if key in self and self[key] is not value:
            raise RuntimeError(f"{self.name}: {key!r} is registered twice")
        self[key] = value
        return value


# --- what a feature brings for one purpose ---------------------------------------------------------------------------
@dataclass(frozen=True)
class OwnData:
    """What a feature holds of people, and what it does when one of them asks, leaves or is erased.

    `export`: name → part, own rows only · `erase(user)`: in the transaction that removes the account · `scrub()`: after that commit,
    takes deleted words out of files that keep them · `retain`: how long things are kept · `leave(user)`: somebody left their last
    place · `in_hand(user, project)`: what a leaver has in hand there, as `members.teams.HandoverItem` · `strike(obj, out)`: words were
    taken out of a thing, so `out(value)` goes over what the feature keeps of its title and reasons.
    """

    export: Mapping[str, Callable[[Any], Part]] = field(default_factory=dict)
    erase: Callable[[Any], None] | None = None
    scrub: Callable[[], object] | None = None
    retain: Sequence[Rule] = ()
    leave: Callable[[Any], None] | None = None
    in_hand: Callable[[Any, Any], Iterable[Any]] | None = None
    strike: Callable[[Any, Callable[[Any], Any]], None] | None = None


@dataclass(frozen=True)
class AudienceKind:
    """One kind of room (``project``, ``region``, ``circle``, ``private``).

    `words(number)`: what it is called, "" when there is none · `sealed()`: rooms that nobody reads by role, as (token, words) ·
    `guests(token)`: user ids of who stands in such a room without holding its token.
    """

    words: Callable[[int], str]
    sealed: Callable[[], list[tuple[str, str]]] | None = None
    guests: Callable[[str], list[int]] | None = None


@dataclass(frozen=True)
class AudienceWatcher:
    """`before(obj)` and `after(obj)` a change of who may see it; `after` inside the transaction."""

    before: Callable[[Any], object] | None = None
    after: Callable[[Any], object] | None = None


@dataclass(frozen=True)
class OnMine:
    """What a feature shows on /mijn/: a card, a step of somebody's first week, what waits for who edits or administers.

    `step`: a `members.first_week.Step` or None · `waits`: each thing that waits for this person (`core.waiting`).
    """

    card: Callable[[Viewer, Any], Shown] | None = None
    step: Callable[[Viewer, Any], Any] | None = None
    waits: Callable[[Viewer, Any], Iterable[Waiting]] | None = None


@dataclass(frozen=True)
class InDigest:
    """What a feature says in everybody's overview, of what this viewer may see: (words, address) since a moment.

    `decided`: what came out of talking · `newcomers`: who is new.
    """

    decided: Callable[[Viewer, datetime], Iterable[tuple[str, str]]] | None = None
    newcomers: Callable[[Viewer, datetime], Iterable[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class OnADay:
    """What a feature brings to network days: things to talk about (`learning.harvest`) and ways to spend a block."""

    harvest: Callable[[Viewer, Any], Iterable[Any]] | None = None
    working_forms: Callable[[], Iterable[Any]] | None = None


# --- the registries --------------------------------------------------------------------------------------------------
# Who may do what: (verb, model) → rule(viewer, obj) (core.access.verbs)
verbs: Registry[tuple[str, type], Callable[[Viewer, Any], bool]] = Registry("verbs")
# Kinds of rooms: project, region, circle, private
audience_kinds: Registry[str, AudienceKind] = Registry("audience kinds")
# How many people hold an audience: name → function(audience) → number
audience_sizes: Registry[str, Callable[[str], int]] = Registry("audience sizes")
# The audiences somebody may choose for an object: model → function(viewer, obj) → list of audiences
audience_choices: Registry[type, Callable[[Viewer, Any], list[str]]] = Registry("audience choices")
# What can stand in the way of a wider audience: name → function(obj, audience) → sentences that name it
audience_obstacles: Registry[str, Callable[[Any, str], list[str]]] = Registry("audience obstacles")
# What else happens when it is opened: name → function(obj, audience) → sentences for the screen that asks
audience_consequences: Registry[str, Callable[[Any, str], list[str]]] = Registry("audience consequences")
# Who hears of a change of audience
audience_watchers: Registry[str, AudienceWatcher] = Registry("audience watchers")
# What a page shows beside its own fields: page type → function(request, page) → context
page_contexts: Registry[type, Callable[[Request, Any], dict[str, Any]]] = Registry("page contexts")
# Blocks that a lower page shows of higher things: (place, name) → block(viewer, obj)
related_blocks: Registry[tuple[str, str], Callable[[Viewer, Any], Shown]] = Registry("related blocks")
# /mijn/, in order of registration
on_mine: Registry[str, OnMine] = Registry("on /mijn/")
# What features bring to network days
on_a_day: Registry[str, OnADay] = Registry("on a network day")
# Own data: export, erasure, retention, leaving
own_data: Registry[str, OwnData] = Registry("own data")
# What can be found: kind → source (core.delivery.indexing)
search_sources: Registry[str, SearchSource] = Registry("search sources")
# Why a typed text may not be kept: name → function(text) → sentence, "" when it may (core.writing.refusals)
text_refusals: Registry[str, Callable[[str], str]] = Registry("text refusals")
# Is this a word of the language: name → function(word)
dictionaries: Registry[str, Callable[[str], bool]] = Registry("dictionaries")
# Addresses in the sitemap: name → function returning [(url, lastmod)] for a visitor
sitemap_sources: Registry[str, Callable[[], list[tuple[str, Any]]]] = Registry("sitemap sources")
# What can happen (core.delivery.events), and who is told
event_kinds: Registry[str, EventKind] = Registry("event kinds")
# What events are about, and so what decides who is told: name → model with `visible_to`
event_subjects: Registry[str, type] = Registry("event subjects")
event_sinks: Registry[str, Callable[[Event], None]] = Registry("event sinks")
# What stands in the overview by mail beside what is new
in_digest: Registry[str, InDigest] = Registry("in the digest")
# Mails: kind → function(payload) → mail, or None when it may not or need not be sent any more
mail_kinds: Registry[str, Callable[[dict], Mail | None]] = Registry("mail kinds")
# What happens with an outbox row: topic → handler(rows)
outbox_handlers: Registry[str, Callable[[list[OutboxRow]], None]] = Registry("outbox handlers")
# What the worker does every minute
tick_jobs: Registry[str, TickJob] = Registry("tick jobs")
# Lines of /healthz: name → check() → (ok, words)
health_checks: Registry[str, Callable[[], tuple[bool, str]]] = Registry("health checks")


def each(registry: Registry[Any, Any], part: str) -> Iterator[Any]:
    """One part of every value object in a registry, where it has that part: ``each(own_data, "erase")``."""
    return (found for value in registry.values() if (found := getattr(value, part)))
