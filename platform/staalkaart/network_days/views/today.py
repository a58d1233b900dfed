"""The day itself, phone first: ticks at the door, notes per block, and what is caught in two taps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.access import can, reveal
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text, whole_number
from staalkaart.members.permissions import member_object
from staalkaart.network_days import agenda, attendance
from staalkaart.network_days.attendance import Tap
from staalkaart.network_days.choices import RegistrationStatus, State
from staalkaart.network_days.models import NetworkDay, Registration
from staalkaart.network_days.people_forms import ActionForm, LearnForm, NoteForm, SignalForm
from staalkaart.network_days.timetable import minutes_of
from staalkaart.network_days.views.finding import find_day, rights_on

MOST_TAPS = 2000
BEFORE = {State.IDEA, State.PREPARING, State.CANCELLED}


def _find(request: Request, pk: int) -> NetworkDay:
    day = find_day(request, pk, "prepare")
    if day.state in BEFORE:
        raise Http404
    return day


@never_cache
@member_object
@require_safe
def attendance_list(request: Request, pk: int) -> HttpResponse:
    """A list to tap on. Without a connection the phone keeps the taps."""
    day = _find(request, pk)
    seated = Registration.objects.filter(day=day, state=RegistrationStatus.IN)
    seated = seated.select_related("user", "project", "partner")
    rows = sorted(reveal(seated, request.viewer, "project"), key=lambda row: (row.where, row.who))
    context = {**rights_on(request, day), "rows": rows, "present": sum(row.present is True for row in rows)}
    return render(request, "network_days/attendance.html", context)


@never_cache
@require_POST
def tick(request: Request, pk: int) -> HttpResponse:
    """Taps as JSON (from the phone's queue) or one as a form."""
    # a phone whose session ended keeps its taps
    if request.viewer.is_visitor and request.content_type == "application/json":
        return JsonResponse({"words": _("Niet meer aangemeld.")}, status=401)
    day = _find(request, pk)
    if request.content_type != "application/json":
        tap = Tap(
            _uuid(request.POST.get("key", "")) or uuid4(),
            whole_number(request.POST.get("wie", "")),
            request.POST.get("er") == "ja",
            timezone.now(),
        )
        attendance.merge_ticks(day=day, taps=[tap], by=request.user)
        return redirect(f"{day.get_absolute_url()}aanwezigheid/#p{tap.registration}")
    try:
        rows = json.loads(request.body)["taps"][:MOST_TAPS]
        taps = [found for row in rows if (found := _tap(row))]
    except (ValueError, TypeError, KeyError, RecursionError):
        return JsonResponse({"words": _("Dit bericht was onleesbaar.")}, status=400)
    now = attendance.merge_ticks(day=day, taps=taps, by=request.user)
    done = [str(row.get("key")) for row in rows if isinstance(row, dict)]  # what cannot be read is not sent for ever
    return JsonResponse({"done": done, "present": {str(key): value for key, value in now.items()}})


def _tap(row: Any) -> Tap | None:
    """A tap out of the message of a phone; None for what no phone of ours sent."""
    try:
        at = datetime.fromtimestamp(float(row["at"]) / 1000, UTC)
        return Tap(UUID(str(row["key"])), whole_number(str(row["who"])), bool(row["here"]), at)
    except (ValueError, TypeError, KeyError, OverflowError, OSError, AttributeError):
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# --- notes and what is caught ----------------------------------------------------------------------------------------
SORTS = ("notitie", "leerpunt", "actie", "signaal")


def _form(request: Request, day: NetworkDay, sort: str, data: Any = None) -> Any:
    if sort == "leerpunt":
        return LearnForm(data, viewer=request.viewer)
    if sort == "actie":
        return ActionForm(data, day=day)
    return SignalForm(data, viewer=request.viewer, day=day) if sort == "signaal" else NoteForm(data)


@never_cache
@member_object
@require_safe
def running(request: Request, pk: int) -> HttpResponse:
    """The blocks of the day in order, each with its notes and four buttons."""
    day = _find(request, pk)
    table = agenda.timetable_of(day)
    notes: dict[int | None, list[Any]] = {}
    for row in day.notes.select_related("author"):
        notes.setdefault(row.block_id, []).append(row)
    slots = [(slot, notes.pop(slot.block.pk, [])) for slot in table.slots]
    context = {
        **rights_on(request, day), "slots": slots, "loose": [row for rows in notes.values() for row in rows], "sorts": SORTS,
        "actions": day.actions.select_related("owner"), "earlier": attendance.earlier_actions(day),
        "points": attendance.points_of(day, request.viewer), "clock": minutes_of(timezone.localtime().time()) if day.is_today else -1,
    }  # fmt: skip
    return render(request, "network_days/today.html", context)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def catch(request: Request, pk: int, sort: str, block: int = 0) -> HttpResponse:
    """A note, a learning point, an action or a signal, at a block (0: the whole day)."""
    day = _find(request, pk)
    found = day.blocks.filter(pk=block).first() if block else None
    if sort not in SORTS or (block and found is None):
        raise Http404
    form = _form(request, day, sort, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _caught(request, day, sort, block, form.cleaned_data)
        messages.success(request, _("Genoteerd."))
        return redirect(f"{day.get_absolute_url()}vandaag/#b{block}")
    context = {**rights_on(request, day), "form": form, "sort": sort, "part": found, "key": uuid4()}
    return render(request, "network_days/catch.html", context, status=422 if form.is_bound else 200)


def _caught(request: Request, day: NetworkDay, sort: str, block: int, given: dict[str, Any]) -> None:
    key, by = _uuid(request.POST.get("_sleutel", "")), request.user
    if sort == "notitie":
        attendance.note(day=day, by=by, text=given["text"], block=block, key=key)
    elif sort == "leerpunt":
        attendance.learn(day=day, by=by, text=given["text"], block=block, themes=given["themes"])
    elif sort == "actie":
        attendance.agree_action(day=day, block=block, key=key, **given)
    else:
        attendance.signal(project=given["of_project"], theme=given["theme"], text=given["text"], by=by)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def actions(request: Request, pk: int) -> HttpResponse:
    """What was agreed on this day; whoever promised it, or prepares the day, says how it went."""
    day = find_day(request, pk, "take_part" if not can(request.viewer, "prepare", find_day(request, pk)) else "")
    rights = rights_on(request, day)
    if request.method == "POST":
        row = day.actions.filter(pk=whole_number(request.POST.get("actie", ""))).first()
        if row is None:
            if request.POST.get("uitkomst"):
                raise Http404  # what was typed comes back
            return redirect(request.path)
        if not (rights["prepares"] or row.owner_id == request.user.pk):
            raise Http404
        outcome = short_text(request, "uitkomst", 300)
        attendance.finish_action(action=row, done=request.POST.get("klaar") == "ja", outcome=outcome)
        messages.success(request, _("Bewaard."))
        return redirect(request.path)
    rows = list(day.actions.select_related("owner"))
    done = sum(row.done_at is not None for row in rows)
    totals = None if can(request.viewer, "read_who", day) else {"all": len(rows), "done": done}
    context = {**rights, "rows": [] if totals else rows, "totals": totals,
               "earlier": attendance.earlier_actions(day) if rights["prepares"] else []}  # fmt: skip
    return render(request, "network_days/actions.html", context)
