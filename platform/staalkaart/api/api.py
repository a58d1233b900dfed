"""The read-only API: the same querysets and the same search as the pages, as JSON. Description at `/api/v1/docs`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from ninja import NinjaAPI, Schema

from practices.models import NAMED, PracticePage
from staalkaart.core.access import reveal
from staalkaart.core.web.request import Request
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.directory import find as find_places
from staalkaart.network_days.models import NetworkDay
from staalkaart.search.facets import read_names
from staalkaart.search.finding import find, load_tags, read_query

PAGE_SIZE = 100
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


class PlaceRow(Schema):
    """`phone` and `mail` are of a function, and only there when the viewer may read them."""

    slug: str
    kind: str
    title: str
    url: str
    municipality: str
    models: list[str]
    target_groups: list[str]
    ages: str
    languages: str
    takes: str
    phone: str
    mail: str
    fictional: bool


class PracticeRow(Schema):
    slug: str
    title: str
    url: str
    project: str | None
    models: list[str]
    summary: str


class DayRow(Schema):
    id: int
    title: str
    url: str
    date: date | None
    region: str | None
    state: str


class Places(Schema):
    total: int
    items: list[PlaceRow]


class Practices(Schema):
    total: int
    items: list[PracticeRow]


class Days(Schema):
    total: int
    items: list[DayRow]


@api.exception_handler(Http404)
def missing(request: Request, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": "Not found"}, status=404)


def one_page(rows: Any, request: Request) -> tuple[int, list[Any]]:
    """(how many there are, the hundred of `pagina=`)."""
    pages = Paginator(rows, PAGE_SIZE)
    return pages.count, list(pages.get_page(request.GET.get("pagina")))


@api.api_operation(["GET", "HEAD"], "/projects", response=Places, url_name="projects")
def projects(request: Request) -> dict[str, Any]:
    """Projects and initiatives; takes the parameters of `/projecten/`, and `pagina` for each hundred."""
    found = find_places(request.viewer, request.GET, per_page=PAGE_SIZE)
    items = [
        {
            "slug": pin.slug,
            "kind": pin.kind,
            "title": pin.name,
            "url": row.get_absolute_url(),
            "municipality": row.municipality.name,
            "models": [page.slug for page in row.visible_working_models],
            "target_groups": pin.groups,
            "ages": row.contact.ages if row.contact else "",
            "languages": row.contact.languages if row.contact else "",
            "takes": row.contact.takes if row.contact else "",
            "phone": row.contact.phone if row.contact else "",
            "mail": row.contact.mail if row.contact else "",
            "fictional": row.fictional,
        }
        for pin, row in found.page.object_list
    ]
    return {"total": len(found.pins), "items": items}


@api.api_operation(["GET", "HEAD"], "/practices", response=Practices, url_name="practices")
def practices(request: Request) -> dict[str, Any]:
    """Practice examples that the viewer may read, the newest first; a hundred for each `pagina`."""
    rows = PracticePage.objects.visible_to(request.viewer).for_listing().order_by("-first_published_at", "-pk")
    total, shown = one_page(rows, request)
    items = [
        {
            "slug": page.slug,
            "title": page.title,
            "url": page.url,
            "project": page.visible_project.slug if page.visible_project else None,
            "models": [model.slug for model in page.visible_working_models],
            "summary": page.summary,
        }
        for page in reveal(shown, request.viewer, *NAMED)
    ]
    return {"total": total, "items": items}


@api.api_operation(["GET", "HEAD"], "/network-days", response=Days, url_name="network_days")
def network_days(request: Request) -> dict[str, Any]:
    """Network days that the viewer may see, the latest date first; a hundred for each `pagina`."""
    rows = NetworkDay.objects.visible_to(request.viewer).for_listing().order_by("-date", "-pk")
    total, shown = one_page(rows, request)
    items = [
        {
            "id": day.pk,
            "title": day.title,
            "url": day.get_absolute_url(),
            "date": day.date,
            "region": day.region.slug if day.region else None,
            "state": day.state,
        }
        for day in shown
    ]
    return {"total": total, "items": items}


@api.api_operation(["GET", "HEAD"], "/search", response=SearchAnswer, url_name="search")
def search(request: Request) -> dict[str, Any]:
    """Takes the parameters of `/zoeken/`, for the session's viewer."""
    found = find(read_query(request.GET), viewer=request.viewer)
    known = read_names(found, request.viewer)
    load_tags(found.hits)
    hits = [
        {
            "kind": hit.kind,
            "title": hit.source.text(hit.obj)[0],
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
