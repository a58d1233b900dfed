"""The lines on which a member says what may be mailed, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery import events


class Frequency(models.TextChoices):
    NOW = "now", _("meteen")
    DAILY = "daily", _("elke werkdag om 7.00 uur")
    WEEKLY = "weekly", _("elke dinsdag om 8.00 uur")
    MONTHLY = "monthly", _("elke maand")
    NEVER = "never", _("nooit")


class Follow(models.TextChoices):
    ALL = "all", _("volgen")
    ONLY_ME = "me", _("enkel wat tot mij gericht is")
    MUTED = "muted", _("dempen")


@dataclass(frozen=True)
class Line:
    """One line of the preferences: a group of kinds, with what holds when somebody says nothing."""

    group: str
    words: Any
    hint: Any
    default: str
    monthly: bool = False

    @property
    def choices(self) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in Frequency.choices if self.monthly or value != Frequency.MONTHLY]


LINES: dict[str, Line] = {
    line.group: line
    for line in (
        Line(
            events.TURN,
            _("Iemand wacht op jou"),
            _("Een fase die begint, iets om na te lezen, een afspraak die je maakte."),
            Frequency.NOW,
        ),
        Line(
            events.REPLY,
            _("Iemand spreekt tot jou"),
            _("Een vermelding, een antwoord, een vraag. Wat in een kwartier samenkomt, is één mail."),
            Frequency.NOW,
        ),
        Line(
            events.INVITED,
            _("Uitnodigingen voor een netwerkdag"),
            _("Een datum prikken, inschrijven, een herinnering, vijf vragen achteraf."),
            Frequency.NOW,
        ),
        Line(events.NEWS, _("Nieuw in je regio"), _("Praktijken, gesprekken, verslagen."), Frequency.WEEKLY),
        Line(
            events.FOLLOWED,
            _("Wat je volgt"),
            _("Anderen die antwoorden waar jij ook iets schreef."),
            Frequency.WEEKLY,
        ),
        Line(
            events.CARE,
            _("Wat eens nagekeken moet worden"),
            _("Praktijken van een jaar oud, een klad dat ligt te wachten."),
            Frequency.MONTHLY,
            monthly=True,
        ),
        Line(
            events.DESK,
            _("Voor redactie en begeleiding"),
            _("Wat nagelezen moet worden, wat iemand meldt."),
            Frequency.DAILY,
        ),
    )
}


def default_of(group: str) -> str:
    """What always comes has no line: it comes now."""
    return LINES[group].default if group in LINES else Frequency.NOW
