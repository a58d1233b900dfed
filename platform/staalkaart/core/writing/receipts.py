"""Proof of arrival: every form carries a random receipt, and an accepted post is recorded with it in its own transaction.

The browser asks `/ontvangst/<receipt>/` before it lets go of its copy. The same post twice (double click, Back, a retry after a
time-out) does its work once: the second answer leads to where the first one led. Another text under the same receipt is
another post.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core.access import viewer_of
from staalkaart.core.models import Receipt
from staalkaart.core.web.request import Request
from staalkaart.core.writing.bounded import READS_FIRST
from staalkaart.core.writing.forms import NotTaken

FIELD = "_receipt"
VISITOR = "bezoeker"  # the mark of a form that was made for nobody in particular
SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")
KEPT = timedelta(days=45)  # a device forgets its copy after 30 days
ELSEWHERE = ("/beheer/", "/rekening/")  # Wagtail and the login have their own forms


def account_mark(user_id: int | None) -> str:
    """Whose form this is, for the browser: says nothing about the person, and is another one for everybody. Visitors: ""."""
    return salted_hmac("staalkaart.receipts", str(user_id)).hexdigest()[:10] if user_id else ""


def new_receipt(user_id: int | None) -> str:
    """Random, with the mark of the account at its end."""
    return f"{secrets.token_urlsafe(15)}-{account_mark(user_id) or VISITOR}"


def receipt_of(request: Request) -> str:
    found = request.POST.get(FIELD, "")
    return found if SHAPE.fullmatch(found) else ""


def belongs_to_another(request: Request) -> bool:
    """A form that was made for somebody else: a page that stayed open while another person signed in."""
    receipt = receipt_of(request)
    mark, viewer = receipt.rpartition("-")[2], viewer_of(request)
    return bool(receipt) and not viewer.is_visitor and mark not in {VISITOR, account_mark(viewer.user_id)}


def _is_told(name: str) -> bool:
    return name == "_naar" or not (name.startswith("_") or name == "csrfmiddlewaretoken")


def _digest(request: Request) -> str:
    """Of what was typed and pressed: the marks of the page and the protection are no part of it."""
    rows = [(name, values) for name, values in sorted(request.POST.lists()) if _is_told(name)]
    files = [(name, file.name, file.size) for name, files in sorted(request.FILES.lists()) for file in files]
    return hashlib.sha256(repr((request.path, rows, files)).encode()).hexdigest()


def _claim(request: Request) -> tuple[Receipt, bool]:
    """(the row of this post, is it new). An old one counts only while nothing else was sent to this address since."""
    owner, path = viewer_of(request).user_id, request.path[:300]
    asked: dict[str, Any] = {"user_id": owner, "value": receipt_of(request), "digest": _digest(request)}
    known = Receipt.objects.filter(**asked).first()
    if known is not None:
        if not Receipt.objects.filter(user=owner, path=path, pk__gt=known.pk).exists():
            return known, False
        known.delete()
    try:
        with transaction.atomic():
            return Receipt.objects.create(**asked, path=path), True
    except IntegrityError:  # the same post was a moment earlier
        return Receipt.objects.get(**asked), False


def _is_accepted(request: Request, response: HttpResponse) -> bool:
    """It led somewhere, not to the login, and nobody was told that something was wrong."""
    location = response.headers.get("Location", "")
    told = getattr(getattr(request, "_messages", None), "_queued_messages", [])
    is_refused = any(message.level >= messages.WARNING for message in told)
    return response.status_code in {302, 303} and not location.startswith(ELSEWHERE) and not is_refused


@dataclass
class Claim:
    """A post that is being handled: its transaction, and its row."""

    transaction: transaction.Atomic
    row: Receipt


class ReceiptMiddleware:
    """The last before the view: one transaction around the view and its receipt.

    It is opened before the view and closed after it, so that what a view raises still passes the other middleware (the login
    asks for a fresh sign-in that way).
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        claim = request.__dict__.pop("claim", None)
        return response if claim is None else self._settle(request, claim, response)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(ELSEWHERE):
            return None
        if belongs_to_another(request):
            raise PermissionDenied
        return self._open(request) if receipt_of(request) and not READS_FIRST.fullmatch(request.path) else None

    def process_exception(self, request: Request, exception: Exception) -> None:
        if claim := request.__dict__.pop("claim", None):
            claim.transaction.__exit__(type(exception), exception, exception.__traceback__)

    @staticmethod
    def _open(request: Request) -> HttpResponse | None:
        opened = transaction.atomic()
        opened.__enter__()
        try:
            row, is_new = _claim(request)
        except BaseException:
            opened.__exit__(*sys.exc_info())
            raise
        if is_new:
            request.claim = Claim(opened, row)
            return None
        opened.__exit__(None, None, None)
        return _arrived(request, row.location)

    @staticmethod
    def _settle(request: Request, claim: Claim, response: HttpResponse) -> HttpResponse:
        accepted = _is_accepted(request, response)
        location = response.headers["Location"][:500] if accepted else ""
        rows = Receipt.objects.filter(pk=claim.row.pk)  # whoever erased the account took it along
        try:
            rows.update(location=location) if accepted else rows.delete()
        except BaseException:
            claim.transaction.__exit__(*sys.exc_info())
            raise
        claim.transaction.__exit__(None, None, None)
        return _arrived(request, location, response) if accepted else response


def _arrived(request: Request, location: str, response: HttpResponse | None = None) -> HttpResponse:
    """A redirect; for a script that sends what waited, the same in JSON."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"arrived": True, "leads": location})
    return response or HttpResponseRedirect(location)


def not_taken(request: Request, refused: NotTaken) -> HttpResponse:
    request.not_taken = refused.words
    return HttpResponse(refused.words, status=422)


@never_cache
@require_safe
def arrived(request: Request, receipt: str) -> JsonResponse:
    """Was it accepted? Somebody else's receipt and one that never was get the same answer."""
    row = Receipt.objects.filter(value=receipt, user=viewer_of(request).user_id).order_by("-pk").first()
    return JsonResponse({"arrived": row is not None, "leads": row.location if row else ""})


def purge(now: datetime) -> int:
    return Receipt.objects.filter(at__lt=now - KEPT).delete()[0]
