"""The facet panel: names, counts and links for what search counted. Empty facets are not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staalkaart.core.access import Viewer
from staalkaart.knowledge.models import Quadrant, Theme, ThemeGroup, WorkingModelPage
from staalkaart.knowledge.models.card import PERSPECTIVES
from staalkaart.members.models import Region, TargetGroup
from staalkaart.search.finding import ALL_SIDES, KINDS, Found

LABELS = {
    "soort": gettext_lazy("Soort"),
    "kwadrant": gettext_lazy("Vak van de staalkaart"),
    "model": gettext_lazy("Werkmodel"),
    "themagroep": gettext_lazy("Themagroep"),
    "thema": gettext_lazy("Thema"),
    "perspectief": gettext_lazy("Gezien door"),
    "regio": gettext_lazy("Regio"),
    "doelgroep": gettext_lazy("Doelgroep"),
}
SHOWN = ("soort", "kwadrant", "model", "thema", "perspectief", "regio", "doelgroep")
MOST = 14


@dataclass(frozen=True)
class FacetChoice:
    value: str
    label: str
    count: int
    chosen: bool
    model: Any = None
    quadrant: Quadrant | None = None


@dataclass(frozen=True)
class FacetPanel:
    name: str
    label: str
    choices: list[FacetChoice]


Names = dict[str, dict[str, Any]]


def read_names(found: Found, viewer: Viewer) -> Names:
    """{facet: {value: something with a name}} for the values that can be shown: one query per facet that was counted."""
    counted = {
        name: {value for value, _count in rows} | set(found.query.filters.get(name, ()))
        for name, rows in found.result.facets.items()
    }
    return {
        "soort": {value: str(label) for value, label in KINDS.items()},
        "kwadrant": {q.value: q for q in Quadrant},
        "model": {
            page.slug: page
            for page in WorkingModelPage.objects.visible_to(viewer).filter(slug__in=counted.get("model", ()))
        },
        "thema": {
            theme.slug: theme for theme in Theme.objects.visible_to(viewer).filter(slug__in=counted.get("thema", ()))
        },
        "themagroep": {g.slug: g for g in ThemeGroup.objects.filter(slug__in=found.query.filters["themagroep"])}
        if "themagroep" in found.query.filters
        else {},
        "perspectief": {value: str(label) for value, (_column, label) in PERSPECTIVES.items()},
        "regio": _titles(Region, counted.get("regio")),
        "doelgroep": _titles(TargetGroup, counted.get("doelgroep")),
    }


def _titles(model: Any, slugs: set[str] | None) -> dict[str, Any]:
    return {row.slug: row for row in model.objects.filter(slug__in=slugs)} if slugs else {}


def _label(thing: object) -> str:
    if isinstance(thing, Quadrant):
        return str(thing.label)
    return str(getattr(thing, "name", thing))  # a model page by its short name, the rest as it calls itself


def panels(found: Found, names: Names) -> list[FacetPanel]:
    rows = []
    for name in SHOWN:
        chosen = found.query.filters.get(name, ())
        counts = dict(found.result.facets.get(name, ()))
        values = [
            *(v for v in names[name] if name == "kwadrant" and v in counts),
            *(v for v in counts if name != "kwadrant"),
        ]
        values += [value for value in chosen if value not in values]
        choices = [
            FacetChoice(
                value,
                _label(names[name][value]),
                counts.get(value, 0),
                value in chosen,
                names[name][value] if name == "model" else None,
                names[name][value] if name == "kwadrant" else None,
            )
            for value in values
            if value in names[name]
        ]
        choices = sorted(choices[:MOST], key=lambda choice: choice.model.number) if name == "model" else choices[:MOST]
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            rows.append(FacetPanel(name, str(LABELS[name]), choices))
    return rows


def chosen_tokens(found: Found, names: Names) -> list[tuple[str, str]]:
    """(label, query string without this choice) for everything that narrows the search; a pair of quadrants is one."""
    tokens = []
    quadrants = set(found.query.filters.get("kwadrant", ()))
    pairs = {
        frozenset(("sterkte", "kans")): _("Sterktes en kansen"),
        frozenset(("zwakte", "uitdaging")): _("Zwaktes en uitdagingen"),
    }
    for name, values in found.query.filters.items():
        if name == "kwadrant" and found.query.is_proposed:
            label = pairs.get(frozenset(quadrants)) or _label(names["kwadrant"][values[0]])
            tokens.append((label, f"{address(found, name, values)}&kwadrant={ALL_SIDES}"))
            continue
        if name == "kwadrant" and frozenset(quadrants) in pairs:
            tokens.append((pairs[frozenset(quadrants)], address(found, name, values)))
            continue
        for value in values:
            label = _label(names.get(name, {}).get(value, _("onbekende filter")))
            tokens.append((label, address(found, name, (value,))))
    return tokens


def address(found: Found, name: str, without: tuple[str, ...], *, hidden: tuple[str, ...] = ()) -> str:
    """The query string of this search with some values of one facet taken away; `hidden` facets are not in the address."""
    from urllib.parse import urlencode

    pairs = [("q", found.query.text)] if found.query.text else []
    for facet, values in found.query.filters.items():
        if facet in hidden:
            continue
        pairs += [(facet, value) for value in values if facet != name or value not in without]
    return "?" + urlencode(pairs)
