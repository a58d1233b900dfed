"""The list of working models with its facets: parameters, and themes as strength or as challenge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.web.request import Request
from staalkaart.knowledge.models import CardEntry, Theme, WorkingModelIndexPage, WorkingModelPage
from staalkaart.knowledge.models.card import CARRYING
from staalkaart.knowledge.models.working_model import Approach, Driver, PersonalRelation, Supporters

# name in the address → (label, field, choices, value that also counts as the others)
PARAMETERS = {
    "aanpak": (_("Aanpak"), "approach", Approach, "beide"),
    "steun": (_("Steun door"), "supporters", Supporters, "beide"),
    "relatie": (_("Persoonlijke relatie"), "personal_relation", PersonalRelation, ""),
    "trekker": (_("Wie trekt"), "driver", Driver, "beide"),
}
THEMES = {"sterk": (_("Thema als sterkte of kans"), True), "aandacht": (_("Thema als zwakte of uitdaging"), False)}
MAX_VALUES = 20


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]


def _parameter_match(name: str, model: WorkingModelPage, value: str) -> bool:
    _label, field, _choices, wide = PARAMETERS[name]
    own = getattr(model, field)
    return own == value or (bool(wide) and own == wide)


def _theme_match(themes: dict[int, set[str]], model: WorkingModelPage, value: str) -> bool:
    return value in themes[model.pk]


def _themes_by_model(models: list[WorkingModelPage], viewer: Viewer) -> dict[bool, dict[int, set[str]]]:
    """{carries?: {model pk: theme slugs}}; two queries, whatever the number of models."""
    found: dict[bool, dict[int, set[str]]] = {True: {m.pk: set() for m in models}, False: {m.pk: set() for m in models}}
    titles = dict(Theme.objects.visible_to(viewer).values_list("slug", "title"))
    rows = CardEntry.objects.filter(page__in=models).values_list("page_id", "quadrant", "themes__slug")
    for page, quadrant, slug in rows:
        if slug in titles:
            found[quadrant in CARRYING][page].add(slug)
    for model in models:
        model.theme_titles = titles
    return found


def model_list_context(request: Request, index: WorkingModelIndexPage) -> dict:
    models = list(WorkingModelPage.objects.child_of(index).visible_to(request.viewer).order_by("number"))
    themes = _themes_by_model(models, request.viewer)
    asked = {name: request.GET.getlist(name)[:MAX_VALUES] for name in (*PARAMETERS, *THEMES)}
    tests: dict[str, Callable[[WorkingModelPage, str], bool]] = {}
    for name in PARAMETERS:
        tests[name] = partial(_parameter_match, name)
    for name, (_label, carries) in THEMES.items():
        tests[name] = partial(_theme_match, themes[carries])
    facets = [_parameter_facet(name, models, asked, tests) for name in PARAMETERS]
    facets += [_theme_facet(name, models, asked, tests, themes) for name in THEMES]
    shown = _matching(models, asked, tests)
    return {
        "models": shown,
        "facets": facets,
        "total": len(models),
        "filters_on": any(facet.chosen for facet in facets),
    }


def _matching(models, asked, tests, without: str = "") -> list[WorkingModelPage]:
    """Models that have, for every facet that is used, one of the chosen values (themes: all of them)."""

    def fits(model) -> bool:
        return all(
            (all if name in THEMES else any)(tests[name](model, value) for value in values)
            for name, values in asked.items()
            if values and name != without
        )

    return [model for model in models if fits(model)]


def _parameter_facet(name, models, asked, tests) -> Facet:
    label, _field, choices, _wide = PARAMETERS[name]
    kinds: Any = choices
    pool = _matching(models, asked, tests, without=name)
    rows = [
        Choice(c.value, str(c.label), sum(tests[name](m, c.value) for m in pool), c.value in asked[name]) for c in kinds
    ]
    return Facet(name, str(label), [row for row in rows if row.count or row.chosen])


def _theme_facet(name, models, asked, tests, themes) -> Facet:
    label, carries = THEMES[name]
    pool = _matching(models, asked, tests)
    titles = models[0].theme_titles if models else {}
    counts = Counter(slug for model in pool for slug in themes[carries][model.pk])
    rows = [Choice(slug, titles[slug], count, slug in asked[name]) for slug, count in counts.items()]
    return Facet(name, str(label), sorted(rows, key=lambda row: (-row.chosen, -row.count, row.label)))
