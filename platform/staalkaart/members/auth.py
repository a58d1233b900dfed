"""Who may be signed in at all, whichever way they came: asked at signing in and again at every request."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from staalkaart.core.web.request import Request
from staalkaart.members.demo_accounts import is_demo_password, is_refused
from staalkaart.members.models import User


class Backend(AuthenticationBackend):
    """allauth's, and closed to the demo's accounts and password on a real site."""

    def authenticate(self, request: Request | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        known = is_demo_password(credentials.get("password") or "")
        # allauth sets aside whom it refuses, to show suspended people a page of their own; the demo's get no such page
        aside = self.unstash_authenticated_user()
        if aside is not None and not known and not is_refused(aside.email):
            self._stash_user(aside)
        return None if known else user

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and not is_refused(user.email)
