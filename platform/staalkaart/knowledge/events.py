"""What knowledge tells people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import DESK, EventKind, spoken


def register_events() -> None:
    answered = EventKind(
        "review_answered",
        spoken(_("Het nazicht van %(title)s kwam terug.")),
        DESK,
        _("Bekijk de antwoorden en beslis"),
        _("omdat jij dat nazicht vroeg"),
    )
    registry.event_kinds.add(answered.name, answered)
