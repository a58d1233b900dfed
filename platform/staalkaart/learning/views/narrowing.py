"""What the lists of learning points and challenges share: themes and models to narrow them by."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from staalkaart.core.access import Viewer
from staalkaart.core.web.request import Request
from staalkaart.knowledge.models import Theme, WorkingModelPage

PER_PAGE = 20


ABOUT = ("themes", "working_models")


def narrowed(rows: Any, request: Request) -> Any:
    """By `thema` and `model` in the address; unknown names find nothing."""
    if theme := request.GET.get("thema", "")[:80]:
        rows = rows.filter(themes__slug=theme)
    if model := request.GET.get("model", "")[:80]:
        rows = rows.filter(working_models__slug=model)
    return rows


def facets_of(rows: Any, viewer: Viewer) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(parameter, label, [(value, name, count)]) of what these rows are about; two queries each."""
    found = []
    for parameter, label, field, names in (
        ("thema", _("Thema"), "themes", {t.slug: t.name for t in Theme.objects.visible_to(viewer)}),
        (
            "model",
            _("Werkmodel"),
            "working_models",
            {m.slug: m.name for m in WorkingModelPage.objects.visible_to(viewer)},
        ),
    ):
        counted = rows.order_by().values_list(f"{field}__slug").annotate(n=Count("pk", distinct=True))
        choices = [(slug, names[slug], n) for slug, n in counted if slug in names]
        found.append((parameter, label, sorted(choices, key=lambda choice: (-choice[2], choice[1]))))
    return found
