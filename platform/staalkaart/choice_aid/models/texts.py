"""The texts around the questions, and what the makers say of their own work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from staalkaart.core.delivery.indexing import IndexedModel
from staalkaart.knowledge.models.reference import ONE_A_LINE, lines


@register_setting(icon="help", order=105)
class ChoiceAidTexts(IndexedModel, BaseGenericSetting):
    """Lists hold one sentence per line. What is read together with the person is short: at most eighteen words a sentence."""

    situation = models.TextField(_("voor welke situatie"), blank=True)
    choice = models.TextField(_("welke keuze er is"), blank=True)
    start = models.TextField(_("je mag kiezen"), blank=True, help_text=ONE_A_LINE)
    together = models.CharField(_("samen"), max_length=200, blank=True)
    takes = models.CharField(_("hoelang het duurt"), max_length=200, blank=True)
    help_now = models.CharField(_("nu iemand in gevaar"), max_length=200, blank=True)
    guide = models.TextField(_("voor wie begeleidt"), blank=True, help_text=ONE_A_LINE)
    not_for = models.CharField(_("waarvoor niet"), max_length=200, blank=True)
    privacy = models.TextField(_("wat er met antwoorden gebeurt"), blank=True, help_text=ONE_A_LINE)
    leave_to = models.URLField(
        _("waarheen bij “verlaat deze pagina”"),
        blank=True,
        help_text=_("Een gewone site die niemand vragen doet stellen, zoals het weerbericht."),
    )
    always = models.TextField(_("wat altijd waar is"), blank=True, help_text=ONE_A_LINE)
    stays_close = models.TextField(_("als er veel tegelijk gebeurt"), blank=True)
    safety_first = models.TextField(_("als het niet veilig is"), blank=True)
    easy_start = models.TextField(_("begin, makkelijk"), blank=True, help_text=ONE_A_LINE)
    made_by = models.TextField(_("wie maakte dit?"), blank=True)
    interest = models.TextField(_("welk belang hebben de makers?"), blank=True)
    funder = models.CharField(_("wie betaalde dit?"), max_length=200, blank=True)
    tested_with = models.TextField(
        _("met wie getest"), blank=True, help_text=_("Naam van de groep en wat er veranderde. Leeg: proefversie.")
    )
    tested_on = models.DateField(_("getest op"), null=True, blank=True)
    made_on = models.DateField(_("gemaakt op"), null=True, blank=True)
    next_review = models.DateField(_("volgend nazicht"), null=True, blank=True)
    uncertainty = models.TextField(_("hoe zeker is het?"), blank=True, help_text=ONE_A_LINE)
    read_sources = models.TextField(_("waarop dit steunt"), blank=True, help_text=ONE_A_LINE)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("situation", "choice", "start", "together", "takes", "help_now", "easy_start")
            ],
            heading=_("Het begin"),
        ),
        MultiFieldPanel([FieldPanel("guide"), FieldPanel("not_for")], heading=_("Voor wie begeleidt")),
        MultiFieldPanel([FieldPanel("privacy"), FieldPanel("leave_to")], heading=_("Privacy")),
        MultiFieldPanel(
            [FieldPanel("always"), FieldPanel("stays_close"), FieldPanel("safety_first")], heading=_("Bij de uitkomst")
        ),
        MultiFieldPanel(
            [
                FieldPanel("made_by"),
                FieldPanel("interest"),
                FieldPanel("funder"),
                FieldPanel("tested_with"),
                FieldRowPanel([FieldPanel("tested_on"), FieldPanel("made_on"), FieldPanel("next_review")]),
                FieldPanel("uncertainty"),
                FieldPanel("read_sources"),
            ],
            heading=_("Hoe deze keuzehulp gemaakt is"),
        ),
    ]

    class Meta:
        verbose_name = _("teksten van de keuzehulp")

    def __str__(self) -> str:
        return str(_("teksten van de keuzehulp"))

    @property
    def is_trial(self) -> bool:
        """Until people with lived experience tested it, with a date."""
        return not (self.tested_with and self.tested_on)

    @property
    def start_lines(self) -> list[str]:
        return lines(self.start)

    @property
    def easy_start_lines(self) -> list[str]:
        return lines(self.easy_start)

    @property
    def guide_lines(self) -> list[str]:
        return lines(self.guide)

    @property
    def privacy_lines(self) -> list[str]:
        return lines(self.privacy)

    @property
    def always_lines(self) -> list[str]:
        return lines(self.always)

    @property
    def uncertainty_lines(self) -> list[str]:
        return lines(self.uncertainty)

    @property
    def source_lines(self) -> list[str]:
        return lines(self.read_sources)


class QualityPoint(IndexedModel):
    """One of the twelve points after the IPDAS standard by which the makers look at their own work."""

    slug = models.SlugField(unique=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    text = models.CharField(_("punt"), max_length=120)
    is_met = models.BooleanField(_("in orde"), default=False)
    why = models.CharField(_("waarom"), max_length=240, help_text=_("Wat er wel of nog niet is, in één zin."))
    where = models.CharField(
        _("waar te zien"), max_length=200, blank=True, help_text=_("Een adres op deze site, zoals /keuzehulp/kaarten/.")
    )

    panels = [
        FieldPanel("text"),
        FieldPanel("is_met"),
        FieldPanel("why"),
        FieldPanel("where"),
        FieldRowPanel([FieldPanel("position"), FieldPanel("slug")]),
    ]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("kwaliteitspunt van de keuzehulp")
        verbose_name_plural = _("kwaliteitspunten van de keuzehulp")

    def __str__(self) -> str:
        return self.text
