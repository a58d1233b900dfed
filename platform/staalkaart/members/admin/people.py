"""Administrators: who is there, in which role, and what can be done about it. Editors do not see these screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text
from staalkaart.core.writing.text import clean
from staalkaart.members import addresses, teams
from staalkaart.members.forms import AddressForm, WhereForm
from staalkaart.members.models import Grant, Membership, User
from staalkaart.members.second_factor import end_sessions, reset_second_factor

PER_PAGE = 50


def only_administrators(request: Request) -> None:
    if not request.viewer.has_role(Grant.Role.ADMIN):
        raise Http404


@require_safe
def person_list(request: Request) -> HttpResponse:
    only_administrators(request)
    words = request.GET.get("q", "").strip()[:100]
    current = Membership.objects.current().select_related("project", "region", "partner")
    people = User.objects.order_by("name", "pk").prefetch_related(Prefetch("memberships", current, to_attr="places"))
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "wagtailadmin/members/person_list.html", {"page_obj": page, "q": words})


def _person_screen(
    request: Request, person: User, form: WhereForm | None = None, address_form: AddressForm | None = None
) -> HttpResponse:
    context = {
        "address_form": address_form or AddressForm(user=person),
        "reason": request.POST.get("reden", "") if address_form else "",
        "person": person,
        "form": form or WhereForm(),
        "places": person.memberships.current().select_related("project", "region", "partner"),
        "factors": Authenticator.objects.filter(user=person).count(),
    }
    return render(request, "wagtailadmin/members/person_detail.html", context)


@require_safe
def person_detail(request: Request, pk: int) -> HttpResponse:
    only_administrators(request)
    return _person_screen(request, get_object_or_404(User, pk=pk))


def on_person(act: Callable[[Request, User], HttpResponse | None]) -> Callable[..., HttpResponse]:
    """An administrator's act on somebody; back to that person's screen unless the act answers itself."""

    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        only_administrators(request)
        person = get_object_or_404(User, pk=pk)
        return act(request, person) or redirect("members_person", pk)

    return view


def _reason(request: Request) -> str:
    """Why; without it nothing is done, and that is said."""
    reason = clean(short_text(request, "reden", 300, unread=True))  # the log is read by administrators only
    if not reason:
        messages.error(request, _("Schrijf erbij waarom. Dat komt in het logboek."))
    return reason


@on_person
def person_suspend(request: Request, person: User) -> None:
    reason = _reason(request)
    if reason and person.pk == request.user.pk:
        messages.error(request, _("Jezelf schorsen kan niet."))
    elif reason:
        teams.suspend(user=person, by=request.user, reason=reason)
        end_sessions(person)
        messages.success(request, _("Het account is geschorst. Alles blijft bewaard; aanmelden kan niet meer."))


@on_person
def person_restore(request: Request, person: User) -> None:
    teams.restore(user=person, by=request.user)
    messages.success(request, _("De schorsing is opgeheven."))


@on_person
def factor_reset(request: Request, person: User) -> None:
    if reason := _reason(request):
        reset_second_factor(user=person, by=request.user, reason=reason)
        messages.success(
            request, _("De tweede stap is gewist en alle toestellen zijn afgemeld. De persoon kreeg een mail.")
        )


@on_person
def address_set(request: Request, person: User) -> HttpResponse | None:
    """After a call back; the old address gets a mail with a way back."""
    form, reason = AddressForm(request.POST, user=person), _reason(request)
    if not form.is_valid() or not reason:
        return _person_screen(request, person, address_form=form)
    try:
        addresses.change_for(user=person, new=form.cleaned_data["email"], by=request.user, reason=reason)
    except addresses.Taken:
        form.add_error("email", _("Dit adres is van een ander account."))
        return _person_screen(request, person, address_form=form)
    messages.success(
        request,
        _("Het adres is gewijzigd en alle toestellen zijn afgemeld. Het oude adres kreeg een mail met een weg terug."),
    )
    return None


@on_person
def place_add(request: Request, person: User) -> HttpResponse | None:
    form = WhereForm(request.POST)
    return None if form.is_valid() and _add_place(request, person, form) else _person_screen(request, person, form)


def _add_place(request: Request, person: User, form: WhereForm) -> bool:
    try:
        teams.join(membership=Membership(user=person, role=form.cleaned_data["kind"], **form.place()), by=request.user)
    except teams.AlreadyMember:
        form.add_error("kind", _("Deze persoon heeft die plaats al."))
        return False
    except teams.NotYourself:
        form.add_error(
            "kind", _("Jezelf een plaats in een ploeg of regio geven kan niet. Bij nood is er de noodtoegang.")
        )
        return False
    messages.success(request, _("De rol is toegevoegd en geldt vanaf nu."))
    return True


@on_person
def place_end(request: Request, person: User) -> None:
    number = request.POST.get("lidmaatschap", "")
    membership = get_object_or_404(
        person.memberships.current(), pk=int(number) if number.isdigit() and len(number) < 18 else 0
    )
    if membership.user_id == request.user.pk and membership.role == Grant.Role.ADMIN:
        messages.error(request, _("Je eigen beheerdersrol neemt een andere beheerder weg."))
        return
    try:
        teams.leave(membership=membership, by=request.user)
    except teams.LastCoordinator:
        messages.error(request, _("Een project houdt minstens één coördinator. Maak eerst iemand anders coördinator."))
    except teams.LastAdministrator:
        messages.error(request, _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    else:
        messages.success(request, _("De rol is weggenomen. De toegang stopt meteen."))
