"""`/praktijken/`: the list with its facets, counted by the search engine over what this viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from practices.choices import FACT_BY_SLUG
from practices.models import PracticePage
from practices.permissions import is_editor
from practices.search_sources import FACT_FACETS
from staalkaart.core.access import Viewer
from staalkaart.core.web.request import Request
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.models import Project, Region, TargetGroup
from staalkaart.search.engine import Query
from staalkaart.search.facets import FacetChoice, address
from staalkaart.search.finding import Found, find, read_query

PAGE_SIZE = 12
FACETS = ("model", "doelgroep", "regio", "thema", *FACT_FACETS)
HIDDEN = ("project", "nagelezen")  # narrow the list by address, without a panel
SORTS = {"nieuw": "newest", "titel": "title"}
OPEN_PANELS = 4
MOST = 30


@dataclass(frozen=True)
class Panel:
    name: str
    label: str
    choices: list[FacetChoice]
    is_open: bool


def read_list_query(request: Request, *, size: int = PAGE_SIZE) -> Query:
    """What the address asks of the list: words, filters, order, page."""
    asked = read_query(request.GET, size=size, parameters=(*FACETS, *HIDDEN))
    sort = SORTS.get(request.GET.get("volgorde", ""), "score" if asked.text else "newest")
    return Query(asked.text, {**asked.filters, "soort": ("praktijk",)}, FACETS, sort, asked.page, size)


def practice_list_context(request: Request) -> dict[str, Any]:
    """`listing` is made only when the kept part of the page has to be."""
    return {
        "listing": SimpleLazyObject(lambda: listing(request)),
        "may_write": writes_somewhere(request.viewer),
        "is_editor": is_editor(request.viewer),
    }


def listing(request: Request) -> dict[str, Any]:
    found = find(read_list_query(request), viewer=request.viewer)
    names = read_names(found, request.viewer)
    sort = request.GET.get("volgorde", "")
    return {
        "found": found,
        "query": found.query,
        "sort": sort if sort in SORTS else "",
        "practices": [(hit.obj, hit) for hit in found.hits],
        "panels": panels(found, names),
        "tokens": tokens(found, names),
        "forms": [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON")],
    }


def selection(request: Request, *, most: int) -> list[PracticePage]:
    """Everything that the list would show over all its pages, with whatever an export needs."""
    asked = read_list_query(request, size=most)
    query = Query(asked.text, asked.filters, (), asked.sort, 1, most)
    pks = [hit.obj.pk for hit in find(query, viewer=request.viewer).hits]
    rows = PracticePage.objects.visible_to(request.viewer).filter(pk__in=pks).select_related("project__region")
    known = rows.prefetch_related(
        "model_rows__model", "target_groups", "themes", "point_rows", "block_rows", "fact_rows"
    ).in_bulk()
    return [known[pk] for pk in pks if pk in known]


def writes_somewhere(viewer: Viewer) -> bool:
    return viewer.has_role("member", "coordinator", "facilitator")


def read_names(found: Found, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """{facet: {value: something with a name}}; one query for each of four facets, the others are ours."""
    chosen = set(found.query.filters.get("project", ()))
    named: dict[str, dict[str, Any]] = {
        "model": {page.slug: page for page in WorkingModelPage.objects.visible_to(viewer)},
        "doelgroep": dict(TargetGroup.objects.values_list("slug", "title")),
        "regio": {region.slug: region.name for region in Region.objects.all()},
        "thema": {theme.slug: theme.name for theme in Theme.objects.visible_to(viewer)},
        "nagelezen": {"nee": _("Nog niet nagelezen"), "ja": _("Nagelezen")},
    }
    if chosen:
        named["project"] = dict(Project.objects.visible_to(viewer).filter(slug__in=chosen).values_list("slug", "name"))
    return named | {name: dict(FACT_BY_SLUG[name].values) for name in FACT_FACETS}


def _facet_label(name: str) -> str:
    known = {"model": _("Werkmodel"), "doelgroep": _("Voor wie"), "regio": _("Regio"), "thema": _("Thema")}
    return known.get(name) or str(FACT_BY_SLUG[name].title)


def _label(thing: Any) -> str:
    return str(getattr(thing, "name", thing))


def panels(found: Found, names: dict[str, dict[str, Any]]) -> list[Panel]:
    """Facets with something to choose; the first few lie open, and those in use."""
    rows: list[Panel] = []
    for name in FACETS:
        chosen = found.query.filters.get(name, ())
        counts = dict(found.result.facets.get(name, ()))
        values = [value for value in [*counts, *(v for v in chosen if v not in counts)] if value in names[name]]
        choices = [
            FacetChoice(value, _label(names[name][value]), counts.get(value, 0), value in chosen,
                   names[name][value] if name == "model" else None)
            for value in values[:MOST]
        ]  # fmt: skip
        if name == "model":
            choices.sort(key=lambda choice: choice.model.number)
        if len(choices) > 1 or chosen:
            rows.append(Panel(name, _facet_label(name), choices, len(rows) < OPEN_PANELS or bool(chosen)))
    return rows


def tokens(found: Found, names: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """(label, address without it) of everything that narrows the list."""
    asked = {name: values for name, values in found.query.filters.items() if name != "soort"}
    rows = []
    for name, values in asked.items():
        for value in values:
            label = _label(names.get(name, {}).get(value, _("onbekende filter")))
            rows.append((label, address(found, name, (value,), hidden=("soort",))))
    return rows
