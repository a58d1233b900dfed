"""The editors' side of the validation round: ask by link or in Word, read what came back, decide per entry."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staalkaart.core.access import can, viewer_of
from staalkaart.core.web.request import Request
from staalkaart.knowledge import card_in_word, card_reading, review
from staalkaart.knowledge.models import Quadrant, ReviewAnswer, ReviewRound, WorkingModelPage

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class AskForm(forms.Form):
    reviewer = forms.CharField(label=gettext_lazy("Wie kijkt na?"), max_length=120)
    reviewer_role = forms.CharField(
        label=gettext_lazy("In welke rol?"),
        max_length=120,
        help_text=gettext_lazy("Bijvoorbeeld: onderzoeker, coördinator, ervaringsdeskundige."),
    )


class WordForm(AskForm):
    document = forms.FileField(
        label=gettext_lazy("Het Word-bestand dat terugkwam"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        upload = data.get("document")
        try:
            self.data_bytes = (
                upload.read(card_reading.MAX_BYTES + 1)
                if upload
                else base64.b64decode(data.get("kept", ""), validate=True)
            )
        except (binascii.Error, ValueError):
            self.data_bytes = b""
        if not self.data_bytes:
            self.add_error("document", _("Kies het Word-bestand dat je terugkreeg."))
        return data


def _editable(request: Request, page_id: int) -> WorkingModelPage:
    page = WorkingModelPage.objects.filter(pk=page_id).first() if page_id < 2**62 else None
    if page is None or page.audience not in viewer_of(request).tokens:
        raise Http404
    if not can(viewer_of(request), "review", page):
        raise PermissionDenied
    return page


@require_GET
def round_list(request: Request) -> HttpResponse:
    pages = WorkingModelPage.objects.filter(audience__in=viewer_of(request).tokens).order_by("number")
    if not any(can(viewer_of(request), "review", page) for page in pages):
        raise PermissionDenied
    rounds = (
        ReviewRound.objects.filter(page__in=pages)
        .select_related("page", "created_by")
        .annotate(
            said=Count("answers"), waiting=Count("answers", filter=Q(answers__outcome=ReviewAnswer.Outcome.WAITING))
        )
    )
    return render(request, "wagtailadmin/knowledge/round_list.html", {"rounds": rounds[:200], "pages": pages})


@require_http_methods(["GET", "POST"])
def ask(request: Request, page_id: int) -> HttpResponse:
    page = _editable(request, page_id)
    form = AskForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        _round, token = review.ask_review(page=page, by=request.user, **form.cleaned_data)
        link = request.build_absolute_uri(ReviewRound.address(token))
    return render(request, "wagtailadmin/knowledge/review_ask.html", {"page": page, "form": form, "link": link})


@require_http_methods(["GET", "POST"])
def round_detail(request: Request, pk: int) -> HttpResponse:
    round_ = get_object_or_404(ReviewRound.objects.select_related("page"), pk=pk)
    _editable(request, round_.page_id)
    if request.method == "POST":
        number = request.POST.get("antwoord", "")
        answer = get_object_or_404(round_.answers, pk=int(number) if number.isdigit() and len(number) < 18 else 0)
        _decide(request, answer)
        return redirect(f"{request.path}#antwoord-{answer.pk}")
    entries: dict[int | None, Any] = {entry.pk: entry for entry in round_.page.entries.all()}
    answers = (
        [(answer, entries.get(answer.entry_id_at_review)) for answer in round_.answers.all()]
        if round_.submitted_at
        else []
    )
    return render(
        request,
        "wagtailadmin/knowledge/round_detail.html",
        {"round": round_, "answers": answers, "outcomes": ReviewAnswer.Outcome, "quadrants": Quadrant.choices},
    )


def _decide(request: Request, answer: ReviewAnswer) -> None:
    outcome = request.POST.get("gevolg", "")
    if outcome not in ReviewAnswer.Outcome.values or outcome == ReviewAnswer.Outcome.WAITING:
        messages.error(request, _("Kies wat er met dit antwoord moet gebeuren."))
        return
    title, text = request.POST.get("titel", "").strip(), request.POST.get("tekst", "").strip()
    if len(title) > 80 or len(text) > 600:
        messages.error(request, _("Een titel is hoogstens 80 tekens, een tekst hoogstens 600. Er is niets gewijzigd."))
        return
    try:
        review.decide(answer=answer, outcome=outcome, by=request.user, title=title, text=text,
                      quadrant=request.POST.get("vak", ""))  # fmt: skip
    except review.NotSubmitted:
        messages.warning(request, _("Dit nazicht is nog niet ingediend. Er is niets gewijzigd."))
    except review.AlreadyHandled:
        messages.warning(request, _("Iemand anders besliste hier al over. Er is niets gewijzigd."))
    except review.PageBusy:
        messages.error(
            request,
            _("Deze kaart is vergrendeld of heeft een geplande publicatie. Los dat eerst op. Er is niets gewijzigd."),
        )
    except review.EntryGone:
        messages.error(request, _("Dit punt staat niet meer op de kaart. Kies “niets mee doen”."))
    else:
        messages.success(request, _("“%(title)s” is verwerkt.") % {"title": answer.entry_title})


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    round_ = get_object_or_404(ReviewRound.objects.select_related("page"), pk=pk)
    _editable(request, round_.page_id)
    if review.revoke(round_=round_, by=request.user):
        messages.success(request, _("De link werkt niet meer."))
    else:
        messages.warning(request, _("Deze link was al gebruikt of ingetrokken."))
    return redirect("knowledge_rounds")


@require_GET
def to_word(request: Request, page_id: int) -> HttpResponse:
    page = _editable(request, page_id)
    response = HttpResponse(card_in_word.write_card(page), content_type=WORD_TYPE)
    response["Content-Disposition"] = f'attachment; filename="staalkaart-{page.slug}.docx"'
    return response


@require_http_methods(["GET", "POST"])
def from_word(request: Request, page_id: int) -> HttpResponse:
    """First the preview, with a question for each row that is not clear; then, on a second press, the answers are kept."""
    page = _editable(request, page_id)
    form = WordForm(request.POST or None, request.FILES or None)
    reading, kept = None, ""
    if request.method == "POST" and form.is_valid():
        reading = card_reading.read_card(page, form.data_bytes)
        reading.decide(request.POST)
        kept = "" if reading.problem else base64.b64encode(form.data_bytes).decode()
        if "bewaren" in request.POST and form.cleaned_data["kept"] and reading.can_be_kept:
            round_ = card_reading.keep_reading(
                page=page,
                reading=reading,
                by=request.user,
                reviewer=form.cleaned_data["reviewer"],
                reviewer_role=form.cleaned_data["reviewer_role"],
            )
            messages.success(request, _("De antwoorden uit het Word-bestand zijn bewaard. Beslis nu per punt."))
            return redirect(reverse("knowledge_round", args=[round_.pk]))
    return render(
        request, "wagtailadmin/knowledge/from_word.html", {"page": page, "form": form, "reading": reading, "kept": kept}
    )
