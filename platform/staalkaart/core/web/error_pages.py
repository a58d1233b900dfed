"""The edges of the site: not found, broken, the language choice, what programs ask by a fixed address."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.defaults import page_not_found

from staalkaart.core import registry
from staalkaart.core.access import VISITOR, viewer_of
from staalkaart.core.access.rights import declared_rights
from staalkaart.core.models import AudiencePage
from staalkaart.core.web.request import Request
from staalkaart.core.writing.returned_form import WAIT, store_is_busy, too_many

ADMIN, API = "/beheer/", "/api/"


def for_programs(request: Request) -> bool:
    """Programs get their errors in JSON too."""
    return request.path.startswith(API)


def not_found(request: Request, exception=None) -> HttpResponse:
    """The same page for what does not exist and for what one may not see; visitors are offered the door back to here."""
    if request.path.startswith(ADMIN) and viewer_of(request).has_role(
        *declared_rights().roles_for_prefix(request.path)
    ):
        return page_not_found(request, exception, template_name="wagtailadmin/404.html")  # as what does not exist there
    if for_programs(request):
        return JsonResponse({"detail": "Not found"}, status=404)
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    context = {"back": back[:500], "is_visitor": viewer_of(request).is_visitor}
    response = render(request, "404.html", context, status=404)
    response["Cache-Control"] = "private, no-store"
    return response


def no_such_call(request: Request) -> HttpResponse:
    """An address of the API that is none: said at once, without the detour over a slash at the end."""
    return JsonResponse({"detail": "Not found"}, status=404)


def forbidden(request: Request, exception=None, reason: str = "") -> HttpResponse:
    """Also the answer to a form whose protection expired."""
    if for_programs(request):
        return JsonResponse({"detail": "Forbidden"}, status=403)
    return render(request, "403.html", status=403)


def too_often(request: Request) -> HttpResponse:
    """allauth's own limits are of a minute, or of five for a wrong code."""
    return too_many(request, 60)


def bad_request(request: Request, exception=None) -> HttpResponse:
    """A host or body that is refused before anything can be looked up."""
    return render(request, "400.html", status=400)


def broken(request: Request) -> HttpResponse:
    """Needs neither database nor session: whatever broke, this page still comes. A store that is busy says so, and when to return."""
    if for_programs(request):
        return JsonResponse({"detail": "Server error"}, status=503 if store_is_busy() else 500)
    if store_is_busy():
        if hasattr(request, "session"):
            request.session.modified = False  # it would wait for the same lock once more
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(WAIT)
        return response
    return render(request, "500.html", status=500)


@csrf_exempt  # sets a reading preference and nothing else, so that public pages need no CSRF cookie
@require_POST
def choose_language(request: Request) -> HttpResponse:
    """Remember Dutch or English in a cookie and go back to where the person was."""
    back = request.POST.get("terug", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe and back.startswith("/") else "/")
    language = request.POST.get("taal", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=True,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]  # a string in any settings
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@require_safe
def sitemap(request: Request) -> HttpResponse:
    """Everything a visitor may read, from the same query as every other list."""
    pages = AudiencePage.objects.visible_to(VISITOR).values_list("url_path", "last_published_at")
    rows = [("/" + path.split("/", 2)[2], changed) for path, changed in pages]
    for source in registry.sitemap_sources.values():
        rows += source()
    items = "".join(
        f"<url><loc>{escape(settings.SITE_URL + address)}</loc>"
        + (f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else "")
        + "</url>"
        for address, changed in rows
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'
    return HttpResponse(body, content_type="application/xml")


@require_safe
def robots(request: Request) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /beheer/",
        "Disallow: /rekening/",
        "Disallow: /nazicht/",
        "Disallow: /zoeken/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@cache_control(max_age=86400, public=True)
def favicon(request: Request) -> HttpResponse:
    """Browsers ask here for the sign of what is no page of ours: the sitemap, an export, an answer of the API."""
    return HttpResponse((settings.STATICFILES_DIRS[0] / "img/favicon.svg").read_bytes(), content_type="image/svg+xml")
