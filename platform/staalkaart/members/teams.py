"""Who joins, leaves, is suspended: the membership, its grants and the log change together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core import registry
from staalkaart.core.events import tell

from .models import Grant, Membership, Project, User
from .services import grant, revoke, sync_groups


class LastCoordinator(Exception):
    """A project keeps at least one coordinator while it runs."""


class AlreadyMember(Exception):
    """This person has this place already."""


class NotHandedOver(Exception):
    """Somebody who leaves still has something in hand."""


@dataclass(frozen=True)
class HandoverItem:
    """Something a leaver has in hand. `must` says that leaving waits for it."""

    words: str
    url: str = ""
    must: bool = False


@transaction.atomic
def join(*, membership: Membership, by: User | None) -> Membership:
    """Give a person a place with the rights that go with it; `membership` is not saved yet."""
    user, project = membership.user, membership.project
    held = user.memberships.current().filter(
        project=project, region=membership.region, partner=membership.partner, role__in=_rivals(membership)
    )
    if held.exists():
        raise AlreadyMember
    membership.save()
    for token, role in membership.grants():
        grant(user=user, token=token, role=role)
    log(user, "staalkaart.joined", user=by, data={"as": str(membership)})
    if by is not None:
        tell("role_given", to=[user.pk], url="/mijn/", by=by, place=str(membership))
    return membership


def _rivals(membership: Membership) -> list[str]:
    """Roles that cannot be held beside this one in the same place."""
    return [Grant.Role.MEMBER, Grant.Role.COORDINATOR] if membership.project else [membership.role]


@transaction.atomic
def leave(*, membership: Membership, by: User | None) -> None:
    """End a membership: rights are gone at the person's next request. What must be handed over first is an error."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until is not None:
        return
    if is_last_coordinator(membership):
        raise LastCoordinator
    if any(item.must for item in handover_list(membership)):
        raise NotHandedOver
    _end(membership, by)


def _end(membership: Membership, by: User | None) -> None:
    membership.until = timezone.now()
    membership.save(update_fields=["until"])
    user = membership.user
    kept = {pair for other in user.memberships.current() for pair in other.grants()}
    for token, role in membership.grants():
        if (token, role) not in kept:
            revoke(user=user, token=token, role=role)
    log(user, "staalkaart.left", user=by, data={"as": str(membership)})
    if by is not None:
        tell("role_ended", to=[user.pk], url="/mijn/", by=by, place=str(membership))


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User | None) -> Membership:
    """Member becomes coordinator of the same project, or the other way round."""
    if role == membership.role:
        return membership
    if is_last_coordinator(membership):
        raise LastCoordinator
    kept = {"function": membership.function, "lived_experience": membership.lived_experience}
    _end(membership, by)
    return join(membership=Membership(user=membership.user, project=membership.project, role=role, **kept), by=by)


def is_last_coordinator(membership: Membership) -> bool:
    project = membership.project
    if project is None or project.is_stopped or not membership.is_coordinator:
        return False
    return not Membership.objects.coordinators().filter(project=project).exclude(pk=membership.pk).exists()


def handover_list(membership: Membership) -> list[HandoverItem]:
    """What this person has in hand here: every feature says its own part."""
    return [
        item for source in registry.handover_sources.values() for item in source(membership.user, membership.project)
    ]


@transaction.atomic
def suspend(*, user: User, by: User | None, reason: str) -> None:
    """Close an account at once, keeping everything: sessions end and nothing opens any more."""
    user.is_active, user.suspended_reason = False, reason
    user.save(update_fields=["is_active", "suspended_reason"])
    log(user, "staalkaart.suspended", user=by, data={"reason": reason})


@transaction.atomic
def restore(*, user: User, by: User | None) -> None:
    user.is_active, user.suspended_reason = True, ""
    user.save(update_fields=["is_active", "suspended_reason"])
    sync_groups(user=user)
    log(user, "staalkaart.restored", user=by)


@transaction.atomic
def stop_project(*, project: Project, by: User | None) -> None:
    """The project becomes read-only and stays findable if its audience says so."""
    Project.objects.filter(pk=project.pk).update(status=Project.Status.STOPPED)
    project.refresh_from_db()
    project.save()
    log(project, "staalkaart.project_stopped", user=by)


def team_of(project: Project) -> Any:
    """Current members, coordinators first, in one query."""
    return project.memberships.current().filter(user__is_active=True).select_related("user").order_by("role", "since")
