"""What members tells people: kinds of events, in the words that are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import FOLLOWED, PLACE, Said, register_kinds, spoken

YOURS = _("omdat het over jouw plaats in het netwerk gaat")
TEAM = _("omdat je in de ploeg van dat project zit")

KINDS: dict[str, Said] = {
    "invitation_accepted": (_("%(name)s aanvaardde je uitnodiging."), FOLLOWED, "", _("omdat jij uitnodigde")),
    "role_given": (_("Je hebt een nieuwe plaats: %(place)s."), PLACE, "", YOURS),
    "role_ended": (_("Je plaats is beëindigd: %(place)s."), PLACE, "", YOURS),
    "placed_in_team": (_("%(who)s zette %(name)s in de ploeg van %(project)s."), PLACE, "", TEAM),
    "without_coordinator": (
        _("%(project)s heeft geen coördinator meer. Een beheerder kan iemand coördinator maken."),
        PLACE,
        _("Kijk wie het kan worden"),
        _("omdat je in de ploeg zit of de regio begeleidt"),
    ),
    "contact_gone": (
        _("Het contactadres van %(project)s is van iemand die weg is. Geef een ander adres."),
        PLACE,
        _("Geef een ander adres"),
        TEAM,
    ),
    "break_glass": (
        _("%(who)s nam noodtoegang tot %(room)s, voor een uur. De reden: %(reason)s"),
        PLACE,
        "",
        _("omdat je in die ruimte zit"),
    ),
}


def register_events() -> None:
    register_kinds(KINDS, more={"break_glass": {"subject": spoken(_("%(who)s nam noodtoegang tot %(room)s"))}})
