"""Role cards: what a buddy, a coordinator and a service do, do not do, and pass on. Read together at the start of a duo."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.knowledge.models.reference import ONE_A_LINE, lines


class RoleCard(IndexedModel):
    """One of those who stand around the person. Lists hold one sentence per line."""

    slug = models.SlugField(_("adres"), unique=True, max_length=60)
    name = models.CharField(_("naam"), max_length=60)
    one_sentence = models.CharField(_("in één zin"), max_length=160)
    does = models.TextField(_("doet"), help_text=ONE_A_LINE)
    does_not = models.TextField(_("doet niet"), blank=True, help_text=ONE_A_LINE)
    passes_on = models.TextField(_("geeft door"), blank=True, help_text=ONE_A_LINE)
    asks_help = models.CharField(_("vraagt hulp bij"), max_length=200, blank=True)
    motto = models.CharField(_("spreuk"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("position")]),
        FieldPanel("one_sentence"),
        FieldPanel("does"),
        FieldPanel("does_not"),
        FieldPanel("passes_on"),
        FieldPanel("asks_help"),
        FieldPanel("motto"),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("rolkaart")
        verbose_name_plural = _("rolkaarten")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('toolbox:role_cards')}#{self.slug}"

    def index_keys(self) -> list[str]:
        return [uid_of("role", self.pk)] if self.pk else []

    @property
    def does_lines(self) -> list[str]:
        return lines(self.does)

    @property
    def does_not_lines(self) -> list[str]:
        return lines(self.does_not)

    @property
    def passes_on_lines(self) -> list[str]:
        return lines(self.passes_on)


@register_setting(icon="group", order=110)
class RoleCardTexts(IndexedModel, BaseGenericSetting):
    """What stands around the role cards. Lists hold one sentence per line."""

    intro = models.TextField(_("inleiding"), blank=True, help_text=ONE_A_LINE)
    image = models.TextField(
        _("het beeld"), blank=True, help_text=_("Een vergelijking die de drie rollen samen toont.")
    )
    person_name = models.CharField(_("wie in het midden staat"), max_length=60, blank=True)
    person = models.TextField(_("wat voor die persoon geldt"), blank=True, help_text=ONE_A_LINE)
    together = models.TextField(_("wat jullie samen beslissen"), blank=True, help_text=ONE_A_LINE)
    caution = models.TextField(_("beroepsgeheim en discretie"), blank=True)
    legal = models.TextField(_("juridisch voorbehoud"), blank=True)

    panels = [
        FieldPanel("intro"),
        FieldPanel("image"),
        MultiFieldPanel([FieldPanel("person_name"), FieldPanel("person")], heading=_("De persoon")),
        FieldPanel("together"),
        MultiFieldPanel([FieldPanel("caution"), FieldPanel("legal")], heading=_("Wat mag en moet")),
    ]

    class Meta:
        verbose_name = _("teksten bij de rolkaarten")

    def __str__(self) -> str:
        return str(_("teksten bij de rolkaarten"))

    @property
    def intro_lines(self) -> list[str]:
        return lines(self.intro)

    @property
    def person_lines(self) -> list[str]:
        return lines(self.person)

    @property
    def together_lines(self) -> list[str]:
        return lines(self.together)
