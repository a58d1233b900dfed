"""The harvest board: everybody votes, who prepares the day sorts and takes into the agenda."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.access import can
from staalkaart.core.middleware import without_control
from staalkaart.members.rules import member_object

from .. import board
from ..choices import VOTES
from ..errors import NotNow, VotesSpent
from ..models import NetworkDay
from ..people_forms import BoardForm
from .finding import find_day, rights_on


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def harvest_board(request: HttpRequest, pk: int) -> HttpResponse:
    day = find_day(request, pk)
    rights = rights_on(request, day)
    if not rights["takes_part"] and not rights["prepares"]:
        raise Http404
    form = BoardForm()
    if request.method == "POST":
        form = _posted(request, day, rights["prepares"])
        if form is None:
            return redirect(f"{request.path}#{_anchor(request)}")
    context = {
        **rights,
        "board": board.board_of(day, request.viewer),
        "form": form,
        "most": VOTES,
        "may_vote": can(request.viewer, "vote", day),
    }
    return render(request, "network_days/board.html", context, status=422 if form.is_bound else 200)


def _anchor(request: HttpRequest) -> str:
    return "u-" + request.POST.get("uid", "").replace(":", "-") if "uid" in request.POST else "bord"


def _posted(request: HttpRequest, day: NetworkDay, prepares: bool) -> BoardForm | None:
    """A form with errors, or None when it was done."""
    verb, uid = request.POST.get("_doe", ""), request.POST.get("uid", "")[:60]
    try:
        if verb in {"stem", "stem-weg"}:
            _vote(request, day, uid, on=verb == "stem")
        elif prepares and verb == "schrijf":
            form = BoardForm(request.POST)
            if not form.is_valid():
                return form
            board.write_item(day=day, text=form.cleaned_data["text"], by=request.user)
        elif prepares:
            _sort(request, day, verb, uid)
    except VotesSpent:
        messages.warning(request, _("Je hebt drie stemmen. Haal er eerst een weg om deze te kiezen."))
    except NotNow:
        messages.warning(request, _("Dat kan niet meer voor deze dag."))
    return None


def _vote(request: HttpRequest, day: NetworkDay, uid: str, *, on: bool) -> None:
    now = board.board_of(day, request.viewer)
    shown = [card.item.uid for card in now.cards]
    if can(request.viewer, "vote", day) and (uid in shown or not on):
        known = [*shown, *(card.item.uid for card in now.hidden)]
        board.vote(day=day, by=request.user, uid=uid, on=on, known=known)


def _sort(request: HttpRequest, day: NetworkDay, verb: str, uid: str) -> None:
    item = board.find_item(day, request.viewer, uid)
    if item is None:
        return
    if verb == "agenda":
        block = board.take_up(day=day, item=item)
        messages.success(request, _("“%(title)s” staat in de agenda.") % {"title": block.title})
    elif verb == "groep":
        heading = " ".join(without_control(request.POST.get("groep", "")).split())[:60]
        board.sort_item(day=day, uid=uid, heading=heading)
    elif verb in {"weg", "terug"}:
        board.sort_item(day=day, uid=uid, hidden=verb == "weg")
