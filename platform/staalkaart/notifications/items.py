"""Notifications by thing: how the list of a member and an overview by mail show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from staalkaart.core.access import NETWORK, PUBLIC
from staalkaart.notifications.models import Notification


@dataclass
class Item:
    """Everything new about one thing."""

    rows: list[Notification] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The name of the thing over several lines, where everybody in the network may read it; one line says it itself."""
        about = self.rows[0].about
        if len(self.rows) == 1:
            return ""
        return str(about) if getattr(about, "audience", "") in {PUBLIC, NETWORK} else ""

    @property
    def because(self) -> str:
        return self.rows[0].because

    @property
    def new_keys(self) -> list[int]:
        return [row.pk for row in self.rows if row.read_at is None]

    @property
    def is_new(self) -> bool:
        return bool(self.new_keys)

    @property
    def todo(self) -> str:
        """What there is to do about the newest of it that was not read."""
        return next((row.todo for row in self.rows if row.read_at is None and row.todo), "")

    @property
    def url(self) -> str:
        """Where there is something to do about it, or the newest."""
        return next((row.url for row in self.rows if row.read_at is None and row.todo), self.rows[0].url)


def items_of(rows: Iterable[Notification]) -> list[Item]:
    """By thing, the newest first."""
    found: dict[Any, Item] = {}
    for row in rows:
        key = (row.about_type_id, row.about_id) if row.about_id else row.pk
        found.setdefault(key, Item()).rows.append(row)
    return list(found.values())
