"""An editor's proposal, decided by the project: the difference, word by word, and the two answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from practices import content, drafting, lifecycle, publishing
from practices.content_words import Names
from practices.differences import differences
from practices.models import Draft
from practices.views.draft_acts import posted_reason
from practices.views.reading import BODY_ROWS
from practices.views.writing import find_draft
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.members.permissions import member_object, require

Act = Callable[[Request, Draft], HttpResponse]


def _find_offered(request: Request, pk: int) -> Draft:
    draft = find_draft(request, pk)
    if not draft.is_proposal or draft.state == Draft.State.WRITING:
        raise Http404
    prefetch_related_objects([draft.practice], *BODY_ROWS)
    return draft


def _decided_already(request: Request, draft: Draft) -> HttpResponse:
    messages.warning(request, _("Over dit voorstel is intussen al beslist."))
    return redirect(draft.practice.url)


@never_cache
@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    """The difference, word by word, and the two answers."""
    draft = _find_offered(request, pk)
    if draft.state == Draft.State.DONE:
        return _decided_already(request, draft)
    now = content.of_page(draft.practice)
    context = {
        "draft": draft,
        "changes": differences(now, publishing.shared_data(draft), Names(request.viewer)),
        "files": publishing.attachments_of(draft),
        "may_decide": can(request.viewer, "publish", draft),
        "version": draft.practice.live_revision_id,
    }
    return render(request, "practices/proposal.html", context)


def on_proposal(act: Act) -> Callable[..., HttpResponse]:
    """One of the two answers, by a coordinator of the project, once."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        draft = _find_offered(request, pk)
        if draft.state == Draft.State.DONE:
            return _decided_already(request, draft)
        require(request, "publish", draft)
        try:
            return act(request, draft)
        except drafting.NotWritable:
            return _decided_already(request, draft)

    return view


@on_proposal
def proposal_decline(request: Request, draft: Draft) -> HttpResponse:
    reason = posted_reason(request)
    if not reason:
        messages.error(request, _("Zeg de redactie waarom je het anders wil. Er is nog niets beslist."))
        return redirect("practices:proposal", draft.pk)
    lifecycle.decline(draft=draft, by=request.user, reason=reason)
    messages.success(request, _("Je praktijk blijft zoals ze was. De redactie krijgt je reden."))
    return redirect(draft.practice.url)


@on_proposal
def proposal_agree(request: Request, draft: Draft) -> HttpResponse:
    """The coordinator agrees to the difference that was on the screen, and to no other."""
    if request.POST.get("versie") != str(draft.practice.live_revision_id):
        messages.warning(request, _("De praktijk veranderde intussen. Dit is het verschil met wat er nu staat."))
        return redirect("practices:proposal", draft.pk)
    try:
        page = lifecycle.agree(draft=draft, by=request.user)
    except publishing.Recognisable as refused:
        messages.error(request, str(refused))
        return redirect("practices:proposal", draft.pk)
    except publishing.Incomplete as lacking:
        messages.error(request, " ".join(row.words for row in lacking.missing))
        return redirect("practices:proposal", draft.pk)
    messages.success(request, _("Overgenomen. De praktijk is nu nagelezen."))
    return redirect(page.url)
