"""Practices in somebody's own data: what they wrote is exported; after an erasure it stays with the project, without the name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.import_export import import_runs
from practices.models import Draft, PracticePage, Use
from practices.on_other_pages import drafts_in_hand
from staalkaart.core import registry
from staalkaart.core.own_data import Part, named
from staalkaart.core.writing.autosave import AutosaveBuffer


def practices_part(user: Any) -> Part:
    viewer = user.as_viewer()
    shared = PracticePage.objects.visible_to(viewer).filter(owner=user)
    rows: list[dict[str, Any]] = [{"praktijk": page.title, "gedeeld op": page.first_published_at} for page in shared]
    drafts = Draft.objects.visible_to(viewer).open().filter(created_by=user)  # a team that one left keeps its words
    rows += [{"klad": draft.title, "inhoud": draft.data} for draft in drafts]
    rows += [{"nog niet bewaard": row.data, "op": row.saved_at} for row in AutosaveBuffer.objects.filter(user=user)]
    uses = Use.objects.filter(by=user).select_related("page")
    rows += [{"gebruikt": named(viewer, use.page), "wat veranderde": use.changed} for use in uses]
    return Part(_("Praktijken"), rows)


OWN_DATA = registry.OwnData(
    export={"praktijken": practices_part},
    retain=(import_runs.RULE,),
    in_hand=drafts_in_hand,
)
