"""The way in for the first administrator, before mail works: a link that holds an hour and opens once."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from staalkaart.members.models import Grant, Membership, User
from staalkaart.members.teams import join

HOLDS = timedelta(hours=1)
SALT = "staalkaart.first-sign-in"


class AdministratorExists(Exception):
    """There is an administrator already: that person invites the next."""


class StateToken(PasswordResetTokenGenerator):
    """Changes with the password and the last sign-in, so that a link that was used is worth nothing."""

    key_salt = SALT


state_token = StateToken()


def is_waiting(user: User) -> bool:
    """Was made and never signed in."""
    return user.is_active and user.last_login is None and not user.has_usable_password()


@transaction.atomic
def make_first_administrator(*, email: str, name: str) -> User:
    """The account with everything an administrator may; asked again, the same one, as long as it was never used.

    Raises AdministratorExists, and ValidationError for an address of the demo.
    """
    holders = User.objects.filter(memberships__in=Membership.objects.current().filter(role=Grant.Role.ADMIN))
    if holders.exists():
        user = holders.filter(email=email.lower()).first()
        if user is None or not is_waiting(user):
            raise AdministratorExists
        return user
    user = User.objects.filter(email=email.lower()).first()  # somebody who has an account gets the role beside it
    if user is None:
        user = User.objects.create_user(email, None, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif not user.is_active:
        raise ValidationError(_("Dit account is geschorst. Neem een ander adres."))
    join(membership=Membership(user=user, role=Grant.Role.ADMIN), by=None)
    return user


def sign_in_link(user: User) -> str:
    """The whole address. Whoever holds it chooses the password."""
    token = signing.dumps({"user": user.pk, "state": state_token.make_token(user)}, salt=SALT, compress=True)
    return settings.SITE_URL + reverse("members:first_sign_in", args=[token])


def holder_of(token: str) -> User | None:
    """Whom the link is for; None when it is too old, was used, or was never ours."""
    try:
        held = signing.loads(token, salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=held["user"]).first()
    usable = user is not None and is_waiting(user) and state_token.check_token(user, held["state"])
    return user if usable else None


@transaction.atomic
def choose_password(*, token: str, name: str, password: str) -> User | None:
    """Use the link. Two who use it at once: the second finds nothing."""
    holder = holder_of(token)
    user = User.objects.select_for_update().filter(pk=holder.pk).first() if holder else None
    if user is None or not is_waiting(user):
        return None
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    return user
