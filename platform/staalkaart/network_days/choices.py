"""What a network day can be, as data: sorts, states, seats, working forms of the agenda, questions afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLE_MAX, TEXT_MAX, NOTE_MAX = 120, 2000, 2000
MOST_MINUTES = 480
LONG_DAY = 8 * 60  # minutes of programme after which a warning stands
NO_BREAK = 90  # minutes in a row without a pause
VOTES = 3
PROJECT_SEATS = 2
FREE_FROM = timedelta(days=21)  # before the day: until then a project has its own seats only
TIME_TO_ACCEPT = timedelta(hours=48)
SHORT_TIME_TO_ACCEPT = timedelta(hours=4)
SHORT_FROM, BY_HAND_FROM = timedelta(hours=72), timedelta(hours=24)
FEEDBACK_DAYS, ANSWERS_NEEDED = 14, 5
PURGE_AFTER = timedelta(days=30)


class Sort(models.TextChoices):
    REGIONAL = "regional", _("regionale netwerkdag")
    NATIONAL = "national", _("gezamenlijke netwerkdag")
    TRAINING = "training", _("vorming")


class Form(models.TextChoices):
    PLACE = "place", _("op een plek")
    ONLINE = "online", _("online")
    BOTH = "both", _("op een plek en online")


class State(models.TextChoices):
    """ "Full" is no state of its own: it follows from the seats (decision 0012)."""

    IDEA = "idea", _("Idee")
    PREPARING = "preparing", _("Voorbereiding")
    OPEN = "open", _("Inschrijving open")
    FIXED = "fixed", _("Programma vast")
    OVER = "over", _("Voorbij")
    REPORTED = "reported", _("Verslag klaar")
    CANCELLED = "cancelled", _("Afgelast")


ROAD = [State.IDEA, State.PREPARING, State.OPEN, State.FIXED, State.OVER, State.REPORTED]
AHEAD = {State.IDEA, State.PREPARING, State.OPEN, State.FIXED}
TAKES_PEOPLE = {State.OPEN, State.FIXED}
PAST = {State.OVER, State.REPORTED}


class RegistrationStatus(models.TextChoices):
    """Where somebody stands on the list of a day."""

    IN = "in", _("ingeschreven")
    OFFERED = "offered", _("plaats aangeboden")
    WAITING = "waiting", _("wachtlijst")
    CANCELLED = "cancelled", _("afgemeld")


TAKEN = {RegistrationStatus.IN, RegistrationStatus.OFFERED}  # what counts against the number of seats
ON_LIST = {RegistrationStatus.IN, RegistrationStatus.OFFERED, RegistrationStatus.WAITING}


class Carpool(models.TextChoices):
    NONE = "", _("niet nodig")
    OFFERS = "offers", _("ik heb plaats in de auto")
    SEEKS = "seeks", _("ik zoek een lift")


class PollAnswer(models.TextChoices):
    YES = "yes", _("ja")
    MAYBE = "maybe", _("als het moet")
    NO = "no", _("nee")


@dataclass(frozen=True)
class WorkingForm:
    """A way to spend a block. `steps` are (words, minutes) for the timer sheet; `url` leads to a sheet elsewhere."""

    key: str
    label: str | Promise
    is_pause: bool = False
    is_talk: bool = False
    steps: tuple[tuple[str | Promise, int], ...] = ()
    hint: str | Promise = ""
    url: str = ""


FORMS: tuple[WorkingForm, ...] = (
    WorkingForm("onthaal", _("onthaal"), is_pause=True),
    WorkingForm("pauze", _("pauze"), is_pause=True),
    WorkingForm("maaltijd", _("maaltijd"), is_pause=True),
    WorkingForm(
        "rondje", _("rondje"), is_talk=True, hint=_("Iedereen zegt één zin. Wie niets wil zeggen, geeft door."),
        steps=((_("Vraag stellen en even stil nadenken"), 5), (_("Om de beurt één zin, zonder antwoord"), 20),
               (_("Wat viel op?"), 5)),
    ),
    WorkingForm(
        "drietallen", _("in drietallen"), is_talk=True, hint=_("Kies mensen die je nog niet kent."),
        steps=((_("Eerste vertelt, twee luisteren"), 8), (_("Tweede vertelt"), 8), (_("Derde vertelt"), 8),
               (_("Eén ding naar de groep"), 6)),
    ),
    WorkingForm(
        "werktafels", _("werktafels"), hint=_("Aan elke tafel een vraag, een gastvrouw of gastheer en een flap."),
        steps=((_("Eerste ronde"), 15), (_("Wissel van tafel"), 2), (_("Tweede ronde"), 15),
               (_("Elke tafel zegt wat ze meegeeft"), 13)),
    ),
    WorkingForm(
        "uitwisseling", _("praktijk in beeld"), hint=_("Een project vertelt, de anderen vragen door."),
        steps=((_("Vertellen zonder onderbreken"), 15), (_("Vragen om te begrijpen"), 10),
               (_("Wat zou bij ons werken?"), 15), (_("Eerste kleine stap"), 5)),
    ),
    WorkingForm("inbreng", _("inbreng van een spreker"), hint=_("Laat minstens een derde van de tijd voor vragen.")),
    WorkingForm("open-ruimte", _("open ruimte"), hint=_("Deelnemers zetten zelf een vraag op het bord en kiezen een tafel.")),
    WorkingForm("bezoek", _("bezoek aan een werking")),
    WorkingForm(
        "slot", _("slot met afspraken"), is_talk=True, hint=_("Schrijf leerpunten en acties op: wie doet wat tegen wanneer?"),
        steps=((_("Elk schrijft één leerpunt"), 5), (_("Wie doet wat, tegen wanneer?"), 15), (_("Rondje: waarmee ga je naar huis?"), 10)),
    ),
    WorkingForm("anders", _("anders")),
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """Something to do for a day; `days` counts from the day itself, below zero is before it."""

    key: str
    words: str | Promise
    days: int


TASKS: tuple[Task, ...] = (
    Task("datum", _("Leg de datum vast"), -56),
    Task("plek", _("Boek een plek die iedereen binnen raakt"), -56),
    Task("oogst", _("Vraag de projecten om te stemmen op het oogstbord"), -49),
    Task("open", _("Open de inschrijving"), -42),
    Task("programma", _("Maak de agenda uit de oogst"), -28),
    Task("herinner", _("Bel projecten die nog niet ingeschreven zijn"), -21),
    Task("vast", _("Leg het programma vast"), -14),
    Task("catering", _("Geef aantallen en dieetwensen door"), -7),
    Task("pakket", _("Druk het draaiboek en de lijsten af"), -2),
    Task("dag", _("De dag zelf: aanwezigheden, notities, acties"), 0),
    Task("bedank", _("Bedank iedereen en vraag hoe het was"), 1),
    Task("verslag", _("Publiceer het verslag"), 14),
)


@dataclass(frozen=True)
class Question:
    key: str
    words: str | Promise
    scale: tuple[str | Promise, ...] = ()


FEEDBACK: tuple[Question, ...] = (
    Question("nuttig", _("Hoe nuttig was deze dag voor je werk?"),
             (_("niet nuttig"), _("een beetje nuttig"), _("nuttig"), _("heel nuttig"))),
    Question("gehoord", _("Kon je zeggen wat je wou zeggen?"), (_("nee"), _("soms"), _("meestal"), _("altijd"))),
    Question("meenemen", _("Wat neem je mee naar je project?")),
    Question("anders", _("Wat mag anders?")),
    Question("volgende", _("Waarover moet het de volgende keer gaan?")),
)  # fmt: skip


class Readers(models.TextChoices):
    """Whom a letter about a day goes to."""

    REGION = "region", _("iedereen die mag komen")
    WITHOUT = "without", _("projecten waarvan nog niemand ingeschreven is")
    REGISTERED = "registered", _("wie ingeschreven is")
    WAITING = "waiting", _("wie op de wachtlijst staat")
    NO_ANSWER = "no_answer", _("wie de datums nog niet beantwoordde")


class CallSort(models.TextChoices):
    """What goes by itself."""

    POLL = "poll", _("Een datum prikken: een half uur nadat je de laatste datum voorstelde")
    OPEN = "open", _("De inschrijving is open, met het oogstbord erbij")
    REMINDER = "reminder", _("Herinnering aan projecten waarvan niemand ingeschreven is")
    PRACTICAL = "practical", _("Praktische mail aan wie komt: waar, wanneer, het programma")


DAYS_BEFORE = {CallSort.REMINDER: 14, CallSort.PRACTICAL: 3}
LETTER_MAX = 4000
MOST_LETTERS = 4  # about one day to one person
