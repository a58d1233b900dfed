"""The screen behind the link that `first_administrator` prints."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.web.request import Request
from staalkaart.members import first_sign_in as links
from staalkaart.members.forms import AcceptForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_sign_in(request: Request, token: str) -> HttpResponse:
    user = links.holder_of(token)
    if user is None:
        return render(request, "members/first_sign_in_closed.html", status=404)
    form = AcceptForm(request.POST if request.method == "POST" else None, email=user.email, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        chosen = links.choose_password(token=token, **form.cleaned_data)
        if chosen is None:
            return render(request, "members/first_sign_in_closed.html", status=404)
        return perform_login(request, chosen, email_verification="none", redirect_url="/mijn/?welkom")
    return render(request, "members/first_sign_in.html", {"form": form, "user_email": user.email})
