"""Giving and taking rights. A role that works in the admin also puts the person in Wagtail's group for it, here and only here."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from staalkaart.core.access import NETWORK
from staalkaart.members.models import Grant, User

# Which Wagtail group goes with which role. What a group may do is set up in `members.groups`.
GROUP_OF_ROLE = {Grant.Role.EDITOR: "Redacteurs", Grant.Role.ADMIN: "Beheerders"}


@transaction.atomic
def grant(*, user: User, role: str, token: str = NETWORK, until: datetime | None = None) -> Grant:
    """Give `user` this role within `token`; the same grant twice is one grant."""
    row, _created = Grant.objects.get_or_create(user=user, token=token, role=role, until=until)
    sync_groups(user=user)
    return row


@transaction.atomic
def revoke(*, user: User, token: str | None = None, role: str | None = None) -> int:
    """End the running grants that match; the rights are gone at the person's next request. Returns how many ended."""
    rows = user.grants.current()
    if token:
        rows = rows.filter(token=token)
    if role:
        rows = rows.filter(role=role)
    ended = rows.update(until=timezone.now())
    sync_groups(user=user)
    return ended


def close_ended_grants(now: datetime) -> None:
    """Tick job: people whose role ran out leave its group. (The admin is closed to them at once, whatever group they are in.)"""
    running = Grant.objects.current(now).filter(role__in=GROUP_OF_ROLE).values("user")
    for user in User.objects.filter(groups__isnull=False).exclude(pk__in=running).distinct():
        sync_groups(user=user)


def sync_groups(*, user: User) -> None:
    """Bring group membership and the admin door in line with the grants that run now."""
    roles = set(user.grants.current().values_list("role", flat=True))
    names = [name for role, name in GROUP_OF_ROLE.items() if role in roles]
    user.groups.set(Group.objects.filter(name__in=names))
    is_staff = bool(names)
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
