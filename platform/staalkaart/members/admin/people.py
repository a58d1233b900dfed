"""Administrators: who is there, in which role, and what can be done about it. Editors do not see these screens."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.middleware import without_control

from .. import teams
from ..forms import WhereForm
from ..models import Grant, Membership, User
from ..second_factor import end_sessions, reset_second_factor

PER_PAGE = 50


def only_administrators(request: HttpRequest) -> None:
    if not request.viewer.has_role(Grant.Role.ADMIN):
        raise Http404


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    only_administrators(request)
    words = request.GET.get("q", "").strip()[:100]
    current = Membership.objects.current().select_related("project", "region", "partner")
    people = User.objects.order_by("name", "pk").prefetch_related(Prefetch("memberships", current, to_attr="places"))
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "wagtailadmin/members/person_list.html", {"page_obj": page, "q": words})


@require_http_methods(["GET", "HEAD", "POST"])
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    only_administrators(request)
    person = get_object_or_404(User, pk=pk)
    form = WhereForm(request.POST if request.POST.get("doe") == "plaats" else None)
    if request.method == "POST" and _act(request, person, form):
        return redirect(request.path)
    context = {
        "person": person,
        "form": form,
        "places": person.memberships.current().select_related("project", "region", "partner"),
        "factors": person.authenticator_set.count(),
    }
    return render(request, "wagtailadmin/members/person_detail.html", context)


def _act(request: HttpRequest, person: User, form: WhereForm) -> bool:
    """Do what the pressed button says; False shows the screen with what was typed."""
    verb, reason = request.POST.get("doe", ""), without_control(request.POST.get("reden", "")).strip()[:300]
    if verb == "plaats":
        return form.is_valid() and _add_place(request, person, form)
    if verb == "einde":
        return _end_place(request, person)
    if verb in {"schors", "factor"} and not reason:
        messages.error(request, _("Schrijf erbij waarom. Dat komt in het logboek."))
        return False
    if verb == "schors" and person.pk == request.user.pk:
        messages.error(request, _("Jezelf schorsen kan niet."))
    elif verb == "schors":
        teams.suspend(user=person, by=request.user, reason=reason)
        end_sessions(person)
        messages.success(request, _("Het account is geschorst. Alles blijft bewaard; aanmelden kan niet meer."))
    elif verb == "herstel":
        teams.restore(user=person, by=request.user)
        messages.success(request, _("De schorsing is opgeheven."))
    elif verb == "factor":
        reset_second_factor(user=person, by=request.user, reason=reason)
        messages.success(
            request, _("De tweede stap is gewist en alle toestellen zijn afgemeld. De persoon kreeg een mail.")
        )
    return True


def _add_place(request: HttpRequest, person: User, form: WhereForm) -> bool:
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


def _end_place(request: HttpRequest, person: User) -> bool:
    number = request.POST.get("lidmaatschap", "")
    membership = get_object_or_404(
        person.memberships.current(), pk=int(number) if number.isdigit() and len(number) < 18 else 0
    )
    if membership.user_id == request.user.pk and membership.role == Grant.Role.ADMIN:
        messages.error(request, _("Je eigen beheerdersrol neemt een andere beheerder weg."))
        return True
    try:
        teams.leave(membership=membership, by=request.user)
    except teams.LastCoordinator:
        messages.error(request, _("Een project houdt minstens één coördinator. Maak eerst iemand anders coördinator."))
    except teams.LastAdministrator:
        messages.error(request, _("Dit is de laatste beheerder. Maak eerst iemand anders beheerder."))
    except teams.NotHandedOver:
        messages.error(request, _("Er staat nog iets op naam van %(name)s. Draag dat eerst over.") % {"name": person})
    else:
        messages.success(request, _("De rol is weggenomen. De toegang stopt meteen."))
    return True
