"""What an audience is: a short text such as ``public``, ``network``, ``region:3``, ``project:12``, ``circle:7``, ``private:41``."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
NETWORK = "network"
GLASS = "glass"  # the role of a broken glass
AUDIENCE_PATTERN = re.compile(r"^(public|network|(region|project|circle|private):[1-9][0-9]*)$")


class FixedAudience(Exception):
    """Things of this kind are named in so many places that they have one audience only."""


class AudienceObstacle(ValidationError):
    """Something that the object uses may not be seen that widely; the messages name it."""


class UnknownAudience(ValidationError):
    """The text is not one of the six kinds of audience."""


def key_of(token: str, kind: str) -> int:
    """The number in ``region:3`` when the token is of that kind; 0 for any other."""
    name, _colon, number = token.partition(":")
    return int(number) if name == kind and number.isdigit() else 0


def check_audience(value: str) -> None:
    """Raise :class:`UnknownAudience` unless `value` is an audience; an empty audience is nobody's, so it is refused too."""
    if not AUDIENCE_PATTERN.match(value):
        raise UnknownAudience(_("“%(value)s” is geen zichtbaarheid die dit platform kent."), params={"value": value})


def is_wider(audience: str, *, than: str) -> bool:
    """Would `audience` show something to anybody who is outside `than`? Two different rooms are never within each other."""
    if audience == than or than == PUBLIC:
        return False
    return not (than == NETWORK and audience != PUBLIC)


def narrower_of(one: str, other: str) -> str:
    """Who is in both audiences; nobody ("") where neither lies within the other."""
    if not is_wider(one, than=other):
        return one
    return "" if is_wider(other, than=one) else other
