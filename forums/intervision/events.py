"""What intervision tells people: the circle and the number of the trajectory, never its title or a word of the case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import FOLLOWED, PLACE, REPLY, TURN, Said, register_kinds

SITS = _("omdat je in deze kring zit")
LEADS = _("omdat je deze kring begeleidt")
OWNS = _("omdat het jouw casus is")
READ = _("Lees mee en schrijf je bijdrage")

KINDS: dict[str, Said] = {
    "circle_invited": (
        _("%(who)s nodigt je uit in de intervisiekring %(circle)s."),
        PLACE,
        _("Zeg ja of nee"),
        _("omdat iemand je uitnodigde"),
    ),
    "circle_joined": (_("%(who)s zit nu in %(circle)s."), FOLLOWED, "", LEADS),
    "circle_removed": (_("Je zit niet meer in %(circle)s."), PLACE, "", SITS),
    "circle_handed_over": (_("%(circle)s heeft een andere begeleider."), PLACE, "", SITS),
    "circle_without": (
        _("%(circle)s heeft geen begeleider meer. Een begeleider van de regio kan overnemen."),
        PLACE,
        _("Kijk of jij kan overnemen"),
        _("omdat je in deze kring zit, of de regio begeleidt"),
    ),
    "owner_gone": (
        _(
            "%(circle)s, traject %(number)s: de inbrenger is weg uit het netwerk. Kies een andere inbrenger of trek de casus in."
        ),
        PLACE,
        _("Kies een andere inbrenger of trek de casus in"),
        LEADS,
    ),
    "case_announced": (
        _("Er is een casus voor %(circle)s. Stel de groep samen."),
        TURN,
        _("Stel de groep samen"),
        LEADS,
    ),
    "case_names": (
        _("Kijk na wie je casus zal lezen. Je kan mensen weglaten."),
        PLACE,
        _("Kijk de namen na"),
        OWNS,
    ),
    "case_names_settled": (_("De inbrenger keek de namen na. Je kan starten."), TURN, _("Start het traject"), LEADS),
    "phase_begins": (
        _("%(circle)s, traject %(number)s: fase %(phase)s begint (%(label)s)."),
        TURN,
        READ,
        SITS,
    ),
    "owner_asked": (
        _("%(circle)s, traject %(number)s: er is een vraag voor jou."),
        REPLY,
        _("Lees de vraag en antwoord"),
        OWNS,
    ),
    "paused": (_("%(circle)s, traject %(number)s is gepauzeerd."), TURN, "", SITS),
    "resumed": (_("%(circle)s, traject %(number)s gaat verder."), TURN, READ, SITS),
    "extended": (_("%(circle)s, traject %(number)s: fase %(phase)s duurt langer."), TURN, "", SITS),
    "nudge": (_("%(circle)s, traject %(number)s wacht nog op jou in fase %(phase)s."), TURN, READ, SITS),
    "deadline_near": (_("%(circle)s, traject %(number)s: nog een dag voor fase %(phase)s."), TURN, READ, SITS),
    "deadline_passed": (
        _("%(circle)s, traject %(number)s: de einddatum van fase %(phase)s is voorbij. Verleng, ga verder of pauzeer."),
        TURN,
        _("Verleng, ga verder of pauzeer"),
        LEADS,
    ),
    "method_swapped": (_("%(circle)s, traject %(number)s gaat verder met een andere methode."), TURN, READ, SITS),
    "owner_swapped": (_("%(circle)s, traject %(number)s heeft een andere inbrenger."), PLACE, "", SITS),
    "came_late": (
        _("%(circle)s, traject %(number)s: een bijdrage kwam te laat. Laat je ze toe?"),
        TURN,
        _("Laat ze toe of niet"),
        LEADS,
    ),
    "summary_ready": (
        _("%(circle)s, traject %(number)s: lees de samenvatting na."),
        TURN,
        _("Lees de samenvatting na"),
        OWNS,
    ),
    "summary_agreed": (
        _("%(circle)s, traject %(number)s: de inbrenger is akkoord met de samenvatting."),
        TURN,
        _("Rond het traject af"),
        LEADS,
    ),
    "point_waits": (
        _("%(circle)s, traject %(number)s: een leerpunt wacht op je akkoord."),
        TURN,
        _("Lees het leerpunt en zeg of het zo mag"),
        OWNS,
    ),
    "closed": (_("%(circle)s, traject %(number)s is afgerond. Bedankt om mee te denken."), TURN, "", SITS),
    "report_due": (
        _("%(circle)s, traject %(number)s: zes weken later. Wat deed je, en wat gebeurde er?"),
        TURN,
        _("Vertel in drie zinnen hoe het afliep"),
        OWNS,
    ),
    "reported": (_("%(circle)s, traject %(number)s: de inbrenger vertelt hoe het afliep."), TURN, "", SITS),
    "withdrawn": (_("%(circle)s, traject %(number)s is ingetrokken. De tekst is gewist."), PLACE, "", SITS),
}


def register_events() -> None:
    register_kinds(KINDS)
