"""What could be talked about on a network day, as features bring it. A feature registers a source in `registry.on_a_day`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from staalkaart.core import registry
from staalkaart.core.access import Viewer


@dataclass(frozen=True)
class Harvest:
    """One item. `uid` is its search uid; `source` what sort of thing it is, in words; `where` who it comes from, where that
    may be said; `themes` are (name, address); `weight` how many people already said something with it."""

    uid: str
    source: str
    icon: str
    title: str
    url: str = ""
    where: str = ""
    themes: Sequence[tuple[str, str]] = ()
    weight: int = 0
    at: datetime | None = None


@dataclass(frozen=True)
class Field:
    """Where is harvested: a region (None: the whole network), for which day."""

    region: Any = None
    day: Any = None


Source = Callable[[Viewer, Field], Sequence[Harvest]]


def harvest(viewer: Viewer, field: Field) -> list[Harvest]:
    """Everything that this viewer may see, each thing once; what two sources bring keeps the words of the first."""
    found: dict[str, Harvest] = {}
    for source in registry.each(registry.on_a_day, "harvest"):
        for item in source(viewer, field):
            known = found.get(item.uid)
            found[item.uid] = item if known is None else replace(known, weight=known.weight + item.weight)
    return list(found.values())
