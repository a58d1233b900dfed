"""The sentences and combinations that hang under a working model."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from staalkaart.knowledge.models.working_model import WorkingModelIndexPage, WorkingModelPage


class ModelLine(Orderable):
    """One sentence about a model, with where it comes from."""

    text = models.TextField(_("tekst"), max_length=400)
    reference = models.TextField(_("bron"), blank=True)

    panels = [FieldPanel("text"), FieldPanel("reference")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]


class WorksFor(ModelLine):
    page = ParentalKey(WorkingModelPage, on_delete=models.CASCADE, related_name="works_for")


class ExtraCare(ModelLine):
    page = ParentalKey(WorkingModelPage, on_delete=models.CASCADE, related_name="extra_care")


class ModelPrecondition(ModelLine):
    page = ParentalKey(WorkingModelPage, on_delete=models.CASCADE, related_name="preconditions")


class ModelExample(ModelLine):
    """A real organisation that the article names: no facts of its own."""

    page = ParentalKey(WorkingModelPage, on_delete=models.CASCADE, related_name="examples")


class GeneralCondition(ModelLine):
    """What every model needs, whichever one chooses."""

    page = ParentalKey(WorkingModelIndexPage, on_delete=models.CASCADE, related_name="conditions")
    title = models.CharField(_("titel"), max_length=80)

    panels = [FieldPanel("title"), *ModelLine.panels]


class ModelCombination(Orderable):
    """Two models that go well together; noted at one of them, shown at both."""

    page = ParentalKey(WorkingModelPage, on_delete=models.CASCADE, related_name="combinations")
    other = models.ForeignKey(
        WorkingModelPage, on_delete=models.CASCADE, related_name="combined_by", verbose_name=_("met welk model")
    )
    text = models.TextField(_("hoe"), max_length=300)
    caution = models.TextField(_("let op"), max_length=300, blank=True)
    reference = models.TextField(_("bron"), blank=True)

    panels = [FieldPanel("other"), FieldPanel("text"), FieldPanel("caution"), FieldPanel("reference")]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(condition=~models.Q(page=models.F("other")), name="combination_of_two")]
        verbose_name = _("combinatie")
        verbose_name_plural = _("combinaties")

    def __str__(self) -> str:
        return self.text[:80]
