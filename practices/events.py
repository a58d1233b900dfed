"""What practices tell people: kinds of events, in the words that are read. Titles only, never text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import EventKind

# name → (words, mailed at once)
WORDS: dict[str, tuple[str | Promise, bool]] = {
    "practice_submitted": (_("%(who)s legde een praktijk bij je neer: “%(title)s”."), True),
    "practice_returned": (_("Je coördinator gaf je praktijk “%(title)s” terug, met een vraag erbij."), True),
    "practice_to_read_over": (_("“%(title)s” staat op het netwerk en is nog niet nagelezen."), False),
    "practice_read_over": (_("De redactie las “%(title)s” na: alles in orde."), False),
    "practice_proposal": (_("De redactie stelt een wijziging voor bij “%(title)s”. Jullie beslissen."), True),
    "practice_agreed": (_("Het project nam je voorstel bij “%(title)s” over."), False),
    "practice_declined": (_("Het project houdt “%(title)s” zoals het was. De reden: %(reason)s"), False),
    "practice_sent_back": (_("De redactie stuurde “%(title)s” terug naar jullie klad, met een reden."), True),
    "practice_due": (_("Klopt “%(title)s” nog? Het is een jaar geleden dat iemand het nakeek."), True),
    "practice_draft_waits": (_("Je praktijk “%(title)s” ligt al twee weken te wachten."), False),
    "practice_used": (_("%(who)s schreef bij “%(title)s” hoe het bij hen ging."), False),
    "practice_remark": (_("Iemand vraagt of “%(title)s” nog klopt."), False),
}


def _spoken(words: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    return lambda data: str(words) % data


def register_events() -> None:
    for name, (words, mail) in WORDS.items():
        registry.event_kinds.add(name, EventKind(name, _spoken(words), mail=mail))
