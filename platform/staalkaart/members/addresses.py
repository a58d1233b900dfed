"""Changing an e-mail address, which is the key of an account: by its owner, or by an administrator after a call back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.delivery.mail import Mail, post
from staalkaart.members.models import AddressChange, User
from staalkaart.members.models.address import CONFIRM_WITHIN, UNDO_WITHIN
from staalkaart.members.second_factor import end_sessions

KEPT = timedelta(days=30)
CONFIRM, UNDO = "address confirm", "address undo"
LASTS = {CONFIRM: CONFIRM_WITHIN, UNDO: UNDO_WITHIN}


class Taken(Exception):
    """Another account has this address, or had it less than a week ago."""


class NotOpen(Exception):
    """The link was used, is too old, or another one came after it."""


# --- the three moments -----------------------------------------------------------------------------------------------
@transaction.atomic
def ask(*, user: User, new: str) -> None:
    """A link goes to the new address; whoever has an account there is told so instead, and the asker is told nothing else."""
    new = new.strip().lower()
    if is_taken(new, but=user):
        post("address_taken", to=new)
        return
    change = AddressChange.objects.create(user=user, old=user.email, new=new, by=user)
    post("address_confirm", pk=change.pk)


@transaction.atomic
def confirm(token: str) -> User:
    """The new address is the account's. Its old one is told, with a way back."""
    change = found(token, CONFIRM)
    if change is None or not change.can_be_confirmed:
        raise NotOpen
    _put(change.user, change.new)
    _done(change)
    return change.user


@transaction.atomic
def change_for(*, user: User, new: str, by: User, reason: str) -> None:
    """An administrator changes it after a call back; the person is signed out everywhere."""
    new = new.strip().lower()
    if is_taken(new, but=user):
        raise Taken
    change = AddressChange.objects.create(user=user, old=user.email, new=new, by=by)
    _put(user, new)
    end_sessions(user)
    _done(change, reason=reason)
    post("address_changed_for_you", pk=change.pk)


@transaction.atomic
def undo(token: str) -> User:
    """The old address is the account's again. Whoever changed it may know the password: everybody is signed out and it stops working."""
    change = found(token, UNDO)
    if change is None or not change.can_be_undone:
        raise NotOpen
    user = change.user
    if is_taken(change.old, but=user):
        raise Taken
    _put(user, change.old)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    later = AddressChange.objects.filter(user=user, pk__gte=change.pk, undone_at=None)
    later.update(
        undone_at=timezone.now()
    )  # what came after it is undone as well, and a link that still waits opens nothing
    log(user, "staalkaart.address_undone")
    return user


def _put(user: User, address: str) -> None:
    if is_taken(address, but=user):
        raise Taken
    user.email = address
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)


def _done(change: AddressChange, **data: Any) -> None:
    AddressChange.objects.filter(pk=change.pk).update(done_at=timezone.now())
    log(change.user, "staalkaart.address_changed", user=change.by, data=data)
    post("address_changed", pk=change.pk)


def is_taken(address: str, *, but: User) -> bool:
    """Also while its owner of last week can still take it back."""
    others = User.objects.filter(email=address).exclude(pk=but.pk).exists()
    since = timezone.now() - UNDO_WITHIN
    kept = AddressChange.objects.filter(old=address, done_at__gt=since, undone_at=None).exclude(user=but)
    return others or kept.exists()


# --- links -----------------------------------------------------------------------------------------------------------
def link(change: AddressChange, what: str) -> str:
    name = "members:address_confirm" if what == CONFIRM else "members:address_undo"
    return reverse(name, args=[signing.dumps(change.pk, salt=what)])


def found(token: str, what: str) -> AddressChange | None:
    try:
        number = signing.loads(token, salt=what, max_age=LASTS[what])
    except signing.BadSignature:
        return None
    return AddressChange.objects.select_related("user", "by").filter(pk=number, user__is_active=True).first()


# --- mails -----------------------------------------------------------------------------------------------------------
def _mail(payload: dict, kind: str, to: str, what: str = "", **more: Any) -> Mail | None:
    change = AddressChange.objects.select_related("user").filter(pk=payload["pk"]).first()
    if change is None:
        return None
    context = {"name": change.user.name, "url": link(change, what) if what else "", **more}
    return Mail(getattr(change, to), kind, context, change.user.language)


def confirm_mail(payload: dict) -> Mail | None:
    return _mail(payload, "address_confirm", "new", CONFIRM)


def changed_mail(payload: dict) -> Mail | None:
    return _mail(payload, "address_changed", "old", UNDO)


def changed_for_you_mail(payload: dict) -> Mail | None:
    return _mail(payload, "address_changed_for_you", "new")


def taken_mail(payload: dict) -> Mail | None:
    user = User.objects.filter(email=payload["to"], is_active=True).first()
    return Mail(user.email, "address_taken", {"name": user.name}, user.language) if user else None


MAILS = {
    "address_confirm": confirm_mail, "address_changed": changed_mail,
    "address_changed_for_you": changed_for_you_mail, "address_taken": taken_mail,
}  # fmt: skip


def purge(now: datetime) -> int:
    old = Q(asked_at__lt=now - KEPT)
    return AddressChange.objects.filter(old).delete()[0]
