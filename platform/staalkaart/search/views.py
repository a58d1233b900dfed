"""`/zoeken/` and what fills in while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core.web.request import Request
from staalkaart.search.facets import chosen_tokens, panels, read_names
from staalkaart.search.finding import FoundHit, complete, find, read_query


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
        names = read_names(found, request.viewer)
        context |= {
            "groups": grouped(found.hits),
            "panels": panels(found, names),
            "tokens": chosen_tokens(found, names),
        }
    return render(request, "search/search.html", context)


@never_cache
@require_safe
def autocomplete(request: Request) -> JsonResponse:
    """`{"items": [{"title", "kind", "url"}]}`, at most eight."""
    rows = complete(request.GET.get("q", ""), viewer=request.viewer)
    return JsonResponse(
        {"items": [{"title": source.text(obj)[0], "kind": source.kind, "url": source.url(obj)} for source, obj in rows]}
    )
