"""A file that is being read in: its cells wait here between choosing the columns and taking it over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.members.models import Project


class ImportRun(models.Model):
    """Kept for a week, for whoever started it only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice_imports")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    headings = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    numbers = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invoer van praktijken")
        verbose_name_plural = _("invoer van praktijken")

    def __str__(self) -> str:
        return self.name
