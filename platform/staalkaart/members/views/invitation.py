"""Screens of inviting and of accepting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.web.limits import TooOften, spoken_wait
from staalkaart.core.web.request import Request
from staalkaart.members import invitations
from staalkaart.members.address_lists import BulkLine, read_people
from staalkaart.members.forms import AcceptForm, BulkForm, InviteAnyoneForm, InviteForm, LabelForm
from staalkaart.members.models import Grant, Invitation, Project, User
from staalkaart.members.permissions import member_object, member_screen, require
from staalkaart.members.teams import AlreadyMember
from staalkaart.members.views.project import own_project


def _invite(request: Request, form: InviteForm, **place: Any) -> Invitation | None:
    """Invite from a valid form; a refusal becomes an error on the form."""
    data = form.cleaned_data
    try:
        return invitations.invite(
            by=request.user, email=data["email"], name=data["name"], role=data["kind"], **form.place() | place
        )
    except invitations.AlreadyInvited:
        form.add_error("email", _("Dit adres is al uitgenodigd. In de lijst kan je de mail opnieuw sturen."))
    except AlreadyMember:
        form.add_error("email", _("Deze persoon hoort er al bij."))
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project_invite(request: Request, slug: str) -> HttpResponse:
    project = own_project(request, slug, "edit")
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _invite(request, form, project=project)):
        messages.success(request, _("De uitnodiging voor %(address)s is onderweg.") % {"address": made.email})
        return redirect("members:project_team", slug=slug)
    return render(request, "members/invite.html", {"project": project, "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def project_invite_bulk(request: Request, slug: str) -> HttpResponse:
    """First a preview with the bad lines, then, on a second press, the good ones are invited."""
    project = own_project(request, slug, "edit")
    form = BulkForm(request.POST if request.method == "POST" else None)
    lines: list[BulkLine] = []
    if request.method == "POST" and form.is_valid():
        lines = read_people(form.cleaned_data["lines"], project)
        if "versturen" in request.POST and request.POST.get("_gelezen") == form.read_mark:
            new = [line for line in lines if line.is_new]
            sent, rest, wait = _invite_all(request, project, new)
            if rest:
                form = BulkForm({"lines": "\n".join(f"{line.name} <{line.email}>" for line in rest)})
                words = _(
                    "%(sent)s verstuurd. Er kunnen er tien per uur weg. Wacht %(wait)s en verstuur de rest: die staat hieronder nog."
                )
                messages.warning(request, words % {"sent": sent, "wait": spoken_wait(wait)})
                return _bulk_screen(request, project, form, rest)
            messages.success(
                request,
                ngettext("%(count)s uitnodiging is onderweg.", "%(count)s uitnodigingen zijn onderweg.", sent)
                % {"count": sent},
            )
            return redirect("members:project_team", slug=slug)
    return _bulk_screen(request, project, form, lines)


def _bulk_screen(request: Request, project: Project, form: BulkForm, lines: Sequence[BulkLine] = ()) -> HttpResponse:
    good = sum(line.is_new for line in lines)
    return render(request, "members/invite_bulk.html", {"project": project, "form": form, "lines": lines, "good": good})


def _invite_all(request: Request, project: Project, lines: list[BulkLine]) -> tuple[int, list[BulkLine], int]:
    """(how many were invited, who has to wait, how many seconds); who is in the team or invited already is passed over."""
    sent = 0
    for at, line in enumerate(lines):
        try:
            invitations.invite(
                by=request.user, email=line.email, name=line.name, role=Grant.Role.MEMBER, project=project
            )
            sent += 1
        except (invitations.AlreadyInvited, AlreadyMember):
            continue
        except TooOften as error:
            return sent, lines[at:], error.seconds
    return sent, [], 0


@never_cache
@member_screen
@require_safe
def invitation_list(request: Request) -> HttpResponse:
    is_admin = request.viewer.has_role(Grant.Role.ADMIN)
    if not is_admin and not request.viewer.has_role(Grant.Role.COORDINATOR):
        raise Http404
    rows = invitations.manageable_by(request.viewer)[:500]
    return render(request, "members/invitation_list.html", {"invitations": rows, "is_admin": is_admin})


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def invite_anyone(request: Request) -> HttpResponse:
    if not request.viewer.has_role(Grant.Role.ADMIN):
        raise Http404
    form = InviteAnyoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _invite(request, form)):
        messages.success(request, _("De uitnodiging voor %(address)s is onderweg.") % {"address": made.email})
        return redirect("members:invitation_list")
    return render(request, "members/invite.html", {"form": form})


def on_invitation(act: Callable[[Request, Invitation], None]) -> Callable[..., HttpResponse]:
    """An act on an invitation of the own project, or any for an administrator; back to where it was pressed."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation.objects.select_related("project"), pk=pk)
        require(request, "manage", invitation)
        act(request, invitation)
        if invitation.project is not None and request.POST.get("terug") == "ploeg":
            return redirect("members:project_team", slug=invitation.project.slug)
        return redirect("members:invitation_list")

    return view


@on_invitation
def invitation_revoke(request: Request, invitation: Invitation) -> None:
    if invitations.withdraw(invitation=invitation, by=request.user):
        messages.success(request, _("De uitnodiging is ingetrokken. De link werkt niet meer."))
    else:
        messages.warning(request, _("Deze uitnodiging was al gebruikt of ingetrokken."))


@on_invitation
def invitation_resend(request: Request, invitation: Invitation) -> None:
    try:
        invitations.resend(invitation=invitation, by=request.user)
        messages.success(request, _("Een nieuwe link is onderweg. De vorige werkt niet meer."))
    except invitations.NotOpen:
        messages.warning(request, _("Deze uitnodiging was al gebruikt of ingetrokken."))


# --- whoever holds the link ------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: Request, token: str) -> HttpResponse:
    """Two screens: what you are asked for, then your name and a password."""
    invitation = Invitation.objects.by_token(token)
    if invitation is None:
        return _unknown(request)
    if invitation.state != "open" or not invitations.may_still_invite(invitation):
        return _closed(request, invitation, token)
    context = {"invitation": invitation, "token": token}
    if User.objects.filter(email=invitation.email).exists():
        return _accept_with_account(request, invitation, token)
    if request.method != "POST" and "stap" not in request.GET:
        return render(request, "members/accept_1.html", context)
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        email=invitation.email,
        in_team=invitation.project is not None,
        initial={"name": invitation.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(token=token, **form.cleaned_data)
        except invitations.AddressTaken:
            return redirect(request.path)  # which now says that this address has an account
        except invitations.NotOpen:
            invitation.refresh_from_db()
            return _closed(request, invitation, token)
        return perform_login(request, user, email_verification="none", redirect_url="/mijn/?welkom")
    return render(request, "members/accept_2.html", {**context, "form": form})


def _accept_with_account(request: Request, invitation: Invitation, token: str) -> HttpResponse:
    """The address has an account: whoever is signed in with it adds the place, anybody else goes to the door first."""
    is_owner = request.user.is_authenticated and request.user.email == invitation.email
    form = LabelForm(request.POST or None) if invitation.project else None
    if request.method == "POST" and is_owner:
        shown = form is not None and form.is_valid() and form.cleaned_data["lived_experience"]
        try:
            invitations.accept(token=token, name="", password=None, user=request.user, lived_experience=shown)
        except invitations.NotOpen:
            invitation.refresh_from_db()
            return _closed(request, invitation, token)
        return redirect("members:mine")
    context = {"invitation": invitation, "token": token, "is_owner": is_owner, "form": form}
    return render(request, "members/accept_known.html", context)


def _closed(request: Request, invitation: Invitation, token: str) -> HttpResponse:
    return render(request, "members/accept_closed.html", {"state": invitation.state, "token": token}, status=410)


def _unknown(request: Request) -> HttpResponse:
    """A token that no invitation has: a guess, or the link of an earlier mail. The same words for both."""
    return render(request, "members/accept_closed.html", {"state": "unknown"}, status=404)


@never_cache
@require_POST
def ask_new_link(request: Request, token: str) -> HttpResponse:
    invitation = Invitation.objects.by_token(token)
    if invitation is None:
        return _unknown(request)
    asked = invitations.ask_anew(invitation=invitation)
    return render(request, "members/accept_asked.html", {"asked": asked})
