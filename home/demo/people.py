"""Demo people with verified addresses. Nobody is a superuser; rights come from memberships."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from home.demo.content_files import read_demo
from home.demo.records import Ledger
from staalkaart.members.demo_accounts import DEMO_DOMAIN, DEMO_PASSWORD
from staalkaart.members.models import Grant, Membership, Partner, Project, Region, User
from staalkaart.members.teams import join

Role = Grant.Role
# login → (name, role, where)
ACCOUNTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "lid": ("Lies Lid", Role.MEMBER, {"project": "tweespan-antwerpen"}),
    "coordinator": ("Sara Coördinator", Role.COORDINATOR, {"project": "tweespan-antwerpen"}),
    "ander": ("Anke Ander", Role.MEMBER, {"project": "zeegang-oostende"}),
    "begeleider": ("Ben Begeleider", Role.FACILITATOR, {"region": "noordoost"}),
    "partner": ("Pia Partner", Role.PARTNER, {"partner": "sam"}),
    "redacteur": ("Rein Redacteur", Role.EDITOR, {}),
    "beheerder": ("Bea Beheerder", Role.ADMIN, {}),
}
PLACES: dict[str, Any] = {"project": Project, "region": Region, "partner": Partner}


def load(ledger: Ledger, progress) -> None:
    for login, (name, role, where) in ACCOUNTS.items():
        ledger.once(f"person:{login}", partial(_make_account, login, name, role, where))
    progress()
    names = read_demo("people.yaml")["namen"]
    for pair, project in zip(_pairs(names), Project.objects.order_by("pk"), strict=False):
        ledger.once(f"team:{project.slug}", partial(_make_team, pair, project))
    progress()


def _pairs(names: list[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(names)
    while pair := tuple(islice(rest, 2)):
        yield pair


def _make_account(login: str, name: str, role: str, where: dict[str, str]) -> None:
    place = {kind: PLACES[kind].objects.get(slug=slug) for kind, slug in where.items()}
    join(membership=Membership(user=make_user(login, name, DEMO_PASSWORD), role=role, **place), by=None)


def _make_team(names: tuple[str, ...], project: Project) -> None:
    """Two seats: a coordinator and a colleague, who may be called in every third project."""
    for name, role in zip(names, (Role.COORDINATOR, Role.MEMBER), strict=False):
        login = f"{name.split()[0].lower().translate(PLAIN)}.{project.slug}"
        user = make_user(login, name, None)
        if role == Role.COORDINATOR and project.pk % 3 == 0:
            user.phone, user.may_be_called = "011 00 00 00", True
            user.save()
        join(membership=Membership(user=user, role=role, project=project), by=None)


PLAIN = str.maketrans("ïéèë", "ieee")


@cache
def _hashed(password: str) -> str:
    """The seven demo accounts have one password that everybody knows; hashing it is made to be slow, so it is done once."""
    return make_password(password)


def make_user(login: str, name: str, password: str | None) -> User:
    user = User.objects.create_user(login + DEMO_DOMAIN, None, name=name)
    if password is not None:
        User.objects.filter(pk=user.pk).update(password=_hashed(password))
        user.refresh_from_db()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
