"""An invitation: the only way to an account. Only the hash of its token is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.members.models.membership import PLACE_ROLES, Membership, Placed
from staalkaart.members.models.organisation import Partner, Region
from staalkaart.members.models.project import Project
from staalkaart.members.models.user import User

VALID_FOR = timedelta(days=14)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def by_token(self, token: str) -> Invitation | None:
        return self.filter(token_hash=hash_of(token)).first() if 0 < len(token) < 100 else None


class Invitation(Placed):
    """For one address, for one place and role. A new link makes the old one worthless. Its name, as the log keeps it, holds no address."""

    email = models.EmailField(_("e-mailadres"))
    name = models.CharField(_("naam"), max_length=120, blank=True)
    role = models.CharField(_("rol"), max_length=20, choices=PLACE_ROLES)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.CASCADE)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.CASCADE)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="accepted_invitations")
    revoked_at = models.DateTimeField(null=True, blank=True)
    asked_anew_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ["-created_at"]

    def get_absolute_url(self) -> str:
        return reverse("members:accept", args=[self.token])

    def renew(self) -> None:
        """Make a new link, valid from now; whoever holds the old one holds nothing."""
        self.nonce = secrets.token_hex(16)
        self.token_hash = hash_of(self.token)
        self.expires_at = timezone.now() + VALID_FOR

    @property
    def token(self) -> str:
        """Made from the nonce and the site's secret, so the database alone opens nothing, and a mail can be tried again."""
        made = hmac.new(settings.SECRET_KEY.encode(), f"invitation:{self.nonce}".encode(), hashlib.sha256)
        return urlsafe_b64encode(made.digest()).decode().rstrip("=")

    def note_sent(self) -> None:
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now())

    @property
    def state(self) -> str:
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"

    @property
    def state_words(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def can_be_sent(self) -> bool:
        return self.state in {"open", "expired"}

    def as_membership(self, user: User) -> Membership:
        return Membership(user=user, role=self.role, **self.place)


STATE_WORDS = {
    "open": _("verstuurd, nog niet aanvaard"),
    "expired": _("verlopen"),
    "accepted": _("aanvaard"),
    "revoked": _("ingetrokken"),
}
