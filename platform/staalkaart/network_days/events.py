"""What network days tell people. No diet, no question, no name of who else comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import DESK, INVITED, NEWS, PLACE, TURN, Said, register_kinds
from staalkaart.core.web.dates import spoken_date, spoken_moment
from staalkaart.network_days import letters, mailing
from staalkaart.network_days.choices import Form

SOON = timedelta(hours=48)  # what changes so near to a day cannot wait for the morning
SEAT = _("omdat je ingeschreven bent of op de wachtlijst staat")
REGION = _("omdat je deze netwerkdag kan meemaken")
PREPARES = _("omdat je deze dag voorbereidt")

KINDS: dict[str, Said] = {
    "day_proposed": (
        _("%(who)s stelt een netwerkdag voor."),
        DESK,
        _("Kijk of je hem wil voorbereiden"),
        _("omdat je begeleider bent in die regio"),
    ),
    "day_dated": (_("De datum ligt vast: %(title)s is op %(date)s."), PLACE, "", _("omdat je mee een datum prikte")),
    "day_handed_over": (
        _("Wie %(title)s voorbereidde, is weg. Nu bereid jij de dag voor."),
        PLACE,
        _("Bekijk wat er nog te doen is"),
        _("omdat je begeleider bent in die regio"),
    ),
    "day_poll": (_("We zoeken een datum voor %(title)s."), INVITED, _("Zeg welke dagen je passen"), REGION),
    "day_open": (
        _("De inschrijving is open: %(title)s. Een vraag voor die dag? Zet ze op het oogstbord."),
        INVITED,
        _("Schrijf je in"),
        REGION,
    ),
    "day_reminder": (
        _("Van jullie project is nog niemand ingeschreven voor %(title)s, op %(date)s."),
        INVITED,
        _("Schrijf je in"),
        _("omdat van je project nog niemand ingeschreven is"),
    ),
    "day_practical": (
        _("%(title)s is op %(date)s. Waar, wanneer en het programma staan op de pagina van de dag."),
        PLACE,
        _("Bekijk de dag"),
        SEAT,
    ),
    "day_letter_trial": (
        _("Je proef van een brief over %(title)s."),
        PLACE,
        _("Bekijk hem op de site"),
        _("omdat jij om een proef vroeg"),
    ),
    "day_letter": (_("%(who)s schreef je over %(title)s."), INVITED, _("Lees de brief"), REGION),
    "day_moved": (_("Datum, uren of plek veranderden: %(title)s."), PLACE, "", SEAT),
    "day_cancelled": (_("%(title)s gaat niet door: %(reason)s"), PLACE, "", SEAT),
    "seat_taken": (_("Je bent ingeschreven: %(title)s."), PLACE, "", SEAT),
    "seat_waits": (_("Je staat op de wachtlijst: %(title)s."), PLACE, "", SEAT),
    "seat_offered": (
        _("Er is een plaats voor je: %(title)s. Aanvaard ze voor %(until)s."),
        PLACE,
        _("Aanvaard je plaats"),
        SEAT,
    ),
    "seat_lapsed": (
        _("Je aanbod voor een plaats verliep: %(title)s. Schrijf je gerust opnieuw in."),
        PLACE,
        _("Schrijf je opnieuw in"),
        SEAT,
    ),
    "seat_left": (_("Je bent afgemeld: %(title)s."), PLACE, "", SEAT),
    "seat_to_fill": (
        _("Er kwam een plaats vrij, vul ze zelf in: %(title)s."),
        TURN,
        _("Kies iemand van de wachtlijst"),
        PREPARES,
    ),
    "programme_fixed": (_("Het programma ligt vast: %(title)s."), PLACE, _("Bekijk het programma"), SEAT),
    "programme_changed": (
        _("Het programma veranderde bij iets van jou: %(title)s."),
        PLACE,
        _("Bekijk wat er veranderde"),
        SEAT,
    ),
    "day_thanks": (
        _("Bedankt om erbij te zijn: %(title)s. Wat vond je ervan? Vijf vragen, zonder naam."),
        INVITED,
        _("Antwoord op vijf vragen"),
        _("omdat je erbij was"),
    ),
    "report_published": (_("Het verslag staat klaar: %(title)s."), NEWS, "", REGION),
    "action_due": (
        _("Je beloofde iets op een netwerkdag: %(action)s. Is het gelukt?"),
        TURN,
        _("Zeg of het gelukt is"),
        _("omdat jij dit op je nam"),
    ),
}
WHAT = {
    "title": _("Naam"),
    "form": _("Vorm"),
    "date": _("Datum"),
    "start": _("Begin"),
    "end": _("Einde"),
    "venue": _("Plek"),
    "address": _("Adres"),
}


def _spoken(words: Any) -> Callable[[Mapping[str, Any]], str]:
    """Dates travel as ISO text and are said in the reader's language."""

    def say(data: Mapping[str, Any]) -> str:
        said = dict(data)
        if said.get("date"):
            said["date"] = spoken_date(date.fromisoformat(said["date"]), weekday=True)
        if "until" in said:
            said["until"] = spoken_moment(datetime.fromisoformat(said["until"]))
        return str(words) % said

    return say


def as_change(value: Any) -> str:
    """A value of a day as it travels in an event."""
    return value.isoformat() if isinstance(value, date | time) else str(value or "")


def _said(name: str, value: str) -> str:
    if name == "date" and value:
        return spoken_date(date.fromisoformat(value), weekday=True)
    if name in {"start", "end"} and value:
        at = time.fromisoformat(value)
        return f"{at.hour}.{at.minute:02d}"
    return str(Form(value).label) if name == "form" and value in Form.values else value


def changes_of(data: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Old and new of what people have in their calendars."""
    rows = data.get("changes", [])
    return [
        (str(WHAT[name]), _said(name, old) or "–", _said(name, new) or "–") for name, old, new in rows if name in WHAT
    ]


def is_soon(day: Any, data: Mapping[str, Any], now: datetime) -> bool:
    """The day, as it is or as it was, lies within 48 hours."""
    if day is None:
        return False
    dates = {
        day.date,
        *(date.fromisoformat(old) for name, old, _new in data.get("changes", []) if name == "date" and old),
    }
    starts = [timezone.make_aware(datetime.combine(on, day.start)) for on in dates if on]
    return any(now - timedelta(days=1) < start <= now + SOON for start in starts)


def register_events() -> None:
    written: dict[str, Any] = {"subject": letters.subject_for, "body": letters.body_for, "reply_to": letters.reply_to}
    extra: dict[str, dict[str, Any]] = {
        "day_moved": {"changes": changes_of, "urgent": is_soon},
        "day_cancelled": {"urgent": is_soon},
        "seat_offered": {"urgent": lambda day, data, now: True},
        "day_letter": written,
        "day_letter_trial": written | {"urgent": lambda day, data, now: True},
    }
    for name in ("day_moved", "day_cancelled", "seat_taken", "seat_left", "seat_lapsed", "day_practical"):
        extra.setdefault(name, {})["files"] = mailing.calendar_files
    register_kinds(KINDS, say=_spoken, more=extra)
