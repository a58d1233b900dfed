"""/leerpunten/: what the network learned."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.access import reveal
from staalkaart.core.web.request import Request
from staalkaart.knowledge.review import PageBusy
from staalkaart.learning.models import LearningPoint
from staalkaart.learning.promotion import AdviseForm, PromoteForm, advise, become_entry
from staalkaart.learning.trail import trails_of
from staalkaart.learning.views.narrowing import ABOUT, PER_PAGE, facets_of, narrowed
from staalkaart.members.models import Grant
from staalkaart.members.permissions import member_object, member_screen


@member_screen
@require_safe
def point_list(request: Request) -> HttpResponse:
    rows = LearningPoint.objects.visible_to(request.viewer)
    page = Paginator(narrowed(rows, request).for_listing().order_by("-shared_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    page.object_list = reveal(page.object_list, request.viewer, *ABOUT)
    context = {"page": page, "facets": facets_of(rows, request.viewer), "asked": request.GET}
    return render(request, "learning/point_list.html", context)


@never_cache
@member_object
@require_safe
def point_detail(request: Request, pk: int) -> HttpResponse:
    point = get_object_or_404(LearningPoint.objects.visible_to(request.viewer).for_listing(), pk=pk)
    reveal([point], request.viewer, *ABOUT)
    steps = trails_of([point.uid], request.viewer)[point.uid]
    context = {"point": point, "trail": steps, "may_promote": request.viewer.has_role(Grant.Role.EDITOR)}
    return render(request, "learning/point_detail.html", context)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def point_promote(request: Request, pk: int) -> HttpResponse:
    """An editor carries it over to a staalkaart."""
    point = get_object_or_404(LearningPoint.objects.visible_to(request.viewer).for_listing(), pk=pk)
    if not request.viewer.has_role(Grant.Role.EDITOR):
        raise Http404
    post = request.POST if request.method == "POST" else None
    reveal([point], request.viewer, *ABOUT)
    model = next(iter(point.visible_working_models), None)
    start = {"title": point.text[:80], "text": point.text, "model": model, "quadrant": "kans"}
    new = PromoteForm(post if post and "nieuw" in post else None, viewer=request.viewer, initial=start)
    advice = AdviseForm(post if post and "bestaand" in post else None, viewer=request.viewer)
    if new.is_bound and new.is_valid():
        themes = [theme.slug for theme in point.visible_themes]
        try:
            entry = become_entry(source=point.uid, by=request.user, reference=_("Een leerpunt uit intervisie"), themes=themes,
                                 **new.cleaned_data)  # fmt: skip
        except PageBusy:
            new.add_error("model", _("Deze kaart is op slot of gepland. Probeer het straks opnieuw."))
        else:
            messages.success(request, _("Het punt staat op de staalkaart, als voorstel, met het spoor erbij."))
            return redirect(f"{entry.page.url}#{entry.anchor}")
    if advice.is_bound and advice.is_valid():
        entry = advice.cleaned_data["entry"]
        advise(source=point.uid, entry=entry, by=request.user)
        messages.success(request, _("Bij het punt staat nu dit leerpunt."))
        return redirect(f"{entry.page.url}#{entry.anchor}")
    bad = (new.is_bound and new.errors) or (advice.is_bound and advice.errors)
    context = {"point": point, "new": new, "advice": advice}
    return render(request, "learning/point_promote.html", context, status=422 if bad else 200)
