"""The choice card of a model, in words to the person; one more says "nothing yet", which is a choice too."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.knowledge.models import Source, WorkingModelPage
from staalkaart.knowledge.models.reference import everyday_words, lines

AS_MANY = _("Eén per regel, evenveel op elke kaart.")


class ChoiceCard(IndexedModel):
    """Without a model it is "nothing yet". Good and difficult sides have equal room: lists of the same length."""

    slug = models.SlugField(_("adres"), unique=True, max_length=80)
    model = models.OneToOneField(
        WorkingModelPage,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="choice_card",
        verbose_name=_("model"),
        help_text=_("Leeg: de kaart “nu nog niets”."),
    )
    name = models.CharField(_("naam"), max_length=60)
    easy_name = models.CharField(_("naam, makkelijk"), max_length=40, blank=True)
    easy_sentence = models.CharField(_("in één makkelijke zin"), max_length=80, blank=True)
    what = models.TextField(_("wat is het?"), max_length=260)
    how = models.TextField(_("zo gaat het meestal"), max_length=260)
    gives = models.TextField(_("wat kan het je geven?"), max_length=260, help_text=AS_MANY)
    asks = models.TextField(_("wat vraagt het van jou?"), max_length=260, help_text=AS_MANY)
    if_not = models.TextField(_("past het niet?"), max_length=260)
    ask_first = models.TextField(_("vraag dit voor je begint"), max_length=260, help_text=AS_MANY)
    how_sure = models.TextField(_("hoe zeker weten we dat?"), max_length=260)
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("bronnen"))
    search_words = everyday_words()
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("model"), FieldPanel("position")]),
        FieldPanel("what"),
        FieldPanel("how"),
        FieldRowPanel([FieldPanel("gives"), FieldPanel("asks")]),
        FieldPanel("if_not"),
        FieldPanel("ask_first"),
        MultiFieldPanel([FieldPanel("how_sure"), FieldPanel("sources")], heading=_("Hoe zeker")),
        MultiFieldPanel([FieldPanel("easy_name"), FieldPanel("easy_sentence")], heading=_("Makkelijk lezen")),
        FieldPanel("search_words"),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("keuzekaart")
        verbose_name_plural = _("keuzekaarten")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('choice_aid:cards')}#{self.slug}"

    def index_keys(self) -> list[str]:
        return [uid_of("choice", self.pk)] if self.pk else []

    @property
    def gives_lines(self) -> list[str]:
        return lines(self.gives)

    @property
    def asks_lines(self) -> list[str]:
        return lines(self.asks)

    @property
    def ask_first_lines(self) -> list[str]:
        return lines(self.ask_first)
