"""What a framework chapter shows beside its own text: where it stands among the others, and the words it explains."""

from __future__ import annotations

from typing import Any

from staalkaart.core.web.request import Request
from staalkaart.knowledge.glossary import Autolinker
from staalkaart.knowledge.models import KnowledgePage


def chapter_context(request: Request, page: KnowledgePage) -> dict[str, Any]:
    rows = KnowledgePage.objects.sibling_of(page).visible_to(request.viewer).order_by("path")
    siblings = list(rows.only("title", "url_path", "path"))
    position = next((n for n, row in enumerate(siblings) if row.pk == page.pk), None)
    return {
        "before": siblings[position - 1] if position else None,
        "after": siblings[position + 1] if position is not None and position + 1 < len(siblings) else None,
        "chapters": siblings,
        "glossary": Autolinker(request.viewer),
    }
