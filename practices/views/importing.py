"""Reading practices in: a file, which column is what, what we did not understand to decide, then drafts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from practices.import_export.fields import fields
from practices.import_export.import_file import Fixes, ReadRow, guess, read_file, read_rows
from practices.import_export.import_runs import fixes_of, keep_fixes, take_over
from practices.import_export.tables import Sheet
from practices.import_export.templates import empty_document, empty_workbook
from practices.models import ImportRun
from practices.views.exporting import SHEET, WORD
from practices.views.writing import own_projects
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import PlainForm
from staalkaart.files.fields import UploadField
from staalkaart.members import geography
from staalkaart.members.permissions import member_object, member_screen

SHOWN_PROBLEMS, SHOWN_ROWS = 200, 100
LEAVE_OUT = "-"
EMPTY = {"xlsx": (SHEET, empty_workbook), "docx": (WORD, empty_document)}


class FileForm(PlainForm, forms.Form):
    file = UploadField(
        label=gettext_lazy("Bestand"),
        kinds=("xlsx", "csv", "txt", "docx"),
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
    if request.GET.get("sjabloon") in EMPTY:
        return _empty_file(request, request.GET["sjabloon"])
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
                numbers=sheet.numbers, left_out=sheet.left_out,
            )  # fmt: skip
            return redirect("practices:import_run", run.pk)
    context = {"form": form, "projects": projects, "project": project, "columns": [str(row.title) for row in fields()]}
    return render(request, "practices/import_start.html", context, status=422 if form.errors else 200)


def _empty_file(request: Request, form: str) -> HttpResponse:
    kind, write = EMPTY[form]
    response = HttpResponse(write(request.viewer), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="sjabloon-praktijken.{form}"'
    return response


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
    """Every row that is not skipped becomes a draft; what could not be read is left empty in it."""
    return _run_screen(request, pk, taking=True)


def _run_screen(request: Request, pk: int, *, taking: bool = False) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.select_related("project__region"), pk=pk, user=request.user, done_at=None)
    if not can(request.viewer, "draft", run.project):
        raise Http404
    sheet = Sheet(run.headings, run.rows, run.numbers, run.left_out)
    mapping, fixes = guess(sheet.headings), fixes_of(run)
    if request.method == "POST":
        mapping = _chosen(request, sheet)
        fixes = _decided(request, fixes)
        keep_fixes(run=run, fixes=fixes, remember="onthoud" in request.POST)
    rows = read_rows(sheet, mapping, request.viewer, fixes)
    taken = [row for row in rows if row.is_taken]
    if taking and taken:
        count = take_over(run=run, rows=rows, by=request.user)
        words = ngettext("%(n)s praktijk staat in het klad.", "%(n)s praktijken staan in het klad.", count)
        messages.success(request, words % {"n": count})
        return redirect("practices:draft_list")
    context = {
        "run": run,
        "columns": [
            (number, heading, mapping.get(number, ""), _example(sheet, number))
            for number, heading in enumerate(sheet.headings)
        ],
        "fields": [(row.key, str(row.title)) for row in fields()],
        "rows": rows[:SHOWN_ROWS],
        "count": len(rows),
        "taken": len(taken),
        "left_out": sheet.left_out,
        **_questions(rows, fixes),
    }
    refused = taking and not taken
    return render(request, "practices/import_run.html", context, status=422 if refused else 200)


def _questions(rows: list[ReadRow], fixes: Fixes) -> dict[str, Any]:
    """What there is to decide: each unknown value once, and each cell that says something else than its column asks."""
    values: dict[str, dict[str, Any]] = {}
    cells = []
    for row in rows:
        for problem in row.problems if not row.is_skipped else ():
            for value in problem.unknown:
                name = Fixes.name(problem.key, value)
                asked = values.setdefault(name, {"name": name, "value": value, "heading": problem.heading, "rows": [],
                                                 "choices": problem.choices, "key": problem.key})  # fmt: skip
                asked["rows"].append(row.number)
            if not problem.unknown and problem.column >= 0:
                cells.append((row, problem, fixes.cells.get(f"{row.at}-{problem.column}", problem.value)))
    return {
        "values": list(values.values())[:SHOWN_PROBLEMS],
        "cells": cells[:SHOWN_PROBLEMS],
        "more": max(len(values) - SHOWN_PROBLEMS, 0) + max(len(cells) - SHOWN_PROBLEMS, 0),
        "untitled": [row.number for row in rows if not row.is_skipped and not row.is_taken],
        "towns": [row.name for row in geography.municipalities().values()]
        if any(row["key"] == "towns" for row in values.values())
        else [],
    }


def _decided(request: Request, before: Fixes) -> Fixes:
    """What the form says, over what was decided on an earlier look at the same file."""
    fixes = Fixes(dict(before.values), dict(before.cells))
    for name in request.POST:
        value = request.POST.get(name, "")
        sort, _sep, rest = name.partition(":")
        if sort == "waarde" and value:
            fixes.values[rest[:200]] = "" if value == LEAVE_OUT else value[:120]
        elif sort == "cel" and value.strip():
            fixes.cells[rest[:20]] = value
    fixes.skipped = [int(at) for at in request.POST.getlist("sla-over") if at.isdigit() and len(at) < 6]
    return fixes


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
