"""Intervision in somebody's own data: what they wrote themself is exported; an erasure withdraws what still runs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forums.intervision import leaving
from forums.intervision.closing import archive_old, empty_forgotten
from forums.intervision.models import Acceptance, CircleSeat, Contribution, Correction, Trajectory
from forums.intervision.on_other_pages import cases_in_hand
from staalkaart.core import registry
from staalkaart.core.own_data import Part
from staalkaart.core.retention import Rule


def intervision_part(user: Any) -> Part:
    """One's own words only; nobody else's, not even the titles of others."""
    viewer = user.as_viewer()
    mine = Trajectory.objects.visible_to(viewer).of_owner(user)
    rows: list[dict[str, Any]] = [
        {
            "eigen casus": row.title,
            "vraag": row.question,
            "tekst": row.case,
            "waarom de persoon het niet weet": row.person_reason,
            "hoe het afliep": row.report,
        }
        for row in mine
    ]
    written = Contribution.objects.filter(author=user)  # one's own words, also of a circle that one left
    rows += [{"op": row.posted_at, "soort": row.kind, "tekst": row.text} for row in written]
    added = Correction.objects.filter(contribution__author=user)
    rows += [{"op": row.at, "aanvulling": row.text} for row in added]
    seats = CircleSeat.objects.filter(user=user).select_related("circle")
    rows += [{"kring": seat.circle.name, "sinds": seat.joined_at, "tot": seat.left_at} for seat in seats]
    rows += [{"afspraken aanvaard op": row.at} for row in Acceptance.objects.filter(user=user)]
    return Part(_("Intervisie"), rows)


FORGOTTEN = Rule(
    "intervision-forgotten",
    _("Tekst van een casus die niet afgerond werd"),
    _("twaalf maanden na de laatste stap"),
    empty_forgotten,
)
RULE = Rule("intervision", _("Tekst van een afgerond intervisietraject"), _("twaalf maanden na het einde"), archive_old)


OWN_DATA = registry.OwnData(
    export={"intervisie": intervision_part},
    erase=leaving.withdraw_all_of,
    retain=(RULE, FORGOTTEN),
    leave=leaving.leave_everything,
    in_hand=cases_in_hand,
)
