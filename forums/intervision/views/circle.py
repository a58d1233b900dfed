"""A circle: its people, invitations and cases one sits in. Only for who is in it; the facilitator manages it here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.intervision import circles, errors
from forums.intervision.forms import CircleForm
from forums.intervision.models import Agreement, Circle, CircleSeat
from forums.intervision.permissions import starts_circles
from forums.intervision.turns import all_turns
from staalkaart.core.access import NETWORK, Viewer, can, reveal
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.learning.markup import rendered
from staalkaart.members.models import Grant, User
from staalkaart.members.permissions import member_object, member_screen, regions_led, require

FOUND = 12


def find_circle(request: Request, pk: int) -> Circle:
    return get_object_or_404(Circle.objects.visible_to(request.viewer).select_related("region"), pk=pk)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def circle_new(request: Request) -> HttpResponse:
    if not starts_circles(request.viewer):
        raise Http404
    form = CircleForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        circle = circles.create_circle(by=request.user, **form.cleaned_data)
        messages.success(request, _("De kring is er. Nodig nu mensen uit."))
        return redirect(circle)
    return render(request, "intervision/circle_form.html", {"form": form})


@never_cache
@member_object
@require_safe
def circle_detail(request: Request, pk: int) -> HttpResponse:
    circle = find_circle(request, pk)
    leads = can(request.viewer, "lead", circle)
    seats = circle.seats.filter(left_at=None).select_related("user").order_by("role", "invited_at")
    context = {
        "circle": circle,
        "seats": [seat for seat in seats if seat.joined_at],
        "invited": [seat for seat in seats if not seat.joined_at] if leads else [],
        "turns": [turn for turn in all_turns(request.viewer, request.user) if turn.trajectory.circle_id == circle.pk],
        "leads": leads,
        "may_bring": can(request.viewer, "bring", circle),
        "mine": next((seat for seat in seats if seat.user_id == request.viewer.user_id), None),
        "asked": request.GET.get("zoek", "")[:80],
        "found": _people(circle, request.GET.get("zoek", ""), request.viewer) if leads else [],
        "facilitators": _other_facilitators(circle) if leads else [],
    }
    return render(request, "intervision/circle_detail.html", context)


def _people(circle: Circle, asked: str, viewer: Viewer) -> list[User]:
    """Members of the network by name, project or function, who have no seat here yet."""
    words = asked.strip()[:80]
    if len(words) < 2:
        return []
    inside = circle.seats.filter(left_at=None).values("user")
    known = (
        Grant.objects.current()
        .filter(token=NETWORK, role__in=(Grant.Role.MEMBER, Grant.Role.COORDINATOR))
        .values("user")
    )
    places = Q(memberships__until=None, memberships__project__name__icontains=words)
    rows = User.objects.filter(pk__in=known, is_active=True).exclude(pk__in=inside)
    rows = rows.filter(Q(name__icontains=words) | places).prefetch_related("memberships__project").distinct()
    found = list(rows.order_by("name")[:FOUND])
    reveal([place for user in found for place in user.memberships.all()], viewer, "project")
    return found


def _other_facilitators(circle: Circle) -> list[User]:
    leads = Grant.objects.current().of_kind("region").filter(role=Grant.Role.FACILITATOR).values("user")
    return list(User.objects.filter(pk__in=leads, is_active=True).exclude(pk__in=circles.facilitators_of(circle)))


def on_circle(act: Callable[[Request, Circle], None]) -> Callable[..., HttpResponse]:
    """An act of the facilitator on the own circle."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        circle = find_circle(request, pk)
        require(request, "lead", circle)
        act(request, circle)
        return redirect(circle)

    return view


@never_cache
@member_object
@require_POST
def circle_leave(request: Request, pk: int) -> HttpResponse:
    """Oneself; whoever may not go yet hears why."""
    circle = find_circle(request, pk)
    seat = get_object_or_404(circle.seats.current(), user=request.user)
    try:
        circles.leave(seat=seat, by=request.user)
    except errors.StillInHand:
        messages.error(
            request, _("Je brengt of begeleidt hier nog iets. Rond dat af of geef het door; dan kan je weg.")
        )
        return redirect(circle)
    messages.success(request, _("Je zit niet meer in deze kring."))
    return redirect("intervision:overview")


@on_circle
def circle_invite(request: Request, circle: Circle) -> None:
    user = User.objects.filter(pk=whole_number(request.POST.get("wie", "")), is_active=True).first()
    try:
        if user is None:
            raise errors.NotInCircle
        circles.invite(circle=circle, user=user, by=request.user)
        messages.success(request, _("%(name)s kreeg een uitnodiging.") % {"name": user})
    except errors.NotInCircle:
        messages.error(request, _("Deze persoon kan niet in de kring. Er is niets verstuurd."))
    except errors.CircleFull:
        messages.error(request, _("Een kring telt hoogstens acht mensen. Er is niets verstuurd."))


@on_circle
def circle_remove(request: Request, circle: Circle) -> None:
    seat = get_object_or_404(circle.seats.filter(left_at=None), pk=whole_number(request.POST.get("plaats", "")))
    try:
        circles.leave(seat=seat, by=request.user)
        messages.success(request, _("%(name)s zit niet meer in de kring.") % {"name": seat.user})
    except errors.StillInHand:
        messages.error(request, _("%(name)s heeft hier nog een casus lopen. Rond die eerst af.") % {"name": seat.user})


@on_circle
def circle_hand_over(request: Request, circle: Circle) -> None:
    other = next((u for u in _other_facilitators(circle) if u.pk == whole_number(request.POST.get("wie", ""))), None)
    try:
        if other is None:
            raise errors.NotInCircle
        circles.hand_over(circle=circle, to=other, by=request.user)
        messages.success(request, _("%(name)s begeleidt deze kring voortaan.") % {"name": other})
    except (errors.NotInCircle, errors.StillInHand):
        messages.error(request, _("Dat kan niet: kies een begeleider die hier zelf geen casus heeft lopen."))


@on_circle
def circle_stop(request: Request, circle: Circle) -> None:
    try:
        circles.stop_circle(circle=circle, by=request.user)
        messages.success(request, _("De kring is gestopt. Wat afgerond is, blijft te lezen tot een jaar na het einde."))
    except errors.StillInHand:
        messages.error(request, _("Er loopt nog een traject. Rond dat eerst af."))


@never_cache
@member_object
@require_POST
def circle_take_over(request: Request, pk: int) -> HttpResponse:
    """A facilitator of the region steps in for a circle that nobody leads."""
    circle = next((row for row in circles.without_facilitator(regions_led(request.viewer)) if row.pk == pk), None)
    if circle is None:
        raise Http404
    try:
        circles.take_over(circle=circle, by=request.user)
    except (errors.NotInCircle, errors.StillInHand):
        messages.error(request, _("Dat kan niet: kies een begeleider die hier zelf geen casus heeft lopen."))
        return redirect("intervision:overview")
    messages.success(request, _("Je begeleidt deze kring voortaan. Iedereen in de kring kreeg bericht."))
    return redirect(circle)


def _own_invitation(request: Request, pk: int) -> CircleSeat:
    rows = CircleSeat.objects.invited().select_related("circle", "invited_by")
    return get_object_or_404(rows, pk=pk, user=request.user)


@never_cache
@member_object
@require_POST
def circle_decline(request: Request, pk: int) -> HttpResponse:
    circles.leave(seat=_own_invitation(request, pk), by=request.user)
    messages.success(request, _("Je bedankte voor deze kring."))
    return redirect("intervision:overview")


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def circle_invitation(request: Request, pk: int) -> HttpResponse:
    """One's own invitation: read the agreements, accept them and come in."""
    seat = _own_invitation(request, pk)
    if request.method == "POST" and "akkoord" in request.POST:
        try:
            circles.accept(seat=seat)
            messages.success(request, _("Welkom in %(circle)s.") % {"circle": seat.circle})
            return redirect(seat.circle)
        except errors.SharedMailbox:
            messages.error(
                request,
                _("Je account hangt aan een gedeelde mailbox. Zet eerst een tweede stap aan bij je beveiliging."),
            )
        except errors.NotInCircle:
            messages.error(request, _("Deze kring is intussen gestopt."))
    elif request.method == "POST":
        messages.error(request, _("Vink aan dat je de afspraken aanvaardt. Dan kan je binnen."))
    current = Agreement.current()
    people = seat.circle.seats.current().count()
    context = {"seat": seat, "html": rendered(current.text) if current else "", "people": people}
    return render(request, "intervision/invitation.html", context)
