"""allauth's adapters: accounts exist by invitation only, so nobody signs up; mail speaks as the rest of the site does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from staalkaart.core.delivery.mail import Mail, post
from staalkaart.core.models import OutboxRow
from staalkaart.members import throttle

TOO_LATE = timedelta(minutes=15)  # a code is worth nothing by then
SAID_BY_THE_PAGE = ("logged_", "login_code_sent", "recovery_codes_generated")
# Where a code is typed, by the mail that brings it and whether somebody who is in shows once more who it is
CODE_PAGES = {
    ("account/email/login_code", False): "account_confirm_login_code",
    ("account/email/login_code", True): "account_confirm_reauthentication_code",
    ("account/email/password_reset_code", False): "account_confirm_password_reset_code",
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials: Any) -> None:
        throttle.check(self._account(credentials), self.get_client_ip(request))

    def authenticate(self, request, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user:
            throttle.passed(self._account(credentials), self.get_client_ip(request))
        return user

    def authentication_failed(self, request, **credentials: Any) -> None:
        throttle.failed(self._account(credentials), self.get_client_ip(request))

    @staticmethod
    def _account(credentials: dict[str, Any]) -> str:
        return str(credentials.get("email") or "").strip().lower()

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        """What the next page says by itself is not said twice."""
        if not any(said in (message_template or "") for said in SAID_BY_THE_PAGE):
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, so that a slow mail server neither breaks a login nor tells which addresses are known."""
        page = CODE_PAGES.get((template_prefix, bool(context.get("reauthentication"))))
        context = context | {
            "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
            "page": _absolute(page) if page else "",
            "reset_page": _absolute("account_reset_password"),
        }
        message = self.render_mail(template_prefix, email, context)
        post(
            "account",
            rank=OutboxRow.Rank.PRESSING,
            to=email,
            subject=message.subject,
            body=message.body,
            language=translation.get_language() or "nl",
            at=timezone.now().isoformat(),
        )

    def format_email_subject(self, subject: str) -> str:
        return subject


def _absolute(name: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name)


def account_mail(payload: dict) -> Mail | None:
    """The one mail whose words wait in the queue: it holds a code that dies within minutes."""
    if datetime.fromisoformat(payload["at"]) < timezone.now() - TOO_LATE:
        return None
    context = {"subject_line": payload["subject"], "body": payload["body"]}
    return Mail(payload["to"], "account", context, payload["language"])


class FactorAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that a phone shows beside the passkey."""
        return super().get_public_key_credential_rp_entity() | {"name": "Staalkaart"}
