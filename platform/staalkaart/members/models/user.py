"""People and what they were granted. A grant is the only source of a viewer's tokens and roles."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer, check_audience
from staalkaart.core.writing.phones import check_phone
from staalkaart.members.demo_accounts import refuse_demo_address


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Raises ValidationError for an address of the demo on a site without one."""
        refuse_demo_address(email)
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account: known by e-mail, never a superuser."""

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=120, blank=True)
    is_active = models.BooleanField(_("actief"), default=True)
    is_staff = models.BooleanField(_("mag in het beheer"), default=False, editable=False)
    date_joined = models.DateTimeField(_("lid sinds"), default=timezone.now)
    language = models.CharField(
        _("taal van mails"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    phone = models.CharField(_("telefoon"), max_length=40, blank=True, validators=[check_phone])
    may_be_called = models.BooleanField(_("nieuwe collega's mogen mij bellen"), default=False)
    introduction = models.TextField(_("wie ben je?"), max_length=600, blank=True)
    suspended_reason = models.CharField(_("reden van schorsing"), max_length=300, blank=True)

    objects = UserManager()

    class Meta:
        verbose_name = _("lid")
        verbose_name_plural = _("leden")
        constraints = [models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_is_superuser")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    @property
    def first_name(self) -> str:
        """Wagtail greets people by first name."""
        return str(self).split(" ")[0]

    @property
    def last_name(self) -> str:
        return " ".join(str(self).split(" ")[1:])

    def as_viewer(self) -> Viewer:
        """Who this person is to the access rule; one query."""
        pairs = self.grants.current().values_list("token", "role")
        return Viewer.with_grants(self.pk, pairs)


class GrantQuerySet(models.QuerySet):
    def current(self, at=None) -> Self:
        at = at or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)

    def of_kind(self, kind: str) -> Self:
        """Grants in rooms of one kind: every ``region:…``."""
        return self.filter(token__startswith=f"{kind}:")


class Grant(models.Model):
    """One token for one person in one role, for a time. Written by `members.grants` only."""

    class Role(models.TextChoices):
        MEMBER = "member", _("lid")
        COORDINATOR = "coordinator", _("coördinator")
        FACILITATOR = "facilitator", _("begeleider")
        PARTNER = "partner", _("partner")
        EDITOR = "editor", _("redacteur")
        ADMIN = "admin", _("beheerder")
        GLASS = "glass", _("noodtoegang")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", verbose_name=_("lid"))
    token = models.CharField(_("opent"), max_length=40, db_index=True)
    role = models.CharField(_("rol"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(_("vanaf"), default=timezone.now)
    until = models.DateTimeField(_("tot"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("recht")
        verbose_name_plural = _("rechten")
        constraints = [
            models.UniqueConstraint(fields=["user", "token", "role"], condition=Q(until=None), name="grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.token}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        check_audience(self.token)
        super().save(*args, **kwargs)
