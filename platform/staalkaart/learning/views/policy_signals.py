"""/signalen/: what projects report, and what goes to policy makers."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.access import NETWORK
from staalkaart.core.web.request import Request
from staalkaart.core.web.spreadsheets import harmless
from staalkaart.learning import policy_signals
from staalkaart.learning.forms import ReleaseForm, SignalForm
from staalkaart.learning.models import PROJECTS_NEEDED, PolicySignal, SignalRelease
from staalkaart.members.permissions import member_screen, projects_worked_on, regions_led


@never_cache
@member_screen
@require_safe
def signal_list(request: Request) -> HttpResponse:
    """What was released, one's own project's signals, and for a facilitator how many wait to be bundled."""
    released = SignalRelease.objects.visible_to(request.viewer).select_related("theme", "region")
    regions = regions_led(request.viewer)
    waiting = (
        PolicySignal.objects.filter(project__region__in=regions)
        .values("theme__title", "project__region__name")
        .annotate(projects=Count("project", distinct=True), signals=Count("pk"))
        .order_by("-projects")
    )
    context = {
        "released": released,
        "own": PolicySignal.objects.visible_to(request.viewer).select_related("theme", "project"),
        "waiting": waiting if regions else [],
        "needed": PROJECTS_NEEDED,
        "may_report": bool(projects_worked_on(request.viewer)),
        "may_release": bool(regions),
    }
    return render(request, "learning/signal_list.html", context)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def signal_new(request: Request) -> HttpResponse:
    if not projects_worked_on(request.viewer):
        raise Http404
    form = SignalForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.author = request.user
        row.save()
        messages.success(
            request, _("Je signaal is bewaard. Het gaat pas naar beleid als minstens drie projecten het melden.")
        )
        return redirect("learning:signal_list")
    status = 422 if form.is_bound else 200
    return render(request, "learning/signal_form.html", {"form": form}, status=status)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def signal_release(request: Request) -> HttpResponse:
    """A facilitator bundles what the projects of a region said about a theme, without their names."""
    if not regions_led(request.viewer):
        raise Http404
    form = ReleaseForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    texts: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            policy_signals.release(by=request.user, **form.cleaned_data)
        except policy_signals.TooFewProjects:
            words = _(
                "Nog te weinig projecten meldden dit in die periode: minstens %(n)s zijn nodig. Er is niets vrijgegeven."
            )
            form.add_error(None, words % {"n": PROJECTS_NEEDED})
        else:
            messages.success(request, _("Vrijgegeven. Partners en leden kunnen het meenemen naar het beleid."))
            return redirect("learning:signal_list")
    if form.is_bound and {"theme", "region", "start", "end"} <= set(form.cleaned_data):
        asked = {name: form.cleaned_data[name] for name in ("theme", "region", "start", "end")}
        texts = [row.text for row in policy_signals.bundle(**asked)]
    context = {"form": form, "texts": texts}
    return render(request, "learning/signal_release.html", context, status=422 if form.is_bound else 200)


@never_cache
@member_screen
@require_safe
def signal_export(request: Request) -> HttpResponse:
    """Everything that was released and may be seen, as a table."""
    if NETWORK not in request.viewer.tokens:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="signalen.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow(
        [_("Thema"), _("Regio"), _("Van"), _("Tot en met"), _("Projecten"), _("Samenvatting"), _("Citaten")]
    )
    for row in SignalRelease.objects.visible_to(request.viewer).select_related("theme", "region"):
        cells = [
            row.theme.title,
            row.region.name,
            row.start,
            row.end,
            row.projects,
            row.summary,
            " | ".join(row.quotes),
        ]
        writer.writerow([harmless(str(cell)) for cell in cells])
    return answer
