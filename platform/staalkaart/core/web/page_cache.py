"""Whole pages kept for visitors, per process. The key holds the content stamp, which moves in the transaction of every change, so a page
is never older than the content; whoever sends a session cookie is never answered from here."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone

from staalkaart.core.models import ContentStamp
from staalkaart.core.web.request import Request

SECONDS = 600
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Encoding", "Content-Length", "Vary")
UNSTAMPED = ("/healthz", "/beheer/")  # must answer, or must see every change at once
NEVER = (
    "/beheer/",
    "/rekening/",
    "/healthz",
    "/api/",
    "/zoeken/",
    "/bestanden/",
    "/nazicht/",
    "/mijn/",
    "/uitnodiging/",
    "/zichtbaarheid/",
)


def _says_no(response: HttpResponse) -> bool:
    """A view that forbids keeping is believed: what a secret in an address opens is for whoever has that secret, now."""
    return "no-store" in response.get("Cache-Control", "")


class VisitorCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if request.path.startswith(UNSTAMPED):
            return self.get_response(request)
        with ContentStamp.remembered():
            return self.answer(request)

    def answer(self, request: Request) -> HttpResponse:
        if not self.cacheable(request):
            return self.get_response(request)
        key = self.key(request)
        cache = caches["pages"]
        kept = cache.get(key)
        if kept is not None:
            headers, body = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if response.status_code == 200 and not response.streaming and not response.cookies and not _says_no(response):
            cache.set(key, ({h: response[h] for h in KEPT_HEADERS if h in response}, response.content), SECONDS)
        return response

    @staticmethod
    def cacheable(request: Request) -> bool:
        return (
            request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(NEVER)
            and len(request.META["QUERY_STRING"]) < 300
        )

    @staticmethod
    def key(request: Request) -> str:
        today = timezone.localdate()
        gzip = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        parts = f"{gzip} {ContentStamp.current()} {today} {request.get_host()} {request.LANGUAGE_CODE} {request.get_full_path()}"
        return "visitor:" + hashlib.sha256(parts.encode()).hexdigest()
