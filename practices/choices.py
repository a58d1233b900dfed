"""What a practice can say, as data: the optional blocks in the order of a duo's life, and the facts people filter on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLE_MAX = 140
SUMMARY_MAX = 600
POINT_MAX = 1500
BLOCK_MAX = 6000
MOST_POINTS = 12


class PointKind(models.TextChoices):
    """The two lists that every practice has."""

    WORKS = "werkt", _("Wat werkt")
    CLASHES = "botst", _("Waar we op botsten")


class Basis(models.TextChoices):
    """How the project knows that something works; not how well it works."""

    EXPERIENCE = "ervaring", _("Uit ervaring")
    SAID = "gezegd", _("Deelnemers zeiden het")
    MEASURED = "gemeten", _("We maten het")


@dataclass(frozen=True)
class BlockKind:
    """An optional part of the story. `example` stands beside the question while somebody writes."""

    slug: str
    title: str | Promise
    question: str | Promise
    example: str | Promise


BLOCKS: tuple[BlockKind, ...] = (
    BlockKind(
        "aanleiding",
        _("Aanleiding en visie"),
        _("Waarom begonnen jullie hiermee? Wat willen jullie bereiken?"),
        _(
            "Veel mensen op de wachtlijst zagen maanden niemand. We wilden dat wachten niet hetzelfde is als alleen zijn."
        ),
    ),
    BlockKind(
        "toeleiding",
        _("Toeleiding"),
        _("Hoe komen deelnemers bij jullie terecht? Wie verwijst door?"),
        _("Het OCMW belt samen met de persoon. Wie wil, komt eerst koffie drinken zonder iets te beslissen."),
    ),
    BlockKind(
        "werving",
        _("Buddy's werven"),
        _("Hoe vinden jullie buddy's? Wat zeg je, en waar?"),
        _("Onze buddy's vertellen zelf in de bib. Eén gesprek levert meer op dan honderd folders."),
    ),
    BlockKind(
        "kennismaking",
        _("Kennismaking en intake"),
        _("Hoe leer je deelnemer en buddy kennen? Wat vraag je wel en niet?"),
        _("Twee gesprekken thuis of op een plek naar keuze. We vragen niet naar schulden."),
    ),
    BlockKind(
        "vorming",
        _("Vorming"),
        _("Wat leren buddy's vooraf en onderweg?"),
        _("Drie avonden: armoede van binnenuit, grenzen, en wat doe je bij een crisis."),
    ),
    BlockKind(
        "matching",
        _("Matching en wat als het niet klikt"),
        _("Hoe stel je een duo samen? Wat doe je als het niet werkt?"),
        _("Na vier weken bellen we elk apart. Stoppen mag, zonder uitleg."),
    ),
    BlockKind(
        "start",
        _("Start van het duo en afspraken"),
        _("Hoe begint een duo? Wat spreek je af?"),
        _("Een blad met vijf afspraken, samen ingevuld. Het hangt bij beiden aan de koelkast."),
    ),
    BlockKind(
        "coaching",
        _("Opvolging en intervisie"),
        _("Hoe volg je duo's op? Hoe ondersteun je buddy's?"),
        _("Elke zes weken een groepsavond, tussendoor een belletje. Wie dat wil, stuurt een spraakbericht."),
    ),
    BlockKind(
        "verbreden",
        _("Het netwerk verbreden"),
        _("Hoe groeit het netwerk voorbij het duo?"),
        _("Na een half jaar gaat het duo samen naar één plek in de buurt waar de deelnemer later alleen terug kan."),
    ),
    BlockKind(
        "afronden",
        _("Afronden en nazorg"),
        _("Hoe stopt een duo, en wat komt erna?"),
        _("We vieren het einde. Drie maanden later bellen we nog eens."),
    ),
    BlockKind(
        "voorwaarden",
        _("Voorwaarden"),
        _("Verzekering, onkosten, discretie, privacy: hoe regelen jullie dat?"),
        _("Vrijwilligersverzekering via de provincie, onkosten op één blad, elke buddy tekent voor discretie."),
    ),
    BlockKind(
        "effect",
        _("Opvolgen en effect"),
        _("Hoe weet je of het iets uithaalt?"),
        _("Twee vragen bij het begin en na een jaar: op wie kan je rekenen, en op hoeveel plaatsen kom je graag?"),
    ),
    BlockKind(
        "nu-anders",
        _("Wat we nu anders doen"),
        _("Wat zou je niet meer zo aanpakken?"),
        _("We beloven geen duo binnen de maand meer."),
    ),
    BlockKind(
        "eerste-stap",
        _("Een kleine eerste stap"),
        _("Wat kan een collega morgen al proberen?"),
        _("Bel één persoon van je wachtlijst en vraag wat de week draaglijk maakt."),
    ),
    BlockKind(
        "blijft",
        _("Wat achteraf blijft"),
        _("Wat is er nog als het project of het duo stopt?"),
        _("Van de twaalf duo's zien er zeven elkaar nog, zonder ons."),
    ),
    BlockKind(
        "risico",
        _("Risico's en draaglast"),
        _("Wat kan misgaan? Wat vraagt dit van wie het doet?"),
        _("Een buddy die alles wil oplossen, raakt op. We bewaken drie uur per week."),
    ),
    BlockKind(
        "drempels",
        _("Drempels die we wegnamen"),
        _("Wat hield mensen tegen, en wat deden jullie eraan?"),
        _("Buskaartjes vooraf, geen formulieren, kinderen zijn welkom."),
    ),
    BlockKind(
        "plekken",
        _("Waar mensen elkaar zien"),
        _("Op welke plaatsen spreken duo's of groepen af?"),
        _("De bib, het park en één koffiehuis waar niemand iets moet bestellen."),
    ),
    BlockKind(
        "rol-deelnemer",
        _("De rol van de deelnemer"),
        _("Wat doet de deelnemer zelf? Wat geeft die terug?"),
        _("De deelnemer kiest de plek en het tempo, en leert de buddy de buurt kennen."),
    ),
    BlockKind(
        "inspraak",
        _("Hoe deelnemers meebeslissen"),
        _("Hoe had de deelnemer een stem in deze aanpak?"),
        _("Twee deelnemers zitten in de stuurgroep en schreven de vragen van de kennismaking mee."),
    ),
)
BLOCK_BY_SLUG = {block.slug: block for block in BLOCKS}
BLOCK_CHOICES = [(block.slug, block.title) for block in BLOCKS]


@dataclass(frozen=True)
class FactKind:
    """Something people compare and filter on; `several` facts may have more than one value."""

    slug: str
    title: str | Promise
    values: dict[str, str | Promise]
    several: bool = False


FACTS: tuple[FactKind, ...] = (
    FactKind(
        "rol",
        _("Rol van de buddy"),
        {"bondgenoot": _("Bondgenoot"), "coach": _("Coach"), "mentor": _("Mentor")},
        several=True,
    ),
    FactKind(
        "frequentie",
        _("Hoe vaak zien ze elkaar?"),
        {
            "wekelijks": _("Elke week"),
            "tweewekelijks": _("Om de twee weken"),
            "maandelijks": _("Elke maand"),
            "vrij": _("Het duo kiest zelf"),
        },
    ),
    FactKind(
        "duur",
        _("Hoelang duurt het?"),
        {
            "tot-6-maanden": _("Tot zes maanden"),
            "6-12-maanden": _("Zes tot twaalf maanden"),
            "1-2-jaar": _("Eén tot twee jaar"),
            "open": _("Zonder einddatum"),
        },
    ),
    FactKind(
        "einde",
        _("Hoe eindigt het?"),
        {
            "vast": _("Op een afgesproken moment"),
            "samen": _("Wanneer het duo beslist"),
            "loopt-door": _("Het contact loopt door zonder ons"),
        },
    ),
    FactKind(
        "wachtlijst",
        _("Wachtlijst"),
        {"geen": _("Geen wachtlijst"), "kort": _("Minder dan drie maanden"), "lang": _("Drie maanden of langer")},
    ),
    FactKind(
        "kost",
        _("Kost voor de deelnemer"),
        {"gratis": _("Gratis"), "klein": _("Kleine bijdrage"), "eigen": _("Eigen onkosten")},
    ),
    FactKind(
        "strategie",
        _("Strategie"),
        {
            "versterken": _("Versterken wat er is"),
            "herstellen": _("Herstellen wat brak"),
            "terugvinden": _("Terugvinden wat verwaterde"),
            "creeren": _("Nieuw maken"),
        },
        several=True,
    ),
    FactKind(
        "functie",
        _("Wat het netwerk doet"),
        {
            "gevoel": _("Gevoel"),
            "aansluiting": _("Aansluiting"),
            "praktisch": _("Praktische steun"),
            "zekerheid": _("Zekerheid"),
        },
        several=True,
    ),
    FactKind(
        "niveau",
        _("Niveau"),
        {
            "deelnemer": _("Deelnemer"),
            "begeleider": _("Buddy en beroepskracht"),
            "organisatie": _("Organisatie"),
            "beleid": _("Beleid"),
        },
        several=True,
    ),
    FactKind(
        "drempel",
        _("Drempels die wegvielen"),
        {
            "vervoer": _("Vervoer"),
            "geld": _("Geld"),
            "taal": _("Taal"),
            "papieren": _("Papieren"),
            "digitaal": _("Digitaal"),
            "opvang": _("Kinderopvang"),
            "schaamte": _("Schaamte"),
            "vertrouwen": _("Vertrouwen"),
        },
        several=True,
    ),
)
FACT_BY_SLUG = {fact.slug: fact for fact in FACTS}
FACT_CHOICES = [(fact.slug, fact.title) for fact in FACTS]


class MaterialSort(models.TextChoices):
    AGREEMENT = "afspraken", _("Afsprakennota of overeenkomst")
    INSURANCE = "verzekering", _("Verzekering")
    EXPENSES = "onkosten", _("Onkosten")
    TRAINING = "vorming", _("Vorming")
    FORM = "formulier", _("Formulier of checklist")
    PHOTO = "foto", _("Foto")
    OTHER = "ander", _("Ander materiaal")
