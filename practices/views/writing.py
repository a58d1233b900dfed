"""Writing a practice on the site: one short screen at a time, kept while one types, never blocked before the end."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from practices import drafting, publishing
from practices.models import Draft, PracticePage
from practices.permissions import drafts_for, is_editor, yours_first
from practices.steps import STEP_BY_SLUG, STEPS
from practices.views.reading import preview_context
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.members.models import Project
from staalkaart.members.permissions import member_screen

FIRST = STEPS[0].slug


def find_draft(request: Request, pk: int) -> Draft:
    """The draft if this viewer may open it; otherwise it does not exist."""
    return get_object_or_404(Draft.objects.visible_to(request.viewer).select_related("project__region", "page"), pk=pk)


def own_projects(request: Request) -> list[Project]:
    """The projects somebody may write for, their own first."""
    rows = [project for project in Project.objects.select_related("region") if drafts_for(request.viewer, project)]
    return sorted(rows, key=lambda project: project.token not in request.viewer.tokens)


# --- a new one -------------------------------------------------------------------------------------------------------
@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def practice_new(request: Request) -> HttpResponse:
    projects = own_projects(request)
    if not projects:
        return render(request, "practices/no_project.html")
    template = _template(request)
    form = STEP_BY_SLUG[FIRST].form(request.POST if request.method == "POST" else None, viewer=request.viewer)
    project = next((row for row in projects if row.slug == request.POST.get("project")), projects[0])
    if request.method == "POST" and form.is_valid():
        if title := form.cleaned_data["title"].strip():
            draft = drafting.start(project=project, by=request.user, title=title, template=template)
            return redirect("practices:draft_step", draft.pk, STEPS[1].slug)
        form.add_error("title", _("Geef je praktijk een titel. Je kan die later nog wijzigen."))
    context = {"form": form, "projects": projects, "project": project, "template": template, "steps": STEPS}
    return render(request, "practices/practice_new.html", context, status=422 if form.errors else 200)


def _template(request: Request) -> PracticePage | None:
    """The practice to start from; one that the viewer may not see is not there."""
    slug = request.GET.get("van", "")
    return PracticePage.objects.visible_to(request.viewer).filter(slug=slug).first() if slug else None


@never_cache
@member_screen
@require_safe
def draft_list(request: Request) -> HttpResponse:
    """What the own team is writing, and what it shared, the archive included."""
    rows = Draft.objects.visible_to(request.viewer).open().select_related("project", "created_by", "page")
    drafts = yours_first(request.viewer, rows)
    mine = [project for project in own_projects(request) if project.token in request.viewer.tokens]
    pages = PracticePage.objects.filter(project__in=mine, audience__in=request.viewer.tokens).order_by("title")
    context = {
        "drafts": [draft for draft in drafts if not draft.is_proposal],
        "proposals": [draft for draft in drafts if draft.is_proposal],
        "pages": pages.select_related("project"),
        "may_write": bool(own_projects(request)),
        "tasks": tasks_for(request),
    }
    return render(request, "practices/draft_list.html", context)


def tasks_for(request: Request) -> list[PracticePage]:
    """For editors: what stands on the network and was not read over yet, oldest first."""
    if not is_editor(request.viewer):
        return []
    rows = PracticePage.objects.visible_to(request.viewer).filter(read_over_at=None)
    return list(rows.select_related("project").order_by("first_published_at")[:50])


@never_cache
@require_safe
def draft_preview(request: Request, pk: int) -> HttpResponse:
    """As readers will see it. An editor who looks along at something submitted is logged."""
    draft = Draft.objects.open().select_related("project__region", "page").filter(pk=pk).first()
    own = draft is not None and Draft.objects.visible_to(request.viewer).filter(pk=pk).exists()
    if draft is None or not (own or can(request.viewer, "preview", draft)):
        raise Http404
    if not own:
        log(draft.project, "staalkaart.practice_looked_in", user=request.user, data={"title": draft.title})
    return render(
        request,
        "practices/draft_preview.html",
        {"draft": draft, **preview_context(draft, publishing.shared_data(draft), request.viewer)},
    )
