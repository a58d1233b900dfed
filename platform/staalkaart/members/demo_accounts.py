"""The accounts of the demo and their password, which everybody knows: a real site knows neither (`DEMO_ALLOWED`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEMO_DOMAIN = "@demo.example"
DEMO_PASSWORD = "buddy-demo-2026"  # noqa: S105  printed by `make serve`


def is_refused(email: str) -> bool:
    """Is this an address of the demo, on a site that has no demo? Then no account by it is made or opened."""
    return not settings.DEMO_ALLOWED and email.strip().lower().endswith(DEMO_DOMAIN)


def refuse_demo_address(email: str) -> None:
    """A validator. Raises ValidationError."""
    if is_refused(email):
        raise ValidationError(_("Dit is een adres van de demo. Op een echte site kan je het niet gebruiken."))


def is_demo_password(password: str) -> bool:
    """Is this the password of the demo, on a site that has no demo? What is printed in a README opens nothing there."""
    return not settings.DEMO_ALLOWED and password.strip().lower() == DEMO_PASSWORD


class NotTheDemoPassword:
    """A password validator."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_demo_password(password):
            raise ValidationError(_("Dit is het wachtwoord van de demo. Kies een eigen wachtwoord."))

    def get_help_text(self) -> str:
        return _("Niet het wachtwoord van de demo.")
