"""The list of who comes, for who prepares the day: people at the door, a seat for who waits, a row less."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from staalkaart.core.access import reveal
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.models import Membership, User
from staalkaart.members.permissions import member_object
from staalkaart.network_days import seats, waiting_list
from staalkaart.network_days.choices import RegistrationStatus
from staalkaart.network_days.errors import AlreadyOnList, Full, NotNow, NotOnList
from staalkaart.network_days.figures import quiet_projects
from staalkaart.network_days.models import NetworkDay, Registration
from staalkaart.network_days.people_forms import WalkInForm
from staalkaart.network_days.views.finding import find_day, rights_on


@never_cache
@member_object
@require_safe
def participants(request: Request, pk: int) -> HttpResponse:
    """By project, with what people need; for who leads the day. An administrator sees the names, not what they need."""
    day = find_day(request, pk, "prepare")
    return _list_screen(request, day, WalkInForm(day=day, viewer=request.viewer))


def _list_screen(request: Request, day: NetworkDay, form: WalkInForm) -> HttpResponse:
    listed = Registration.objects.filter(day=day).on_list().select_related("user", "project", "partner")
    rows = reveal(listed, request.viewer, "project")
    waiting = [row for row in rows if row.state == RegistrationStatus.WAITING]
    context = {
        **rights_on(request, day), "form": form, "free": waiting_list.free_seats(day),
        "coming": sorted((row for row in rows if row.state == RegistrationStatus.IN), key=lambda row: (row.where, row.who)),
        "offered": [row for row in rows if row.state == RegistrationStatus.OFFERED],
        "waiting": list(enumerate(waiting, start=1)),
        "quiet": list(quiet_projects(day, request.viewer)) if day.region_id and not day.is_past else [],
    }  # fmt: skip
    return render(request, "network_days/participants.html", context, status=422 if form.is_bound else 200)


@never_cache
@member_object
@require_POST
def walk_in(request: Request, pk: int) -> HttpResponse:
    """Somebody at the door."""
    day = find_day(request, pk, "prepare")
    form = WalkInForm(request.POST, day=day, viewer=request.viewer)
    if form.is_valid() and _walked_in(request, day, form):
        return redirect("network_days:participants", day.pk)
    return _list_screen(request, day, form)


def _walked_in(request: Request, day: NetworkDay, form: WalkInForm) -> bool:
    given = form.cleaned_data
    user = given["person"]
    project = given["of_project"] or _project_of(user)
    try:
        row = seats.walk_in(day=day, by=request.user, user=user, name="" if user else given["name"], project=project)
        messages.success(request, _("%(name)s staat op de lijst.") % {"name": row.who})
        return True
    except Full:
        form.add_error(None, _("Alle plaatsen zijn bezet. Verhoog eerst het aantal plaatsen als er echt een stoel is."))
    except NotNow:
        form.add_error(None, _("Op deze dag kan je niemand inschrijven."))
    except AlreadyOnList:
        form.add_error("person", _("Deze persoon staat al op de lijst."))
    return False


def on_participant(act: Callable[[Request, Registration], None]) -> Callable[..., HttpResponse]:
    """An act of who prepares the day on one row of the list."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        day = find_day(request, pk, "prepare")
        rows = Registration.objects.filter(day=day).select_related("day", "user")
        row = rows.filter(pk=whole_number(request.POST.get("wie", ""))).first()
        try:
            if row is not None:
                act(request, row)
        except Full:
            messages.error(request, _("Er is geen plaats vrij."))
        except (NotOnList, NotNow):
            messages.warning(request, _("Dat kan niet meer: de lijst veranderde, de dag is voorbij of gaat niet door."))
        return redirect("network_days:participants", day.pk)

    return view


@on_participant
def seat_give(request: Request, row: Registration) -> None:
    seats.fill(registration=row, by=request.user)
    messages.success(request, _("%(name)s heeft een plaats en krijgt bericht.") % {"name": row.who})


@on_participant
def participant_remove(request: Request, row: Registration) -> None:
    seats.leave(registration=row, by=request.user)
    messages.success(request, _("%(name)s staat niet meer op de lijst.") % {"name": row.who})


def _project_of(user: User | None):
    row = (
        Membership.objects.current().filter(user=user, project__isnull=False).select_related("project").first()
        if user
        else None
    )
    return row.project if row else None
