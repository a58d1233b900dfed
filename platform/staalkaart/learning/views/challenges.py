"""/uitdagingen/: what projects expect to run into."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.access import reveal
from staalkaart.core.web.request import Request
from staalkaart.learning import challenges
from staalkaart.learning.forms import ChallengeForm
from staalkaart.learning.models import Challenge, ChallengeVote
from staalkaart.learning.views.narrowing import ABOUT, PER_PAGE, facets_of, narrowed
from staalkaart.members.permissions import member_object, member_screen


def _needs_network(request: Request) -> None:
    if not request.viewer.in_network:
        raise Http404


@never_cache
@member_screen
@require_safe
def challenge_list(request: Request) -> HttpResponse:
    """What most colleagues recognise comes first."""
    rows = Challenge.objects.visible_to(request.viewer).filter(closed_at=None)
    mine = ChallengeVote.objects.filter(challenge=OuterRef("pk"), user=request.viewer.user_id)
    shown = narrowed(rows, request).for_listing().select_related("project")
    shown = shown.annotate(count=Count("votes", distinct=True), is_mine=Exists(mine)).order_by("-count", "-pk")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("pagina"))
    page.object_list = reveal(page.object_list, request.viewer, "project", *ABOUT)
    context = {"page": page, "facets": facets_of(rows, request.viewer), "asked": request.GET}
    return render(request, "learning/challenge_list.html", context)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def challenge_new(request: Request) -> HttpResponse:
    _needs_network(request)
    form = ChallengeForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        row = challenges.raise_challenge(by=request.user, **form.cleaned_data)
        messages.success(request, _("Je uitdaging staat erbij. Collega's kunnen zeggen dat ze ze herkennen."))
        return redirect(row)
    status = 422 if form.is_bound else 200
    return render(request, "learning/challenge_form.html", {"form": form}, status=status)


@never_cache
@member_object
@require_safe
def challenge_detail(request: Request, pk: int) -> HttpResponse:
    rows = Challenge.objects.visible_to(request.viewer).for_listing().select_related("project")
    mine = ChallengeVote.objects.filter(challenge=OuterRef("pk"), user=request.viewer.user_id)
    row = get_object_or_404(rows.annotate(count=Count("votes", distinct=True), is_mine=Exists(mine)), pk=pk)
    reveal([row], request.viewer, "project", *ABOUT)
    return render(request, "learning/challenge_detail.html", {"challenge": row})


def _voted(request: Request, pk: int, *, on: bool) -> HttpResponse:
    row = get_object_or_404(Challenge.objects.visible_to(request.viewer).filter(closed_at=None), pk=pk)
    challenges.vote(challenge=row, by=request.user, on=on)
    return redirect(row)


@never_cache
@member_object
@require_POST
def challenge_vote(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, on=True)


@never_cache
@member_object
@require_POST
def challenge_unvote(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, on=False)
