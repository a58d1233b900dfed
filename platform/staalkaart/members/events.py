"""What members tells people: kinds of events, in the words that are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from staalkaart.core import registry
from staalkaart.core.delivery.events import EventKind


def invitation_accepted(data: Mapping[str, Any]) -> str:
    return _("%(name)s aanvaardde je uitnodiging.") % data


def role_given(data: Mapping[str, Any]) -> str:
    return _("Je hebt een nieuwe plaats: %(place)s.") % data


def role_ended(data: Mapping[str, Any]) -> str:
    return _("Je plaats is beëindigd: %(place)s.") % data


def placed_in_team(data: Mapping[str, Any]) -> str:
    return _("%(who)s zette %(name)s in de ploeg van %(project)s.") % data


def without_coordinator(data: Mapping[str, Any]) -> str:
    return _("%(project)s heeft geen coördinator meer. Een beheerder kan iemand coördinator maken.") % data


def contact_gone(data: Mapping[str, Any]) -> str:
    return _("Het contactadres van %(project)s is van iemand die weg is. Geef een ander adres.") % data


def glass_broken(data: Mapping[str, Any]) -> str:
    return _("%(who)s nam noodtoegang tot %(room)s, voor een uur. De reden: %(reason)s") % data


def glass_subject(data: Mapping[str, Any]) -> str:
    return _("%(who)s nam noodtoegang tot %(room)s") % data


def register_events() -> None:
    for kind in (
        EventKind("invitation_accepted", invitation_accepted),
        EventKind("role_given", role_given, mail=True),
        EventKind("role_ended", role_ended, mail=True),
        EventKind("placed_in_team", placed_in_team, mail=True, mutable=False),
        EventKind("without_coordinator", without_coordinator, mail=True, mutable=False),
        EventKind("contact_gone", contact_gone, mail=True, mutable=False),
        EventKind("break_glass", glass_broken, mail=True, mutable=False, subject=glass_subject),
    ):
        registry.event_kinds.add(kind.name, kind)
