"""The buttons of the last step: share, hand in, give back, offer, throw away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import content, drafting, lifecycle, publishing
from practices.models import Draft
from practices.steps import STEPS
from practices.views.step_screen import own_unsaved
from practices.views.writing import find_draft
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text
from staalkaart.members.permissions import member_object, require
from staalkaart.members.recognise.forms import SEEN, examine

Act = Callable[[Request, Draft], HttpResponse]


def on_draft(act: Act) -> Callable[..., HttpResponse]:
    """An act on a draft that this person may see. What it lacks, and who was first, is said in words."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        try:
            return act(request, find_draft(request, pk))
        except publishing.Incomplete as lacking:
            for row in lacking.missing:
                messages.error(request, row.words)
            return redirect("practices:draft_step", pk, lacking.missing[0].step)
        except publishing.Recognisable as refused:
            messages.error(request, str(refused))
            return redirect("practices:draft_step", pk, STEPS[-1].slug)
        except drafting.NotWritable:
            messages.warning(request, _("Iemand was je voor: dit klad werd intussen al verwerkt."))
            return redirect("practices:draft_list")

    return view


@on_draft
def draft_publish(request: Request, draft: Draft) -> HttpResponse:
    require(request, "publish", draft)
    if waiting := own_unsaved(request, draft):
        messages.warning(request, _("Hier staat nog tekst van jou die niet in het klad zit. Kijk ze na en ga verder."))
        return redirect("practices:draft_step", draft.pk, waiting[0].slug)
    if not _is_unrecognisable(request, draft):
        return redirect("practices:draft_step", draft.pk, STEPS[-1].slug)
    page = publishing.publish(draft=draft, by=request.user)
    messages.success(request, _("Gedeeld met het netwerk. Bedankt: iemand bespaart hiermee een omweg."))
    return redirect(page.url)


def _is_unrecognisable(request: Request, draft: Draft) -> bool:
    """What blocks is taken out first; what warns was shown on the last step, and the button there says that it was seen."""
    found = examine(content.texts(draft.data))
    if found.settle(request.POST.get(SEEN, "")):
        return True
    messages.error(request, _("Kijk eerst na wie herkend kan worden. Er is nog niets gedeeld."))
    return False


@on_draft
def draft_submit(request: Request, draft: Draft) -> HttpResponse:
    require(request, "write", draft)
    if draft.is_proposal:
        raise Http404
    if not _is_unrecognisable(request, draft):
        return redirect("practices:draft_step", draft.pk, STEPS[-1].slug)
    drafting.submit(draft=draft, by=request.user)
    messages.success(request, _("Ingediend bij je coördinator. Je krijgt bericht."))
    return redirect("practices:draft_list")


@on_draft
def draft_hand_back(request: Request, draft: Draft) -> HttpResponse:
    require(request, "publish", draft)
    reason = posted_reason(request)
    if not reason:
        messages.error(request, _("Zeg in een zin wat er nog moet gebeuren."))
        return redirect("practices:draft_step", draft.pk, "nakijken")
    drafting.hand_back(draft=draft, by=request.user, reason=reason)
    messages.success(request, _("Teruggegeven, met je vraag erbij."))
    return redirect("practices:draft_list")


@on_draft
def draft_delete(request: Request, draft: Draft) -> HttpResponse:
    require(request, "write", draft)
    drafting.throw_away(draft=draft, by=request.user)
    messages.success(request, _("Het klad is weg."))
    return redirect("practices:draft_list")


@on_draft
def draft_offer(request: Request, draft: Draft) -> HttpResponse:
    require(request, "offer", draft)
    try:
        lifecycle.offer(draft=draft, by=request.user, reason=posted_reason(request))
    except lifecycle.NothingChanged:
        Draft.objects.filter(pk=draft.pk).update(reason=posted_reason(request))  # it stands there when one comes back
        messages.error(request, _("Je voorstel zegt hetzelfde als wat er staat. Wijzig eerst iets."))
        return redirect("practices:draft_step", draft.pk, "nakijken")
    messages.success(request, _("Voorgesteld aan %(project)s. Zij beslissen.") % {"project": draft.project})
    return redirect(draft.practice.url)


def posted_reason(request: Request) -> str:
    return short_text(request, "reden", 1000, lines=True)
