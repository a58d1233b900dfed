"""What a model page shows: the four fields of the card, filtered, with the counts of what can be filtered on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value
from django.utils.functional import SimpleLazyObject

from staalkaart.core.access import Viewer, reveal, seen_by
from staalkaart.core.web.request import Request
from staalkaart.knowledge.filters import CardFilter
from staalkaart.knowledge.glossary import Autolinker
from staalkaart.knowledge.models import (
    CardEntry,
    ExtraCare,
    ModelCombination,
    ModelExample,
    ModelPrecondition,
    Quadrant,
    Status,
    Theme,
    WorkingModelPage,
    WorksFor,
)
from staalkaart.knowledge.models.card import PERSPECTIVES
from staalkaart.knowledge.texts import site_texts

REVIEW_AFTER_DAYS = 365


@dataclass(frozen=True)
class QuadrantBlock:
    """One field of the card: `total` counts before filtering, `entries` are what is shown."""

    quadrant: Quadrant
    entries: list[CardEntry]
    total: int


def quadrant_blocks(entries: list[CardEntry], card_filter: CardFilter) -> list[QuadrantBlock]:
    """The four fields in their fixed order; a filter on quadrants leaves the others out."""
    wanted = [q for q in Quadrant if not card_filter.quadrants or q.value in card_filter.quadrants]
    by_quadrant = {q: [e for e in entries if e.quadrant == q] for q in wanted}
    return [QuadrantBlock(q, [e for e in rows if card_filter.keeps(e)], len(rows)) for q, rows in by_quadrant.items()]


def theme_choices(entries: list[CardEntry]) -> list[tuple[Theme, int]]:
    """The themes of these entries with their counts, most used first."""
    counts: Counter[Theme] = Counter(theme for entry in entries for theme in entry.visible_themes)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].title))


def perspective_choices(entries: list[CardEntry]) -> list[tuple[str, str, int]]:
    """(value, label, count) of the perspectives that are noted at all; empty ones are not shown."""
    counts = Counter(value for entry in entries for value in entry.perspectives)
    return [(value, str(label), counts[value]) for value, (_column, label) in PERSPECTIVES.items() if counts[value]]


def combinations_of(page: WorkingModelPage, viewer) -> list[tuple[WorkingModelPage, str, str]]:
    """(other model, how, what to watch) from either side, in the order of the models; one query."""
    rows = ModelCombination.objects.filter(Q(page=page) | Q(other=page)).select_related("page", "other")
    pairs = [(row.other if row.page_id == page.pk else row.page, row.text, row.caution) for row in rows]
    return sorted((pair for pair in pairs if seen_by(viewer, pair[0])), key=lambda pair: pair[0].number)


LINES = {"works_for": WorksFor, "extra_care": ExtraCare, "preconditions": ModelPrecondition, "examples": ModelExample}


def lines_of(page: WorkingModelPage, *, preview: bool) -> dict[str, list[str]]:
    """The sentences of a page by kind: in one query, or from memory when an editor looks at what is not saved yet."""
    found: dict[str, list[str]] = {name: [] for name in LINES}
    if preview:
        return {name: [line.text for line in getattr(page, name).all()] for name in LINES}
    parts = [
        model.objects.filter(page=page).order_by().annotate(kind=Value(name)).values_list("kind", "sort_order", "text")
        for name, model in LINES.items()
    ]
    for kind, _position, text in parts[0].union(*parts[1:], all=True).order_by("kind", "sort_order"):
        found[kind].append(text)
    return found


def entries_of(page: WorkingModelPage, viewer: Viewer) -> list[CardEntry]:
    """The entries of a page, also of an unsaved preview."""
    entries = page.entries.all()
    return reveal(entries.for_cards() if hasattr(entries, "for_cards") else entries, viewer, "themes")


def model_page(request: Request, page: WorkingModelPage) -> dict[str, Any]:
    """The card is read only when the page is not kept."""
    return {"card": SimpleLazyObject(lambda: model_page_context(request, page))}


def model_page_context(request: Request, page: WorkingModelPage) -> dict:
    card_filter = CardFilter.read(request.GET)
    entries = entries_of(page, request.viewer)
    status = page.status_of(entries)
    return {
        "blocks": quadrant_blocks(entries, card_filter),
        "filter": card_filter,
        "shown": sum(card_filter.keeps(entry) for entry in entries),
        "entry_count": len(entries),
        "themes": theme_choices(entries),
        "perspectives": perspective_choices(entries),
        "status": status,
        "is_confirmed": status == Status.CONFIRMED,
        "combinations": combinations_of(page, request.viewer) if page.pk else [],
        "lines": lines_of(page, preview=getattr(request, "is_preview", False)),
        "texts": site_texts(),
        "glossary": Autolinker(request.viewer),
    }
