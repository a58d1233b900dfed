"""Taking practices along: one, or the whole selection of a list, as PDF, Word, spreadsheet, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import content
from practices.content_words import Names
from practices.import_export import pdf, table, word
from practices.import_export.provenance import Provenance, full, provenances
from practices.lists import selection
from practices.models import PracticePage
from practices.views.reading import find_practice
from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.pdf import NoPdf
from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_screen

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON_FORMAT = "staalkaart-practices/2"  # the number changes when a key changes its meaning
MOST = 500
MOST_IN_PDF = 30


def to_json(pages: list[PracticePage], viewer: Viewer) -> bytes:
    """Every key is explained in docs/export.md."""
    names, shown = Names(viewer), list(reveal(pages, viewer, "project"))
    found = provenances(shown, viewer)
    rows = [_about(found[page.pk]) | names.only_known(content.of_page(page)) for page in shown]
    body = {"format": JSON_FORMAT, "made_at": timezone.now().isoformat(timespec="seconds"), "practices": rows}
    return json.dumps(body, ensure_ascii=False, indent=2).encode()


def _about(found: Provenance) -> dict[str, Any]:
    return {
        "project": found.project_slug,
        "project_name": found.project or None,
        "region": found.region or None,
        "url": found.address,
        "shared_on": found.shared_on.isoformat() if found.shared_on else None,
        "read_over_on": found.read_over_on.isoformat() if found.read_over_on else None,
        "area": found.area,
        "postal_codes": found.postal_codes,
        "materials": [
            {
                "title": row.title,
                "sort": row.sort,
                "kind": row.kind,
                "size": row.size,
                "licence": row.licence,
                "url": full(row.url),
            }
            for row in found.materials
        ],
    }


# form → (content type, writer)
FORMS: dict[str, tuple[str, Callable[[list[PracticePage], Viewer], bytes]]] = {
    "pdf": ("application/pdf", pdf.to_pdf),
    "docx": (WORD, word.to_word),
    "xlsx": (SHEET, table.to_xlsx),
    "csv": ("text/csv; charset=utf-8", table.to_csv),
    "json": ("application/json", to_json),
}


def _file(request: Request, pages: list[PracticePage], form: str, name: str) -> HttpResponse:
    kind, write = FORMS[form]
    try:
        body = write(pages, request.viewer)
    except NoPdf as missing:
        return render(request, "core/no_pdf.html", {"missing": str(missing)}, status=503)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_safe
def practice_export(request: Request, slug: str, form: str) -> HttpResponse:
    page = find_practice(request, slug)
    if form not in FORMS:
        raise Http404
    return _file(request, [page], form, page.slug)


@never_cache
@member_screen
@require_safe
def selection_export(request: Request) -> HttpResponse:
    """The list with the filters of the address, without its pages; at most 500, in a PDF at most 30."""
    form = request.GET.get("vorm", "")
    if form not in FORMS:
        raise Http404
    pages = selection(request, most=MOST_IN_PDF if form == "pdf" else MOST)
    return _file(request, pages, form, "praktijken")
