"""A member's own data: what members exports, what it erases, and the erasure of the account itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry

from staalkaart.core import registry
from staalkaart.core.models import OutboxRow
from staalkaart.core.own_data import Part, run_erasers
from staalkaart.core.retention import Rule
from staalkaart.members import addresses
from staalkaart.members.models import Invitation, User
from staalkaart.members.on_other_pages import contact_in_hand
from staalkaart.members.recognise import known
from staalkaart.members.second_factor import end_sessions
from staalkaart.members.teams import check_may_go, tell_contact

FORMER = "voormalig lid"
LOG_KEPT = timedelta(days=365)
INVITATION_KEPT = timedelta(days=90)
DEAD_MAIL_KEPT = timedelta(days=30)


# --- export ----------------------------------------------------------------------------------------------------------
def account_part(user: User) -> Part:
    fields = ("name", "email", "phone", "may_be_called", "introduction", "language", "date_joined", "last_login")
    return Part(_("Account"), [{name: getattr(user, name) for name in fields}])


def memberships_part(user: User) -> Part:
    rows = [
        {
            "wat": str(row),
            "functie": row.function,
            "ervaringsdeskundige": row.lived_experience,
            "sinds": row.since,
            "tot": row.until,
        }
        for row in user.memberships.select_related("project", "region", "partner")
    ]
    return Part(_("Plaatsen in het netwerk"), rows)


def sign_in_part(user: User) -> Part:
    """Where the person is signed in and which second factors exist; never a secret."""
    rows: list[dict[str, Any]] = [
        {"aangemeld op": row.created_at, "vanaf": row.ip, "toestel": row.user_agent}
        for row in UserSession.objects.filter(user=user)
    ]
    rows += [
        {"tweede stap": row.type, "ingesteld op": row.created_at} for row in Authenticator.objects.filter(user=user)
    ]
    return Part(_("Aanmelden"), rows)


def invitations_part(user: User) -> Part:
    received = Invitation.objects.filter(email=user.email)
    return Part(
        _("Uitnodigingen voor jou"), [{"op": row.created_at, "aanvaard op": row.accepted_at} for row in received]
    )


def log_part(user: User) -> Part:
    """What the log says about this person, and what it says they did; without the names of others."""
    about = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    rows = [{"op": row.timestamp, "over jou": row.action} for row in about]
    done = [*ModelLogEntry.objects.filter(user=user), *PageLogEntry.objects.filter(user=user)]
    return Part(_("Logboek"), rows + [{"op": row.timestamp, "door jou": row.action} for row in done])


# --- erasure ---------------------------------------------------------------------------------------------------------
def erase_traces(user: User) -> None:
    """Invitations, queued mail and the words of the log; the log keeps that something happened, not to whom."""
    kind = ContentType.objects.get_for_model
    invitations = Invitation.objects.filter(email=user.email) | Invitation.objects.filter(accepted_by=user)
    keys = [str(pk) for pk in invitations.values_list("pk", flat=True)]
    ModelLogEntry.objects.filter(content_type=kind(Invitation), object_id__in=keys).update(label=FORMER, data={})
    ModelLogEntry.objects.filter(content_type=kind(User), object_id=str(user.pk)).update(label=FORMER, data={})
    invitations.delete()
    for row in OutboxRow.objects.filter(topic="mail"):
        if row.payload.get("to") == user.email or row.payload.get("user") == user.pk:
            row.delete()
    end_sessions(user)


@transaction.atomic
def erase_account(*, user: User, by: User) -> None:
    """The person disappears; what belongs to a project stays there without the name."""
    for membership in user.memberships.current():
        check_may_go(membership, by)
        tell_contact(membership)
    pk = user.pk
    run_erasers(user)
    user.delete()
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        label=FORMER,
        object_id=str(pk),
        action="staalkaart.erased",
        timestamp=timezone.now(),
        user_id=by.pk if by.pk != pk else None,
        data={},
    )


# --- retention -------------------------------------------------------------------------------------------------------
def purge_sessions(now: datetime) -> int:
    gone, _kinds = Session.objects.filter(expire_date__lt=now).delete()
    known = Session.objects.values("session_key")
    stale, _kinds = UserSession.objects.exclude(session_key__in=known).delete()
    return gone + stale


def purge_invitations(now: datetime) -> int:
    old = Invitation.objects.filter(expires_at__lt=now - INVITATION_KEPT)
    return old.delete()[0]


def purge_log(now: datetime) -> int:
    return sum(
        model.objects.filter(timestamp__lt=now - LOG_KEPT).delete()[0] for model in (ModelLogEntry, PageLogEntry)
    )


def purge_dead_mail(now: datetime) -> int:
    return OutboxRow.objects.filter(topic="mail", dead=True, created_at__lt=now - DEAD_MAIL_KEPT).delete()[0]


RULES = (
    Rule(
        "sessions",
        _("Waar iemand aangemeld is"),
        _("tot het afmelden, hoogstens twee weken na het laatste bezoek"),
        purge_sessions,
    ),
    Rule("addresses", _("Wijzigingen van een e-mailadres"), _("dertig dagen"), addresses.purge),
    Rule("invitations", _("Uitnodigingen en hun adres"), _("tot negentig dagen na de vervaldag"), purge_invitations),
    Rule("log", _("Logboek van wie wat wijzigde of inkeek"), _("twaalf maanden"), purge_log),
    Rule("waved", _("Waarschuwingen die je wegtikte, als controlegetal"), _("een jaar"), known.purge),
    Rule("mail", _("Mails die niet vertrokken"), _("dertig dagen"), purge_dead_mail),
)
OWN_DATA = registry.OwnData(
    export={
        "account": account_part,
        "plaatsen": memberships_part,
        "aanmelden": sign_in_part,
        "uitnodigingen": invitations_part,
        "logboek": log_part,
    },
    erase=erase_traces,
    retain=RULES,
    in_hand=contact_in_hand,
)
