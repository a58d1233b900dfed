"""The register of processing (GDPR article 30), as rows that a page shows. Content for the controller to check before real use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Processing:
    purpose: Any
    data: Any
    whose: Any
    seen_by: Any
    ground: Any


REGISTER = (
    Processing(
        _("Toegang geven tot het netwerk"),
        _("naam, e-mailadres, wachtwoord (versleuteld), tweede stap, waar en wanneer aangemeld"),
        _("leden"),
        _("het lid zelf; naam en e-mailadres ook de beheerders"),
        _("uitvoering van de deelname aan het lerend netwerk"),
    ),
    Processing(
        _("Elkaar vinden en aanspreken"),
        _("naam, functie, project, wat iemand over zichzelf schrijft; telefoon enkel met eigen keuze"),
        _("leden"),
        _("leden van het netwerk"),
        _("gerechtvaardigd belang; wat vrijwillig is, met eigen keuze"),
    ),
    Processing(
        _("Uitnodigen"),
        _("e-mailadres en naam van wie uitgenodigd wordt, wie uitnodigde, wanneer"),
        _("mensen die uitgenodigd worden"),
        _("de coördinator van het project en de beheerders"),
        _("gerechtvaardigd belang"),
    ),
    Processing(
        _("Verwijzen naar een werking"),
        _("telefoon en mail van een functie, niet van een persoon"),
        _("projecten en initiatieven"),
        _("iedereen, als het project ermee instemt"),
        _("toestemming van het project"),
    ),
    Processing(
        _("Nagaan wat er gebeurde"),
        _("wie een recht, een zichtbaarheid of een account wijzigde en wanneer; geen inhoud van casussen"),
        _("leden"),
        _("beheerders"),
        _("beveiliging, wettelijke verantwoordingsplicht"),
    ),
)
