"""An editor's proposal, decided by the project: the difference, word by word, and the two answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.access import can

from .. import content, drafting, keeping, publishing
from ..differences import differences
from ..models import Draft
from .draft_acts import posted_reason
from .writing import find_draft


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The difference, word by word, and the two answers."""
    draft = find_draft(request, pk)
    if not draft.is_proposal or draft.state == Draft.State.WRITING:
        raise Http404
    if draft.state == Draft.State.DONE:
        messages.warning(request, _("Over dit voorstel is intussen al beslist."))
        return redirect(draft.page.url)
    may_decide = can(request.viewer, "publish", draft)
    if request.method == "POST" and may_decide:
        return _decided(request, draft)
    now = content.of_page(draft.page)
    context = {
        "draft": draft,
        "changes": differences(now, publishing.shared_data(draft), content.Names(request.viewer)),
        "files": publishing.attachments_of(draft),
        "may_decide": may_decide,
        "version": draft.page.live_revision_id,
    }
    return render(request, "practices/proposal.html", context)


def _decided(request: HttpRequest, draft: Draft) -> HttpResponse:
    try:
        if request.POST.get("_doe") == "akkoord":
            return _agreed(request, draft)
        reason = posted_reason(request)
        if not reason:
            messages.error(request, _("Zeg de redactie waarom je het anders wil. Er is nog niets beslist."))
            return redirect(request.path)
        keeping.decline(draft=draft, by=request.user, reason=reason)
    except drafting.NotWritable:
        messages.warning(request, _("Over dit voorstel is intussen al beslist."))
        return redirect(draft.page.url)
    messages.success(request, _("Je praktijk blijft zoals ze was. De redactie krijgt je reden."))
    return redirect(draft.page.url)


def _agreed(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The coordinator agrees to the difference that was on the screen, and to no other."""
    if request.POST.get("versie") != str(draft.page.live_revision_id):
        messages.warning(request, _("De praktijk veranderde intussen. Dit is het verschil met wat er nu staat."))
        return redirect(request.path)
    try:
        page = keeping.agree(draft=draft, by=request.user)
    except publishing.Incomplete as lacking:
        messages.error(request, " ".join(row.words for row in lacking.missing))
        return redirect(request.path)
    messages.success(request, _("Overgenomen. De praktijk is nu nagelezen."))
    return redirect(page.url)
