"""A circle: five to eight people and a facilitator who consult each other, and the agreements they accepted."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import AudienceModel
from staalkaart.members.models import Grant, Region

MOST = 8  # beside the facilitator


class Circle(AudienceModel):
    """Nobody reads a circle by role: its own token opens it, and only `circles` gives that."""

    name = models.CharField(_("naam van de kring"), max_length=80)
    purpose = models.CharField(
        _("waarvoor"), max_length=200, blank=True, help_text=_("Eén zin. Schrijf hier niets over een casus.")
    )
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("regio"))
    takes_guests = models.BooleanField(
        _("neemt een casus van buiten de kring aan"),
        default=False,
        help_text=_("Leden van het netwerk zien dan de naam van de kring als ze een casus willen inbrengen."),
    )
    created_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kring")
        verbose_name_plural = _("kringen")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The audience is the circle itself, which has a number only once it is stored; until then it is nobody's."""
        if self.pk is None:
            self.audience = "circle:9" + "9" * 15
            super().save(*args, **kwargs)
            type(self)._base_manager.filter(pk=self.pk).update(audience=self.token)
            self.audience = self.token
        else:
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("intervision:circle", args=[self.pk])

    @property
    def token(self) -> str:
        return f"circle:{self.pk}"


class CircleSeatQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(joined_at__isnull=False, left_at=None)

    def invited(self) -> Self:
        return self.filter(joined_at=None, left_at=None)


class CircleSeat(models.Model):
    """An invitation to a circle, and the place that follows from accepting it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circle_seats")
    role = models.CharField(
        _("rol"),
        max_length=20,
        choices=[(role.value, role.label) for role in (Grant.Role.MEMBER, Grant.Role.FACILITATOR)],
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = CircleSeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "user"], condition=Q(left_at=None), name="one_seat_in_a_circle")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.circle}"

    @property
    def is_facilitator(self) -> bool:
        return self.role == Grant.Role.FACILITATOR


class Agreement(models.Model):
    """A version of the agreements; a new text is a new version, which everybody accepts anew before the next start."""

    text = models.TextField(
        _("afspraken"), help_text=_("Een nieuwe tekst is een nieuwe versie. Elk aanvaardt ze opnieuw.")
    )
    created_at = models.DateTimeField(_("sinds"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("afspraken van de intervisie")
        verbose_name_plural = _("afspraken van de intervisie")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What somebody accepted is not changed any more: another text is a new version."""
        if self.pk is not None and self.acceptances.exists():
            if type(self).objects.filter(pk=self.pk, text=self.text).exists():
                return
            self.pk, self._state.adding, self.created_at = None, True, timezone.now()
            kwargs = {"force_insert": True}
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Agreement | None:
        return cls.objects.first()


class Acceptance(models.Model):
    """Who accepted which version, and when."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.agreement_id}"
