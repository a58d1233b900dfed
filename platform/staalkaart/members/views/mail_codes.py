"""Pages that wait for a code from a mail: until when, how many tries are left, a new one, and what to do without."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from allauth.account import app_settings
from allauth.account import views as account_views
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.web.request import Request
from staalkaart.members.code_forms import WRONG


class MailCode:
    """On top of a view of allauth with a `_process`: an empty field is no try, and nothing ends without a word."""

    template_name = "account/mail_code.html"
    ask_anew: str  # the name of the address where one asks for a code
    is_own = False  # the address is known to be this person's own
    request: Request
    _process: Any

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if getattr(self, "_process", None) or request.user.is_authenticated != self.is_own:
            return response
        return self.ask_again(messages.INFO, nothing_waits())

    def ask_again(self, level: int, words: str) -> HttpResponse:
        messages.add_message(self.request, level, words)
        return redirect(self.passthrough_next_url(reverse(self.ask_anew)))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "minutes": self._process.timeout // 60,
            "until": datetime.fromtimestamp(self._process.state["at"] + self._process.timeout, UTC),
            "is_own": self.is_own,
            "ask_anew": reverse(self.ask_anew),
            "can_resend": self.can_resend(),
        }
        return super().get_context_data(**kwargs) | own  # type: ignore[misc]

    def can_resend(self) -> bool:
        return self._process.can_resend

    def form_invalid(self, form: Any) -> HttpResponse:
        if not form.has_error("code", WRONG):
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        if not self._process.record_invalid_attempt():
            return self.ask_again(messages.ERROR, _("Dat was te vaak fout. De code werkt niet meer: vraag een nieuwe."))
        left = self._process.max_attempts - self._process.state["failed_attempts"]
        words = ngettext(
            "Deze code klopt niet. Je kan nog één keer proberen.",
            "Deze code klopt niet. Je kan nog %(n)s keer proberen.",
            left,
        )
        form.errors["code"] = form.error_class([words % {"n": left}])
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        self._process.state["at"] = time.time()  # a new code lives as long as the first
        response = super()._resend_form_valid(form)  # type: ignore[misc]
        self.say_it_is_sent_again()
        return response

    def say_it_is_sent_again(self) -> None:
        own = _("Er is een nieuwe code onderweg. De vorige werkt niet meer.")
        other = _("Hoort dit adres bij een account, dan is er een nieuwe code onderweg. De vorige werkt niet meer.")
        messages.info(self.request, own if self.is_own else other)


def nothing_waits() -> str:
    """Also the answer when a code was too old: which of the two is nobody's business but its owner's."""
    minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
    words = _("Hier wacht geen code. Ze werkt %(n)s minuten, op het toestel waarop je ze vroeg. Vraag een nieuwe.")
    return words % {"n": minutes}


class LoginCode(MailCode, account_views.ConfirmLoginCodeView):
    ask_anew = "account_request_login_code"


class ReauthenticationCode(MailCode, account_views.ConfirmReauthenticationCodeView):
    ask_anew = "account_request_reauthentication_code"
    is_own = True


class PasswordCode(MailCode, account_views.ConfirmPasswordResetCodeView):
    """allauth sends this code once; a mail that stays away is as likely here."""

    ask_anew = "account_reset_password"

    def can_resend(self) -> bool:
        return not self._process.is_resend_quota_reached(app_settings.LOGIN_BY_CODE_MAX_RESEND_COUNT)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") != "resend" or not self.can_resend():
            return super().post(request, *args, **kwargs)
        process = self._process
        if limited := ratelimit.consume_or_429(request, action="reset_password", key=process.state["email"].lower()):
            return limited
        process.state["at"] = time.time()
        process.record_resend()
        process.send()
        process.persist()
        self.say_it_is_sent_again()
        return HttpResponseRedirect(request.get_full_path())


class NewPassword(account_views.CompletePasswordResetView):
    """After the new password one signs in; a page that only says so is a press too many."""

    success_url = reverse_lazy("account_login")

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        if not self._process:
            messages.info(request, nothing_waits())
        return response
