"""The read-only API: the same querysets and the same search as the pages, as JSON. Description at `/api/v1/docs`."""

from __future__ import annotations

from typing import Any

from django.utils.html import strip_tags
from ninja import NinjaAPI, Schema

from staalkaart.core.web.request import Request
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.search.facets import read_names
from staalkaart.search.finding import find, load_tags, read_query

HIDES = ("model", "thema")  # facets whose values may be closed to somebody
api = NinjaAPI(title="Staalkaart", version="1.0.0", docs_url=None, openapi_url="/openapi.json")


class SearchHit(Schema):
    kind: str
    title: str
    url: str
    snippet: str
    quadrant: str | None
    model: str | None
    themes: list[str]


class FacetValue(Schema):
    value: str
    count: int


class SearchAnswer(Schema):
    total: int
    hits: list[SearchHit]
    facets: dict[str, list[FacetValue]]
    suggestion: str


class ModelRow(Schema):
    slug: str
    title: str
    number: int
    one_sentence: str
    url: str


class ThemeRow(Schema):
    slug: str
    title: str
    group: str
    url: str


@api.api_operation(["GET", "HEAD"], "/search", response=SearchAnswer, url_name="search")
def search(request: Request) -> dict[str, Any]:
    """Takes the parameters of `/zoeken/`, for the session's viewer."""
    found = find(read_query(request.GET), viewer=request.viewer)
    known = read_names(found, request.viewer)
    load_tags(found.hits)
    hits = [
        {
            "kind": hit.kind,
            "title": strip_tags(hit.title),
            "url": hit.url,
            "snippet": str(hit.text),
            "quadrant": next(iter(hit.tags.get("kwadrant", ())), None),
            "model": next((slug for slug in hit.tags.get("model", ()) if slug in known["model"]), None),
            "themes": [slug for slug in hit.tags.get("thema", ()) if slug in known["thema"]],
        }
        for hit in found.hits
    ]
    facets = {
        name: [{"value": value, "count": count} for value, count in rows if name not in HIDES or value in known[name]]
        for name, rows in found.result.facets.items()
        if rows
    }
    return {"total": found.result.total, "hits": hits, "facets": facets, "suggestion": found.result.suggestion}


@api.api_operation(["GET", "HEAD"], "/models", response=list[ModelRow], url_name="models")
def models(request: Request) -> list[WorkingModelPage]:
    """The working models, in their order."""
    return list(WorkingModelPage.objects.visible_to(request.viewer).order_by("number"))


@api.api_operation(["GET", "HEAD"], "/themes", response=list[ThemeRow], url_name="themes")
def themes(request: Request) -> list[dict[str, str]]:
    """All themes by name."""
    rows = Theme.objects.visible_to(request.viewer).select_related("group")
    return [{"slug": t.slug, "title": t.title, "group": t.group.slug, "url": t.get_absolute_url()} for t in rows]
