"""Documents of a project's own team: attachments of its team part, within a quota."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.access import Viewer
from staalkaart.core.web.limits import spend
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import PlainForm, whole_number
from staalkaart.files.attachments import UPLOADS, UPLOADS_OF_A_PROJECT, attach, detach
from staalkaart.files.fields import UploadField
from staalkaart.files.models import Attachment
from staalkaart.members.models import Project, TeamPart, User
from staalkaart.members.permissions import coordinates, is_in_team

QUOTA = 200 * 1024 * 1024


def documents_of(part: TeamPart) -> QuerySet[Attachment]:
    return Attachment.objects.of(part)


def used_by(part: TeamPart) -> int:
    return documents_of(part).aggregate(total=Sum("size"))["total"] or 0


@transaction.atomic
def add_document(*, part: TeamPart, upload: Any, title: str, by: User) -> Attachment:
    spend("upload", by.pk, UPLOADS)
    spend("upload-project", part.project_id, UPLOADS_OF_A_PROJECT)
    TeamPart.objects.select_for_update().get(pk=part.pk)
    return attach(owner=part, used=used_by(part), quota=QUOTA, upload=upload, title=title or upload.name[:120], by=by)


class DocumentForm(PlainForm, forms.Form):
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120, required=False)
    file = UploadField(label=gettext_lazy("Bestand"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project_documents(request: Request, slug: str) -> HttpResponse:
    project = get_object_or_404(Project, slug=slug)
    part = TeamPart.objects.visible_to(request.viewer).filter(project=project).first()
    if part is None:
        raise Http404
    may_write = is_in_team(request.viewer, project) and not project.is_stopped
    if request.method == "POST" and not may_write:
        raise Http404
    form = DocumentForm()
    if request.method == "POST" and "weg" in request.POST:
        return _remove(request, project, part)
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and _add(request, part, form):
            messages.success(request, _("Het document staat bij jullie ploeg."))
            return redirect(request.path)
    documents = documents_of(part).select_related("uploaded_by")
    context = {"project": project, "form": form, "documents": documents, "used": used_by(part), "quota": QUOTA}
    context |= {"may_write": may_write, "may_remove_all": may_write and coordinates(request.viewer, project)}
    return render(request, "files/project_documents.html", context)


def _add(request: Request, part: TeamPart, form: DocumentForm) -> bool:
    try:
        add_document(part=part, upload=form.cleaned_data["file"], title=form.cleaned_data["title"], by=request.user)
    except ValidationError as error:
        form.add_error("file", error.messages)
        return False
    return True


def _remove(request: Request, project: Project, part: TeamPart) -> HttpResponse:
    """One's own, or any of them for the coordinator."""
    attachment = get_object_or_404(documents_of(part), pk=whole_number(request.POST["weg"]))
    if attachment.uploaded_by_id != request.user.pk and not coordinates(request.viewer, project):
        raise Http404
    detach(attachment)
    messages.success(request, _("Het document is weg."))
    return redirect(request.path)


def card(viewer: Viewer, user: User) -> tuple[str, dict[str, Any]] | None:
    """The latest documents of the own projects, on /mijn/."""
    parts = TeamPart.objects.visible_to(viewer).select_related("project")
    rows = [(part.project, documents_of(part)[:4]) for part in parts if part.project.token in viewer.tokens]
    return ("files/card.html", {"rows": rows}) if rows else None
