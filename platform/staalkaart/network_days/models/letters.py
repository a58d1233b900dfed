"""What people are written about a day: letters of who prepares it, and the switches of what goes by itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.network_days.choices import LETTER_MAX, CallSort, Readers
from staalkaart.network_days.models.day import NetworkDay


class DayLetter(models.Model):
    """Kept on the day; `text` has its merge fields still in it. `count`: to how many it went."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="letters")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    readers = models.CharField(_("aan wie"), max_length=12, choices=Readers)
    subject = models.CharField(_("onderwerp"), max_length=120)
    text = models.TextField(_("tekst"), max_length=LETTER_MAX)
    sent_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("brief over een netwerkdag")
        verbose_name_plural = _("brieven over een netwerkdag")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("network_days:letter", args=[self.day_id, self.pk])


class LetterTo(models.Model):
    """Who was written, by a letter or by itself: so that nobody is written more than four times about one day."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="+")
    letter = models.ForeignKey(DayLetter, null=True, on_delete=models.CASCADE, related_name="readers_of")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["day", "user"], name="letter_to")]
        verbose_name = _("geadresseerde")
        verbose_name_plural = _("geadresseerden")

    def __str__(self) -> str:
        return str(self.user)


class DayCall(models.Model):
    """A switch of what goes by itself; no row: on, on its usual day. `due_at`: when a poll is to be told of."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="calls")
    sort = models.CharField(max_length=10, choices=CallSort)
    is_on = models.BooleanField(default=True)
    on = models.DateField(null=True, blank=True)  # another day than the usual one
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "sort"], name="one_call_of_a_sort")]
        verbose_name = _("automatisch bericht")
        verbose_name_plural = _("automatische berichten")

    def __str__(self) -> str:
        return f"{self.get_sort_display()} · {self.day}"
