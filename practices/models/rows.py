"""What people filter and search on hangs under a practice as rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from practices.choices import (
    BLOCK_BY_SLUG,
    BLOCK_CHOICES,
    BLOCK_MAX,
    FACT_BY_SLUG,
    FACT_CHOICES,
    POINT_MAX,
    Basis,
    PointKind,
)
from practices.models.page import PracticePage
from staalkaart.knowledge.models import WorkingModelPage


class PracticeModel(Orderable):
    """A working model that the practice uses; the first is the main one."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="model_rows")
    model = models.ForeignKey(WorkingModelPage, on_delete=models.CASCADE, related_name="practice_rows")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "model"], name="practice_model_once")]

    def __str__(self) -> str:
        return str(self.model)


class PracticePoint(Orderable):
    """One thing that works, or one thing the project ran into."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="point_rows")
    kind = models.CharField(max_length=8, choices=PointKind)
    title = models.CharField(_("in één zin"), max_length=140)
    text = models.TextField(_("uitleg"), max_length=POINT_MAX, blank=True)
    basis = models.CharField(_("hoe weet je dat?"), max_length=10, choices=Basis, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("punt van een praktijk")

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        """Its place on the page, the same in every version that keeps the order."""
        return f"punt-{self.sort_order}-{self.kind}"


class PracticeBlock(Orderable):
    """An optional part of the story; each kind at most once."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="block_rows")
    kind = models.CharField(max_length=20, choices=BLOCK_CHOICES)
    text = models.TextField(_("tekst"), max_length=BLOCK_MAX)

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "kind"], name="practice_block_once")]
        verbose_name = _("deel van een praktijk")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> str:
        return str(BLOCK_BY_SLUG[self.kind].title)


class PracticeFact(models.Model):
    """One value of one fact, such as ("duur", "6-12-maanden")."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="fact_rows")
    name = models.CharField(max_length=20, choices=FACT_CHOICES)
    value = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["page", "name", "value"], name="practice_fact_once")]
        indexes = [models.Index(fields=["name", "value"], name="practice_fact_value")]

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"

    @property
    def label(self) -> str:
        return str(FACT_BY_SLUG[self.name].values.get(self.value, self.value))
