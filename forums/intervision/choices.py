"""Roles, states and kinds of intervision: data that the machine, the forms and the screens share."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is within one trajectory. On the screen a participant is a "meedenker"."""

    OWNER = "owner", _("inbrenger")
    PARTICIPANT = "participant", _("meedenker")
    FACILITATOR = "facilitator", _("begeleider")


class State(models.TextChoices):
    DRAFT = "draft", _("klad")
    ANNOUNCED = "announced", _("aangekondigd")
    ASSEMBLING = "assembling", _("groep in opbouw")
    RUNNING = "running", _("loopt")
    PAUSED = "paused", _("gepauzeerd")
    CLOSED = "closed", _("afgerond")
    REPORTED = "reported", _("teruggekoppeld")
    ARCHIVED = "archived", _("in het archief")
    WITHDRAWN = "withdrawn", _("ingetrokken")


BEFORE_START = frozenset({State.DRAFT, State.ANNOUNCED, State.ASSEMBLING})
UNDER_WAY = frozenset({State.RUNNING, State.PAUSED})
FINISHED = frozenset({State.CLOSED, State.REPORTED})
EMPTIED = frozenset({State.ARCHIVED, State.WITHDRAWN})


class Openness(models.TextChoices):
    OPEN = "open", _("Met mijn naam")
    HIDDEN = "hidden", _("Zonder mijn naam en project")
    BEHALF = "behalf", _("De begeleider brengt ze in voor iemand anders")


@dataclass(frozen=True)
class Kind:
    """A kind of contribution: its word, its pictogram, and how its writer is helped."""

    code: str
    label: str | Promise
    icon: str
    prompt: str | Promise
    example: str | Promise = ""


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("casus", _("Casus"), "i-file-text", _("Vertel kort en feitelijk wat er gebeurde."),
             _("Een vrijwilliger komt elke week bij een gezin. In het begin …")),
        Kind("vraag", _("Vraag"), "i-circle-help", _("Stel één open, feitelijke vraag."),
             _("Wat spraken ze in het begin af?")),
        Kind("antwoord", _("Antwoord"), "i-message-circle", _("Antwoord kort. Je mag ook zeggen dat je het niet weet.")),
        Kind("waardering", _("Waardering"), "i-circle-dot",
             _("Zeg per vraag of ze warm, koud of neutraal aanvoelt. Antwoord nog niet.")),
        Kind("gedachte", _("Gedachte"), "i-lightbulb", _("Schrijf in de derde persoon, mild en respectvol."),
             _("Misschien wil de inbrenger …")),
        Kind("associatie", _("Associatie"), "i-footprints", _("Welk beeld of gevoel komt als eerste bij je op?")),
        Kind("kern", _("Kern"), "i-target", _("Wat is volgens jou de kern?"), _("Ik als … heb als probleem dat …")),
        Kind("advies", _("Advies"), "i-arrow-up", _("Wat zou jij doen?"), _("Ik zou eerst …")),
        Kind("reactie", _("Reactie"), "i-messages-square", _("Wat raakte je, wat herken je?")),
        Kind("keuze", _("Keuze"), "i-circle-check", _("Wat ga je doen, en wanneer?")),
        Kind("leerpunt", _("Leerpunt"), "i-lightbulb",
             _("Wat kan een collega hieruit leren? Schrijf het los van deze mensen."),
             _("Spreek taken af op papier voor het duo begint.")),
        Kind("samenvatting", _("Samenvatting"), "i-scroll-text",
             _("Vat samen: de vraag, wat de groep zag, wat de inbrenger koos.")),
        Kind("sturing", _("Sturing"), "i-hand", _("Help de groep bij de stap te blijven.")),
    )
}  # fmt: skip
STEERING, CHOICE, POINT, SUMMARY, QUESTION, ANSWER, RATING = (
    "sturing",
    "keuze",
    "leerpunt",
    "samenvatting",
    "vraag",
    "antwoord",
    "waardering",
)
RATINGS = {"warm": _("warm"), "koud": _("koud"), "neutraal": _("neutraal")}


def kind_choices() -> list[tuple[str, str | Promise]]:
    return [(kind.code, kind.label) for kind in KINDS.values()]
