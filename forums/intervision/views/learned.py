"""After the talking: offering what was learned to the network, and telling how it went."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forums.intervision import closing, errors, proposed_points
from forums.intervision.choices import POINT
from forums.intervision.forms import TextForm
from forums.intervision.machine import can_read
from forums.intervision.models import Contribution
from forums.intervision.models.trajectory import REPORT_MAX
from forums.intervision.reading import Reading
from forums.intervision.views.trajectory import find_trajectory, hidden_writer
from staalkaart.core.web.request import Request
from staalkaart.learning.forms import PointForm
from staalkaart.learning.models import POINT_MAX
from staalkaart.members.permissions import member_object


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def point_new(request: Request, pk: int, post: int) -> HttpResponse:
    """Owner or facilitator, in words of their own, with themes and models; the other one still has to agree."""
    trajectory = find_trajectory(request, pk)
    reading = Reading(trajectory, request.viewer)
    row = get_object_or_404(Contribution.objects.select_related("phase"), pk=post, trajectory=trajectory, kind=POINT)
    if not (reading.leads or reading.owns) or not can_read(reading.snapshot, request.viewer.user_id, row):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PointForm(data, viewer=request.viewer, initial={"text": row.text[:POINT_MAX]})
    if form.is_bound and form.is_valid():
        try:
            point = proposed_points.propose(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except errors.Refused as refused:
            messages.error(request, refused.words)
        else:
            waits = _("Voorgesteld. Het wacht op het andere akkoord.")
            messages.success(request, _("Gedeeld met het netwerk.") if point.is_shared else waits)
            return redirect(f"{trajectory.get_absolute_url()}#leerpunten")
    context = {"trajectory": trajectory, "row": row, "form": form}
    return render(request, "intervision/point_form.html", context, status=422 if form.is_bound else 200)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """The owner tells the group what they did and what happened."""
    trajectory = find_trajectory(request, pk)
    if not Reading(trajectory, request.viewer).may("report"):
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = TextForm(typed, most=REPORT_MAX, hides=hidden_writer(request, trajectory))
    if form.is_bound and form.is_valid():
        closing.report_back(trajectory=trajectory, by=request.user, text=form.cleaned_data["tekst"])
        messages.success(request, _("Bedankt. De groep leest hoe het afliep."))
        return redirect(trajectory)
    context = {"trajectory": trajectory, "form": form}
    return render(request, "intervision/report_form.html", context, status=422 if form.is_bound else 200)
