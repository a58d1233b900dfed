"""What network days tell people. No diet, no question, no name of who else comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import EventKind
from staalkaart.core.web.dates import spoken_date, spoken_moment

# name → (words, mailed at once, can be muted)
WORDS: dict[str, tuple[str | Promise, bool, bool]] = {
    "day_proposed": (_("%(who)s stelt een netwerkdag voor."), False, True),
    "day_dated": (_("De datum ligt vast: %(title)s is op %(date)s."), True, False),
    "day_handed_over": (_("Wie %(title)s voorbereidde, is weg. Nu bereid jij de dag voor."), True, False),
    "day_open": (_("De inschrijving is open: %(title)s."), False, True),
    "day_moved": (_("Datum, uren of plek veranderden: %(title)s."), True, False),
    "day_cancelled": (_("%(title)s gaat niet door: %(reason)s"), True, False),
    "seat_taken": (_("Je bent ingeschreven: %(title)s."), False, False),
    "seat_waits": (_("Je staat op de wachtlijst: %(title)s."), True, False),
    "seat_offered": (_("Er is een plaats voor je: %(title)s. Aanvaard ze voor %(until)s."), True, False),
    "seat_lapsed": (_("Je aanbod voor een plaats verliep: %(title)s. Schrijf je gerust opnieuw in."), True, False),
    "seat_left": (_("Je bent afgemeld: %(title)s."), False, False),
    "seat_to_fill": (_("Er kwam een plaats vrij, vul ze zelf in: %(title)s."), True, True),
    "programme_fixed": (_("Het programma ligt vast: %(title)s."), True, False),
    "programme_changed": (_("Het programma veranderde bij iets van jou: %(title)s."), True, False),
    "day_thanks": (_("Bedankt om erbij te zijn: %(title)s. Wat vond je ervan? Vijf vragen, zonder naam."), True, True),
    "report_published": (_("Het verslag staat klaar: %(title)s."), False, True),
    "action_due": (_("Je beloofde iets op een netwerkdag: %(action)s. Is het gelukt?"), True, True),
}


def _spoken(words: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    """Dates travel as ISO text and are said in the reader's language."""

    def say(data: Mapping[str, Any]) -> str:
        said = dict(data)
        if "date" in said:
            said["date"] = spoken_date(date.fromisoformat(said["date"]), weekday=True)
        if "until" in said:
            said["until"] = spoken_moment(datetime.fromisoformat(said["until"]))
        return str(words) % said

    return say


def register_events() -> None:
    for name, (words, mail, mutable) in WORDS.items():
        registry.event_kinds.add(name, EventKind(name, _spoken(words), mail=mail, mutable=mutable))
