"""Codes of an app: one step of the clock earlier or later is fine, never the same code twice, and what to do when it is wrong."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WRONG = "incorrect_code"


def wrong_code() -> ValidationError:
    words = _(
        "Deze code klopt niet of is al voorbij. Neem de nieuwste uit je app. Blijft het fout? Kijk de klok van je telefoon na: zet "
        "datum en tijd op automatisch."
    )
    return ValidationError(words, code=WRONG)


class WithClock:
    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            raise wrong_code() if error.code == WRONG else error from error


class OnceOnly(WithClock):
    """The library forgets a used code after one step; with a step on either side it would be good once more."""

    authenticator: Any
    user: Any

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            known_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"used-code:{self.user.pk}:{''.join(code.split())}", "y", timeout=known_for):
                raise wrong_code()
        return code


class CodeForm(OnceOnly, AuthenticateForm):
    pass


class CodeAgainForm(OnceOnly, ReauthenticateForm):
    pass


class FirstCodeForm(WithClock, ActivateTOTPForm):
    pass
