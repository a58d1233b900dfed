"""What somebody told the editors about a page, without an account."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REPORT_MAX = 1500
PATH_MAX = 300


class PageReport(models.Model):
    """Nothing says who wrote it. `path` is the address on this site that it is about, "" for the site as a whole."""

    path = models.CharField(_("over welke pagina"), max_length=PATH_MAX, blank=True)
    text = models.TextField(_("wat klopt er niet?"), max_length=REPORT_MAX)
    created_at = models.DateTimeField(_("gemeld op"), default=timezone.now, editable=False)
    is_handled = models.BooleanField(_("afgehandeld"), default=False)
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)
    note = models.TextField(_("nota van de redactie"), blank=True, max_length=1000)

    class Meta:
        ordering = ["is_handled", "-created_at"]
        verbose_name = _("melding over een pagina")
        verbose_name_plural = _("meldingen over pagina's")

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.text[:80]}"

    def save(self, *args, **kwargs):
        self.handled_at = (self.handled_at or timezone.now()) if self.is_handled else None
        super().save(*args, **kwargs)
