"""/netwerkdagen/<id>/aanschrijven/: who prepares a day writes to its people, looks first, tries it, sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_object
from staalkaart.network_days import letters
from staalkaart.network_days.choices import MOST_LETTERS, Readers
from staalkaart.network_days.letter_forms import CallsForm, LetterForm
from staalkaart.network_days.letter_templates import TEMPLATES, Template
from staalkaart.network_days.models import DayLetter, LetterTo, NetworkDay
from staalkaart.network_days.views.finding import MOST, find_day, rights_on

LOOKED = "gezien"  # whose names the writer saw


@never_cache
@member_object
@require_safe
def letter_list(request: Request, pk: int) -> HttpResponse:
    """A new letter, what was sent, what goes by itself."""
    day = find_day(request, pk, "lead")
    start = TEMPLATES.get(request.GET.get("sjabloon", ""), Template("", "", Readers.REGISTERED))
    form = LetterForm(initial=start._asdict(), day=day)
    return _screen(request, day, form, CallsForm(day=day))


def _screen(request: Request, day: NetworkDay, form: LetterForm, calls: CallsForm, preview: Any = None) -> HttpResponse:
    counts = letters.how_many(day, [value for value, _label in form.fields["readers"].choices], by=request.user)
    context = {
        **rights_on(request, day), "form": form, "calls": calls, "preview": preview,
        "options": list(zip(form["readers"], counts, strict=True)),
        "templates": list(TEMPLATES), "most": MOST_LETTERS,
        "sent": DayLetter.objects.filter(day=day, count__gt=0).select_related("by"),
    }  # fmt: skip
    bad = (form.is_bound and not form.is_valid()) or (calls.is_bound and not calls.is_valid())
    return render(request, "network_days/letters.html", context, status=422 if bad else 200)


def with_a_letter(act: Callable[[Request, NetworkDay, LetterForm], HttpResponse]) -> Callable[..., HttpResponse]:
    """An act on what was written, by who leads the day; a letter with a fault comes back with it."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        day = find_day(request, pk, "lead")
        form = LetterForm(request.POST, day=day)
        return act(request, day, form) if form.is_valid() else _screen(request, day, form, CallsForm(day=day))

    return view


@with_a_letter
def letter_preview(request: Request, day: NetworkDay, form: LetterForm) -> HttpResponse:
    """Who gets it, and how the first of them reads it; nothing is sent."""
    return _shown(request, day, form)


def _preview(request: Request, day: NetworkDay, data: dict[str, Any]) -> dict[str, Any]:
    users, full = letters.chosen(day, data["readers"], by=request.user)
    reader = users[0] if users else request.user
    return {**_read(data, day=day, reader=reader, by=request.user), "users": users, "full": full, "reader": reader}


def _read(said: Mapping[str, Any], *, day: NetworkDay, reader: Any, by: Any) -> dict[str, str]:
    return {name: letters.merged(said[name], day=day, reader=reader, by=by) for name in ("subject", "text")}


@with_a_letter
def letter_try(request: Request, day: NetworkDay, form: LetterForm) -> HttpResponse:
    """The same mail to oneself."""
    letters.try_out(day=day, by=request.user, **form.said)
    messages.success(request, _("De proef is onderweg naar %(mail)s.") % {"mail": request.user.email})
    return _shown(request, day, form)


def _shown(request: Request, day: NetworkDay, form: LetterForm) -> HttpResponse:
    return _screen(request, day, form, CallsForm(day=day), _preview(request, day, form.cleaned_data))


@with_a_letter
def letter_send(request: Request, day: NetworkDay, form: LetterForm) -> HttpResponse:
    """Only to those whom the writer was shown."""
    if (
        request.POST.get(LOOKED) != form.cleaned_data["readers"]
    ):  # to whom it goes was changed since, or never looked at
        return _shown(request, day, form)
    try:
        letter = letters.send(day=day, by=request.user, **form.said)
    except letters.NobodyToWrite:
        messages.error(request, _("Er is niemand die dit kan krijgen. Er is niets verstuurd."))
        return _shown(request, day, form)
    words = ngettext("Verstuurd naar %(n)s persoon.", "Verstuurd naar %(n)s mensen.", letter.count)
    messages.success(request, words % {"n": letter.count})
    return redirect("network_days:letters", day.pk)


@never_cache
@member_object
@require_POST
def calls_switch(request: Request, pk: int) -> HttpResponse:
    day = find_day(request, pk, "lead")
    calls = CallsForm(request.POST, day=day)
    if not calls.is_valid():
        return _screen(request, day, LetterForm(day=day, initial={"readers": Readers.REGISTERED}), calls)
    calls.save()
    messages.success(request, _("Bewaard: wat vanzelf vertrekt."))
    return redirect("network_days:letters", day.pk)


@never_cache
@member_object
@require_safe
def letter_read(request: Request, pk: int, letter: int) -> HttpResponse:
    """For whoever got it, and for who leads the day."""
    day = find_day(request, pk)
    row = get_object_or_404(DayLetter.objects.select_related("by"), pk=min(letter, MOST), day=day)
    rights = rights_on(request, day)
    got = LetterTo.objects.filter(letter=row, user=request.viewer.user_id).exists()
    if not got and not rights["leads"]:
        raise Http404
    read = _read({"subject": row.subject, "text": row.text}, day=day, reader=request.user, by=row.by)
    return render(request, "network_days/letter.html", {**rights, "letter": row, **read})
