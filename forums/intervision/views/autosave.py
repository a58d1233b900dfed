"""The autosave of cases and contributions: kept for the writer alone, in the buffer that every long form has."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forums.intervision.choices import KINDS
from forums.intervision.forms import TextForm
from forums.intervision.posting import buffer_key
from forums.intervision.views.case import CASE, case_form
from forums.intervision.views.trajectory import find_trajectory
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.permissions import member_object


@never_cache
@require_POST
@member_object
def text_keep(request: Request, pk: int, kind: str, of: int) -> HttpResponse:
    trajectory = find_trajectory(request, pk)
    if (kind not in KINDS and kind != CASE) or not trajectory.has_text:
        raise Http404
    key = buffer_key(trajectory, kind, of)
    if kind == CASE:
        return autosave.answer(request, key, base_now=trajectory.version, now=lambda: case_form(request, trajectory))
    row = trajectory.contributions.filter(pk=of, author=request.user).first() if of else None
    if of and row is None:
        raise Http404
    text, base = (row.text, whole_number(row.stamp)) if row is not None else ("", 0)
    return autosave.answer(request, key, base_now=base, now=lambda: TextForm(initial={"tekst": text}))
