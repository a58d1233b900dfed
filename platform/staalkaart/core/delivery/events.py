"""What happened, told to whom it concerns. Features register kinds and call `tell`; notifications listens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from staalkaart.core import registry

# The lines on which somebody says what may be mailed, and when (notifications.choices has their words)
TURN = "turn"  # somebody waits for you
REPLY = "reply"  # somebody speaks to you: gathered for a quarter of an hour
PLACE = "place"  # a seat, a role, a date: always comes
INVITED = "invited"  # to a network day
NEWS = "news"  # new in the own region
FOLLOWED = "followed"  # others, where you follow
CARE = "care"  # what needs a look after a while
DESK = "desk"  # for editors and facilitators

File = tuple[str, bytes, str]  # name, content, media type


@dataclass(frozen=True)
class EventKind:
    """One kind of happening.

    `words(data)` is the one line people read, `todo` what there is to do about it ("" when nothing), `because` why this person is
    told. `group` is the line of their preferences that decides about mail. `subject(data)` is the subject of its mail where the line
    itself is too much for one. `changes(data)`: (what, before, now) of each thing that changed. `files(about, user)` go along with the
    mail. `urgent(about, data, now)`: it leaves at night and in a weekend too. `body(about, user, data)`: what somebody wrote to this
    reader, and `reply_to(data)`: who reads the answer.
    """

    name: str
    words: Callable[[Mapping[str, Any]], str]
    group: str = FOLLOWED
    todo: Any = ""
    because: Any = ""
    subject: Callable[[Mapping[str, Any]], str] | None = None
    changes: Callable[[Mapping[str, Any]], list[tuple[str, str, str]]] | None = None
    files: Callable[[Any, Any], Sequence[File]] | None = None
    urgent: Callable[[Any, Mapping[str, Any], datetime], bool] | None = None
    body: Callable[[Any, Any, Mapping[str, Any]], str] | None = None
    reply_to: Callable[[Mapping[str, Any]], str] | None = None

    @property
    def mutable(self) -> bool:
        return self.group != PLACE


@dataclass(frozen=True)
class Event:
    """`about` is what it is about: a reader who may not see it (any more) is not told. `data` holds names, never case text."""

    kind: str
    to: tuple[int, ...]
    url: str
    about: Any = None
    by: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)


def spoken(words: Any) -> Callable[[Mapping[str, Any]], str]:
    """From a sentence with ``%(names)s``, translated when it is read."""
    return lambda data: str(words) % data


# words · line of the preferences · what to do · why this person
Said = tuple[Any, str, Any, Any]


def register_kinds(
    kinds: Mapping[str, Said],
    *,
    say: Callable[[Any], Callable[[Mapping[str, Any]], str]] = spoken,
    more: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """The table of a feature; `more` has what few of its kinds say besides."""
    for name, (words, group, todo, because) in kinds.items():
        registry.event_kinds.add(name, EventKind(name, say(words), group, todo, because, **(more or {}).get(name, {})))


def tell(kind: str, *, to: Iterable[int], url: str, about: Any = None, by: Any = None, **data: Any) -> None:
    """Tell the users with these keys, in the caller's transaction; whoever caused it is not told."""
    if kind not in registry.event_kinds:
        raise KeyError(f"event {kind!r} is not registered")
    readers = tuple(dict.fromkeys(pk for pk in to if by is None or pk != by.pk))
    if readers:
        for sink in registry.event_sinks.values():
            sink(Event(kind, readers, url, about, by, data))
