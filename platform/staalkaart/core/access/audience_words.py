"""An audience in the words that people read. Who a project, region or circle is, is said by the app that owns it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core import registry
from staalkaart.core.access import NETWORK, PUBLIC


def audience_words(audience: str) -> str:
    """`public` → "iedereen", `region:3` → "de leden van Regionaal netwerk West"; what nobody knows is shown as it is."""
    kind, _colon, number = audience.partition(":")
    if kind == PUBLIC:
        return _("iedereen")
    if kind == NETWORK:
        return _("alle leden van het netwerk")
    known = registry.audience_kinds.get(kind)
    return (known.words(int(number)) if known else "") or audience


def audience_of(obj: Any) -> str:
    """Who sees `obj`, or would once it is published."""
    return audience_words(obj.audience or obj.default_audience)
