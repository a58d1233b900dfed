"""Five questions after the day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_object
from staalkaart.network_days import evaluation
from staalkaart.network_days.choices import ANSWERS_NEEDED
from staalkaart.network_days.errors import AnsweredAlready, NotNow
from staalkaart.network_days.people_forms import FeedbackForm
from staalkaart.network_days.views.finding import find_day, rights_on


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: Request, pk: int) -> HttpResponse:
    """For who was there, once; who prepares the day reads what was said, from five answers on."""
    day = find_day(request, pk)
    rights = rights_on(request, day)
    may = evaluation.may_answer(day, request.viewer.user_id)
    if not day.is_past or not (rights["takes_part"] or rights["prepares"]):
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None) if may or request.method == "POST" else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            evaluation.answer(day=day, by=request.user, answers=form.cleaned_data)
            messages.success(request, _("Bedankt. Niemand kan zien dat dit van jou komt, ook wij niet."))
        except (AnsweredAlready, NotNow):
            messages.warning(request, _("Je antwoordde al, of de vragen zijn gesloten."))
        return redirect(request.path)
    shown, results = evaluation.results(day) if rights["prepares"] else (0, [])
    context = {
        **rights,
        "form": form,
        "shown": shown,
        "results": results,
        "needed": ANSWERS_NEEDED,
        "until": evaluation.asks_until(day),
    }
    return render(
        request, "network_days/evaluation.html", context, status=422 if form is not None and form.is_bound else 200
    )
