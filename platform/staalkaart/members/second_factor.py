"""Who may do much needs a second factor: facilitators, editors, administrators. Asked calmly, once, before anything else."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.mail import Mail, post
from staalkaart.core.web.request import Request
from staalkaart.members.models import Grant, User

ASKED_OF = (Grant.Role.FACILITATOR, Grant.Role.EDITOR, Grant.Role.ADMIN)
SET_UP_HERE = "second factor set up here"
OPEN = ("/rekening/", "/static/", "/healthz", "/taal/", "/nu-hulp-nodig/")  # what one reaches without it


def is_missing(request: Request, viewer: Viewer) -> bool:
    """Does this session hold power without a second factor used or set up *in it*? One query, for those roles only."""
    if viewer.is_visitor or not viewer.has_role(*ASKED_OF):
        return False
    factors = Authenticator.objects.filter(user=viewer.user_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    used = any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
    return not ((used or request.session.get(SET_UP_HERE)) and factors.exists())


def note_set_up(sender: Any, request: Request, user: User, **kwargs: Any) -> None:
    """A first factor was added in this session: it counts as used here, and every other session ends."""
    request.session[SET_UP_HERE] = True
    request.session.save()
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


class SecondFactorMiddleware:
    """Until it is set up, every address leads to the set-up page; nothing of the role works meanwhile."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view, args, kwargs) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(OPEN):
            return None
        return HttpResponseRedirect(reverse("mfa_index")) if is_missing(request, request.viewer) else None


class DownloadCodes(DownloadRecoveryCodesView):
    """allauth's file of recovery codes, under a name that its owner recognises between other downloads."""

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **response_kwargs)
        response["Content-Disposition"] = f'attachment; filename="{_("noodcodes-staalkaart.txt")}"'
        return response


@transaction.atomic
def reset_second_factor(*, user: User, by: User, reason: str) -> int:
    """After a call back: every factor and every session of this person goes, and they are told by mail. Returns how many."""
    removed, _by_type = Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log(user, "staalkaart.factor_reset", user=by, data={"reason": reason})
    post("factor_reset", user=user.pk)
    return removed


def end_sessions(user: User) -> None:
    """Sign this person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def factor_reset_mail(payload: dict) -> Mail | None:
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    return Mail(user.email, "factor_reset", {"name": user.name}, user.language) if user else None
