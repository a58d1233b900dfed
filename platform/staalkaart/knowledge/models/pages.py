"""Framework chapters and other knowledge, in sections that can be linked to."""

from __future__ import annotations

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from staalkaart.core.access import PUBLIC
from staalkaart.core.models import AudiencePage

FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol", "h4"]


class HeadingBlock(StructBlock):
    """A section begins: its words make the address of the section."""

    text = CharBlock(label=_("Titel"), max_length=120)

    class Meta:
        icon = "title"
        label = _("Tussentitel")
        template = "knowledge/blocks/heading.html"


class CalloutBlock(StructBlock):
    title = CharBlock(label=_("Titel"), max_length=80)
    text = RichTextBlock(label=_("Tekst"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("Kader")
        template = "knowledge/blocks/callout.html"


KNOWLEDGE_BLOCKS = [
    ("heading", HeadingBlock()),
    ("text", RichTextBlock(label=_("Tekst"), features=FEATURES, template="knowledge/blocks/text.html")),
    (
        "table",
        TypedTableBlock(
            [("text", TextBlock(label=_("Tekst")))], label=_("Tabel"), template="knowledge/blocks/table.html"
        ),
    ),
    ("callout", CalloutBlock()),
]


class KnowledgeIndexPage(AudiencePage):
    default_audience = PUBLIC
    is_creatable = True
    max_count = 1
    subpage_types = ["knowledge.KnowledgePage"]
    template = "knowledge/knowledge_index.html"

    intro = models.TextField(_("inleiding"), blank=True)
    content_panels = [*AudiencePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("overzicht van de kennis")

    def get_context(self, request, *args, **kwargs):
        chapters = KnowledgePage.objects.child_of(self).visible_to(request.viewer).order_by("path")
        return {**super().get_context(request, *args, **kwargs), "chapters": chapters}


class KnowledgePage(AudiencePage):
    default_audience = PUBLIC
    is_creatable = True
    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    subpage_types: list[str] = []
    template = "knowledge/knowledge_page.html"
    search_source = "knowledge"

    summary = models.TextField(_("samenvatting"), blank=True, max_length=400)
    body = StreamField(KNOWLEDGE_BLOCKS, blank=True, verbose_name=_("inhoud"))
    reference = models.TextField(_("bron"), blank=True)
    provisional = models.BooleanField(
        _("voorlopige tekst"), default=True, help_text=_("Zet uit als de partners de tekst nakeken.")
    )
    checked_by = models.CharField(_("nagekeken door"), max_length=160, blank=True)
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)

    content_panels = [
        *AudiencePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("reference"),
                FieldPanel("provisional"),
                FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_on")]),
            ],
            heading=_("Bron en nazicht"),
        ),
    ]

    class Meta:
        verbose_name = _("kennispagina")
        verbose_name_plural = _("kennispagina's")

    def sections(self) -> list[tuple[str, str]]:
        """(anchor, title) of every section, for the contents list."""
        return [
            (slugify(block.value["text"]), block.value["text"]) for block in self.body if block.block_type == "heading"
        ]

    def plain_text(self) -> str:
        return plain_stream(self.body)


def plain_stream(body) -> str:
    """The words of a stream, for the index: headings, texts and table cells, without markup."""
    return " ".join(part for block in body for part in _block_words(block))


def _block_words(block) -> list[str]:
    if block.block_type == "heading":
        return [block.value["text"]]
    if block.block_type == "callout":
        return [block.value["title"], _words(block.value["text"].source)]
    if block.block_type == "table":
        heads = [column["heading"] for column in block.value.columns]
        return heads + [str(cell.value) for row in block.value.rows for cell in row]
    return [_words(block.value.source)]


def _words(html: str) -> str:
    from html import unescape

    return unescape(strip_tags(html.replace("<", " <")))
