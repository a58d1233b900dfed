"""A member's own change of address: asked after signing in again, confirmed and undone by links that a mail scanner cannot use up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.web.request import Request
from staalkaart.members import addresses
from staalkaart.members.forms import AddressForm
from staalkaart.members.models import User
from staalkaart.members.permissions import member_screen

ASKED = "the address that was asked for"


@never_cache
@member_screen
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_change(request: Request) -> HttpResponse:
    if "gevraagd" in request.GET and (asked := request.session.get(ASKED)):
        return render(request, "members/address_asked.html", {"address": asked})
    form = AddressForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        addresses.ask(user=request.user, new=form.cleaned_data["email"])
        request.session[ASKED] = form.cleaned_data["email"]
        return redirect(reverse("members:address_change") + "?gevraagd")
    status = 422 if form.errors else 200
    return render(request, "members/address_change.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: Request, token: str) -> HttpResponse:
    change = addresses.found(token, addresses.CONFIRM)
    context = {"change": change if change is not None and change.can_be_confirmed else None, "is_undo": False}
    return _pressed(request, token, context, addresses.confirm)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_undo(request: Request, token: str) -> HttpResponse:
    change = addresses.found(token, addresses.UNDO)
    context = {"change": change if change is not None and change.can_be_undone else None, "is_undo": True}
    return _pressed(request, token, context, addresses.undo)


def _pressed(request: Request, token: str, context: dict, act: Callable[[str], User]) -> HttpResponse:
    """The page that a link opens; only the button on it does something."""
    if request.method != "POST" or context["change"] is None:
        return render(request, "members/address_link.html", context, status=200 if context["change"] else 410)
    try:
        user = act(token)
    except (addresses.NotOpen, addresses.Taken):
        return render(request, "members/address_link.html", context | {"change": None}, status=410)
    if context["is_undo"]:
        if request.user.pk == user.pk:
            logout(request)
        messages.success(request, _("Je oude adres staat er weer. Kies nu een nieuw wachtwoord."))
        return redirect("account_reset_password")
    messages.success(request, _("Je nieuwe e-mailadres geldt vanaf nu."))
    return redirect("members:profile" if request.user.pk == user.pk else "account_login")
