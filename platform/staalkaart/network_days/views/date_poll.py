"""The date poll of a day: members say when they can, who prepares it adds dates and chooses."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.permissions import member_object
from staalkaart.network_days import date_poll
from staalkaart.network_days.choices import PollAnswer
from staalkaart.network_days.errors import NotNow
from staalkaart.network_days.forms import PollForm
from staalkaart.network_days.models import NetworkDay, PollVote
from staalkaart.network_days.views.finding import find_day, rights_on


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def day_poll(request: Request, pk: int) -> HttpResponse:
    """Members say when they can; who prepares the day adds dates and chooses."""
    day = find_day(request, pk, "take_part" if request.method == "POST" and "antwoord" in request.POST else "")
    rights = rights_on(request, day)
    if not rights["takes_part"] and not rights["prepares"]:
        raise Http404
    form = PollForm(initial={"start": day.start, "end": day.end})
    if request.method == "POST":
        posted = _posted_poll(request, day, rights["prepares"])
        if posted is None:
            return redirect(request.path)
        form = posted
    context = {**rights, "form": form, "answers": PollAnswer.choices, **_poll(day, request.viewer.user_id)}
    return render(request, "network_days/date_poll.html", context, status=422 if form.is_bound else 200)


def _posted_poll(request: Request, day: NetworkDay, prepares: bool) -> PollForm | None:
    """A form with errors, or None when it was done."""
    try:
        if "antwoord" in request.POST:
            sent = ((name, str(value)) for name, value in request.POST.items())
            answers = {whole_number(name[1:]): value for name, value in sent if name.startswith("d")}
            date_poll.answer_poll(day=day, by=request.user, answers=answers)
            messages.success(request, _("Je antwoord is bewaard. Je kan het wijzigen zolang er geen datum is."))
        elif prepares and "kies" in request.POST:
            option = day.poll_dates.filter(pk=whole_number(request.POST["kies"])).first()
            if option:
                date_poll.choose_date(day=day, option=option, by=request.user)
                messages.success(request, _("De datum ligt vast. Wie antwoordde, krijgt bericht."))
        elif prepares and "weg" in request.POST:
            day.poll_dates.filter(pk=whole_number(request.POST["weg"])).delete()
        elif prepares:
            form = PollForm(request.POST)
            if not form.is_valid():
                return form
            date_poll.offer_date(
                day=day, on=form.cleaned_data["date"], start=form.cleaned_data["start"], end=form.cleaned_data["end"]
            )
    except NotNow:
        messages.warning(request, _("De datum ligt al vast."))
    return None


def _poll(day: NetworkDay, user: int | None) -> dict[str, Any]:
    """The dates with how many said what; whose answer it was is told to nobody but the person."""
    counts: dict[int, Counter] = {}
    mine: dict[int, str] = {}
    people = set()
    for option, who, answer in PollVote.objects.filter(option__day=day).values_list("option_id", "user_id", "answer"):
        counts.setdefault(option, Counter())[answer] += 1
        people.add(who)
        if who == user:
            mine[option] = answer
    rows: list[dict[str, Any]] = []
    for row in day.poll_dates.all():
        said = counts.get(row.pk, Counter())
        score = said["yes"] * 2 + said["maybe"]
        each = [(label, said[key]) for key, label in PollAnswer.choices]
        rows.append({"date": row, "counts": each, "mine": mine.get(row.pk, ""), "score": score})
    best = max((row["score"] for row in rows), default=0)
    return {"rows": rows, "best": best, "people": len(people)}
