"""The validation round: somebody outside judges a card entry by entry, by a one-time link or in Word."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.knowledge.models.card import CardEntry

LINK_DAYS = 30


def in_thirty_days():
    return timezone.now() + timedelta(days=LINK_DAYS)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class ReviewRoundQuerySet(models.QuerySet):
    def open_for(self, token: str) -> Self:
        return self.filter(
            token_hash=hash_token(token), submitted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )


class ReviewRound(models.Model):
    """One reviewer asked about one card. Only the hash of the link's token is kept."""

    class Way(models.TextChoices):
        LINK = "link", _("via een link")
        WORD = "word", _("in Word")

    page = models.ForeignKey(
        "knowledge.WorkingModelPage", on_delete=models.CASCADE, related_name="reviews", verbose_name=_("werkmodel")
    )
    way = models.CharField(_("hoe"), max_length=6, choices=Way, default=Way.LINK)
    reviewer = models.CharField(_("wie kijkt na"), max_length=120)
    reviewer_role = models.CharField(
        _("in welke rol"), max_length=120, help_text=_("Bijvoorbeeld: onderzoeker, coördinator.")
    )
    token_hash = models.CharField(max_length=64, db_index=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("gevraagd door"),
    )
    created_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    expires_at = models.DateTimeField(_("geldig tot"), default=in_thirty_days)
    submitted_at = models.DateTimeField(_("ingediend op"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("validatieronde")
        verbose_name_plural = _("validatierondes")

    def __str__(self) -> str:
        return f"{self.page} · {self.reviewer}"

    def new_token(self) -> str:
        """Set a fresh token on this (unsaved) round and return it; it cannot be read back later."""
        token = secrets.token_urlsafe(24)
        self.token_hash = hash_token(token)
        return token

    @property
    def state(self) -> str:
        if self.submitted_at:
            return str(_("ingediend"))
        if self.revoked_at:
            return str(_("ingetrokken"))
        return str(_("verlopen")) if self.expires_at <= timezone.now() else str(_("wacht op antwoord"))

    @property
    def is_open(self) -> bool:
        return not (self.submitted_at or self.revoked_at) and self.expires_at > timezone.now()

    @staticmethod
    def address(token: str) -> str:
        return reverse("knowledge:review", args=[token])


class ReviewAnswer(models.Model):
    """What a reviewer says of one entry; an editor decides what happens with it."""

    class Verdict(models.TextChoices):
        RIGHT = "right", _("klopt")
        DIFFERENT = "different", _("anders")
        REMOVE = "remove", _("weg ermee")
        NEW = "new", _("nieuw punt")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("te bekijken")
        CONFIRMED = "confirmed", _("punt bevestigd")
        REWRITTEN = "rewritten", _("voorstel overgenomen")
        DISPUTED = "disputed", _("op betwist gezet")
        REMOVED = "removed", _("punt geschrapt")
        LEFT = "left", _("niets mee gedaan")

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="answers")
    entry_id_at_review = models.PositiveBigIntegerField(
        _("punt"), null=True
    )  # none: a point that the reviewer proposes
    quadrant = models.CharField(_("vak"), max_length=12, blank=True)  # of a proposed point
    entry_title = models.CharField(_("titel bij nazicht"), max_length=80)
    verdict = models.CharField(_("oordeel"), max_length=10, choices=Verdict, blank=True)
    comment = models.TextField(_("opmerking"), blank=True, max_length=2000)
    new_title = models.CharField(_("voorgestelde titel"), max_length=80, blank=True)
    new_text = models.TextField(_("voorgestelde tekst"), max_length=600, blank=True)
    new_words = models.JSONField(default=dict, blank=True)  # field of the point → what it should say
    outcome = models.CharField(_("gevolg"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "entry_id_at_review"], name="one_answer_per_entry")]
        ordering = ["pk"]
        verbose_name = _("antwoord bij nazicht")
        verbose_name_plural = _("antwoorden bij nazicht")

    def __str__(self) -> str:
        return f"{self.entry_title}: {self.get_verdict_display()}"

    @property
    def rewritten(self) -> list[tuple[str, str]]:
        """(what it is called, what it should say) of every other part of the point that came back changed."""
        names = {field.name: str(field.verbose_name) for field in CardEntry._meta.fields}
        return [(names[name], text) for name, text in self.new_words.items()]
