"""What pages refer to: themes, glossary terms, sources, help lines, and the few texts that stand on many pages."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from staalkaart.core.access import PUBLIC, AudienceModel
from staalkaart.core.delivery.indexing import IndexedModel, uid_of

ONE_A_LINE = _("Eén per regel.")
not_only_digits = RegexValidator(r"[a-z]", _("Een adres heeft minstens één letter."))


def lines(text: str) -> list[str]:
    """The filled lines of a text field that holds one value per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def everyday_words() -> models.TextField:
    """A field for words that one thing is found by, and that it does not say."""
    return models.TextField(
        _("ook te vinden op"),
        blank=True,
        help_text=_(
            "Alledaagse woorden, met komma's: zoals mensen het zeggen of typen. Verschijnen nergens op de site."
        ),
    )


class ThemeGroup(IndexedModel):
    """A family of themes: thresholds, attitude, kind of network …"""

    slug = models.SlugField(unique=True)
    title = models.CharField(_("naam"), max_length=80)
    title_en = models.CharField(_("naam in het Engels"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]), FieldPanel("slug"), FieldPanel("position")]

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("themagroep")
        verbose_name_plural = _("themagroepen")

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title


class Theme(AudienceModel, IndexedModel, index.Indexed):
    """What a card entry is about: mobility, equality, matching …"""

    default_audience = PUBLIC
    audience_is_fixed = True  # a theme is named at every entry, facet and comparison

    slug = models.SlugField(
        _("adres"),
        max_length=80,
        unique=True,
        validators=[not_only_digits],
        help_text=_("Het laatste stuk van het webadres. Wijzig dit niet meer als de pagina gekend is."),
    )
    title = models.CharField(_("naam"), max_length=100)
    title_en = models.CharField(_("naam in het Engels"), max_length=100, blank=True)
    group = models.ForeignKey(ThemeGroup, on_delete=models.PROTECT, related_name="themes", verbose_name=_("groep"))
    intro = models.CharField(
        _("in één zin"),
        max_length=250,
        blank=True,
        help_text=_("Wat bezoekers eerst lezen: wat betekent dit in iemands week?"),
    )
    description = models.TextField(_("omschrijving"), blank=True, help_text=_("Eén of twee gewone zinnen."))
    reference = models.TextField(_("bron"), blank=True, help_text=_("Eén bron per regel."))
    without_points = models.TextField(
        _("zolang er geen punten zijn"),
        max_length=400,
        blank=True,
        help_text=_("Staat er enkel als geen enkele kaart een punt over dit thema heeft: waar kan men wel kijken?"),
    )
    see_also = models.ManyToManyField(
        "self", symmetrical=False, blank=True, verbose_name=_("kijk ook bij deze thema's")
    )
    see_models = models.ManyToManyField(
        "knowledge.WorkingModelPage", blank=True, related_name="+", verbose_name=_("kijk ook bij deze modellen")
    )
    projects_for = models.TextField(
        _("projecten voor deze doelgroepen"), blank=True, help_text=_("Het adres van een doelgroep, één per regel.")
    )

    search_words = everyday_words()

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldPanel("group"),
        FieldPanel("intro"),
        FieldPanel("description"),
        FieldPanel("reference"),
        FieldPanel("search_words"),
        MultiFieldPanel(
            [
                FieldPanel("without_points"),
                FieldPanel("see_also"),
                FieldPanel("see_models"),
                FieldPanel("projects_for"),
            ],
            heading=_("Zolang er geen punten zijn"),
            classname="collapsed",
        ),
        FieldPanel("slug"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("group")]

    class Meta:
        ordering = ["title"]
        verbose_name = _("thema")
        verbose_name_plural = _("thema's")

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:theme_detail", args=[self.slug])

    @property
    def target_groups(self) -> list[str]:
        return lines(self.projects_for)

    def index_keys(self) -> list[str]:
        """The theme's own document and those of the entries that carry its name."""
        entries = self.entries.values_list("pk", flat=True) if self.pk else []
        return [uid_of("theme", self.pk), *(uid_of("entry", pk) for pk in entries)]


class GlossaryTerm(AudienceModel, IndexedModel, index.Indexed):
    """A word that asks for an explanation. With `autolink`, its first mention on a page links here."""

    default_audience = PUBLIC

    slug = models.SlugField(_("adres"), max_length=80, unique=True, validators=[not_only_digits])
    term = models.CharField(_("begrip"), max_length=100)
    term_en = models.CharField(_("in het Engels"), max_length=100, blank=True)
    definition = models.TextField(_("uitleg"), help_text=_("Eén of twee zinnen in gewone taal."))
    synonyms = models.TextField(
        _("andere woorden"), blank=True, help_text=_("Eén per regel; ook hierop kan men zoeken.")
    )
    autolink = models.BooleanField(
        _("automatisch verwijzen"),
        default=True,
        help_text=_("De eerste vermelding op een pagina krijgt een link. Zet uit bij alledaagse woorden."),
    )
    related = models.ManyToManyField("self", verbose_name=_("verwante begrippen"), blank=True)
    reference = models.TextField(_("bron"), blank=True, help_text=_("Eén bron per regel."))

    panels = [
        FieldRowPanel([FieldPanel("term"), FieldPanel("term_en")]),
        FieldPanel("definition"),
        FieldPanel("synonyms"),
        FieldPanel("autolink"),
        FieldPanel("related"),
        FieldPanel("reference"),
        FieldPanel("slug"),
    ]
    search_fields = [index.SearchField("term"), index.AutocompleteField("term"), index.SearchField("definition")]

    class Meta:
        ordering = ["term"]
        verbose_name = _("begrip")
        verbose_name_plural = _("begrippen")

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return reverse("knowledge:term_detail", args=[self.slug])

    def index_keys(self) -> list[str]:
        return [uid_of("term", self.pk)]

    @property
    def synonym_list(self) -> list[str]:
        return lines(self.synonyms)


class Source(IndexedModel):
    """A publication that points lean on, cited as readers are used to: the bibliography."""

    class Kind(models.TextChoices):
        RESEARCH = "onderzoek", _("Onderzoek")
        POLICY = "beleidstekst", _("Beleidstekst")
        ARTICLE = "vakartikel", _("Vakartikel")
        PRACTICE = "praktijk", _("Praktijkbeschrijving")
        WEBSITE = "website", _("Website of bericht")

    class Language(models.TextChoices):
        DUTCH = "nl", _("Nederlands")
        ENGLISH = "en", _("Engels")
        FRENCH = "fr", _("Frans")

    slug = models.SlugField(
        _("adres"),
        max_length=80,
        unique=True,
        validators=[not_only_digits],
        help_text=_("Het laatste stuk van het webadres. Wijzig dit niet meer als de pagina gekend is."),
    )
    citation = models.TextField(
        _("zo citeren we deze bron"),
        help_text=_("Auteur (jaar). Titel. Uitgever. Tussen [ ] wat de redactie zelf omschrijft."),
    )
    author = models.CharField(_("auteurs"), max_length=400, blank=True)
    title = models.CharField(_("titel"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("jaar"), null=True, blank=True)
    publisher = models.CharField(_("uitgever"), max_length=200, blank=True)
    kind = models.CharField(
        _("soort bron"),
        max_length=14,
        choices=Kind,
        default=Kind.WEBSITE,
        help_text=_(
            "Het label van elk punt volgt hieruit: onderzoek is enkel wat zelf onderzocht of studies bundelde."
        ),
    )
    language = models.CharField(_("taal"), max_length=2, choices=Language, default=Language.DUTCH)
    url = models.URLField(
        _("webadres"),
        blank=True,
        max_length=400,
        help_text=_("Wordt pas een link als ook de datum van nazicht ingevuld is."),
    )
    checked_on = models.DateField(_("webadres nagekeken op"), null=True, blank=True)
    is_listed = models.BooleanField(
        _("in de openbare lijst"), default=True, help_text=_("Uit: geen eigen pagina en niet in de lijst van bronnen.")
    )
    editors_note = models.TextField(
        _("nota van de redactie"), blank=True, help_text=_("Voor de redactie alleen. Verschijnt nergens op de site.")
    )

    panels = [
        FieldPanel("citation"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language"), FieldPanel("is_listed")]),
        FieldRowPanel([FieldPanel("author"), FieldPanel("year")]),
        FieldPanel("title"),
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("url"), FieldPanel("checked_on")]),
        FieldPanel("editors_note"),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["citation"]
        verbose_name = _("bron")
        verbose_name_plural = _("bronnen")

    def __str__(self) -> str:
        return self.citation[:160]

    def get_absolute_url(self) -> str:
        return reverse("knowledge:source_detail", args=[self.slug])

    @property
    def linkable(self) -> bool:
        """External links carry the date they were checked; unchecked ones are plain text."""
        return bool(self.url and self.checked_on)
