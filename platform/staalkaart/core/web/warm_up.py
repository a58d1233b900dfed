"""Before a server forks its processes: everything a first request would load is loaded once, and shared by all of them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

# a visitor's look at each sort of page: addresses, views, forms, templates, sentences and the index
PAGES = ("/", "/werkmodellen/", "/praktijken/", "/zoeken/?kwadrant=sterkte")


def warm_up(application: WSGIHandler) -> list[int]:
    """Returns the status codes. A page that fails here is logged, and does not keep the server from starting."""
    site = urlsplit(settings.SITE_URL)
    ask = RequestFactory(HTTP_HOST=site.netloc)
    return [application.get_response(ask.get(path, secure=site.scheme == "https")).status_code for path in PAGES]
