"""The autosave of cases and contributions: kept for the writer alone, in the buffer that every long form has."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forums.intervision.choices import KINDS
from forums.intervision.posting import buffer_key
from forums.intervision.views.case import CASE, case_form
from forums.intervision.views.trajectory import find_trajectory
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.members.permissions import member_object


@never_cache
@require_POST
@member_object
def text_keep(request: Request, pk: int, kind: str, of: int) -> HttpResponse:
    trajectory = find_trajectory(request, pk)
    if (kind not in KINDS and kind != CASE) or not trajectory.has_text:
        raise Http404
    if of and not trajectory.contributions.filter(pk=of, author=request.user).exists():
        raise Http404
    base = trajectory.version if kind == CASE else 0
    return autosave.answer(
        request, buffer_key(trajectory, kind, of), base_now=base, now=lambda: case_form(request, trajectory)
    )
