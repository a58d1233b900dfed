"""What other projects did with a practice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.page import PracticePage
from staalkaart.members.models import Project


class Use(models.Model):
    """ "Wij doen dit ook", or "ik heb dit gebruikt" with what the project changed. One row per project."""

    page = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="uses")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="practice_uses")
    changed = models.TextField(_("wat veranderde je?"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "project"], name="practice_use_once")]
        verbose_name = _("gebruik van een praktijk")

    def __str__(self) -> str:
        return f"{self.project} · {self.page}"
