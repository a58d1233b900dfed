"""What intervision tells people: the circle and the number of the trajectory, never its title or a word of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import EventKind

# name → (words, mailed at once, can be muted)
WORDS: dict[str, tuple[str | Promise, bool, bool]] = {
    "circle_invited": (_("%(who)s nodigt je uit in de intervisiekring %(circle)s."), True, False),
    "circle_joined": (_("%(who)s zit nu in %(circle)s."), False, True),
    "circle_removed": (_("Je zit niet meer in %(circle)s."), True, False),
    "circle_handed_over": (_("%(circle)s heeft een andere begeleider."), True, False),
    "circle_without": (
        _("%(circle)s heeft geen begeleider meer. Een begeleider van de regio kan overnemen."),
        True,
        False,
    ),
    "owner_gone": (
        _(
            "%(circle)s, traject %(number)s: de inbrenger is weg uit het netwerk. Kies een andere inbrenger of trek de casus in."
        ),
        True,
        False,
    ),
    "case_announced": (_("Er is een casus voor %(circle)s. Stel de groep samen."), True, True),
    "case_names": (_("Kijk na wie je casus zal lezen. Je kan mensen weglaten."), True, False),
    "case_names_settled": (_("De inbrenger keek de namen na. Je kan starten."), True, True),
    "phase_begins": (_("%(circle)s, traject %(number)s: fase %(phase)s begint (%(label)s)."), True, True),
    "paused": (_("%(circle)s, traject %(number)s is gepauzeerd."), True, True),
    "resumed": (_("%(circle)s, traject %(number)s gaat verder."), True, True),
    "extended": (_("%(circle)s, traject %(number)s: fase %(phase)s duurt langer."), True, True),
    "nudge": (_("%(circle)s, traject %(number)s wacht nog op jou in fase %(phase)s."), True, True),
    "deadline_near": (_("%(circle)s, traject %(number)s: nog een dag voor fase %(phase)s."), True, True),
    "deadline_passed": (
        _("%(circle)s, traject %(number)s: de einddatum van fase %(phase)s is voorbij. Verleng, ga verder of pauzeer."),
        True,
        True,
    ),
    "method_swapped": (_("%(circle)s, traject %(number)s gaat verder met een andere methode."), True, True),
    "owner_swapped": (_("%(circle)s, traject %(number)s heeft een andere inbrenger."), True, False),
    "came_late": (_("%(circle)s, traject %(number)s: een bijdrage kwam te laat. Laat je ze toe?"), False, True),
    "summary_ready": (_("%(circle)s, traject %(number)s: lees de samenvatting na."), True, True),
    "summary_agreed": (_("%(circle)s, traject %(number)s: de inbrenger is akkoord met de samenvatting."), True, True),
    "point_waits": (_("%(circle)s, traject %(number)s: een leerpunt wacht op je akkoord."), True, True),
    "closed": (_("%(circle)s, traject %(number)s is afgerond. Bedankt om mee te denken."), True, True),
    "report_due": (_("%(circle)s, traject %(number)s: zes weken later. Wat deed je, en wat gebeurde er?"), True, True),
    "reported": (_("%(circle)s, traject %(number)s: de inbrenger vertelt hoe het afliep."), True, True),
    "withdrawn": (_("%(circle)s, traject %(number)s is ingetrokken. De tekst is gewist."), True, False),
}


def _spoken(words: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    return lambda data: str(words) % data


def register_events() -> None:
    for name, (words, mail, mutable) in WORDS.items():
        registry.event_kinds.add(name, EventKind(name, _spoken(words), mail=mail, mutable=mutable))
