"""Keeps what is typed in a step of writing, two seconds after the last key stroke."""

from __future__ import annotations

from typing import Any

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import content, drafting
from practices.models import Draft
from practices.steps import STEP_BY_SLUG, Step
from practices.views.writing import find_draft
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave


@never_cache
@require_POST
def draft_keep(request: Request, pk: int, slug: str) -> JsonResponse:
    """Autosave of one step, two seconds after the last key stroke."""
    if request.viewer.is_visitor:
        return JsonResponse({"words": _("Je bent niet meer aangemeld. Je tekst staat nog op dit toestel.")}, status=401)
    draft = find_draft(request, pk)
    if slug not in STEP_BY_SLUG or not can(request.viewer, "write", draft):
        raise Http404
    key = drafting.buffer_key(draft, slug)
    answer = autosave.answer(
        request, key, base_now=draft.stamps.get(slug, 0), now=lambda: _now(request, draft, STEP_BY_SLUG[slug])
    )
    if answer.status_code == 200 and _is_saved(request, draft, STEP_BY_SLUG[slug]):
        autosave.drop(user=request.user, key=key)  # it arrived after the form itself did
    return answer


def _now(request: Request, draft: Draft, step: Step) -> Any:
    """The form of this step as the draft has it."""
    return step.form(initial=step.form.initial_of(content.complete(draft.data)), viewer=request.viewer)


def _is_saved(request: Request, draft: Draft, step: Step) -> bool:
    """Does the draft say just this already?"""
    if step.form is None:
        return True
    form = step.form(request.POST, viewer=request.viewer)
    data = content.complete(draft.data)
    return form.is_valid() and all(data[name] == value for name, value in form.changes().items())
