"""What the services refuse, by name; `words` says it to people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from forums.intervision.machine import Refusal

WORDS: dict[str, Any] = {
    Refusal.NOT_YOURS: _("Dit kan enkel wie die rol heeft in dit traject."),
    Refusal.WRONG_STATE: _("Dat kan niet in de stap waarin dit traject nu staat."),
    Refusal.NOT_YOUR_TURN: _("In deze fase schrijf jij dit niet. Lezen mag wel."),
    Refusal.ENOUGH: _("Je hebt in deze fase het afgesproken aantal bereikt."),
    Refusal.OVER: _("Deze fase is voorbij."),
    Refusal.OWN_FACILITATOR: _("Wie een casus inbrengt, begeleidt die niet zelf. Vraag een andere begeleider."),
    Refusal.TOO_FEW: _("Er zijn nog te weinig meedenkers voor deze methode."),
    Refusal.NOT_ACCEPTED: _("Nog niet iedereen aanvaardde de afspraken."),
    Refusal.NAMES_UNSEEN: _("De inbrenger moet eerst de namen zien."),
    Refusal.NOT_DONE: _("Nog niet iedereen die aan zet is, is klaar."),
    Refusal.LAST_PHASE: _("Dit is de laatste fase. Rond het traject af."),
    Refusal.FIRST_PHASE: _("Vóór de eerste fase is er niets."),
    Refusal.ONCE: _("Je ging al één keer terug. Vaker kan niet."),
    Refusal.NO_CHOICE: _("De inbrenger koos nog niet."),
    Refusal.NO_POINT: _("Er is nog geen leerpunt. Schrijf er een, of zeg waarom er geen is."),
    Refusal.NO_SUMMARY: _("Er is nog geen samenvatting."),
    Refusal.SUMMARY_NOT_AGREED: _("De inbrenger is nog niet akkoord met de samenvatting."),
    Refusal.TOO_EARLY: _("Dat kan pas als de einddatum voorbij is."),
    Refusal.STARTED: _("Dat kan enkel vóór de tweede fase."),
    Refusal.NO_FACILITATOR: _("Deze kring heeft nu geen begeleider. Kies een andere kring, of wacht tot er iemand is."),
    Refusal.NOT_POSSIBLE: _("Deze persoon kan de casus niet overnemen."),
    Refusal.NO_RATING: _("Kies warm, koud of neutraal."),
    Refusal.INCOMPLETE: _("De casus is nog niet volledig."),
}


class Refused(Exception):
    """The rules of the machine do not allow this now; `reasons` says why."""

    def __init__(self, reasons: Iterable[Refusal]) -> None:
        self.reasons = list(reasons)
        super().__init__(", ".join(self.reasons))

    @property
    def words(self) -> str:
        return " ".join(str(WORDS[reason]) for reason in self.reasons)


class MovedOn(Exception):
    """Somebody else moved the trajectory meanwhile; nothing was done twice."""


class NotInCircle(Exception):
    """This person cannot sit in this circle."""


class CircleFull(Exception):
    """A circle has at most eight people beside the facilitator."""


class StillInHand(Exception):
    """A facilitator or owner with something running hands it over first."""


class SharedMailbox(Exception):
    """An account behind a shared mailbox enters no circle without a second factor."""


class NamesItsOwner(Exception):
    """A hidden case bears the title of its owner's own challenge."""


class WouldBeFound(Exception):
    """A hidden owner would be found by elimination: the only one of their project or municipality in this circle."""
