"""A card entry: one strength, opportunity, weakness or challenge of a working model, with where it comes from."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.knowledge.models.evidence import SourceKind, kind_of
from staalkaart.knowledge.models.reference import Source, Theme, everyday_words, lines

FIRST_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


class Quadrant(models.TextChoices):
    """The four fields of a card. Values are the public words of `kwadrant=`."""

    STRENGTH = "sterkte", _("Sterkte")
    WEAKNESS = "zwakte", _("Zwakte")
    OPPORTUNITY = "kans", _("Kans")
    CHALLENGE = "uitdaging", _("Uitdaging")

    @property
    def plural(self) -> str:
        return str(PLURALS[self.value])

    @property
    def carries(self) -> bool:
        """Left half of the card (what carries), against the right half (what asks care)."""
        return self in CARRYING


PLURALS = {"sterkte": _("Sterktes"), "zwakte": _("Zwaktes"), "kans": _("Kansen"), "uitdaging": _("Uitdagingen")}
CARRYING = {Quadrant.STRENGTH, Quadrant.OPPORTUNITY}


class Status(models.TextChoices):
    PROPOSED = "proposed", _("voorstel")
    CONFIRMED = "confirmed", _("bevestigd")
    DISPUTED = "disputed", _("betwist")


# The four perspectives an entry can be seen from: public value of `perspectief=` → (column, label)
PERSPECTIVES = {
    "ervaring": ("seen_by_lived_experience", _("Mensen met ervaring")),
    "beroepskracht": ("seen_by_professional", _("Beroepskrachten")),
    "vrijwilliger": ("seen_by_volunteer", _("Vrijwilligers")),
    "onderzoek": ("seen_by_research", _("Onderzoek en beleid")),
}


class CardEntryQuerySet(models.QuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(page__live=True, page__audience__in=viewer.tokens)

    def for_cards(self) -> Self:
        """With everything an entry shows: themes and citations, in two more queries however many entries."""
        return self.cited().prefetch_related("themes")

    def cited(self) -> Self:
        """With its sources, from which the label follows: one more query."""
        return self.prefetch_related(models.Prefetch("citations", Citation.objects.select_related("source")))

    def unchecked_since(self, day: date) -> Self:
        return self.filter(models.Q(checked_on=None) | models.Q(checked_on__lt=day))


class CardEntry(IndexedModel, Orderable, ClusterableModel):
    other_themes: list[Theme]  # set by a comparison: what it is about besides the theme that it stands under

    page = ParentalKey("knowledge.WorkingModelPage", on_delete=models.CASCADE, related_name="entries")
    quadrant = models.CharField(_("vak"), max_length=12, choices=Quadrant)
    title = models.CharField(_("titel"), max_length=80)
    text = models.TextField(
        _("de uitspraak"), max_length=600, help_text=_("Eén tot drie zinnen: wat klopt er volgens ons?")
    )
    scene = models.TextField(
        _("een voorbeeld"),
        blank=True,
        max_length=400,
        help_text=_("Een kleine verzonnen scène die de uitspraak laat zien. Nooit iemand die echt bestaat."),
    )
    advice = models.TextField(
        _("zo doe je het"),
        blank=True,
        max_length=800,
        help_text=_(
            "Eén raad per regel, die iemand morgen kan doen. Bij sterktes en kansen: zo benut je het. Bij zwaktes en "
            "uitdagingen: zo ga je ermee om."
        ),
    )
    themes = ParentalManyToManyField(Theme, related_name="entries", blank=True, verbose_name=_("thema's"))
    seen_by_lived_experience = models.BooleanField(_("mensen met ervaring"), default=False)
    seen_by_professional = models.BooleanField(_("beroepskrachten"), default=False)
    seen_by_volunteer = models.BooleanField(_("vrijwilligers"), default=False)
    seen_by_research = models.BooleanField(_("onderzoek en beleid"), default=False)
    certainty = models.TextField(
        _("wat de bron wel en niet zegt"),
        blank=True,
        max_length=400,
        help_text=_("Voor wie wil weten hoe zeker dit is: over wie ging het, wat is niet onderzocht?"),
    )
    is_partly_estimated = models.BooleanField(
        _("deels een inschatting van de redactie"),
        default=False,
        help_text=_("Aan als de bron over iets anders gaat, of een deel van de uitspraak niet zegt."),
    )
    source_kind = models.CharField(
        _("hoe weten we dit"),
        max_length=20,
        choices=SourceKind,
        blank=True,
        help_text=_("Laat leeg: dan volgt het label uit de bronnen."),
    )
    reference = models.TextField(
        _("verwijzing buiten de lijst"), blank=True, help_text=_("Eén per regel. Bij een evaluatie: bron en jaar.")
    )
    quote = models.TextField(_("citaat"), blank=True, max_length=400)
    search_words = everyday_words()
    editors_note = models.TextField(
        _("nota van de redactie"), blank=True, help_text=_("Voor de redactie alleen. Verschijnt nergens op de site.")
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PROPOSED)
    checked_by = models.CharField(_("nagekeken door"), max_length=120, blank=True)
    checked_role = models.CharField(_("in welke rol"), max_length=120, blank=True)
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("quadrant"), FieldPanel("status")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("scene"),
        FieldPanel("advice"),
        FieldPanel("themes"),
        FieldPanel("quote"),
        MultiFieldPanel(
            [
                InlinePanel("citations", heading=_("Bronnen"), label=_("Bron")),
                FieldPanel("certainty"),
                FieldPanel("is_partly_estimated"),
                FieldPanel("source_kind"),
                FieldPanel("reference"),
            ],
            heading=_("Waar komt dit vandaan"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("seen_by_lived_experience"),
                        FieldPanel("seen_by_professional"),
                        FieldPanel("seen_by_volunteer"),
                        FieldPanel("seen_by_research"),
                    ]
                )
            ],
            heading=_("Gezien door de ogen van"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_role"), FieldPanel("checked_on")])],
            heading=_("Nazicht"),
            classname="collapsed",
        ),
        FieldPanel("search_words"),
        FieldPanel("editors_note"),
    ]

    objects = CardEntryQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("punt")
        verbose_name_plural = _("punten")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="confirmed") | models.Q(checked_on__isnull=False),
                name="confirmed_entry_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        problems = {}
        if self.status == Status.CONFIRMED and not (self.checked_on and self.checked_by):
            problems["checked_on"] = _("Een bevestigd punt heeft een naam en een datum van nazicht.")
        if self.source_kind == SourceKind.EVALUATED and not self.has_year():
            problems["reference"] = _("Een evaluatie vraagt een bron met een jaar.")
        if problems:
            raise ValidationError(problems)

    def has_year(self) -> bool:
        return any(word.strip("(),.;").isdigit() and len(word.strip("(),.;")) == 4 for word in self.reference.split())

    def index_keys(self) -> list[str]:
        return [uid_of("entry", self.pk)] if self.pk else []

    @property
    def sources_in_word(self) -> str:
        """A line per source, as a reviewer reads them beside the point."""
        return "\n".join([*map(str, self.citations.all()), *self.references])

    @property
    def anchor(self) -> str:
        return f"punt-{self.pk or 'nieuw'}"

    @property
    def panel_heading(self) -> str:
        """What the editors' form calls this entry."""
        return f"{self.get_quadrant_display()} · {self.title}" if self.title else ""

    @property
    def quadrant_choice(self) -> Quadrant:
        return Quadrant(self.quadrant)

    @property
    def kind_of_source(self) -> SourceKind:
        """How we know it: as an editor said, or else what the sources allow."""
        if self.source_kind:
            return SourceKind(self.source_kind)
        kinds = [citation.source.kind for citation in self.citations.all()]
        return kind_of(kinds, is_estimate=self.is_partly_estimated)

    @property
    def first_sentence(self) -> str:
        return FIRST_SENTENCE.split(self.text.strip(), maxsplit=1)[0]

    @property
    def rest(self) -> str:
        """What follows the first sentence; "" when there is one only."""
        return self.text.strip()[len(self.first_sentence) :].strip()

    @property
    def advice_heading(self) -> str:
        return str(_("Zo benut je het") if self.quadrant_choice.carries else _("Zo ga je ermee om"))

    @property
    def advice_lines(self) -> list[str]:
        return lines(self.advice)

    @property
    def references(self) -> list[str]:
        return lines(self.reference)

    @property
    def perspectives(self) -> list[str]:
        return [value for value, (column, _label) in PERSPECTIVES.items() if getattr(self, column)]


class Citation(Orderable):
    """A source of one point, with the place in it that a reader can look up."""

    entry = ParentalKey(CardEntry, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("bron"))
    place = models.CharField(
        _("plaats"), max_length=200, blank=True, help_text=_("Hoofdstuk, deel of bladzijde, zoals een lezer het vindt.")
    )

    panels = [FieldPanel("source"), FieldPanel("place")]

    class Meta(Orderable.Meta):
        verbose_name = _("bron bij een punt")

    def __str__(self) -> str:
        return f"{self.source.citation} {self.place}".strip()
