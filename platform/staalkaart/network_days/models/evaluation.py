"""After the day: the report, and five questions that nobody can be found by."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import AudienceModel
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.network_days.models.day import NetworkDay

REPORT_MAX = 20_000


class Report(IndexedModel, AudienceModel):
    """Filled in by itself from the day, then edited; members read it once it was published."""

    published_lookup = {"is_published": True}

    day = models.OneToOneField(NetworkDay, on_delete=models.CASCADE, related_name="report")
    text = models.TextField(_("verslag"), max_length=REPORT_MAX, blank=True)
    html = models.TextField(editable=False, blank=True)
    is_published = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    stamp = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("verslag")
        verbose_name_plural = _("verslagen")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} · {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.audience = self.audience or self.day.audience
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("network_days:report", args=[self.day_id])

    @property
    def uid(self) -> str:
        return uid_of("report", self.pk)

    def index_keys(self) -> list[str]:
        return [self.uid] if self.pk else []


class FeedbackTicket(models.Model):
    """That somebody may answer, made for everybody at once when the day is over; whether they did, and nothing of when or what."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="feedback_tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "user"], name="one_feedback_ticket")]

    def __str__(self) -> str:
        return f"{self.day_id}"


class Feedback(models.Model):
    """An answer without a person, a moment or an order: its key is a random number."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="feedback")
    answers = models.JSONField()
    is_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.day_id}"


class ThanksSent(models.Model):
    """The thanks of a day went out: once, whatever crashes."""

    day = models.OneToOneField(NetworkDay, on_delete=models.CASCADE, related_name="thanks")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.day_id}"
