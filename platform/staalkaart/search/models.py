"""What editors own of search: rings of words that mean the same to somebody who searches."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from staalkaart.core.delivery.indexing import IndexedModel

MAX_WORDS = 12


class SynonymRing(IndexedModel):
    """Words, or short phrases, that find each other."""

    words = models.TextField(
        _("woorden"), help_text=_("Eén woord of korte uitdrukking per regel. Wie het ene zoekt, vindt ook het andere.")
    )

    panels = [FieldPanel("words")]

    class Meta:
        ordering = ["words"]
        verbose_name = _("synoniemen")
        verbose_name_plural = _("synoniemen")

    def __str__(self) -> str:
        return " · ".join(self.members)

    @property
    def members(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    def clean(self) -> None:
        if not 2 <= len(self.members) <= MAX_WORDS:
            raise ValidationError({"words": _("Een ring heeft twee tot twaalf woorden, elk op een eigen regel.")})
        if any(len(word) > 60 for word in self.members):
            raise ValidationError({"words": _("Een woord of uitdrukking is hoogstens 60 tekens.")})
