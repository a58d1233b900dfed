"""What people want mailed, read for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType

from staalkaart.core import registry
from staalkaart.core.delivery.events import PLACE, REPLY
from staalkaart.notifications.choices import Follow, Frequency, default_of
from staalkaart.notifications.models import Following, MailPause, Preference

OVERVIEWS = "digest"  # said from the foot of one: none at all
Thing = tuple[int | None, int | None]  # content type, key


class Wishes:
    """The preferences of some users; three queries, however many users."""

    def __init__(self, users: Iterable[int], about: Any = None) -> None:
        users = set(users)
        self._lines = {(row.user_id, row.group): row.frequency for row in Preference.objects.filter(user__in=users)}
        follows = Following.objects.filter(user__in=users)
        if about is not None:
            follows = follows.filter(about_type=ContentType.objects.get_for_model(about), about_id=about.pk)
        self._follows: dict[tuple[int, int | None, int | None], Following] = {
            (row.user_id, row.about_type_id, row.about_id): row for row in follows
        }
        self._pauses = dict(MailPause.objects.filter(user__in=users).values_list("user_id", "until"))

    def is_told(self, user: int, kind: str, thing: Thing) -> bool:
        """Whoever muted a thing is told nothing of it; whoever wants what is addressed to them, only that."""
        group = self._group(kind)
        follow = self._follows.get((user, *thing))
        if follow is None or group == PLACE:
            return True
        return follow.state == Follow.ALL or (follow.state == Follow.ONLY_ME and group == REPLY)

    def frequency(self, user: int, kind: str, thing: Thing = (None, None)) -> str:
        group = self._group(kind)
        if group == PLACE:
            return Frequency.NOW
        follow = self._follows.get((user, *thing))
        if follow is not None and follow.frequency:
            return follow.frequency
        return self._lines.get((user, group), default_of(group))

    def wants_overviews(self, user: int) -> bool:
        return self._lines.get((user, OVERVIEWS)) != Frequency.NEVER

    def is_away(self, user: int, today: date) -> bool:
        return user in self._pauses and today <= self._pauses[user]

    @staticmethod
    def _group(kind: str) -> str:
        known = registry.event_kinds.get(kind)
        return known.group if known else ""
