"""Who comes: one row per person and day, whatever happens to it; and the ticks at the door."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.members.models import Partner, Project
from staalkaart.network_days.choices import ON_LIST, TAKEN, Carpool, RegistrationStatus
from staalkaart.network_days.models.day import NetworkDay


class RegistrationQuerySet(models.QuerySet):
    def taken(self) -> Self:
        return self.filter(state__in=TAKEN)

    def on_list(self) -> Self:
        return self.filter(state__in=ON_LIST)

    def waiting(self) -> Self:
        return self.filter(state=RegistrationStatus.WAITING).order_by("ticket")

    def coming(self) -> Self:
        return self.filter(state=RegistrationStatus.IN)


class Registration(models.Model):
    """`ticket` is the number in the queue. Diet, access and childcare are for the facilitators, and gone thirty days later."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="day_registrations"
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)  # of a walk-in without an account
    project = models.ForeignKey(
        Project,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="day_registrations",
        verbose_name=_("project"),
    )
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RegistrationStatus, default=RegistrationStatus.IN)
    ticket = models.PositiveIntegerField()
    registered_at = models.DateTimeField(default=timezone.now)
    offered_at = models.DateTimeField(null=True)
    offer_until = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    is_walk_in = models.BooleanField(default=False)
    diet = models.CharField(_("eten"), max_length=200, blank=True)
    access = models.CharField(_("wat heb je nodig om mee te kunnen doen?"), max_length=300, blank=True)
    childcare = models.CharField(_("kinderopvang"), max_length=200, blank=True)
    carpool = models.CharField(_("samen rijden"), max_length=10, choices=Carpool, blank=True, default=Carpool.NONE)
    carpool_from = models.CharField(_("van waar?"), max_length=80, blank=True)
    carpool_remark = models.CharField(_("opmerking bij samen rijden"), max_length=160, blank=True)
    carpool_consent = models.BooleanField(
        _("mijn naam en vertrekplaats mogen op de lijst voor wie meerijdt"), default=False
    )
    photo_consent = models.BooleanField(_("ik mag op de foto"), default=False)
    question = models.CharField(_("vraag die je meebrengt"), max_length=200, blank=True)
    question_on_board = models.BooleanField(_("zet mijn vraag zonder naam op het oogstbord"), default=False)
    answers = models.JSONField(default=list, blank=True)  # [[question, answer]] of the day's own questions
    present = models.BooleanField(null=True)  # None: nobody ticked
    ticked_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["ticket"]
        verbose_name = _("inschrijving")
        verbose_name_plural = _("inschrijvingen")
        constraints = [
            models.UniqueConstraint(fields=["day", "user"], condition=Q(user__isnull=False), name="registered_once"),
            models.UniqueConstraint(fields=["day", "ticket"], name="ticket_once"),
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="somebody_registered"),
        ]
        indexes = [models.Index(fields=["day", "state", "ticket"], name="registration_queue")]

    def __str__(self) -> str:
        return self.who

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Who, for which day and with which number is settled under the lock of the day; a form knows none of them yet."""
        if not {"day", "user"} & set(exclude or ()):
            super().validate_constraints(exclude=exclude)

    @property
    def who(self) -> str:
        return str(self.user) if self.user_id else self.name

    @property
    def where(self) -> str:
        """As far as the reader may know it; nothing where nobody asked (core.access.reveal)."""
        return str(getattr(self, "visible_project", None) or self.partner or "")

    @property
    def question_uid(self) -> str:
        return f"question:{self.pk}"

    def offer_runs(self, now: datetime) -> bool:
        return self.state == RegistrationStatus.OFFERED and self.offer_until is not None and self.offer_until > now


class Tick(models.Model):
    """One tap at the door, made on a phone at `at`, perhaps sent much later. The last tap of a person counts."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="ticks")
    present = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.registration_id} {self.present}"
