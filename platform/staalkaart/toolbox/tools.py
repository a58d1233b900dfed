"""The tools that there are, for the page that lists them and for the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tool:
    """`route` is the name of its address; `takes` says how long it takes, or what one gets."""

    route: str
    name: str | Promise
    words: str | Promise
    takes: str | Promise
    picto: str

    @property
    def url(self) -> str:
        return reverse(self.route)


TOOLS = (
    Tool(
        "choice_aid:start",
        _("Keuzehulp: samen kiezen"),
        _("Zeven manieren naast elkaar, of acht vragen voor twee. Met een blad en een kaartje om mee te nemen."),
        _("Drie of tien minuten. Er wordt niets bewaard."),
        "i-circle-help",
    ),
    Tool(
        "toolbox:role_cards",
        _("Rolkaarten"),
        _("Wat doet een buddy, een coördinator, een dienst? Wat niet? En wat geven ze door?"),
        _("Lees ze samen, aan het begin van een duo."),
        "i-hand",
    ),
    Tool(
        "knowledge:model_compare",
        _("Modellen naast elkaar"),
        _("Leg twee tot vier werkmodellen naast elkaar: wat sterk is, wat aandacht vraagt, en waar ze verschillen."),
        _("Ook op papier, liggend op A4."),
        "i-columns-2",
    ),
)


def addresses() -> list[tuple[str, datetime | None]]:
    return [(reverse("toolbox:tool_list"), None), (reverse("toolbox:role_cards"), None)]
