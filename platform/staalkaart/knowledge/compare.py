"""Two to four models side by side. The address is the state; no cell ever names a winner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from django.http import QueryDict
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer, seen_by
from staalkaart.knowledge.models import CardEntry, ModelPrecondition, Theme, ThemeGroup, WorkingModelPage

FEWEST, MOST = 2, 4


@dataclass
class Row:
    """One line of the table: a cell per model. `differs` says whether the cells are not all the same."""

    label: str
    cells: list
    differs: bool = True
    theme: Theme | None = None
    folded: int = 0  # how many points stand in it, when it is opened by a tap


@dataclass
class Section:
    title: str
    kind: str  # "text", "entries", "list" or "next"
    rows: list[Row]
    anchor: str = ""


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
        Section(_("Hoe het werkt"), "text", _fact_rows(models), "hoe"),
        *_group_sections(models, viewer),
        Section(_("Wat je nodig hebt"), "list", [_precondition_row(models)], "nodig"),
        Section(_("En nu?"), "next", [_first_steps(models), _places(models)], "en-nu"),
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


def _group_sections(models: list[WorkingModelPage], viewer: Viewer) -> list[Section]:
    """A section per group of themes, in the order of the groups. Every point stands once, with its other themes beside it: in a row
    that at least two of these models fill, or else folded under the group of its first theme."""
    entries = list(CardEntry.objects.filter(page__in=models).prefetch_related("themes__group"))
    themes_of = {entry.pk: sorted(seen_by(viewer, entry.themes), key=lambda theme: theme.title) for entry in entries}
    shared = _shared(entries, themes_of)
    folded: dict[ThemeGroup, list[CardEntry]] = {}
    without: list[CardEntry] = []
    for entry in entries:
        row = next((theme for theme, found in shared.items() if entry in found), None)
        row = row or next((theme for theme in shared if theme in themes_of[entry.pk]), None)
        entry.other_themes = [theme for theme in themes_of[entry.pk] if theme != row]
        if not themes_of[entry.pk]:
            without.append(entry)
        elif row is None:
            folded.setdefault(themes_of[entry.pk][0].group, []).append(entry)
        elif entry not in shared[row]:
            shared[row].append(entry)
    groups = {theme.group for theme in shared} | set(folded)
    sections = [
        Section(group.name, "entries", _group_rows(models, shared, folded.get(group, []), group), group.slug)
        for group in sorted(groups, key=lambda group: (group.position, group.title))
    ]
    if without:
        sections.append(Section(_("Zonder thema"), "entries", [_folded_row(models, without)], "zonder-thema"))
    return sections


def _shared(entries: list[CardEntry], themes_of: dict[int, list[Theme]]) -> dict[Theme, list[CardEntry]]:
    """The rows: always the theme that most models share in what is left, and of those the one with most points, until none is shared."""
    left, rows = list(entries), {}  # type: ignore[var-annotated]
    while True:
        having: dict[Theme, list[CardEntry]] = {}
        for entry in left:
            for theme in themes_of[entry.pk]:
                having.setdefault(theme, []).append(entry)
        best = min(having, key=lambda theme: (-_models(having[theme]), -len(having[theme]), theme.title), default=None)
        if best is None or _models(having[best]) < 2:
            return rows
        rows[best] = having[best]
        left = [entry for entry in left if entry not in having[best]]


def _models(entries: list[CardEntry]) -> int:
    return len({entry.page_id for entry in entries})


def _group_rows(models, shared: dict[Theme, list[CardEntry]], folded: list[CardEntry], group: ThemeGroup) -> list[Row]:
    """Shared themes of this group, the busiest first; then one row with the other points."""
    rows = []
    for theme, entries in sorted(shared.items(), key=lambda pair: (-len(pair[1]), pair[0].title)):
        if theme.group == group:
            cells = [_in_order(entries, model) for model in models]
            kinds = [{entry.quadrant_choice.carries for entry in cell} for cell in cells]
            rows.append(Row(theme.name, cells, any(kind != kinds[0] for kind in kinds), theme))
    if folded:
        rows.append(_folded_row(models, folded))
    return rows


def _folded_row(models: list[WorkingModelPage], entries: list[CardEntry]) -> Row:
    return Row(_("Andere punten"), [_in_order(entries, model) for model in models], folded=len(entries))


def _in_order(entries: list[CardEntry], model: WorkingModelPage) -> list[CardEntry]:
    order = {"sterkte": 0, "kans": 1, "zwakte": 2, "uitdaging": 3}
    return sorted((e for e in entries if e.page_id == model.pk), key=lambda entry: order[entry.quadrant])


def _precondition_row(models) -> Row:
    found: dict[int, list[str]] = {model.pk: [] for model in models}
    for line in ModelPrecondition.objects.filter(page__in=models).order_by("sort_order"):
        found[line.page_id].append(line.text)
    cells = [found[model.pk] for model in models]
    return Row(_("Randvoorwaarden"), cells, any(set(cell) != set(cells[0]) for cell in cells))


def _first_steps(models) -> Row:
    return Row(_("Eerste stap"), [[model.first_step_you] if model.first_step_you else [] for model in models])


def _places(models) -> Row:
    return Row(_("Waar vind ik dit?"), [model.places for model in models])
