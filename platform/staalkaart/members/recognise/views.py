"""The check while somebody types. The text is looked at and forgotten: not stored, not logged."""

from __future__ import annotations

import re

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from staalkaart.core.web.request import Request
from staalkaart.members.recognise.check import MOST_LETTERS, check
from staalkaart.members.recognise.forms import SEEN, examine
from staalkaart.members.recognise.known import digest_of, not_published, not_waved, wave_digests

MOST_SHOWN = 8


def questioned(request: Request, name: str) -> HttpResponse | None:
    """A page that asks to look again, with the posted text `name` in a field; None when nothing points at a person.

    For short texts that are posted from a page of something else: what was typed comes back, and is sent to the same address.
    """
    found = examine({name: request.POST.get(name, "")})
    if found.settle(request.POST.get(SEEN, "")):
        return None
    kept = [(key, value) for key, values in request.POST.lists() for value in values
            if key not in {name, SEEN, "csrfmiddlewaretoken"}]  # fmt: skip
    findings = [*found.blocks.get(name, []), *found.warnings.get(name, [])]
    context = {"field": name, "text": request.POST.get(name, ""), "kept": kept, "findings": findings,
               "token": found.token, "blocked": bool(found.blocks), "action": request.get_full_path()}  # fmt: skip
    return render(request, "members/recognised.html", context, status=422)


@never_cache
@require_POST
def recognise(request: Request) -> JsonResponse:
    """{"findings": [{"words", "blocks", "title", "reason", "replacements": [[text, button]], "leave": [digest, button]}]}, at most
    eight, blocks first. With `laten`, a digest that came so: that warning is not shown again for that sentence."""
    if request.viewer.is_visitor:
        return JsonResponse({"findings": []}, status=401)
    if (waved := request.POST.get("laten", "")) and re.fullmatch(r"[0-9a-f]{32}", waved):
        wave_digests([waved])
        return JsonResponse({"findings": []})
    here = not_waved(not_published(check(request.POST.get("tekst", "")[:MOST_LETTERS])))
    found = sorted(here, key=lambda finding: not finding.blocks)
    rows = {finding.words: finding for finding in found}.values()
    return JsonResponse({"findings": [
        {"words": row.words, "blocks": row.blocks, "reason": row.reason,
         "title": _("Dit kan hier niet staan") if row.blocks else _("Hier kan iemand herkend worden"),
         "replacements": [(words, _("Vervang door “%(words)s”") % {"words": words}) for words in row.replacements],
         "leave": None if row.blocks else (digest_of(row), _("Dit mag blijven staan"))}
        for row in list(rows)[:MOST_SHOWN]
    ]})  # fmt: skip
