"""What knowledge tells people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import DESK, Said, register_kinds

KINDS: dict[str, Said] = {
    "review_answered": (
        _("Het nazicht van %(title)s kwam terug."),
        DESK,
        _("Bekijk de antwoorden en beslis"),
        _("omdat jij dat nazicht vroeg"),
    ),
}


def register_events() -> None:
    register_kinds(KINDS)
