"""What every request passes: clean input, the language that was chosen, the viewer, declared rights, security headers."""

from __future__ import annotations

import re
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from staalkaart.core.access import VISITOR, Viewer
from staalkaart.core.access.rights import declared_rights
from staalkaart.core.access.viewer import asking
from staalkaart.core.web.request import Request
from staalkaart.core.writing.text import clean_post

CONTROL = re.compile(r"%(?:0[0-8bcef]|1[0-9a-f]|7f)", re.IGNORECASE)
MAX_QUERY = 4000
ADMIN = "/beheer/"
CLOSED_DOORS = ("/beheer/login/", "/beheer/logout/", "/beheer/password_reset/")  # they answer for themselves


class CleanInputMiddleware:
    """Drop control characters (a `%00` is a 500 in the database), cut endless query strings, and clean what a form holds.

    Wagtail's editor keeps places in its texts: what is typed under /beheer/ is left as it is, and folded where it is compared.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY and not request.path.startswith(ADMIN):
            query = query[:MAX_QUERY].rsplit("%", 1)[0]
        while CONTROL.search(query):  # taking one away may make another: %%0000
            query = CONTROL.sub("", query)
        request.META["QUERY_STRING"] = query
        return self.get_response(request)

    def process_view(self, request: Request, view, args, kwargs) -> None:
        if request.method == "POST" and not request.path.startswith(ADMIN):
            request.POST = clean_post(request.POST)  # type: ignore[assignment]  # not mutable either


class ChosenLanguageMiddleware:
    """Dutch unless the person chose English; the browser's Accept-Language says nothing about that."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: Request) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen and chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def _viewer_for(request: Request) -> Viewer:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return VISITOR
    user = request.user
    return user.as_viewer() if user.is_authenticated and user.is_active else VISITOR


class ViewerMiddleware:
    """`request.viewer`: resolved once, at first use; costs one query for a member and none for a visitor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.viewer = cast(Viewer, SimpleLazyObject(lambda: _viewer_for(request)))
        token = asking.set(request.viewer)
        try:
            return self.get_response(request)
        finally:
            asking.reset(token)


class RightsMiddleware:
    """An address that rights.csv does not declare does not exist."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view, args, kwargs) -> HttpResponse | None:
        if request.path.startswith(ADMIN) and not request.viewer.is_visitor:
            from staalkaart.core.access.admin_lists import guard_admin  # Wagtail's policies need the app registry

            guard_admin(request, request.resolver_match, args, kwargs)
        rights = declared_rights()
        if not rights.allows_route(request.resolver_match, request.path):
            raise Http404
        roles = rights.roles_for_prefix(request.path)
        if not roles or request.viewer.has_role(*roles):
            return None
        if not request.viewer.is_visitor:
            raise Http404  # also for a group that outlived its grant
        if request.path.startswith(CLOSED_DOORS):
            return None
        if request.method == "POST":
            raise Http404  # what an editor typed whose session ended comes back (core.writing.returned_form)
        return redirect_to_login(request.get_full_path())


STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
EDITOR = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class SecurityHeadersMiddleware:
    """A strict content policy at the edge; looser under /beheer/ only, where Wagtail's editor needs inline code. What somebody with a
    session reads is kept nowhere; signing out empties what a browser kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        in_admin = request.path.startswith(ADMIN)
        if in_admin:  # also over what a page that is previewed there said of itself
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers["Content-Security-Policy"] = EDITOR
        else:
            response.headers.setdefault("X-Frame-Options", "DENY")
            response.headers.setdefault("Content-Security-Policy", STRICT)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        self.keep_nowhere(request, response)
        return response

    @staticmethod
    def keep_nowhere(request: Request, response: HttpResponse) -> None:
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES and session is None:
            return
        if request.path.startswith(settings.STATIC_URL):
            return
        if response.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
            response.headers["Cache-Control"] = "private, no-store"
        if session is not None and not session.value:
            response.headers["Clear-Site-Data"] = '"cache"'
