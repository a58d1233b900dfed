"""Proof of arrival: every form carries a random receipt, and an accepted post is recorded with it in its own transaction.

The browser asks `/ontvangst/<receipt>/` before it lets go of its copy. The same post twice (double click, Back, a retry after a
time-out) does its work once: the second answer leads to where the first one led. Another text under the same receipt is
another post.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
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


class ReceiptMiddleware:
    """The last before the view: one transaction around the view and its receipt."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST" or request.path.startswith(ELSEWHERE):
            return None
        if belongs_to_another(request):
            raise PermissionDenied
        try:
            if not receipt_of(request):
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return self._once(request, view, args, kwargs)
        except NotTaken as refused:
            return not_taken(request, refused)

    def _once(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse:
        row, is_new = _claim(request)
        if not is_new:
            return _arrived(request, row.location)
        response = view(request, *args, **kwargs)
        if not _is_accepted(request, response):
            Receipt.objects.filter(pk=row.pk).delete()
            return response
        location = response.headers["Location"][:500]
        Receipt.objects.filter(pk=row.pk).update(location=location)  # whoever erased the account took it along
        return _arrived(request, location, response)


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
