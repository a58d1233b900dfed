"""What learning together tells people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import DESK, FOLLOWED, EventKind, spoken

# name → (words, line of the preferences, what to do, why you)
KINDS: dict[str, tuple[Any, str, Any, Any]] = {
    "comment": (
        _("%(who)s reageerde bij “%(title)s”, waar jij ook iets schreef."),
        FOLLOWED,
        "",
        _("omdat jij daar ook iets schreef"),
    ),
    "page_reported": (
        _("Een bezoeker meldt dat er iets niet klopt op een pagina."),
        DESK,
        _("Kijk wat er niet klopt"),
        _("omdat je redacteur bent"),
    ),
}


def register_events() -> None:
    for name, (words, group, todo, because) in KINDS.items():
        registry.event_kinds.add(name, EventKind(name, spoken(words), group, todo, because))
