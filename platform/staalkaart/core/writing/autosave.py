"""One way of keeping what somebody types: a buffer per person and form, beside the object and never in it.

A form has a *key* (``practice:12:werkt``) and a *base*: the stamp of the saved text it was opened with. The browser sends the
whole form two seconds after the last key stroke. What is acknowledged is in the database. The buffer itself counts its saves,
so the same person on two devices is noticed as well as two people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import JsonResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from staalkaart.core.models import AutosaveBuffer
from staalkaart.core.web.dates import spoken_time
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import shown_values, whole_number
from staalkaart.core.writing.receipts import account_mark

KEPT = timedelta(days=180)
MOST_LETTERS = 200_000


class Elsewhere(Exception):
    """The same person saved this form on another device since; `buffer` holds what is there."""

    def __init__(self, buffer: AutosaveBuffer) -> None:
        super().__init__(buffer.key)
        self.buffer = buffer


def posted_fields(request: Request) -> dict[str, list[str]]:
    """What the form holds, as it was typed: every field but the token and our own marks."""
    return {
        name: values
        for name, values in request.POST.lists()
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
    }


def buffer_of(user: Any, key: str) -> AutosaveBuffer | None:
    return AutosaveBuffer.objects.filter(user=user, key=key).first()


def as_posted(buffer: AutosaveBuffer) -> QueryDict:
    """What was kept while typing, as if it were posted again."""
    data = QueryDict(mutable=True)
    for name, values in buffer.data.items():
        data.setlist(name, values)
    return data


@transaction.atomic
def keep(*, user: Any, key: str, data: Mapping[str, Any], base: int, stamp: int) -> AutosaveBuffer:
    """Keep what was typed. `stamp` is the buffer's as this page knows it (0: it knows none).

    Raises Elsewhere when another page of the same person kept something else since; then nothing changes.
    """
    known = AutosaveBuffer.objects.select_for_update().filter(user=user, key=key).first()
    if known is None:
        return AutosaveBuffer.objects.create(user=user, key=key, data=data, base=base)
    if known.data == data:
        return known
    if known.stamp != stamp:
        raise Elsewhere(known)
    known.data, known.base, known.stamp, known.saved_at = data, base, stamp + 1, timezone.now()
    known.save()
    return known


def keep_refused(*, user: Any, key: str, data: Mapping[str, Any], base: int) -> None:
    """A form that was sent and could not be taken: its words are kept whatever else was."""
    values = {"data": data, "base": base, "saved_at": timezone.now()}
    row, made = AutosaveBuffer.objects.get_or_create(user=user, key=key, defaults=values)
    if not made and row.data != data:
        AutosaveBuffer.objects.filter(pk=row.pk).update(**values, stamp=row.stamp + 1)


def drop(*, user: Any, key: str) -> None:
    """The form itself was saved."""
    AutosaveBuffer.objects.filter(user=user, key=key).delete()


def answer(request: Request, key: str, *, base_now: int, now: Callable[[], Any]) -> JsonResponse:
    """The endpoint of every such form: 200 with the time, 409 with the other text, 413 when it is far too long.

    `base_now` is the stamp of the saved text: when it moved on, somebody else saved since, and the answer holds what `now()`
    shows (a form of the saved text), to be read beside one's own. What was typed is kept first. A page that stayed open while
    somebody else signed in keeps nothing here: 403.
    """
    if request.POST.get("_account", "") not in {"", account_mark(request.user.pk)}:
        return JsonResponse({"words": _("Nu is iemand anders aangemeld. Je tekst blijft op dit toestel.")}, status=403)
    data = posted_fields(request)
    if sum(len(value) for values in data.values() for value in values) > MOST_LETTERS:
        return JsonResponse({"words": _("Dit is te lang om te bewaren. Knip het in stukken.")}, status=413)
    base, stamp = whole_number(request.POST.get("_base", "")), whole_number(request.POST.get("_stamp", ""))
    try:
        kept = keep(user=request.user, key=key, data=data, base=base, stamp=stamp)
    except Elsewhere as found:
        words = _("Je schreef hier intussen verder op een ander toestel. Kies welke tekst je houdt.")
        return JsonResponse({"words": words, "theirs": found.buffer.data, "stamp": found.buffer.stamp}, status=409)
    words = _("Bewaard om %(time)s, voor jou alleen") % {"time": spoken_time(kept.saved_at)}
    told: dict[str, Any] = {"words": words, "stamp": kept.stamp, "moved": base != base_now}
    if told["moved"]:
        told |= {"now": shown_values(now()), "base": base_now}
    return JsonResponse(told)


def purge(now: datetime) -> int:
    """Retention: text that nobody came back to."""
    return AutosaveBuffer.objects.filter(saved_at__lt=now - KEPT).delete()[0]
