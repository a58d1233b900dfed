"""Who joins, leaves, is suspended: the membership, its grants and the log change together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core import registry
from staalkaart.core.access import NETWORK, key_of, set_audience
from staalkaart.core.delivery.events import tell
from staalkaart.members.grants import grant, revoke, sync_groups
from staalkaart.members.models import Grant, Invitation, Membership, NetworkPart, Project, User
from staalkaart.members.models.project import PART_NAMES


class LastCoordinator(Exception):
    """A project keeps at least one coordinator while it runs."""


class AlreadyMember(Exception):
    """This person has this place already."""


class NotYourself(Exception):
    """Nobody gives themself a place in a team or region: that would open what a role does not open."""


class LastAdministrator(Exception):
    """A site keeps at least one administrator."""


@dataclass(frozen=True)
class HandoverItem:
    """Something a leaver has in hand, and what happens to it. Only the leaver reads it: that somebody has a case is case data."""

    words: str
    url: str = ""
    erased: str = ""  # what happens instead when the account is erased

    @property
    def when_erased(self) -> str:
        return self.erased or self.words


@transaction.atomic
def join(*, membership: Membership, by: User | None, invited_by: User | None = None) -> Membership:
    """Give a person a place with the rights that go with it; `membership` is not saved yet.

    `invited_by` asked, and the person accepted: then `by` is the person.
    """
    user = membership.user
    if by is not None and by.pk == user.pk and invited_by is None and (membership.project or membership.region):
        raise NotYourself
    if user.memberships.current().filter(**membership.place, role__in=_rivals(membership)).exists():
        raise AlreadyMember
    _begin(membership, by)
    _tell_the_team(membership, invited_by or by)
    if by is not None:
        tell("role_given", to=[user.pk], url="/mijn/", by=by, place=str(membership))
    return membership


def _begin(membership: Membership, by: User | None) -> None:
    membership.save()
    sync_grants(user=membership.user)
    log(membership.user, "staalkaart.joined", user=by, data={"as": str(membership)})


def _rivals(membership: Membership) -> list[str]:
    """Roles that cannot be held beside this one in the same place."""
    return [Grant.Role.MEMBER, Grant.Role.COORDINATOR] if membership.project else [membership.role]


@transaction.atomic
def leave(*, membership: Membership, by: User | None) -> None:
    """End a membership: rights are gone at the person's next request. What is in hand is handed over or paused by its feature."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until is not None:
        return
    check_may_go(membership, by)
    _end(membership, by)
    _tell_without_coordinator(membership, by)
    tell_contact(membership)
    if not membership.user.memberships.current().exists():
        for go in registry.each(registry.own_data, "leave"):
            go(membership.user)
    if by is not None:
        tell("role_ended", to=[membership.user_id], url="/mijn/", by=by, place=str(membership))


def show_label(*, membership: Membership, shown: bool) -> None:
    """The label of lived experience, by the person alone. Only a change is written, and logged."""
    if membership.lived_experience != shown:
        Membership.objects.filter(pk=membership.pk).update(lived_experience=shown)
        name = "staalkaart.label_shown" if shown else "staalkaart.label_hidden"
        log(membership.user, name, user=membership.user)


def check_may_go(membership: Membership, by: User | None) -> None:
    """Raise LastAdministrator, or LastCoordinator: nobody leaves a project alone by themself, an administrator may see to it."""
    if is_last_coordinator(membership) and (by is None or by.pk == membership.user_id):
        raise LastCoordinator
    if is_last_administrator(membership):
        raise LastAdministrator


def _tell_without_coordinator(membership: Membership, by: User | None) -> None:
    project = membership.project
    if project is None or project.is_stopped or not membership.is_coordinator:
        return
    if not Membership.objects.coordinators().filter(project=project).exists():
        able = Grant.objects.current().filter(token=project.region.token, role=Grant.Role.FACILITATOR)
        people = {*able.values_list("user", flat=True), *(row.user_id for row in project.memberships.current())}
        tell("without_coordinator", to=people, url=project.get_absolute_url(), by=by, project=str(project))


def tell_contact(membership: Membership) -> None:
    """The address under which a project is reached was theirs: the team gives another one."""
    project = membership.project
    if project and NetworkPart.objects.filter(project=project, contact_mail__iexact=membership.user.email).exists():
        team = project.memberships.current().values_list("user", flat=True)
        tell("contact_gone", to=team, url=reverse("members:project_edit", args=[project.slug]), project=str(project))


def _end(membership: Membership, by: User | None) -> None:
    membership.until = timezone.now()
    membership.save(update_fields=["until"])
    sync_grants(user=membership.user)
    _withdraw_invitations(membership)
    log(membership.user, "staalkaart.left", user=by, data={"as": str(membership)})


@transaction.atomic
def sync_grants(*, user: User) -> None:
    """Bring the rights that come from memberships in line with those that run now; circles and emergencies keep their own."""
    places = user.memberships.current().select_related("project__region", "region")
    wanted = {(token, str(role)) for place in places for token, role in place.grants()}
    running = user.grants.current().exclude(role=Grant.Role.GLASS).values_list("token", "role")
    held = {pair for pair in running if pair[0] == NETWORK or key_of(pair[0], "region") or key_of(pair[0], "project")}
    for token, role in held - wanted:
        revoke(user=user, token=token, role=role)
    for token, role in wanted - held:
        grant(user=user, token=token, role=role)


def move_project(*, project: Project) -> None:
    """After a change of region: the team's rights follow, and what was for the old region is for the new one."""
    for place in project.memberships.current().select_related("user"):
        sync_grants(user=place.user)
    for name in PART_NAMES:
        part = getattr(project, name, None)
        if part is not None and key_of(part.audience, "region") and part.audience != project.region.token:
            set_audience(obj=part, audience=project.region.token, by=None, reason="project moved to another region")


def _tell_the_team(membership: Membership, by: User | None) -> None:
    """Somebody from outside put a person in this team: the team knows at once."""
    project = membership.project
    if (
        project is None
        or by is None
        or by.as_viewer().has_role(Grant.Role.MEMBER, Grant.Role.COORDINATOR, token=project.token)
    ):
        return
    inside = (
        Grant.objects.current().filter(token=project.token).exclude(user=membership.user).values_list("user", flat=True)
    )
    url = f"/projecten/{project.slug}/ploeg/"
    tell(
        "placed_in_team", to=list(inside), url=url, by=by, who=str(by), name=str(membership.user), project=str(project)
    )


def _withdraw_invitations(membership: Membership) -> None:
    """Open invitations that this person made there lose their ground, and so do those to this person for that place."""
    open_ = Invitation.objects.open().filter(**membership.place)
    (open_.filter(invited_by=membership.user) | open_.filter(email=membership.user.email)).update(
        revoked_at=timezone.now()
    )


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User | None) -> Membership:
    """Member becomes coordinator of the same project, or the other way round."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if role == membership.role or membership.until is not None:
        return membership
    if is_last_coordinator(membership):
        raise LastCoordinator
    kept = {"function": membership.function, "lived_experience": membership.lived_experience}
    _end(membership, by)
    again = Membership(user=membership.user, project=membership.project, role=role, **kept)
    _begin(again, by)
    if by is not None:
        tell("role_given", to=[again.user_id], url="/mijn/", by=by, place=str(again))
    return again


def is_last_administrator(membership: Membership) -> bool:
    if membership.role != Grant.Role.ADMIN:
        return False
    others = Membership.objects.current().filter(role=Grant.Role.ADMIN, user__is_active=True)
    return not others.exclude(user=membership.user).exists()


def is_last_coordinator(membership: Membership) -> bool:
    project = membership.project
    if project is None or project.is_stopped or not membership.is_coordinator:
        return False
    return not Membership.objects.coordinators().filter(project=project).exclude(pk=membership.pk).exists()


def handover_list(membership: Membership) -> list[HandoverItem]:
    """What this person has in hand here: every feature says its own part."""
    return [
        item
        for source in registry.each(registry.own_data, "in_hand")
        for item in source(membership.user, membership.project)
    ]


@transaction.atomic
def suspend(*, user: User, by: User | None, reason: str) -> None:
    """Close an account at once, keeping everything: sessions end and nothing opens any more."""
    if any(is_last_administrator(place) for place in user.memberships.current()):
        raise LastAdministrator
    Invitation.objects.open().filter(invited_by=user).update(revoked_at=timezone.now())
    user.is_active, user.suspended_reason = False, reason
    user.save(update_fields=["is_active", "suspended_reason"])
    log(user, "staalkaart.suspended", user=by, data={"reason": reason})


@transaction.atomic
def restore(*, user: User, by: User | None) -> None:
    user.is_active, user.suspended_reason = True, ""
    user.save(update_fields=["is_active", "suspended_reason"])
    sync_groups(user=user)
    log(user, "staalkaart.restored", user=by)


def team_of(project: Project) -> Any:
    """Current members, coordinators first, in one query."""
    return project.memberships.current().filter(user__is_active=True).select_related("user").order_by("role", "since")
