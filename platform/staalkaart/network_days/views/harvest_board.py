"""The harvest board: everybody votes, who prepares the day sorts and takes into the agenda."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text
from staalkaart.members.permissions import member_object
from staalkaart.network_days import harvest_board
from staalkaart.network_days.choices import VOTES
from staalkaart.network_days.errors import NotNow, VotesSpent
from staalkaart.network_days.models import NetworkDay
from staalkaart.network_days.people_forms import BoardForm
from staalkaart.network_days.views.finding import find_day, rights_on

Act = Callable[[Request, NetworkDay, str], None]


def _find(request: Request, pk: int, *, prepares: bool = False) -> NetworkDay:
    """For who takes part or prepares; what sorts the board only for who prepares."""
    day = find_day(request, pk, "prepare" if prepares else "")
    rights = rights_on(request, day)
    if not rights["takes_part"] and not rights["prepares"]:
        raise Http404
    return day


def _screen(request: Request, day: NetworkDay, form: BoardForm) -> HttpResponse:
    context = {
        **rights_on(request, day),
        "board": harvest_board.board_of(day, request.viewer),
        "form": form,
        "most": VOTES,
        "may_vote": can(request.viewer, "vote", day),
    }
    return render(request, "network_days/harvest_board.html", context, status=422 if form.is_bound else 200)


@never_cache
@member_object
@require_safe
def board(request: Request, pk: int) -> HttpResponse:
    return _screen(request, _find(request, pk), BoardForm())


def on_board(*, prepares: bool) -> Callable[[Act], Callable[..., HttpResponse]]:
    """An act on one thing of the board; afterwards one is where that thing stands."""

    def wrap(act: Act) -> Callable[..., HttpResponse]:
        @never_cache
        @member_object
        @require_POST
        @wraps(act)
        def view(request: Request, pk: int) -> HttpResponse:
            day, uid = _find(request, pk, prepares=prepares), request.POST.get("uid", "")[:60]
            try:
                act(request, day, uid)
            except VotesSpent:
                messages.warning(request, _("Je hebt drie stemmen. Haal er eerst een weg om deze te kiezen."))
            except NotNow:
                messages.warning(request, _("Dat kan niet meer voor deze dag."))
            anchor = "u-" + uid.replace(":", "-") if uid else "bord"
            return redirect(f"{day.get_absolute_url()}oogst/#{anchor}")

        return view

    return wrap


def _vote(request: Request, day: NetworkDay, uid: str, *, on: bool) -> None:
    now = harvest_board.board_of(day, request.viewer)
    shown = [card.item.uid for card in now.cards]
    if can(request.viewer, "vote", day) and (uid in shown or not on):
        known = [*shown, *(card.item.uid for card in now.hidden)]
        harvest_board.vote(day=day, by=request.user, uid=uid, on=on, known=known)


@on_board(prepares=False)
def board_vote(request: Request, day: NetworkDay, uid: str) -> None:
    _vote(request, day, uid, on=True)


@on_board(prepares=False)
def board_unvote(request: Request, day: NetworkDay, uid: str) -> None:
    _vote(request, day, uid, on=False)


@on_board(prepares=True)
def board_take_up(request: Request, day: NetworkDay, uid: str) -> None:
    if (item := harvest_board.find_item(day, request.viewer, uid)) is not None:
        block = harvest_board.take_up(day=day, item=item)
        messages.success(request, _("“%(title)s” staat in de agenda.") % {"title": block.title})


@on_board(prepares=True)
def board_group(request: Request, day: NetworkDay, uid: str) -> None:
    heading = short_text(request, "groep", 60)
    if harvest_board.find_item(day, request.viewer, uid) is not None:
        harvest_board.sort_item(day=day, uid=uid, heading=heading)


@on_board(prepares=True)
def board_hide(request: Request, day: NetworkDay, uid: str) -> None:
    if harvest_board.find_item(day, request.viewer, uid) is not None:
        harvest_board.sort_item(day=day, uid=uid, hidden=True)


@on_board(prepares=True)
def board_show(request: Request, day: NetworkDay, uid: str) -> None:
    if harvest_board.find_item(day, request.viewer, uid) is not None:
        harvest_board.sort_item(day=day, uid=uid, hidden=False)


@never_cache
@member_object
@require_POST
def board_write(request: Request, pk: int) -> HttpResponse:
    """Put something on the board that nobody wrote elsewhere."""
    day, form = _find(request, pk, prepares=True), BoardForm(request.POST)
    if not form.is_valid():
        return _screen(request, day, form)
    try:
        harvest_board.write_item(day=day, text=form.cleaned_data["text"], by=request.user)
    except NotNow:
        messages.warning(request, _("Dat kan niet meer voor deze dag."))
    return redirect(f"{day.get_absolute_url()}oogst/#bord")
