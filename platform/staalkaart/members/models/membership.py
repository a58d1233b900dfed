"""Who takes part, where and as what. Grants follow from memberships; `members.teams` keeps them together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import NETWORK
from staalkaart.members.models.organisation import Partner, Region
from staalkaart.members.models.project import Project
from staalkaart.members.models.user import Grant, User

PLACE_ROLES = [(role.value, role.label) for role in Grant.Role if role != Grant.Role.GLASS]


class Placed(models.Model):
    """A role somewhere: what a membership and an invitation have in common."""

    project: Any
    region: Any
    partner: Any
    get_role_display: Callable[[], str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        where = self.project or self.region or self.partner
        return f"{self.get_role_display()} · {where}" if where else self.get_role_display()

    @property
    def place(self) -> dict[str, Any]:
        """Where, as the arguments of a filter or of a new row."""
        return {"project": self.project, "region": self.region, "partner": self.partner}


class MembershipQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(until=None)

    def coordinators(self) -> Self:
        """Those who can act for a project now: a suspended coordinator cannot."""
        return self.current().filter(role=Grant.Role.COORDINATOR, user__is_active=True)


class Membership(Placed):
    """One person in one place in one role, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("lid"))
    role = models.CharField(_("rol"), max_length=20, choices=PLACE_ROLES)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("project")
    )
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("regio"))
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("partner")
    )
    lived_experience = models.BooleanField(_("ervaringsdeskundige"), default=False, editable=False)
    function = models.CharField(_("functie"), max_length=80, blank=True)
    since = models.DateTimeField(_("sinds"), default=timezone.now)
    until = models.DateTimeField(_("tot"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        ordering = ["-role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "project"], condition=Q(until=None, project__isnull=False), name="once_in_a_project"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["member", "coordinator"], project__isnull=False, region=None, partner=None)
                | Q(role="facilitator", region__isnull=False, project=None, partner=None)
                | Q(role="partner", partner__isnull=False, project=None, region=None)
                | Q(role__in=["editor", "admin"], project=None, region=None, partner=None),
                name="role_fits_its_place",
            ),
        ]

    @property
    def is_coordinator(self) -> bool:
        return self.role == Grant.Role.COORDINATOR

    @property
    def label(self) -> str:
        """What colleagues read behind the name."""
        if self.function:
            return self.function
        return str(_("ervaringsdeskundige")) if self.lived_experience else self.get_role_display()

    def grants(self) -> list[tuple[str, str]]:
        """The (token, role) pairs that this membership gives."""
        if self.project is not None:
            return [
                (NETWORK, Grant.Role.MEMBER),
                (self.project.region.token, Grant.Role.MEMBER),
                (self.project.token, self.role),
            ]
        if self.region is not None:
            return [(NETWORK, Grant.Role.MEMBER), (self.region.token, self.role)]
        return [(NETWORK, self.role)]
