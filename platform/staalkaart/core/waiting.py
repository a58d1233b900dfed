"""Who waits for whom: one list per person, over everything. Features say what waits in `registry.OnMine.waits`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from staalkaart.core import registry
from staalkaart.core.access import Viewer


@dataclass(frozen=True)
class Waiting:
    """`words` says what to do and `url` leads to where it is done; `due` when somebody counts on it."""

    words: str
    url: str
    due: datetime | None = None


def waiting_for(viewer: Viewer, user: Any) -> list[Waiting]:
    """What has a date first, the nearest on top; the rest in order of the features."""
    rows = [row for waits in registry.each(registry.on_mine, "waits") for row in waits(viewer, user)]
    return sorted(rows, key=lambda row: (row.due is None, row.due.timestamp() if row.due else 0))
