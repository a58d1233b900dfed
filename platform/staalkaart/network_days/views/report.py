"""The report of a day: read, written, published."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import whole_number
from staalkaart.learning.trail import trails_of
from staalkaart.members.permissions import member_object, require
from staalkaart.network_days import report
from staalkaart.network_days.errors import NotNow, StaleForm
from staalkaart.network_days.models import Report
from staalkaart.network_days.people_forms import ReportForm
from staalkaart.network_days.views.finding import find_day, rights_on


@never_cache
@require_safe
def report_detail(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Report.objects.visible_to(request.viewer).select_related("day__region"), day=pk)
    trail = trails_of([row.day.search_uid], request.viewer)[row.day.search_uid]
    context = {**rights_on(request, row.day), "report": row, "trail": trail}
    return render(request, "network_days/report.html", context)


def _find_report(request: Request, pk: int) -> Report:
    """Who prepares the day writes it; editors polish what was published."""
    day = find_day(request, pk, "edit")
    try:
        row = report.report_of(day)
    except NotNow as early:
        raise Http404 from early
    if not row.is_published:
        require(request, "prepare", day)
    row.day = day
    return row


def _key(row: Report) -> str:
    return f"day-report:{row.pk}"


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: Request, pk: int) -> HttpResponse:
    """Filled in by itself the first time; kept while one types."""
    return _report_screen(request, _find_report(request, pk))


@never_cache
@member_object
@require_POST
def report_publish(request: Request, pk: int) -> HttpResponse:
    """Save what was typed and show it to everybody who sees the day."""
    row = _find_report(request, pk)
    require(request, "prepare", row.day)
    return _report_screen(request, row, publishes=True)


def _report_screen(request: Request, row: Report, *, publishes: bool = False) -> HttpResponse:
    day = row.day
    kept = autosave.buffer_of(request.user, _key(row))
    known = report.drafted(day)
    form = (
        ReportForm(autosave.as_posted(kept), known=known) if kept else ReportForm(initial={"text": report.text_of(row)})
    )
    status, theirs, base = 200, "", kept.base if kept else row.stamp
    if request.method == "POST":
        form = ReportForm(request.POST, known=known)
        try:
            answer = _written(request, row, form, publishes) if form.is_valid() else None
        except StaleForm:
            answer, status, theirs = None, 409, Report.objects.get(pk=row.pk).text
            form.add_error(
                None, _("Een collega bewaarde dit verslag intussen. Dit is wat jij typte; kijk na en bewaar opnieuw.")
            )
        if answer is not None:
            return answer
        status = status if theirs else 422
        autosave.keep_refused(user=request.user, key=_key(row), data=autosave.posted_fields(request), base=row.stamp)
        base = Report.objects.values_list("stamp", flat=True).get(pk=row.pk)
    kept = autosave.buffer_of(request.user, _key(row))
    context = {**rights_on(request, day), "report": row, "form": form, "kept": kept, "base": base, "theirs": theirs,
               "their_fields": {"text": [theirs]} if theirs else None}  # fmt: skip
    return render(request, "network_days/report_form.html", context, status=status)


def _written(request: Request, row: Report, form: ReportForm, publishes: bool) -> HttpResponse | None:
    """Saved, published when asked; None when there is something to say first."""
    base = whole_number(request.POST.get("_base", ""))
    try:
        row = report.write_report(report=row, text=form.cleaned_data["text"], base=base, by=request.user)
    except NotNow:
        form.add_error("text", _("Een leeg verslag publiceer je niet."))
        return None
    autosave.drop(user=request.user, key=_key(row))
    if publishes and not row.is_published:
        try:
            report.publish_report(report=row, by=request.user)
        except NotNow:
            form.add_error("text", _("Een leeg verslag publiceer je niet."))
            return None
        messages.success(request, _("Het verslag staat voor iedereen die de dag ziet. Je kan het nog breder tonen."))
        return redirect(row)
    messages.success(request, _("Bewaard."))
    return redirect("network_days:report_edit", row.day_id)


@never_cache
@member_object
@require_POST
def report_keep(request: Request, pk: int) -> HttpResponse:
    row = _find_report(request, pk)
    return autosave.answer(request, _key(row), base_now=row.stamp, now=lambda: ReportForm(initial={"text": row.text}))


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
