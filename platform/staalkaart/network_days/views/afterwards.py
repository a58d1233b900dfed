"""After the day: five questions, the report, figures by project; and the packs before it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.web.pdf import NoPdf
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import whole_number
from staalkaart.learning.trail import trails_of
from staalkaart.members.rules import member_object, require
from staalkaart.network_days import after, figures
from staalkaart.network_days.choices import ANSWERS_NEEDED
from staalkaart.network_days.errors import AnsweredAlready, NotNow, StaleForm
from staalkaart.network_days.models import Registration, Report
from staalkaart.network_days.packs import making
from staalkaart.network_days.people_forms import FeedbackForm, ReportForm
from staalkaart.network_days.views.finding import find_day, rights_on


# --- five questions --------------------------------------------------------------------------------------------------
@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """For who was there, once; who prepares the day reads what was said, from five answers on."""
    day = find_day(request, pk)
    rights = rights_on(request, day)
    may = after.may_answer(day, request.viewer.user_id)
    if not day.is_past or not (rights["takes_part"] or rights["prepares"]):
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None) if may or request.method == "POST" else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            after.answer(day=day, by=request.user, answers=form.cleaned_data)
            messages.success(request, _("Bedankt. Niemand kan zien dat dit van jou komt, ook wij niet."))
        except (AnsweredAlready, NotNow):
            messages.warning(request, _("Je antwoordde al, of de vragen zijn gesloten."))
        return redirect(request.path)
    shown, results = after.results(day) if rights["prepares"] else (0, [])
    context = {
        **rights,
        "form": form,
        "shown": shown,
        "results": results,
        "needed": ANSWERS_NEEDED,
        "until": after.asks_until(day),
    }
    return render(
        request, "network_days/feedback.html", context, status=422 if form is not None and form.is_bound else 200
    )


# --- the report ------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Report.objects.visible_to(request.viewer).select_related("day__region"), day=pk)
    trail = trails_of([row.day.search_uid], request.viewer)[row.day.search_uid]
    context = {**rights_on(request, row.day), "report": row, "trail": trail}
    return render(request, "network_days/report.html", context)


def _find_report(request: HttpRequest, pk: int) -> Report:
    """Who prepares the day writes it; editors polish what was published."""
    day = find_day(request, pk, "edit")
    try:
        row = after.report_of(day)
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
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Filled in by itself the first time; kept while one types."""
    return _report_screen(request, _find_report(request, pk))


@never_cache
@member_object
@require_POST
def report_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was typed and show it to everybody who sees the day."""
    row = _find_report(request, pk)
    require(request, "prepare", row.day)
    return _report_screen(request, row, publishes=True)


def _report_screen(request: HttpRequest, row: Report, *, publishes: bool = False) -> HttpResponse:
    day = row.day
    kept = autosave.buffer_of(request.user, _key(row))
    known = after.drafted(day)
    form = (
        ReportForm(autosave.as_posted(kept), known=known) if kept else ReportForm(initial={"text": after.text_of(row)})
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
    context = {**rights_on(request, day), "report": row, "form": form, "kept": kept, "base": base, "theirs": theirs}
    return render(request, "network_days/report_form.html", context, status=status)


def _written(request: HttpRequest, row: Report, form: ReportForm, publishes: bool) -> HttpResponse | None:
    """Saved, published when asked; None when there is something to say first."""
    base = whole_number(request.POST.get("_base", ""))
    try:
        row = after.write_report(report=row, text=form.cleaned_data["text"], base=base, by=request.user)
    except NotNow:
        form.add_error("text", _("Een leeg verslag publiceer je niet."))
        return None
    autosave.drop(user=request.user, key=_key(row))
    if publishes and not row.is_published:
        try:
            after.publish_report(report=row, by=request.user)
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
def report_keep(request: HttpRequest, pk: int) -> HttpResponse:
    row = _find_report(request, pk)
    return autosave.answer(request, _key(row), base_now=row.stamp)


# --- figures and packs -----------------------------------------------------------------------------------------------
def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@member_object
@require_safe
def day_figures(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """By project, for accountability."""
    day = find_day(request, pk, "prepare")
    if form not in figures.OPENS:
        raise Http404
    kind, write = figures.OPENS[form]
    return _file(write(figures.figures(day, request.viewer)), kind, f"netwerkdag-{day.pk}.{form}")


@never_cache
@member_object
@require_safe
def pack(request: HttpRequest, pk: int, sort: str) -> HttpResponse:
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
