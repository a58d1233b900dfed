"""What learning together tells people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import DESK, FOLLOWED, Said, register_kinds

KINDS: dict[str, Said] = {
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
    register_kinds(KINDS)
