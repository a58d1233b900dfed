"""Inviting, sending again, revoking, accepting: see Invitation for what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.log_actions import log

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.mail import Mail, post
from staalkaart.core.waiting import Waiting
from staalkaart.core.web.limits import DAY, HOUR, Window, spend
from staalkaart.members.models import Grant, Invitation, Membership, User
from staalkaart.members.teams import AlreadyMember, join, show_label

ASK_ANEW_EVERY = timedelta(hours=1)


class NotOpen(Exception):
    """The link was used, revoked or is past its date."""


class AddressTaken(Exception):
    """This address has an account; its owner signs in first."""


class AlreadyInvited(Exception):
    """There is an open invitation for this address and place."""


@transaction.atomic
def invite(*, by: User, email: str, role: str, name: str = "", **place: Any) -> Invitation:
    """Invite an address to a place ({project | region | partner}); the mail leaves through the outbox."""
    email = email.strip().lower()
    where = {key: place.get(key) for key in ("project", "region", "partner")}
    if Invitation.objects.open().filter(email=email, role=role, **where).exists():
        raise AlreadyInvited
    member = User.objects.filter(email=email).first()
    held = member.memberships.current().filter(**where) if member else Membership.objects.none()
    if held.filter(role=role).exists() or (where["project"] and held.exists()):
        raise AlreadyMember
    _spend(by, where["project"])
    invitation = Invitation(email=email, name=name, role=role, invited_by=by, **place)
    invitation.renew()
    invitation.save()
    post("invitation", pk=invitation.pk, nonce=invitation.nonce)
    log(invitation, "staalkaart.invited", user=by, data={"role": role})
    return invitation


def _spend(by: User, project: Any) -> None:
    """Mail in the network's name: ten an hour and fifty a day, for a person and for a project. Administrators start whole regions."""
    if by.as_viewer().has_role(Grant.Role.ADMIN):
        spend("invite-admin", by.pk, Window(100, HOUR), Window(400, DAY))
        return
    spend("invite", by.pk, Window(10, HOUR), Window(50, DAY))
    if project is not None:
        spend("invite-project", project.pk, Window(20, HOUR), Window(50, DAY))


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> None:
    """A new link for another fourteen days; the old one stops."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.can_be_sent:
        raise NotOpen
    _spend(by, invitation.project)
    invitation.renew()
    invitation.asked_anew_at = None
    invitation.save()
    post("invitation", pk=invitation.pk, nonce=invitation.nonce)
    log(invitation, "staalkaart.invited", user=by, data={"again": True})


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> bool:
    """Close a link; False when there was nothing left to close."""
    closed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if closed:
        log(invitation, "staalkaart.invitation_revoked", user=by)
    return bool(closed)


@transaction.atomic
def ask_anew(*, invitation: Invitation) -> bool:
    """Somebody holds an old link: tell the inviter, once an hour at most. False when there is nobody to tell."""
    since = timezone.now() - ASK_ANEW_EVERY
    inviter = invitation.invited_by
    if invitation.accepted_at or invitation.revoked_at or inviter is None or not inviter.is_active:
        return False
    if invitation.asked_anew_at is None or invitation.asked_anew_at < since:
        Invitation.objects.filter(pk=invitation.pk).update(asked_anew_at=timezone.now())
        post("invitation_asked_anew", pk=invitation.pk)
    return True


@transaction.atomic
def accept(
    *, token: str, name: str, password: str | None, user: User | None = None, lived_experience: bool = False
) -> User:
    """Use an invitation up: exactly once, however many times it is posted. Makes the account, or adds the place to `user`."""
    invitation = Invitation.objects.by_token(token)
    if invitation is None or not _use_up(invitation):
        raise NotOpen
    if not may_still_invite(invitation):
        raise NotOpen
    if user is None:
        user = _make_account(invitation, name, password)
    elif user.email != invitation.email:
        raise AddressTaken
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    if invitation.invited_by_id:
        url = f"/projecten/{invitation.project.slug}/ploeg/" if invitation.project else "/mijn/uitnodigingen/"
        tell("invitation_accepted", to=[invitation.invited_by_id], url=url, by=user, name=user.name)
    with suppress(AlreadyMember):  # another invitation to the same place came first: nothing is missing
        place = join(membership=invitation.as_membership(user), by=user, invited_by=invitation.invited_by)
        show_label(membership=place, shown=lived_experience)
    return user


def may_still_invite(invitation: Invitation) -> bool:
    """Somebody who lost the right to invite here leaves no working links behind; nor does anybody invite themself."""
    inviter = invitation.invited_by
    if inviter is None or not inviter.is_active or inviter.email == invitation.email:
        return False
    viewer = inviter.as_viewer()
    if viewer.has_role(Grant.Role.ADMIN):
        return True
    project = invitation.project
    return (
        project is not None and not project.is_stopped and viewer.has_role(Grant.Role.COORDINATOR, token=project.token)
    )


def _use_up(invitation: Invitation) -> int:
    return Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())


def _make_account(invitation: Invitation, name: str, password: str | None) -> User:
    """The link came by mail, so the address is verified."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as error:
        raise AddressTaken from error
    EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
    return user


def manageable_by(viewer: Viewer) -> Any:
    """The invitations that this viewer may send again or revoke: an administrator's all, a coordinator's own project's."""
    rows = Invitation.objects.select_related("project", "region", "partner", "invited_by")
    if viewer.has_role(Grant.Role.ADMIN):
        return rows
    return rows.filter(project__in=viewer.within("project", Grant.Role.COORDINATOR))


def waits_for_administrators(viewer: Viewer, user: User) -> Iterator[Waiting]:
    """Invitations that nobody answered yet, and links that somebody asked for anew."""
    if not viewer.has_role(Grant.Role.ADMIN):
        return
    address = reverse("members:invitation_list")
    if count := Invitation.objects.open().count():
        words = ngettext("%(n)s uitnodiging staat open", "%(n)s uitnodigingen staan open", count)
        yield Waiting(words % {"n": count}, address)
    yield from _asked_anew(viewer)


def waits_for_inviters(viewer: Viewer, user: User) -> Iterator[Waiting]:
    """What waits for an administrator, and for a coordinator the links that people of the own project asked for anew."""
    if viewer.has_role(Grant.Role.ADMIN):
        yield from waits_for_administrators(viewer, user)
    elif viewer.within("project", Grant.Role.COORDINATOR):
        yield from _asked_anew(viewer)


def _asked_anew(viewer: Viewer) -> Iterator[Waiting]:
    address = reverse("members:invitation_list")
    asked = manageable_by(viewer).filter(accepted_at=None, revoked_at=None).exclude(asked_anew_at=None).count()
    if asked:
        words = ngettext("%(n)s keer is een nieuwe link gevraagd", "%(n)s keer is een nieuwe link gevraagd", asked)
        yield Waiting(words % {"n": asked}, address)


# --- mails -----------------------------------------------------------------------------------------------------------
def invitation_mail(payload: dict) -> Mail | None:
    """The link, unless it was renewed, used or revoked since it was queued."""
    invitation = Invitation.objects.open().filter(pk=payload["pk"], nonce=payload["nonce"]).first()
    if invitation is None:
        return None
    by = invitation.invited_by
    context = {
        "invitation": invitation,
        "url": invitation.get_absolute_url(),
        "name": plain_name(invitation.name),
        "by": plain_name(by.name) if by else "",
    }
    return Mail(invitation.email, "invitation", context, sent=invitation.note_sent)


MOST_NAME = 40
A_LINK = re.compile(r"\S*(?:://|www\.|@|\w\.(?:\w{2,24})(?:/|\b))\S*")


def plain_name(name: str) -> str:
    """A name as it may stand in a mail of ours: short, one line, and nothing that a mail program makes a link of."""
    return " ".join(A_LINK.sub(" ", name).split())[:MOST_NAME].strip()


def asked_anew_mail(payload: dict) -> Mail | None:
    invitation = Invitation.objects.filter(pk=payload["pk"], accepted_at=None, revoked_at=None).first()
    inviter = invitation.invited_by if invitation else None
    if inviter is None or not inviter.is_active:
        return None
    return Mail(
        inviter.email, "invitation_asked_anew", {"invitation": invitation, "name": inviter.name}, inviter.language
    )
