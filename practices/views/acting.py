"""What one does with a practice: as a member, as the project that shared it, as an editor. Every act has an address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practices import drafting, lifecycle
from practices.models import Draft, PracticePage, Use
from practices.permissions import is_editor
from practices.views.draft_acts import posted_reason
from practices.views.reading import find_practice, own_projects_of
from staalkaart.core.access import can
from staalkaart.core.delivery.events import tell
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text, whole_number
from staalkaart.learning import bookmarks, comments, remarks
from staalkaart.learning.models import COMMENT_MAX, Comment, Remark
from staalkaart.members.permissions import member_object, require
from staalkaart.members.recognise.views import questioned

Act = Callable[[Request, PracticePage], HttpResponse]


def on_practice(verb: str = "", *, own: bool = False) -> Callable[[Act], Callable[..., HttpResponse]]:
    """An act on a practice that this member may see; with `own` also archived and sent back ones, for their own project.

    `verb` is asked of the table of verbs; without one, whoever sees the practice may.
    """

    def wrap(act: Act) -> Callable[..., HttpResponse]:
        @never_cache
        @member_object
        @require_POST
        @wraps(act)
        def view(request: Request, slug: str) -> HttpResponse:
            page = own_practice(request, slug) if own else find_practice(request, slug)
            if verb:
                require(request, verb, page)
            return act(request, page)

        return view

    return wrap


def own_practice(request: Request, slug: str) -> PracticePage:
    rows = PracticePage.objects.filter(audience__in=request.viewer.tokens).select_related("project__region")
    return get_object_or_404(rows, slug=slug)


def _text(request: Request, name: str, most: int) -> str:
    return short_text(request, name, most, lines=True, unread=True)  # `questioned` looks


# --- members ---------------------------------------------------------------------------------------------------------
@on_practice()
def comment_add(request: Request, page: PracticePage) -> HttpResponse:
    text = _text(request, "tekst", COMMENT_MAX)
    if asked := questioned(request, "tekst"):
        return asked
    if not text:
        messages.error(request, _("Je reactie was leeg. Er is niets geplaatst."))
        return redirect(f"{page.url}#reacties")
    keepers = [pk for pk in {*drafting.coordinators_of(page.project), page.owner_id} if pk]
    owners = ("practice_comment", keepers)
    row = comments.comment(about=page, by=request.user, text=text, url=page.url, owners=owners)
    return redirect(f"{page.url}#reactie-{row.pk}")


def _own_comment(request: Request, page: PracticePage) -> Comment:
    row = get_object_or_404(Comment.objects.about(page), pk=whole_number(request.POST.get("reactie", "")))
    if row.author_id != request.viewer.user_id and not is_editor(request.viewer):
        raise Http404
    return row


@on_practice()
def comment_edit(request: Request, page: PracticePage) -> HttpResponse:
    row = _own_comment(request, page)
    text = _text(request, "tekst", COMMENT_MAX)
    if row.author_id != request.viewer.user_id:
        raise Http404
    if asked := questioned(request, "tekst"):
        return asked
    if text:
        comments.edit_comment(row=row, text=text)
    return redirect(f"{page.url}#reactie-{row.pk}")


@on_practice()
def comment_remove(request: Request, page: PracticePage) -> HttpResponse:
    comments.remove_comment(row=_own_comment(request, page), by=request.user)
    messages.success(request, _("De reactie is weg."))
    return redirect(f"{page.url}#reacties")


@on_practice()
def bookmark_add(request: Request, page: PracticePage) -> HttpResponse:
    bookmarks.bookmark(about=page, by=request.user, on=True, for_day="dag" in request.POST)
    messages.success(request, _("Bewaard. Je vindt het terug bij Mijn netwerk."))
    return redirect(page.url)


@on_practice()
def bookmark_remove(request: Request, page: PracticePage) -> HttpResponse:
    bookmarks.bookmark(about=page, by=request.user, on=False)
    return redirect(page.url)


@on_practice()
def use_add(request: Request, page: PracticePage) -> HttpResponse:
    """ "Wij doen dit ook", and what they changed, for one's own project."""
    projects = {row.slug: row for row in own_projects_of(request.viewer, but=page.project_id)}
    chosen = projects.get(request.POST.get("project", "")) or next(iter(projects.values()), None)
    if chosen is None:
        raise Http404
    changed = _text(request, "veranderd", 1000)
    if asked := questioned(request, "veranderd"):
        return asked
    row, made = Use.objects.get_or_create(page=page, project=chosen, defaults={"by": request.user, "changed": changed})
    if changed and row.changed != changed:  # a colleague's story is never replaced by nothing
        Use.objects.filter(pk=row.pk).update(changed=changed, by=request.user)
    if made or changed:
        to = [pk for pk in {*drafting.coordinators_of(page.project), page.owner_id} if pk]
        tell(
            "practice_used",
            to=to,
            url=f"{page.url}#gebruikt",
            about=page,
            by=request.user,
            who=str(chosen),
            title=page.title,
        )
    messages.success(request, _("%(project)s staat nu bij wie dit ook doet.") % {"project": chosen})
    return redirect(f"{page.url}#gebruikt")


@on_practice()
def use_remove(request: Request, page: PracticePage) -> HttpResponse:
    own = own_projects_of(request.viewer)
    Use.objects.filter(page=page, project__in=own, project__slug=request.POST.get("project", "")).delete()
    return redirect(f"{page.url}#gebruikt")


@on_practice()
def remark_add(request: Request, page: PracticePage) -> HttpResponse:
    text = _text(request, "tekst", 1000)
    if asked := questioned(request, "tekst"):
        return asked
    if not text:
        messages.error(request, _("Zeg in een zin wat er volgens jou niet klopt. Er is nog niets verstuurd."))
        return redirect(f"{page.url}#klopt-niet")
    remarks.remark(about=page, by=request.user, text=text)
    to = {*drafting.coordinators_of(page.project), *drafting.editors()}
    tell("practice_remark", to=to, url=f"{page.url}#vragen", about=page, by=request.user, title=page.title)
    messages.success(request, _("Doorgegeven aan het project en de redactie. Bedankt om op te letten."))
    return redirect(page.url)


@on_practice()
def remark_handle(request: Request, page: PracticePage) -> HttpResponse:
    if not (can(request.viewer, "keep", page) or can(request.viewer, "edit", page)):
        raise Http404
    row = get_object_or_404(Remark.objects.about(page), pk=whole_number(request.POST.get("vraag", "")))
    remarks.handle_remark(row=row, by=request.user)
    return redirect(page.url)


@on_practice("rework", own=True)
def practice_rework(request: Request, page: PracticePage) -> HttpResponse:
    draft = drafting.rework(page=page, by=request.user)
    return redirect("practices:draft_step", draft.pk, "nakijken")


# --- the project -----------------------------------------------------------------------------------------------------
@on_practice("keep", own=True)
def practice_confirm(request: Request, page: PracticePage) -> HttpResponse:
    lifecycle.confirm(page=page, by=request.user)
    messages.success(request, _("Genoteerd: dit klopt nog. Over een jaar vragen we het opnieuw."))
    return redirect(page.url)


@on_practice("keep", own=True)
def consent_withdraw(request: Request, page: PracticePage) -> HttpResponse:
    lifecycle.withdraw_consent(page=page, by=request.user)
    messages.success(request, _("De toestemming is ingetrokken. De praktijk is nu enkel voor het netwerk."))
    return redirect(page.url)


@on_practice("keep", own=True)
def practice_archive(request: Request, page: PracticePage) -> HttpResponse:
    lifecycle.archive(page=page, by=request.user)
    messages.success(request, _("De praktijk staat in het archief. Bij jullie kladden kan je ze terughalen."))
    return redirect("practices:draft_list")


@on_practice("keep", own=True)
def practice_restore(request: Request, page: PracticePage) -> HttpResponse:
    if page.archived_at is None:
        raise Http404
    lifecycle.restore(page=page, by=request.user)
    messages.success(request, _("De praktijk staat weer op het netwerk."))
    return redirect(page.url)


# --- editors ---------------------------------------------------------------------------------------------------------
@on_practice("edit")
def practice_read_over(request: Request, page: PracticePage) -> HttpResponse:
    lifecycle.mark_read_over(page=page, by=request.user)
    messages.success(request, _("Nagelezen. Het project krijgt bericht."))
    return redirect(page.url)


@on_practice("edit")
def proposal_start(request: Request, page: PracticePage) -> HttpResponse:
    draft = drafting.rework(page=page, by=request.user, kind=Draft.Kind.PROPOSAL)
    if draft.state == Draft.State.OFFERED:
        messages.warning(request, _("Er ligt al een voorstel bij het project. Wacht op hun antwoord."))
        return redirect(page.url)
    return redirect("practices:draft_step", draft.pk, "samenvatting")


@on_practice("edit")
def practice_send_back(request: Request, page: PracticePage) -> HttpResponse:
    reason = posted_reason(request)
    if not reason:
        messages.error(request, _("Zeg het project waarom. De praktijk staat er nog."))
        return redirect(f"{page.url}#redactie")
    lifecycle.send_back(page=page, by=request.user, reason=reason)
    messages.success(request, _("Teruggestuurd naar het klad van het project, met je reden."))
    return redirect("/praktijken/")
