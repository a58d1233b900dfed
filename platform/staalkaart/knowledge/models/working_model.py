"""The seven working models: a page each, under one index page."""

from __future__ import annotations

from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Page

from staalkaart.core.access import PUBLIC
from staalkaart.core.delivery.indexing import IndexedModel
from staalkaart.core.models import AudiencePage
from staalkaart.knowledge.admin.forms import WorkingModelForm
from staalkaart.knowledge.models.card import Status
from staalkaart.knowledge.models.reference import lines

PLAIN_WORDS_MAX = 60
RICH = ["bold", "italic", "link", "ul", "ol"]


class Approach(models.TextChoices):
    INDIVIDUAL = "individueel", _("Individueel")
    GROUP = "groep", _("In groep")
    BOTH = "beide", _("Individueel en in groep")


class Supporters(models.TextChoices):
    ONE = "een", _("Eén persoon")
    SEVERAL = "meerdere", _("Meerdere personen")
    BOTH = "beide", _("Eén of meer personen")


class PersonalRelation(models.TextChoices):
    YES = "ja", _("Ja")
    NO = "nee", _("Nee")
    PARTLY = "deels", _("Deels")


class Driver(models.TextChoices):
    VOLUNTEER = "vrijwilliger", _("Vrijwilliger")
    PROFESSIONAL = "beroepskracht", _("Beroepskracht")
    BOTH = "beide", _("Vrijwilliger en beroepskracht")


def at_most_sixty_words(text: str) -> None:
    count = len(text.split())
    if count > PLAIN_WORDS_MAX:
        raise ValidationError(
            _("Dit zijn %(count)s woorden; hoogstens %(max)s."), params={"count": count, "max": PLAIN_WORDS_MAX}
        )


class WorkingModelIndexPage(AudiencePage):
    """`/werkmodellen/`: the seven cards, and what holds for all of them."""

    default_audience = PUBLIC
    is_creatable = True
    max_count = 1
    subpage_types = ["knowledge.WorkingModelPage"]
    template = "knowledge/model_list.html"

    intro = models.TextField(_("inleiding"), blank=True)

    content_panels = [
        *AudiencePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("conditions", heading=_("Wat altijd nodig is"), label=_("Voorwaarde")),
    ]

    class Meta:
        verbose_name = _("overzicht van de werkmodellen")

    def index_keys(self):
        return [*super().index_keys(), *(f"condition:{row.pk}" for row in self.conditions.all() if row.pk)]


class WorkingModelPage(AudiencePage):
    """One way of strengthening a network, with its card."""

    default_audience = PUBLIC
    is_creatable = True
    parent_page_types = ["knowledge.WorkingModelIndexPage"]
    subpage_types: list[str] = []
    template = "knowledge/model_detail.html"
    search_source = "model"
    base_form_class = WorkingModelForm

    number = models.PositiveSmallIntegerField(
        _("nummer"),
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text=_("Bepaalt kleur, patroon en teken van het model, en de volgorde."),
    )
    short_name = models.CharField(
        _("korte naam"), max_length=60, blank=True, help_text=_("Voor smalle plaatsen, zoals de tabel.")
    )
    name_variants = models.TextField(
        _("andere namen"), blank=True, help_text=_("Eén per regel. Ook hierop kan men zoeken.")
    )
    tagline = models.CharField(_("in één korte zin"), max_length=90, blank=True)
    one_sentence = models.TextField(_("omschrijving"), max_length=500)
    definition_reference = models.TextField(_("bron van de omschrijving"), blank=True)
    core = RichTextField(_("kern"), blank=True, features=RICH)
    plain_words = models.TextField(
        _("in gewone woorden"),
        blank=True,
        validators=[at_most_sixty_words],
        help_text=_("Hoogstens 60 woorden, gericht aan “je”."),
    )
    first_step_you = models.TextField(
        _("eerste stap voor jou"),
        blank=True,
        max_length=400,
        help_text=_("Gericht aan wie zelf mensen wil leren kennen."),
    )
    first_step_guide = models.TextField(
        _("eerste stap voor een begeleider"),
        blank=True,
        max_length=400,
        help_text=_("Gericht aan wie iemand op weg helpt: iets wat deze week kan."),
    )
    where_to_find = models.TextField(
        _("waar vind ik dit?"), blank=True, help_text=_("Eén soort plek of dienst per regel, geen namen of nummers.")
    )
    does_not_replace = models.TextField(_("wat dit niet vervangt"), blank=True, max_length=400)
    approach = models.CharField(_("aanpak"), max_length=12, choices=Approach, blank=True)
    supporters = models.CharField(_("steun door"), max_length=12, choices=Supporters, blank=True)
    personal_relation = models.CharField(_("persoonlijke relatie"), max_length=12, choices=PersonalRelation, blank=True)
    driver = models.CharField(_("wie trekt"), max_length=14, choices=Driver, blank=True)
    volunteer_role = models.CharField(_("rol van de vrijwilliger"), max_length=160, blank=True)
    professional_role = models.CharField(_("rol van de beroepskracht"), max_length=160, blank=True)
    domains = models.CharField(_("werkvelden"), max_length=200, blank=True)
    checked_by = models.CharField(_("kaart nagekeken door"), max_length=160, blank=True)
    checked_on = models.DateField(_("kaart nagekeken op"), null=True, blank=True)

    card_panels = [
        HelpPanel(
            _(
                "Elk punt heeft een vak, een titel en één tot drie zinnen. Sleep of gebruik de pijlen om te ordenen; "
                "binnen een vak telt deze volgorde. Herschrijf je een bevestigd punt, dan is het weer een voorstel tot iemand "
                "het opnieuw nakijkt."
            )
        ),
        InlinePanel("entries", heading=_("Punten van de staalkaart"), label=_("Punt")),
    ]
    fact_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("approach"), FieldPanel("supporters")]),
                FieldRowPanel([FieldPanel("personal_relation"), FieldPanel("driver")]),
                FieldPanel("volunteer_role"),
                FieldPanel("professional_role"),
                FieldPanel("domains"),
            ],
            heading=_("Kenmerken"),
        ),
        InlinePanel("works_for", heading=_("Past bij"), label=_("Past bij")),
        InlinePanel("extra_care", heading=_("Vraagt extra aandacht bij"), label=_("Extra aandacht")),
        InlinePanel("preconditions", heading=_("Wat je nodig hebt"), label=_("Voorwaarde")),
        MultiFieldPanel([FieldPanel("first_step_you"), FieldPanel("first_step_guide")], heading=_("De eerste stap")),
        FieldPanel("where_to_find"),
        FieldPanel("does_not_replace"),
        InlinePanel("combinations", heading=_("Past goed samen met"), label=_("Combinatie")),
        InlinePanel("examples", heading=_("Voorbeelden"), label=_("Voorbeeld")),
    ]
    content_panels = [
        *AudiencePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("short_name")]),
        FieldPanel("tagline"),
        FieldPanel("one_sentence"),
        FieldPanel("plain_words"),
        FieldPanel("core"),
        FieldPanel("name_variants"),
        FieldPanel("definition_reference"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_on")])],
            heading=_("Nazicht van de hele kaart"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Het model")),
            ObjectList(card_panels, heading=_("De staalkaart")),
            ObjectList(fact_panels, heading=_("Kenmerken en voorwaarden")),
            ObjectList(Page.promote_panels, heading=_("Adres en menu")),
            ObjectList(Page.settings_panels, heading=_("Planning")),
        ]
    )

    class Meta:
        verbose_name = _("werkmodel")
        verbose_name_plural = _("werkmodellen")

    def index_keys(self):
        entries = (f"entry:{entry.pk}" for entry in self.entries.all() if entry.pk)
        return [*super().index_keys(), *entries, *self._keys_of_what_is_about_it()]

    def _keys_of_what_is_about_it(self):
        """Of the rows in other packages that exist for this model alone, such as its choice card: they close with it."""
        about = (relation for relation in self._meta.related_objects if relation.one_to_one)
        for relation in about:
            if issubclass(relation.related_model, IndexedModel):
                for row in relation.related_model._default_manager.filter(**{relation.field.name: self.pk}):
                    yield from row.index_keys()

    @property
    def name(self) -> str:
        return self.short_name or self.title

    @property
    def variants(self) -> list[str]:
        """Other names, without the title itself."""
        return [name for name in lines(self.name_variants) if name.casefold() != self.title.casefold()]

    @property
    def places(self) -> list[str]:
        return lines(self.where_to_find)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(label, value) of every parameter that is filled in, in a fixed order."""
        rows = [
            (_("Aanpak"), self.get_approach_display()),
            (_("Steun door"), self.get_supporters_display()),
            (_("Persoonlijke relatie"), self.get_personal_relation_display()),
            (_("Wie trekt"), self.get_driver_display()),
            (_("Rol van de vrijwilliger"), self.volunteer_role),
            (_("Rol van de beroepskracht"), self.professional_role),
            (_("Werkvelden"), self.domains),
        ]
        return [(str(label), str(value)[:1].upper() + str(value)[1:]) for label, value in rows if value]

    @staticmethod
    def status_of(entries) -> Status:
        """The status of a card follows from its entries: one disputed, all confirmed, or else provisional."""
        counts = Counter(entry.status for entry in entries)
        if counts[Status.DISPUTED]:
            return Status.DISPUTED
        if counts[Status.CONFIRMED] and len(counts) == 1:
            return Status.CONFIRMED
        return Status.PROPOSED
