"""The one login. Every other door that a library brings along leads here or does not exist (trust.md)."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account import views as account_views
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.views.account import AccountView, LocaleSettingsPanel, NotificationsSettingsPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile

from staalkaart.core.web.request import Request


class LoginView(account_views.LoginView):
    """allauth's login; somebody who is signed in already and was sent here may not see the page they asked for."""

    def dispatch(self, request: Request, *args, **kwargs) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and request.GET.get("next"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Preferences(AccountView):
    """A person's own settings in the admin: no avatar (files have no address of their own), no name split in two."""

    def get_panels(self):
        kept = (NotificationsSettingsPanel, LocaleSettingsPanel, ThemeSettingsPanel)
        profile = UserProfile.get_for_user(self.request.user)
        panels = [panel(self.request, self.request.user, profile) for panel in kept]
        return [panel for panel in panels if panel.is_active()]


def to_login(request: Request) -> HttpResponse:
    """Wagtail's own login addresses: they would accept a password without the second factor."""
    asked = request.GET.get("next", "")
    return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode({'next': asked})}" if asked else ""))


def logout_by_post(request: Request) -> HttpResponse:
    """Wagtail's logout drops the session on GET; ours asks first."""
    return HttpResponseRedirect(reverse("account_logout"))


def closed(request: Request, *args, **kwargs) -> HttpResponse:
    """An address that a library brings along and that does not exist here."""
    raise Http404
