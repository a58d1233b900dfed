"""A change of somebody's address: asked, confirmed on the new address, told to the old one, which can undo it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = timedelta(hours=24)
UNDO_WITHIN = timedelta(days=7)


class AddressChange(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_changes")
    old = models.EmailField(_("oud adres"))
    new = models.EmailField(_("nieuw adres"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wijziging van een e-mailadres")
        verbose_name_plural = _("wijzigingen van e-mailadressen")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def can_be_confirmed(self) -> bool:
        """Only the last one that was asked; an older link opens nothing."""
        newest = type(self).objects.filter(user=self.user_id).order_by("-pk").values_list("pk", flat=True).first()
        is_open = self.done_at is None and self.undone_at is None
        return is_open and self.pk == newest and self.asked_at > timezone.now() - CONFIRM_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.done_at is not None and self.undone_at is None and self.done_at > timezone.now() - UNDO_WITHIN
