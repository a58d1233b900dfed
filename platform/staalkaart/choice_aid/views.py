"""Choosing together. Answers travel by POST and are answered with `no-store`; no view here writes anything, anywhere.

There is no token against forged posts because there is nothing to forge: a post changes nothing, and a cookie would be one trace more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.choice_aid import sheets
from staalkaart.choice_aid.models import ChoiceAidTexts, QualityPoint
from staalkaart.choice_aid.outcome import cards_for, outcome_of
from staalkaart.choice_aid.talk import Talk, read
from staalkaart.core.web.pdf import NoPdf
from staalkaart.core.web.request import Request
from staalkaart.knowledge.texts import texts_of
from staalkaart.members.directory import Directory, find

View = Callable[..., HttpResponse]


def leaves_no_trace(view: View) -> View:
    """Kept nowhere on the way back, and the next page does not hear where one was."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@require_safe
def start(request: Request) -> HttpResponse:
    return render(
        request, "choice_aid/start.html", {"texts": texts_of(ChoiceAidTexts), "wiped": "gewist" in request.GET}
    )


@require_safe
def cards(request: Request) -> HttpResponse:
    return render(request, "choice_aid/cards.html", _cards_context(request))


@require_safe
def cards_pdf(request: Request) -> HttpResponse:
    return _pdf(request, lambda: sheets.cards_as_pdf(_cards_context(request)), "keuzekaart.pdf")


def _cards_context(request: Request) -> dict[str, Any]:
    by_model, nothing_yet = cards_for(request.viewer)
    rows = sorted(by_model.values(), key=lambda card: card.position)
    return {"cards": [*rows, nothing_yet] if nothing_yet else rows, "texts": texts_of(ChoiceAidTexts)}


@require_safe
def made(request: Request) -> HttpResponse:
    """How this was made, after the points by which makers of decision aids look at their own work."""
    points = QualityPoint.objects.all()
    return render(request, "choice_aid/made.html", {"texts": texts_of(ChoiceAidTexts), "points": points})


@leaves_no_trace
def questions(request: Request) -> HttpResponse:
    return _ask(request, easy=False)


@leaves_no_trace
def easy(request: Request) -> HttpResponse:
    """The same questions in fewer words."""
    return _ask(request, easy=True)


def _ask(request: Request, *, easy: bool) -> HttpResponse:
    talk = _talk(request)
    context: dict[str, Any] = {"talk": talk, "easy": easy, "texts": texts_of(ChoiceAidTexts)}
    if talk.is_outcome:
        context |= {"outcome": outcome_of(talk.chosen, request.viewer), "found": _nearby(talk, request)}
    return render(request, "choice_aid/questions.html", context)


def _talk(request: Request) -> Talk:
    return read(request.POST if request.method == "POST" else None)


def _nearby(talk: Talk, request: Request) -> Directory:
    """Initiatives for this person. What they said of themselves goes no further than this answer."""
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in talk.nearby.items() if value})
    return find(request.viewer, asked)


@leaves_no_trace
def sheet(request: Request, kind: str) -> HttpResponse:
    return render(request, "choice_aid/sheet.html", sheets.sheet_context(_kind(kind), _talk(request), request.viewer))


@leaves_no_trace
def sheet_pdf(request: Request, kind: str) -> HttpResponse:
    talk = _talk(request)
    return _pdf(request, lambda: sheets.sheet_as_pdf(_kind(kind), talk, request.viewer), sheets.FILES[_kind(kind)])


def _kind(kind: str) -> str:
    if kind not in sheets.TITLES:
        raise Http404
    return kind


def _pdf(request: Request, make: Callable[[], bytes], name: str) -> HttpResponse:
    try:
        body = make()
    except NoPdf as missing:
        return render(request, "core/no_pdf.html", {"missing": str(missing)}, status=503)
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
