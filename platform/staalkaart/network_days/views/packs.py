"""What one takes along: packs before the day, figures after it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core.web.pdf import NoPdf
from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_object
from staalkaart.network_days import figures
from staalkaart.network_days.models import Registration
from staalkaart.network_days.packs import making
from staalkaart.network_days.views.finding import find_day, rights_on
from staalkaart.network_days.views.report import _file


@never_cache
@member_object
@require_safe
def day_figures(request: Request, pk: int, form: str) -> HttpResponse:
    """By project, for accountability."""
    day = find_day(request, pk, "prepare")
    if form not in figures.OPENS:
        raise Http404
    kind, write = figures.OPENS[form]
    return _file(write(figures.figures(day, request.viewer)), kind, f"netwerkdag-{day.pk}.{form}")


@never_cache
@member_object
@require_safe
def pack(request: Request, pk: int, sort: str) -> HttpResponse:
    """`deelnemer` for who comes; the others for who leads the day, because they name what people need."""
    day = find_day(request, pk)
    rights = rights_on(request, day)
    mine = Registration.objects.filter(day=day, user=request.viewer.user_id).coming().first()
    if (
        sort not in making.SORTS
        or (sort == "deelnemer" and not (mine or rights["leads"]))
        or (sort != "deelnemer" and not rights["leads"])
    ):
        raise Http404
    try:
        body, kind, name = making.SORTS[sort](day, request.viewer, mine)
    except NoPdf as missing:
        return render(request, "core/no_pdf.html", {"missing": str(missing)}, status=503)
    return _file(body, kind, name)
