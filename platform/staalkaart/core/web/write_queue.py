"""On SQLite one writes at a time. Who waits for that keeps a thread of the server; so that readers always find one, few may wait."""

from __future__ import annotations

import threading
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import connection
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render

from staalkaart.core.web.request import Request
from staalkaart.core.writing.bounded import READS_FIRST
from staalkaart.core.writing.returned_form import WAIT

WAITERS = 1  # beside the one that writes; of four threads two are left for readers
PATIENCE, AT_THE_DOOR = 15.0, 1.0  # seconds for who waits, and for a place to wait
ONLY_READS = ("/herken/",)  # looks at a text while it is typed, several fields at once
_writing = threading.Lock()
_waiting = threading.BoundedSemaphore(WAITERS)


class WriteQueueMiddleware:
    """Posts of one process go through one by one. Who finds no place to wait within a second is told when to come back, and gets the text
    that was sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if (
            request.method != "POST"
            or connection.vendor != "sqlite"
            or request.path in ONLY_READS
            or READS_FIRST.fullmatch(request.path)
        ):
            return self.get_response(request)
        with suppress(
            RequestDataTooBig, TooManyFilesSent, MultiPartParserError, UnreadablePostError
        ):  # asked again, and answered, inside
            _ = request.POST  # a slow sender does not keep the others waiting
        if not _enter():
            return busy(request)
        try:
            return self.get_response(request)
        finally:
            _writing.release()


def _enter() -> bool:
    if _writing.acquire(blocking=False):
        return True
    if not _waiting.acquire(timeout=AT_THE_DOOR):
        return False
    try:
        return _writing.acquire(timeout=PATIENCE)
    finally:
        _waiting.release()


def busy(request: Request) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(WAIT)
    return response
