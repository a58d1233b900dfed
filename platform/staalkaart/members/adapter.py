"""allauth's adapters: accounts exist by invitation only, so nobody signs up; mail speaks as the rest of the site does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils import timezone, translation

from staalkaart.core.delivery.mail import Mail, post
from staalkaart.members import throttle

TOO_LATE = timedelta(minutes=15)  # a code is worth nothing by then


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
        """Signing in and out shows by itself; a message would wait in a cookie on pages that are the same for all."""
        if message_template and "logged_" not in message_template:
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, so that a slow mail server neither breaks a login nor tells which addresses are known."""
        message = self.render_mail(template_prefix, email, context)
        post(
            "account",
            to=email,
            subject=message.subject,
            body=message.body,
            language=translation.get_language() or "nl",
            at=timezone.now().isoformat(),
        )

    def format_email_subject(self, subject: str) -> str:
        return subject


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
