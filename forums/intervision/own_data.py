"""Intervision in somebody's own data: what they wrote themself is exported; an erasure withdraws what still runs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core.own_data import Part
from staalkaart.core.retention import Rule

from .closing import archive_old
from .models import Acceptance, CircleSeat, Contribution, Trajectory


def intervision_part(user: Any) -> Part:
    """One's own words only, and only while one may still see the trajectory; nobody else's, not even the titles of others."""
    viewer = user.as_viewer()
    mine = Trajectory.objects.visible_to(viewer).of_owner(user)
    rows: list[dict[str, Any]] = [
        {"eigen casus": row.title, "vraag": row.question, "tekst": row.case, "hoe het afliep": row.report}
        for row in mine
    ]
    written = Contribution.objects.filter(author=user, trajectory__in=Trajectory.objects.visible_to(viewer))
    rows += [{"op": row.posted_at, "soort": row.kind, "tekst": row.text} for row in written]
    seats = CircleSeat.objects.filter(user=user).select_related("circle")
    rows += [{"kring": seat.circle.name, "sinds": seat.joined_at, "tot": seat.left_at} for seat in seats]
    rows += [{"afspraken aanvaard op": row.at} for row in Acceptance.objects.filter(user=user)]
    return Part(_("Intervisie"), rows)


RULE = Rule("intervision", _("Tekst van een afgerond intervisietraject"), _("twaalf maanden na het einde"), archive_old)
