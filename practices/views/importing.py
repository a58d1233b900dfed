"""Reading practices in: a file, which column is what, every problem by row and column, then everything or nothing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from practices.import_export.fields import fields
from practices.import_export.import_file import Sheet, guess, read_file, read_rows
from practices.import_export.import_runs import take_over
from practices.models import ImportRun
from practices.views.writing import own_projects
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.permissions import member_object, member_screen

SHOWN_PROBLEMS = 200


class FileForm(PlainForm, forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bestand"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx"}),
        help_text=gettext_lazy(
            "Excel of CSV: één rij per praktijk, met koppen erboven. Word: een kop 1 per praktijk en een kop 2 per deel."
        ),
    )


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: Request) -> HttpResponse:
    projects = own_projects(request)
    if not projects:
        raise Http404
    project = next((row for row in projects if row.slug == request.POST.get("project")), projects[0])
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            sheet = read_file(upload)
        except forms.ValidationError as error:
            form.add_error("file", error.messages)
        else:
            run = ImportRun.objects.create(
                user=request.user, project=project, name=upload.name[:120], headings=sheet.headings, rows=sheet.rows,
                numbers=sheet.numbers,
            )  # fmt: skip
            return redirect("practices:import_run", run.pk)
    context = {"form": form, "projects": projects, "project": project, "columns": [str(row.title) for row in fields()]}
    return render(request, "practices/import_start.html", context, status=422 if form.errors else 200)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def import_run(request: Request, pk: int) -> HttpResponse:
    """Choose the columns and see what comes of it. Nothing is stored yet."""
    return _run_screen(request, pk)


@never_cache
@member_object
@require_POST
def import_take_over(request: Request, pk: int) -> HttpResponse:
    """All of it becomes drafts, or nothing as long as a row has a problem."""
    return _run_screen(request, pk, taking=True)


def _run_screen(request: Request, pk: int, *, taking: bool = False) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.select_related("project__region"), pk=pk, user=request.user, done_at=None)
    if not can(request.viewer, "draft", run.project):
        raise Http404
    sheet = Sheet(run.headings, run.rows, run.numbers)
    mapping = _chosen(request, sheet) if request.method == "POST" else guess(sheet.headings)
    rows = read_rows(sheet, mapping, request.viewer)
    bad = [row for row in rows if row.problems]
    if taking and not bad:
        count = take_over(run=run, rows=rows, by=request.user)
        words = ngettext("%(n)s praktijk staat in het klad.", "%(n)s praktijken staan in het klad.", count)
        messages.success(request, words % {"n": count})
        return redirect("practices:draft_list")
    problems = [(row.number, heading, words) for row in bad for heading, words in row.problems]
    context = {
        "run": run,
        "columns": [
            (number, heading, mapping.get(number, ""), _example(sheet, number))
            for number, heading in enumerate(sheet.headings)
        ],
        "fields": [(row.key, str(row.title)) for row in fields()],
        "rows": rows[:20],
        "count": len(rows),
        "problems": problems[:SHOWN_PROBLEMS],
        "more": max(len(problems) - SHOWN_PROBLEMS, 0),
        "bad": len(bad),
    }
    return render(
        request, "practices/import_run.html", context, status=422 if problems and request.method == "POST" else 200
    )


def _chosen(request: Request, sheet: Sheet) -> dict[int, str]:
    """The columns as chosen; a field that is chosen twice counts the first time."""
    found: dict[int, str] = {}
    for number in range(len(sheet.headings)):
        key = request.POST.get(f"kolom-{number}", "")
        if key and key not in found.values():
            found[number] = key
    return found


def _example(sheet: Sheet, number: int) -> str:
    return next((row[number][:80] for row in sheet.rows if row[number]), "")
