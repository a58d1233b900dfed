"""The one login door. Every other door that a library brings along leads here or does not exist (trust.md)."""
from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class Door(LoginView):
    """allauth's login; somebody who is signed in already and was sent here may not see the page they asked for."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and request.GET.get("next"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Wagtail's own login addresses: they would accept a password without the second factor."""
    asked = request.GET.get("next", "")
    return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode({'next': asked})}" if asked else ""))


def logout_by_post(request: HttpRequest) -> HttpResponse:
    """Wagtail's logout drops the session on GET; ours asks first."""
    return HttpResponseRedirect(reverse("account_logout"))


def closed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """An address that a library brings along and that does not exist here."""
    raise Http404
