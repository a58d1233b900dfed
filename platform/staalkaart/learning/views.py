"""/leerpunten/ and /uitdagingen/: what the network learned and expects to run into."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.access import Viewer, reveal
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.knowledge.review import PageBusy
from staalkaart.learning import growing_services as growing
from staalkaart.learning.growing import Challenge, ChallengeVote, LearningPoint
from staalkaart.learning.learned_forms import ChallengeForm
from staalkaart.learning.promotion import AdviseForm, PromoteForm, advise, become_entry
from staalkaart.learning.trail import trails_of
from staalkaart.members.models import Grant
from staalkaart.members.rules import member_object, member_screen

PER_PAGE = 20
ABOUT = ("themes", "working_models")


def _narrowed(rows: Any, request: HttpRequest) -> Any:
    """By `thema` and `model` in the address; unknown names find nothing."""
    if theme := request.GET.get("thema", "")[:80]:
        rows = rows.filter(themes__slug=theme)
    if model := request.GET.get("model", "")[:80]:
        rows = rows.filter(working_models__slug=model)
    return rows


def _facets(rows: Any, viewer: Viewer) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(parameter, label, [(value, name, count)]) of what these rows are about; two queries each."""
    found = []
    for parameter, label, field, names in (
        ("thema", _("Thema"), "themes", {t.slug: t.name for t in Theme.objects.visible_to(viewer)}),
        (
            "model",
            _("Werkmodel"),
            "working_models",
            {m.slug: m.name for m in WorkingModelPage.objects.visible_to(viewer)},
        ),
    ):
        counted = rows.order_by().values_list(f"{field}__slug").annotate(n=Count("pk", distinct=True))
        choices = [(slug, names[slug], n) for slug, n in counted if slug in names]
        found.append((parameter, label, sorted(choices, key=lambda choice: (-choice[2], choice[1]))))
    return found


def _needs_network(request: HttpRequest) -> None:
    if not request.viewer.in_network:
        raise Http404


# --- learning points -------------------------------------------------------------------------------------------------
@member_screen
@require_safe
def point_list(request: HttpRequest) -> HttpResponse:
    rows = LearningPoint.objects.visible_to(request.viewer)
    page = Paginator(_narrowed(rows, request).for_listing().order_by("-shared_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    page.object_list = reveal(page.object_list, request.viewer, *ABOUT)
    context = {"page": page, "facets": _facets(rows, request.viewer), "asked": request.GET}
    return render(request, "learning/point_list.html", context)


@never_cache
@member_object
@require_safe
def point_detail(request: HttpRequest, pk: int) -> HttpResponse:
    point = get_object_or_404(LearningPoint.objects.visible_to(request.viewer).for_listing(), pk=pk)
    reveal([point], request.viewer, *ABOUT)
    steps = trails_of([point.uid], request.viewer)[point.uid]
    context = {"point": point, "trail": steps, "may_promote": request.viewer.has_role(Grant.Role.EDITOR)}
    return render(request, "learning/point_detail.html", context)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def point_promote(request: HttpRequest, pk: int) -> HttpResponse:
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


# --- challenges ------------------------------------------------------------------------------------------------------
@never_cache
@member_screen
@require_safe
def challenge_list(request: HttpRequest) -> HttpResponse:
    """What most colleagues recognise comes first."""
    rows = Challenge.objects.visible_to(request.viewer).filter(closed_at=None)
    mine = ChallengeVote.objects.filter(challenge=OuterRef("pk"), user=request.viewer.user_id)
    shown = _narrowed(rows, request).for_listing().select_related("project")
    shown = shown.annotate(count=Count("votes", distinct=True), is_mine=Exists(mine)).order_by("-count", "-pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("pagina"))
    page.object_list = reveal(page.object_list, request.viewer, "project", *ABOUT)
    context = {"page": page, "facets": _facets(rows, request.viewer), "asked": request.GET}
    return render(request, "learning/challenge_list.html", context)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_new(request: HttpRequest) -> HttpResponse:
    _needs_network(request)
    form = ChallengeForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        row = growing.raise_challenge(by=request.user, **form.cleaned_data)
        messages.success(request, _("Je uitdaging staat erbij. Collega's kunnen zeggen dat ze ze herkennen."))
        return redirect(row)
    status = 422 if form.is_bound else 200
    return render(request, "learning/challenge_form.html", {"form": form}, status=status)


@never_cache
@member_object
@require_safe
def challenge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Challenge.objects.visible_to(request.viewer).for_listing().select_related("project")
    mine = ChallengeVote.objects.filter(challenge=OuterRef("pk"), user=request.viewer.user_id)
    row = get_object_or_404(rows.annotate(count=Count("votes", distinct=True), is_mine=Exists(mine)), pk=pk)
    return render(request, "learning/challenge_detail.html", {"challenge": row})


def _voted(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    row = get_object_or_404(Challenge.objects.visible_to(request.viewer).filter(closed_at=None), pk=pk)
    growing.vote(challenge=row, by=request.user, on=on)
    return redirect(row)


@never_cache
@member_object
@require_POST
def challenge_vote(request: HttpRequest, pk: int) -> HttpResponse:
    return _voted(request, pk, on=True)


@never_cache
@member_object
@require_POST
def challenge_unvote(request: HttpRequest, pk: int) -> HttpResponse:
    return _voted(request, pk, on=False)
