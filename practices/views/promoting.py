"""An editor carries a passage of a practice over to a staalkaart, or something learned into a practice."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from practices.drafting import NotWritable
from practices.promotion import AdviseForm, PromoteForm, first_words, make_advice, make_entry, passages
from practices.taking_up import NoRoom, TakeUpForm, take_up
from practices.views.reading import BODY_ROWS, find_practice
from staalkaart.core.access import reveal
from staalkaart.core.web.request import Request
from staalkaart.knowledge.review import PageBusy
from staalkaart.learning.models import LearningPoint
from staalkaart.learning.trail import trails_of
from staalkaart.members.models import Grant
from staalkaart.members.permissions import member_object, require


@never_cache
@require_safe
def passage_list(request: Request, slug: str) -> HttpResponse:
    """What of this practice can be carried over, and what was already."""
    page = find_practice(request, slug)
    require(request, "edit", page)
    uid = f"practice:{page.pk}"
    done = {step.anchor for step in trails_of([uid], request.viewer)[uid]}
    rows = [(passage, passage.anchor in done) for passage in passages(page).values()]
    return render(request, "practices/passages.html", {"practice": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def promote(request: Request, slug: str, anchor: str) -> HttpResponse:
    page = find_practice(request, slug)
    require(request, "edit", page)
    prefetch_related_objects([page], *BODY_ROWS)
    reveal([page], request.viewer, "project")
    passage = passages(page).get(anchor)
    if passage is None:
        raise Http404
    post = request.POST if request.method == "POST" else None
    first, viewer = first_words(page, passage), request.viewer
    new = PromoteForm(post if post and "nieuw" in post else None, initial=first, page=page, viewer=viewer)
    advice = AdviseForm(post if post and "bestaand" in post else None, page=page, viewer=viewer)
    if new.is_bound and new.is_valid():
        try:
            entry = make_entry(page=page, passage=passage, by=request.user, **new.cleaned_data)
        except PageBusy:
            new.add_error("model", _("Deze kaart is op slot of gepland. Probeer het straks opnieuw."))
        else:
            messages.success(request, _("Het punt staat op de staalkaart, als voorstel, met het spoor erbij."))
            return redirect(f"{entry.page.url}#{entry.anchor}")
    if advice.is_bound and advice.is_valid():
        entry = advice.cleaned_data["entry"]
        make_advice(page=page, passage=passage, entry=entry, by=request.user)
        messages.success(request, _("Bij het punt staat nu hoe dit project ermee omgaat."))
        return redirect(f"{entry.page.url}#{entry.anchor}")
    bad = (new.is_bound and new.errors) or (advice.is_bound and advice.errors)
    context = {"practice": page, "passage": passage, "new": new, "advice": advice,
               "has_consent": page.consents.current().exists()}  # fmt: skip
    return render(request, "practices/promote.html", context, status=422 if bad else 200)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def take_up_point(request: Request, pk: int) -> HttpResponse:
    """A learning point goes into a practice, as a proposal that the editor can still polish and the project decides about."""
    if not request.viewer.has_role(Grant.Role.EDITOR):
        raise Http404
    point = get_object_or_404(LearningPoint.objects.visible_to(request.viewer).for_listing(), pk=pk)
    form = TakeUpForm(request.POST if request.method == "POST" else None, viewer=request.viewer,
                      initial={"text": point.text})  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            draft = take_up(
                source=point.uid, page=given["practice"], place=given["place"], text=given["text"], by=request.user
            )
        except NotWritable:
            form.add_error("practice", _("Hier ligt al een voorstel bij het project. Wacht tot daarover beslist is."))
        except NoRoom:
            form.add_error("place", _("Hier staan al twaalf punten. Kies een andere plek."))
        else:
            messages.success(request, _("Het staat in je voorstel. Lees het na en leg het voor aan het project."))
            return redirect("practices:draft_step", draft.pk, "nakijken")
    status = 422 if form.is_bound else 200
    return render(request, "practices/take_up.html", {"point": point, "form": form}, status=status)
