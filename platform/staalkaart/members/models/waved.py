"""Warnings of the recognisability check that a writer waved away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WavedWarning(models.Model):
    """A writer looked at this warning in this sentence and said that nobody is recognised by it. Only a digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="warning_waved_once")]
        verbose_name = _("waarschuwing die weggetikt is")

    def __str__(self) -> str:
        return self.digest
