"""The check while somebody types. The text is looked at and forgotten: not stored, not logged."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ..rules import member_object
from .check import MOST_LETTERS, check

MOST_SHOWN = 8


@never_cache
@require_POST
@member_object
def recognise(request: HttpRequest) -> JsonResponse:
    """{"findings": [{"words", "blocks", "title", "reason", "replacements": [[text, button]]}]}, at most eight, blocks first."""
    found = sorted(check(request.POST.get("tekst", "")[:MOST_LETTERS]), key=lambda finding: not finding.blocks)
    rows = {finding.words: finding for finding in found}.values()
    return JsonResponse({"findings": [
        {"words": row.words, "blocks": row.blocks, "reason": row.reason,
         "title": _("Dit kan hier niet staan") if row.blocks else _("Hier kan iemand herkend worden"),
         "replacements": [(words, _("Vervang door “%(words)s”") % {"words": words}) for words in row.replacements]}
        for row in list(rows)[:MOST_SHOWN]
    ]})  # fmt: skip
