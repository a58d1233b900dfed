"""The agenda that is worked on, and the programmes that were fixed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.network_days.choices import MOST_MINUTES, NOTE_MAX, TEXT_MAX, TITLE_MAX
from staalkaart.network_days.models.day import NetworkDay


class Block(models.Model):
    """A part of the day. `beside`: at the same time as the block before it."""

    form: Any  # its working form and whether that is a pause: set by `blocks_of`
    is_pause: bool

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("titel"), max_length=TITLE_MAX)
    minutes = models.PositiveSmallIntegerField(
        _("minuten"), default=30, validators=[MinValueValidator(5), MaxValueValidator(MOST_MINUTES)]
    )
    working_form = models.CharField(_("werkvorm"), max_length=60, default="anders")
    beside = models.BooleanField(_("tegelijk met het blok ervoor"), default=False)
    lead = models.CharField(_("wie begeleidt"), max_length=120, blank=True)
    lead_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("begeleider uit het netwerk"),
    )  # fmt: skip
    room = models.CharField(_("zaal"), max_length=80, blank=True)
    materials = models.CharField(_("materiaal"), max_length=300, blank=True)
    text = models.TextField(_("voor het draaiboek"), max_length=TEXT_MAX, blank=True)
    stamp = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("blok")
        verbose_name_plural = _("blokken")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network_days:block", args=[self.day_id, self.pk])


class BlockLink(models.Model):
    """What of the network a block is about, by its search uid. Who may see that thing, sees its name."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="links")
    uid = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["block", "uid"], name="linked_once")]
        indexes = [models.Index(fields=["uid"], name="block_link_uid")]

    def __str__(self) -> str:
        return self.uid


class Programme(models.Model):
    """A frozen version: what participants were told, for ever. `data` has the shape of `agenda.frozen`."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="programmes")
    number = models.PositiveSmallIntegerField()
    data = models.JSONField()
    changes = models.JSONField(
        default=list
    )  # sentences against the version before, in the words of the day it was fixed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["day", "number"], name="programme_number_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"

    @property
    def slots(self) -> list[dict[str, Any]]:
        return self.data["blocks"]


class Note(models.Model):
    """Written down on the day, under a block or for the whole day. For who prepares the day, until the report tells it."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="notes")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("notitie"), max_length=NOTE_MAX)
    key = models.UUIDField(null=True, unique=True)  # made on the phone: sent twice, it is one note
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Action(models.Model):
    """Who does what by when; followed on the next day."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="actions")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(_("wat"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="day_actions",
        verbose_name=_("wie"),
    )
    owner_words = models.CharField(_("of wie anders"), max_length=80, blank=True)
    due = models.DateField(_("tegen wanneer"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("hoe liep het af?"), max_length=300, blank=True)
    key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("actie")
        verbose_name_plural = _("acties")

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        return str(self.owner) if self.owner_id else self.owner_words
