"""What editors own of search: rings of words that mean the same to somebody who searches."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from staalkaart.core.delivery.indexing import IndexedModel

MAX_WORDS = 12


class SynonymRing(IndexedModel):
    """Words, or short phrases, that find each other; or, with `from_words`, that are found by who types one of those."""

    words = models.TextField(
        _("woorden"), help_text=_("Eén woord of korte uitdrukking per regel. Wie het ene zoekt, vindt ook het andere.")
    )
    from_words = models.TextField(
        _("enkel vanuit deze woorden"),
        blank=True,
        help_text=_(
            "Laat leeg als alle woorden elkaar vinden. Anders: wie een van deze woorden typt, vindt ook de woorden hierboven, en "
            "niet omgekeerd. Voor woorden die ruimer of kwetsend zijn: ze verschijnen nooit als label op het scherm."
        ),
    )

    panels = [FieldPanel("words"), FieldPanel("from_words")]

    class Meta:
        ordering = ["words"]
        verbose_name = _("synoniemen")
        verbose_name_plural = _("synoniemen")

    def __str__(self) -> str:
        names = " · ".join(self.members)
        return f"{' · '.join(self.sources)} → {names}" if self.sources else names

    @property
    def members(self) -> list[str]:
        return _lines(self.words)

    @property
    def sources(self) -> list[str]:
        return _lines(self.from_words)

    def clean(self) -> None:
        fewest = 1 if self.sources else 2
        if not fewest <= len(self.members) <= MAX_WORDS or len(self.sources) > MAX_WORDS:
            raise ValidationError({"words": _("Een ring heeft twee tot twaalf woorden, elk op een eigen regel.")})
        if any(len(word) > 60 for word in [*self.members, *self.sources]):
            raise ValidationError({"words": _("Een woord of uitdrukking is hoogstens 60 tekens.")})


class MissedWord(models.Model):
    """A word that found nothing, on so many different days. Nothing says who asked, or in which question."""

    word = models.CharField(_("woord"), max_length=30, unique=True)
    days = models.PositiveSmallIntegerField(_("op hoeveel dagen"), default=1)
    last_on = models.DateField(_("laatst op"))

    class Meta:
        ordering = ["-days", "word"]
        verbose_name = _("woord zonder resultaat")
        verbose_name_plural = _("woorden zonder resultaat")

    def __str__(self) -> str:
        return self.word


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
