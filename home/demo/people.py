"""Demo accounts with verified addresses. Nobody is a superuser; roles come from grants."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from staalkaart.members.models import Grant, User
from staalkaart.members.services import grant

from .records import Ledger

PASSWORD = "buddy-demo-2026"  # noqa: S105  printed by `make serve`, refused by production settings
PEOPLE = (
    ("lid", "Lies Lid", Grant.Role.MEMBER),
    ("redacteur", "Rein Redacteur", Grant.Role.EDITOR),
    ("beheerder", "Bea Beheerder", Grant.Role.ADMIN),
)


def load(ledger: Ledger, progress) -> None:
    for login, name, role in PEOPLE:
        ledger.once(
            f"person:{login}", lambda login=login, name=name, role=role: _make(f"{login}@demo.example", name, role)
        )
    progress()


def _make(email: str, name: str, role: str) -> None:
    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    grant(user=user, role=role)
