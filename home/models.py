"""The front page and the standard pages, which put the features together; and what was loaded from files, by key."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from staalkaart.core.access import PUBLIC
from staalkaart.core.models import AudiencePage
from staalkaart.knowledge.glossary import Autolinker
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.knowledge.models.pages import KNOWLEDGE_BLOCKS
from staalkaart.knowledge.texts import site_texts


class HomePage(AudiencePage):
    """`/`: what this is, the seven swatches, the search box, three ways in."""

    default_audience = PUBLIC
    is_creatable = True
    max_count = 1
    template = "home/home_page.html"

    headline = models.CharField(_("kop"), max_length=120, blank=True)
    lead = models.TextField(_("inleiding"), blank=True)

    content_panels = [*AudiencePage.content_panels, FieldPanel("headline"), FieldPanel("lead")]

    class Meta:
        verbose_name = _("voorpagina")

    def get_context(self, request, *args, **kwargs):
        models_ = WorkingModelPage.objects.visible_to(request.viewer).order_by("number")
        return {**super().get_context(request, *args, **kwargs), "models": models_, "texts": site_texts()}


class StandardPage(AudiencePage):
    """About, accessibility, privacy and the like."""

    default_audience = PUBLIC
    is_creatable = True
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"

    body = StreamField(KNOWLEDGE_BLOCKS, blank=True, verbose_name=_("inhoud"))

    content_panels = [*AudiencePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("gewone pagina")
        verbose_name_plural = _("gewone pagina's")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "glossary": Autolinker(request.viewer)}


class ContentRecord(models.Model):
    """A piece of real content that `setup_site` loaded: what the file said, and a print of how it then stood (home/setup/records.py)."""

    key = models.CharField(max_length=200, unique=True)
    content = models.JSONField(default=dict)
    stored = models.CharField(
        max_length=64, blank=True
    )  # SHA-256; empty: it stood there before, so it is never changed
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("geladen inhoud")

    def __str__(self) -> str:
        return self.key


class DemoRecord(models.Model):
    """Something fictional that was made once under this key; it is never made again, also when it was deleted."""

    key = models.CharField(max_length=200, unique=True)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("demorecord")

    def __str__(self) -> str:
        return self.key
