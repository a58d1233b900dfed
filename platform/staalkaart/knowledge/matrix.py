"""All models by theme group: how many entries of each quadrant, an entry with two themes of one group counted once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.access import Viewer
from staalkaart.knowledge.models import CardEntry, Quadrant, Theme, ThemeGroup, WorkingModelPage


@dataclass(frozen=True)
class Cell:
    model: WorkingModelPage
    group: ThemeGroup
    counts: tuple[tuple[Quadrant, int], ...]
    address: str

    @property
    def total(self) -> int:
        return sum(count for _quadrant, count in self.counts)

    @property
    def words(self) -> str:
        """The cell in words, for those who do not see the picture."""
        return f"{self.model.name}, {self.group.name}: {self.count_words}"

    @property
    def count_words(self) -> str:
        names = {
            Quadrant.STRENGTH: lambda n: ngettext("%(n)s sterkte", "%(n)s sterktes", n),
            Quadrant.WEAKNESS: lambda n: ngettext("%(n)s zwakte", "%(n)s zwaktes", n),
            Quadrant.OPPORTUNITY: lambda n: ngettext("%(n)s kans", "%(n)s kansen", n),
            Quadrant.CHALLENGE: lambda n: ngettext("%(n)s uitdaging", "%(n)s uitdagingen", n),
        }
        parts = [names[quadrant](count) % {"n": count} for quadrant, count in self.counts if count]
        return ", ".join(parts) or _("geen punt genoteerd")

    @property
    def shades(self) -> list[tuple[Quadrant, int, int]]:
        """(quadrant, count, shade 0–3)."""
        return [
            (quadrant, count, 0 if not count else 1 if count < 3 else 2 if count < 5 else 3)
            for quadrant, count in self.counts
        ]


@dataclass(frozen=True)
class MatrixRow:
    group: ThemeGroup
    examples: list[str]
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    models: list[WorkingModelPage]
    rows: list[MatrixRow]
    empty_groups: list[ThemeGroup]


def build_matrix(viewer: Viewer, search_address: str) -> Matrix:
    models = list(WorkingModelPage.objects.visible_to(viewer).order_by("number"))
    groups = list(ThemeGroup.objects.prefetch_related(Prefetch("themes", Theme.objects.visible_to(viewer))))
    seen: dict[tuple[int, int, str], set[int]] = {}
    rows = CardEntry.objects.visible_to(viewer).values_list(
        "pk", "page_id", "quadrant", "themes__group_id", "themes__slug"
    )
    used: dict[int, set[str]] = {}
    themes = [theme for group in groups for theme in group.themes.all()]  # names: prefetched through visible_to
    open_themes = {theme.slug for theme in themes}
    for pk, page, quadrant, group, slug in rows:
        if group and slug in open_themes:
            seen.setdefault((page, group, quadrant), set()).add(pk)
            used.setdefault(group, set()).add(slug)

    def cell(model: WorkingModelPage, group: ThemeGroup) -> Cell:
        counts = tuple((q, len(seen.get((model.pk, group.pk, q.value), ()))) for q in Quadrant)
        return Cell(
            model, group, counts, f"{search_address}?soort=staalkaart&model={model.slug}&themagroep={group.slug}"
        )

    filled = [group for group in groups if group.pk in used]

    def named(group: ThemeGroup) -> list[str]:
        return [t.name for t in group.themes.all() if t.slug in used[group.pk]][:2]  # names: as above

    return Matrix(
        models,
        [MatrixRow(group, named(group), [cell(model, group) for model in models]) for group in filled],
        [group for group in groups if group.pk not in used],
    )
