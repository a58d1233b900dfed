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
    left_out = models.JSONField(default=list)  # what stands in the file and is no part of a practice, in words
    fixes = models.JSONField(default=dict)  # what was decided on the screen: see import_file.Fixes
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invoer van praktijken")
        verbose_name_plural = _("invoer van praktijken")

    def __str__(self) -> str:
        return self.name


class ImportWord(models.Model):
    """What a word of a project's own lists means here, remembered from an import before."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)  # "field|value", folded
    means = models.CharField(max_length=120, blank=True)  # a slug or a town; empty: leave it out

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="import_word_once")]
        verbose_name = _("woord bij het inlezen")
        verbose_name_plural = _("woorden bij het inlezen")

    def __str__(self) -> str:
        return f"{self.name} → {self.means}"
