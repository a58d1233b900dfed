"""What happened, told to whom it concerns. Features register kinds and call `tell`; notifications listens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from staalkaart.core import registry


@dataclass(frozen=True)
class EventKind:
    """`words(data)` is the one line people read; `mail` sends it now as well; an event that is not `mutable` always
    comes; `subject(data)` is the subject of its mail where the line itself is too much for one."""

    name: str
    words: Any
    mail: bool = False
    mutable: bool = True
    subject: Any = None


@dataclass(frozen=True)
class Event:
    """`about` is what it is about: a reader who may not see it (any more) is not told. `data` holds names, never case text."""

    kind: str
    to: tuple[int, ...]
    url: str
    about: Any = None
    by: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)


def tell(kind: str, *, to: Iterable[int], url: str, about: Any = None, by: Any = None, **data: Any) -> None:
    """Tell the users with these keys, in the caller's transaction; whoever caused it is not told."""
    if kind not in registry.event_kinds:
        raise KeyError(f"event {kind!r} is not registered")
    readers = tuple(dict.fromkeys(pk for pk in to if by is None or pk != by.pk))
    if readers:
        for sink in registry.event_sinks.values():
            sink(Event(kind, readers, url, about, by, data))
