"""One's own place on a day: come in, change the answers, pass it on, get off the list."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.models import Membership, User
from staalkaart.members.permissions import member_object, require
from staalkaart.network_days import seats, waiting_list
from staalkaart.network_days.choices import ON_LIST, Carpool, RegistrationStatus
from staalkaart.network_days.errors import AlreadyOnList, NotNow, NotOnList
from staalkaart.network_days.models import NetworkDay, Registration
from staalkaart.network_days.people_forms import RegistrationForm
from staalkaart.network_days.views.finding import find_day, places_of, rights_on


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, pk: int) -> HttpResponse:
    """One's own place: come in, or change the answers."""
    day = find_day(request, pk)
    mine = Registration.objects.filter(day=day, user=request.user).select_related("project").first()
    place = mine if mine is not None and mine.state in ON_LIST else None
    if place is None:  # who is on the list gets off it, wherever they work now
        require(request, "take_part", day)
    projects, partner = places_of(request)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None, instance=mine, projects=projects, day=day
    )
    if form.is_bound and form.is_valid():
        if place is not None:
            seats.change_answers(registration=Registration.objects.get(pk=place.pk), values=form.values)
            messages.success(request, _("Je antwoorden zijn bewaard."))
            return redirect(request.path)
        project = form.cleaned_data.get("project") or (projects[0] if projects else None)
        try:
            return _registered(request, day, form, project, partner)
        except NotNow:
            form.add_error(None, _("De inschrijving is niet open. Wat je typte, staat er nog."))
    context = {
        **rights_on(request, day), "mine": place, "form": form, "free": waiting_list.free_seats(day),
        "queue": waiting_list.place_in_queue(place) if place else 0, "colleagues": _colleagues(day, place) if place else [],
        "now": timezone.now(), "cars": _cars(day) if place and place.state == RegistrationStatus.IN else [],
    }  # fmt: skip
    return render(request, "network_days/register.html", context, status=422 if form.is_bound else 200)


def _registered(request: Request, day: NetworkDay, form: RegistrationForm, project, partner) -> HttpResponse:
    try:
        row = seats.register(
            day=day, user=request.user, values=form.values, project=project, partner=None if project else partner
        )
    except AlreadyOnList as known:
        row = known.registration
        messages.warning(request, _("Je stond al op de lijst. Er is niets dubbel."))
        return redirect(request.path)
    if row.state == RegistrationStatus.IN:
        messages.success(request, _("Je bent ingeschreven. Je krijgt een mail voor je agenda."))
    else:
        messages.success(
            request,
            _("Je staat op de wachtlijst, op plaats %(n)s. We schrijven zodra er een plaats is.")
            % {"n": waiting_list.place_in_queue(row)},
        )
    return redirect(request.path)


def _colleagues(day: NetworkDay, mine: Registration) -> list[User]:
    """Who of the same project could come instead."""
    seated = (
        Registration.objects.filter(day=day, state__in={RegistrationStatus.IN, RegistrationStatus.OFFERED})
        .exclude(user=None)
        .values("user")
    )
    team = (
        Membership.objects.current().filter(project=mine.project_id) if mine.project_id else Membership.objects.none()
    )
    return list(User.objects.filter(pk__in=team.values("user"), is_active=True).exclude(pk__in=seated).order_by("name"))


def _cars(day: NetworkDay) -> list[Registration]:
    """The carpool list: of those who ticked that others may read it, and only for who comes."""
    rows = Registration.objects.filter(day=day, carpool_consent=True).coming().exclude(carpool=Carpool.NONE)
    return list(rows.select_related("user", "project").order_by("carpool", "carpool_from"))


def on_own_place(act: Callable[[Request, Registration], HttpResponse]) -> Callable[..., HttpResponse]:
    """An act on one's own place. A button pressed twice, or on a page of an hour ago, never registers anybody."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        day = find_day(request, pk)
        mine = Registration.objects.filter(day=day, user=request.user).select_related("project").first()
        if mine is None or mine.state not in ON_LIST:
            require(request, "take_part", day)
            messages.warning(request, _("Je staat niet (meer) op de lijst."))
            return redirect(day)
        return act(request, mine)

    return view


@on_own_place
def offer_accept(request: Request, mine: Registration) -> HttpResponse:
    try:
        seats.accept(registration=mine)
        messages.success(request, _("Je bent ingeschreven. Tot dan."))
    except NotOnList:
        messages.warning(request, _("Dit aanbod is verlopen. Schrijf je gerust opnieuw in."))
    except NotNow:
        messages.warning(request, _("Dat kan niet meer: de dag is voorbij of gaat niet door."))
    return redirect("network_days:register", mine.day_id)


@on_own_place
def registration_cancel(request: Request, mine: Registration) -> HttpResponse:
    try:
        seats.leave(registration=mine, by=request.user)
        messages.success(request, _("Je bent afgemeld. Je plaats gaat naar wie wacht."))
    except NotOnList:
        messages.warning(request, _("Je stond al niet meer op de lijst."))
    except NotNow:
        messages.warning(request, _("Dat kan niet meer: de dag is voorbij of gaat niet door."))
    return redirect(mine.day)


@on_own_place
def registration_pass_on(request: Request, mine: Registration) -> HttpResponse:
    """A colleague instead."""
    other = next((u for u in _colleagues(mine.day, mine) if u.pk == whole_number(request.POST.get("wie", ""))), None)
    try:
        if other is None:
            raise NotOnList
        seats.replace(registration=mine, user=other, by=request.user)
        messages.success(request, _("%(name)s neemt je plaats over en krijgt een mail.") % {"name": other})
        return redirect(mine.day)
    except (NotOnList, AlreadyOnList, NotNow):
        messages.error(request, _("Dat lukt niet: kies een collega die nog geen plaats heeft."))
    return redirect("network_days:register", mine.day_id)
