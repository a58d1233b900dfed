"""Serving a page: found by its whole path in one look-up, then through the same hooks as Wagtail's own view."""

from __future__ import annotations

from django.core.cache import caches
from django.http import Http404, HttpResponse
from wagtail import hooks
from wagtail.models import Site

from staalkaart.core.models import AudiencePage, ContentStamp
from staalkaart.core.web.request import Request


def root_path() -> str:
    """The `url_path` of the front page; kept until any content changes."""
    key = f"root:{ContentStamp.current()}"
    path = caches["pages"].get(key)
    if path is None:
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        path = site.root_page.url_path if site else "/"
        caches["pages"].set(key, path)
    return path


def serve(request: Request, path: str) -> HttpResponse:
    """Two queries find any page, however deep; the guard is a `before_serve_page` hook and runs first."""
    row = AudiencePage.objects.filter(url_path=root_path() + path, live=True).only("content_type", "path").first()
    if row is None:
        raise Http404
    page = row.specific
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return page.serve(request)
