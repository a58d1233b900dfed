"""Help lines and the few texts that stand on many pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from staalkaart.core.delivery.indexing import IndexedModel, uid_of


class HelpLine(IndexedModel):
    """Where one gets help now: 112, 1712, CAW … On "Nu hulp nodig" and, when marked, in every footer."""

    name = models.CharField(_("naam"), max_length=80)
    number = models.CharField(_("nummer"), max_length=20, blank=True, help_text=_("Zoals men het kiest: 112, 1712."))
    purpose = models.CharField(_("kort, voor onderaan elke pagina"), max_length=40, blank=True)
    text = models.TextField(_("uitleg"), help_text=_("Voor wie, wanneer bereikbaar, wat je mag verwachten."))
    for_whom = models.CharField(_("voor wie"), max_length=200, blank=True)
    tip = models.CharField(_("tip"), max_length=250, blank=True, help_text=_("Eén zin die helpt om te durven bellen."))
    otherwise = models.CharField(
        _("lukt bellen niet"), max_length=250, blank=True, help_text=_("Chat, mail, sms, een app of langsgaan.")
    )
    cost = models.CharField(_("kost"), max_length=80, blank=True)
    is_anonymous = models.BooleanField(_("zonder je naam te zeggen"), null=True, blank=True)
    hours = models.CharField(
        _("uren"), max_length=120, blank=True, help_text=_("Verschijnen pas als ook de datum van nazicht ingevuld is.")
    )
    url = models.URLField(_("webadres"), blank=True)
    urgent = models.BooleanField(_("dringend"), default=False, help_text=_("Staat bovenaan, groot."))
    in_footer = models.BooleanField(_("onderaan elke pagina"), default=False)
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("number")]),
        FieldPanel("purpose"),
        FieldPanel("for_whom"),
        FieldPanel("text"),
        FieldPanel("tip"),
        FieldPanel("otherwise"),
        FieldRowPanel([FieldPanel("cost"), FieldPanel("is_anonymous"), FieldPanel("hours")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("urgent"), FieldPanel("in_footer"), FieldPanel("position")]),
        FieldPanel("checked_on"),
    ]

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("hulplijn")
        verbose_name_plural = _("hulplijnen")

    def __str__(self) -> str:
        return self.name

    def index_keys(self) -> list[str]:
        return [uid_of("help", self.pk)] if self.pk else []

    @property
    def shown_hours(self) -> str:
        """Hours that nobody checked are not shown: somebody would call in vain. "Day and night" stands in the number itself."""
        return self.hours if self.checked_on else ""


@register_setting(icon="openquote", order=100)
class SiteTexts(IndexedModel, BaseGenericSetting):
    """Texts that stand on many pages and that editors keep."""

    fixed_line = models.TextField(
        _("vaste zin onder elke kaart"),
        blank=True,
        help_text=_("Zegt wat geen enkel model kan vervangen. Staat onder elke staalkaart en vergelijking."),
    )
    provisional_line = models.TextField(
        _("uitleg bij een voorlopige kaart"),
        blank=True,
        help_text=_("Staat boven elke kaart die nog niet nagekeken is."),
    )
    contact_name = models.CharField(_("wie kan men bellen"), max_length=80, blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    contact_hours = models.CharField(
        _("bereikbaar"), max_length=80, blank=True, help_text=_("Bijvoorbeeld: weekdagen van 9 tot 16 uur.")
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("fixed_line"), FieldPanel("provisional_line")], heading=_("Bij de staalkaarten")),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_hours"),
                FieldPanel("contact_email"),
            ],
            heading=_("Een mens om aan te spreken"),
        ),
    ]

    class Meta:
        verbose_name = _("vaste teksten")

    def __str__(self) -> str:
        return str(_("vaste teksten"))
