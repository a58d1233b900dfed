"""Two to four models side by side. The address is the state; no cell ever names a winner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer, seen_by
from staalkaart.knowledge.models import CardEntry, ModelPrecondition, Theme, WorkingModelPage

FEWEST, MOST = 2, 4


@dataclass
class Row:
    """One line of the table: a cell per model. `differs` says whether the cells are not all the same."""

    label: str
    cells: list
    differs: bool = True
    theme: Theme | None = None


@dataclass
class Section:
    title: str
    kind: str  # "text", "entries" or "list"
    rows: list[Row]


@dataclass
class Comparison:
    models: list[WorkingModelPage] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problem: str = ""
    asked: list[str] = field(default_factory=list)
    only_differences: bool = False


def read_choice(params: QueryDict, viewer: Viewer) -> tuple[list[WorkingModelPage], str]:
    """The models of `m=`, in the order asked, and a friendly sentence when they cannot be compared."""
    asked = [slug[:80] for slug in params.getlist("m")[:50] if slug]
    slugs = list(dict.fromkeys(asked))
    found = {page.slug: page for page in WorkingModelPage.objects.visible_to(viewer).filter(slug__in=slugs[:20])}
    models = [found[slug] for slug in slugs if slug in found]
    if len(models) > MOST:
        return models[:MOST], _(
            "Vier modellen naast elkaar is het meeste dat leesbaar blijft. Haal er hieronder één of meer weg."
        )
    if len(models) < FEWEST and len(found) < len(slugs):
        return models, _("Een van de modellen in dit adres kennen we niet. Kies hieronder twee tot vier modellen.")
    if len(models) < FEWEST and len(asked) > len(slugs):
        return models, _("Hetzelfde model stond er twee keer. Kies er nog minstens één ander bij.")
    if len(models) < FEWEST:
        return models, _("Kies twee tot vier modellen om naast elkaar te leggen.")
    return models, ""


def compare(params: QueryDict, viewer: Viewer) -> Comparison:
    models, problem = read_choice(params, viewer)
    result = Comparison(models, [], problem, [m.slug for m in models], params.get("verschil") == "1")
    if problem:
        return result
    # read only when not kept
    result.sections = cast(
        "list[Section]", SimpleLazyObject(lambda: _sections(models, viewer, result.only_differences))
    )
    return result


def _sections(models: list[WorkingModelPage], viewer: Viewer, only_differences: bool) -> list[Section]:
    sections = [
        Section(_("Hoe het werkt"), "text", _fact_rows(models)),
        *_theme_sections(models, _entries_by_theme(models, viewer)),
        Section(_("Wat je nodig hebt"), "list", [_precondition_row(models)]),
    ]
    if only_differences:
        for section in sections:
            section.rows = [row for row in section.rows if row.differs]
    return [section for section in sections if section.rows]


def _fact_rows(models: list[WorkingModelPage]) -> list[Row]:
    facts = [dict(model.parameters) for model in models]
    labels = list(dict.fromkeys(label for row in facts for label in row))
    rows = [Row(_("In één zin"), [model.one_sentence for model in models])]
    for label in labels:
        cells = [row.get(label, "") for row in facts]
        rows.append(Row(label, cells, len(set(cells)) > 1))
    return rows


def _entries_by_theme(models: list[WorkingModelPage], viewer: Viewer) -> dict[Theme, dict[int, list[CardEntry]]]:
    """{theme: {model pk: entries}}, in two queries for any number of models."""
    found: dict[Theme, dict[int, list[CardEntry]]] = {}
    for entry in CardEntry.objects.filter(page__in=models).prefetch_related("themes"):
        for theme in seen_by(viewer, entry.themes):
            found.setdefault(theme, {}).setdefault(entry.page_id, []).append(entry)
    order = {"sterkte": 0, "kans": 1, "zwakte": 2, "uitdaging": 3}
    for by_model in found.values():
        for rows in by_model.values():
            rows.sort(key=lambda entry: order[entry.quadrant])
    return found


def _theme_sections(models, entries) -> list[Section]:
    """First the themes that all have, then those of some; within each the busiest first."""
    groups: dict[str, list[Row]] = {"all": [], "some": []}
    for theme, by_model in sorted(entries.items(), key=lambda pair: (-sum(map(len, pair[1].values())), pair[0].title)):
        cells = [by_model.get(model.pk, []) for model in models]
        kinds = [{entry.quadrant_choice.carries for entry in cell} for cell in cells]
        row = Row(theme.name, cells, any(kind != kinds[0] for kind in kinds), theme)
        groups["all" if all(cells) else "some"].append(row)
    two = len(models) == FEWEST
    titles = {
        "all": _("Thema's bij allebei") if two else _("Thema's bij alle modellen"),
        "some": _("Thema's bij één van de twee") if two else _("Thema's bij één of enkele modellen"),
    }
    return [Section(titles[name], "entries", rows) for name, rows in groups.items() if rows]


def _precondition_row(models) -> Row:
    found: dict[int, list[str]] = {model.pk: [] for model in models}
    for line in ModelPrecondition.objects.filter(page__in=models).order_by("sort_order"):
        found[line.page_id].append(line.text)
    cells = [found[model.pk] for model in models]
    return Row(_("Randvoorwaarden"), cells, any(set(cell) != set(cells[0]) for cell in cells))
