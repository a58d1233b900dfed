"""What somebody wrote in a phase. Only the text; who may read it is the machine's business."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.intervision.choices import KINDS as KNOWN_KINDS
from forums.intervision.choices import RATINGS, Kind, Role
from forums.intervision.models.trajectory import Phase, Trajectory
from staalkaart.learning.markup import rendered

TEXT_MAX = 7000


def new_anchor() -> str:
    return secrets.token_hex(4)


class Contribution(models.Model):
    """One typed post. A late one waits for the facilitator."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="contributions")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="contributions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    kind = models.CharField(max_length=20)
    text = models.TextField(max_length=TEXT_MAX)
    html = models.TextField(editable=False)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="replies")
    rating = models.CharField(max_length=10, blank=True, choices=list(RATINGS.items()))
    shown_name = models.CharField(
        max_length=40, blank=True
    )  # where the owner is hidden: what it is read under, for good
    anchor = models.CharField(max_length=12, default=new_anchor)  # tells nothing of who wrote first
    position = models.PositiveIntegerField(default=0)  # the random place among those that opened together
    is_late = models.BooleanField(default=False)
    posted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)  # when its phase ended: from then on it is only added to

    class Meta:
        ordering = ["phase__number", "position", "pk"]
        verbose_name = _("bijdrage")
        verbose_name_plural = _("bijdragen")
        indexes = [models.Index(fields=["trajectory", "phase"], name="contribution_phase")]

    def __str__(self) -> str:
        return f"bijdrage {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.text)
        super().save(*args, **kwargs)

    @property
    def phase_number(self) -> int:
        return self.phase.number

    @property
    def stamp(self) -> str:
        """Which version of the text this is."""
        return str(int(self.edited_at.timestamp() * 1000)) if self.edited_at else "0"

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None

    @property
    def sort(self) -> Kind:
        return KNOWN_KINDS[self.kind]


class Correction(models.Model):
    """Added by the author after the phase: the first text stays as it was read."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(max_length=2000)
    html = models.TextField(editable=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("aanvulling")

    def __str__(self) -> str:
        return f"aanvulling {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.text)
        super().save(*args, **kwargs)
