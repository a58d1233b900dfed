"""The trail: one step of the learning loop, from one document to another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrailLink(models.Model):
    """One step of the learning loop: this came from that. Both ends are documents by their search uid, such as ``practice:12``."""

    class Kind(models.TextChoices):
        BECAME = "became", _("werd een punt van een staalkaart")
        ADVISES = "advises", _("toont hoe je ermee omgaat")
        DISCUSSED = "discussed", _("besproken")
        USED = "used", _("gebruikt in")
        LEARNED = "learned", _("werd een leerpunt")

    kind = models.CharField(max_length=10, choices=Kind)
    from_uid = models.CharField(max_length=60, db_index=True)
    from_anchor = models.CharField(max_length=60, blank=True)
    to_uid = models.CharField(max_length=60, db_index=True)
    words = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "from_uid", "from_anchor", "to_uid"], name="trail_link_once")
        ]
        verbose_name = _("spoor")
        verbose_name_plural = _("sporen")

    def __str__(self) -> str:
        return f"{self.from_uid} → {self.to_uid}"
