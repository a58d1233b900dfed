"""`/zoeken/` and what fills in while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core.web.request import Request
from staalkaart.members import geography
from staalkaart.search.facets import chosen_tokens, panels, read_names
from staalkaart.search.finding import OFFERED, FoundHit, complete, find, read_query

MOST_PLACES, LETTERS_OF_A_PLACE = 3, 3


@dataclass
class HitGroup:
    """Hits of one working model, or a single other hit (`model` is None)."""

    model: object | None
    own: FoundHit | None
    hits: list[FoundHit]


def grouped(hits: list[FoundHit]) -> list[HitGroup]:
    """Hits of staalkaarten together under their model, at the place of the best of them."""
    groups: dict[object, HitGroup] = {}
    for hit in hits:
        if hit.source.name not in ("entry", "model"):
            groups[hit.uid] = HitGroup(None, None, [hit])
            continue
        model = hit.obj if hit.source.name == "model" else hit.obj.page
        group = groups.setdefault(model.pk, HitGroup(model, None, []))
        if hit.source.name == "model":
            group.own = hit
        else:
            group.hits.append(hit)
    return list(groups.values())


@require_safe
def search(request: Request) -> HttpResponse:
    query = read_query(request.GET)
    found = find(query, viewer=request.viewer) if query.text or query.filters else None
    context: dict[str, Any] = {"query": query, "found": found, "asked": bool(found)}
    if found is not None:
        context["towns"] = [
            (town, place_address(town.name))
            for nis in found.question.places
            if (town := geography.municipalities().get(nis))
        ]
        names = read_names(found, request.viewer)
        context |= {
            "query": found.query,
            "groups": grouped(found.hits),
            "panels": panels(found, names),
            "tokens": chosen_tokens(found, names),
        }
    return render(request, "search/search.html", context)


@never_cache
@require_safe
def autocomplete(request: Request) -> JsonResponse:
    """`{"items": [{"title", "kind", "url"}]}`, at most eight: things of the site, then places to look for somebody in."""
    words = request.GET.get("q", "")
    rows = complete(words, viewer=request.viewer)
    items = [{"title": source.text(obj)[0], "kind": source.kind, "url": source.url(obj)} for source, obj in rows]
    towns = [{"title": row.name, "kind": str(_("plaats")), "url": place_address(row.typed)} for row in places(words)]
    return JsonResponse({"items": [*items[: OFFERED - len(towns)], *towns]})


def places(words: str) -> list[geography.Suggestion]:
    """Municipalities that begin so; a few, and only for who typed enough to mean one."""
    return geography.suggest(words, most=MOST_PLACES) if len(words.strip()) >= LETTERS_OF_A_PLACE else []


def place_address(name: str) -> str:
    return f"{reverse('members:project_list')}?{urlencode({'gemeente': name})}#antwoord"
