"""`/melden/?over=/pagina/`: "klopt er iets niet?", without an account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.web.request import Request
from staalkaart.learning import page_reports
from staalkaart.learning.forms import PageReportForm
from staalkaart.learning.page_reports import own_path


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    form = PageReportForm(request.POST or None)
    path = own_path(request.POST.get("over", "") if request.method == "POST" else request.GET.get("over", ""))
    if request.method == "POST" and form.is_valid():
        page_reports.report(path=path, text=form.cleaned_data["text"])
        return redirect("learning:report_thanks")
    status = 422 if request.method == "POST" else 200
    return render(request, "learning/report.html", {"form": form, "path": path}, status=status)


@require_safe
def report_thanks(request: Request) -> HttpResponse:
    return render(request, "learning/report_thanks.html")
