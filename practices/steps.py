"""The screens on which a practice is written: which fields each asks, and how what is typed becomes data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.point_forms import ClashesForm, WorksForm
from practices.step_forms import BlocksForm, ContactForm, FactsForm, ModelForm, SummaryForm, TitleForm


@dataclass(frozen=True)
class Step:
    """A screen. `minutes` is what it usually takes."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: Any = None
    minutes: int = 1
    optional: bool = False

    @property
    def template(self) -> str:
        return f"practices/steps/{self.slug}.html"


STEPS: tuple[Step, ...] = (
    Step("titel", _("Titel"), _("Zeg in een paar woorden wat een collega hier vindt."), TitleForm),
    Step("model", _("Model en doelgroep"), _("Zo vinden collega's jouw praktijk terug."), ModelForm),
    Step(
        "samenvatting",
        _("Samenvatting"),
        _("Wie dit leest, beslist of het de moeite is om verder te lezen."),
        SummaryForm,
        2,
    ),
    Step(
        "werkt",
        _("Wat werkt"),
        _("Schrijf op wat bij jullie goed gaat, zo dat een collega het morgen kan proberen. Eén punt is genoeg."),
        WorksForm,
        4,
    ),
    Step(
        "botst",
        _("Waar jullie op botsten"),
        _("Hier leren anderen het meest van. Eén punt is genoeg, en het hoeft niet opgelost te zijn."),
        ClashesForm,
        4,
    ),
    Step("contact", _("Contact"), _("Een collega met een vraag wil weten bij wie die terechtkan."), ContactForm),
    Step(
        "verhaal",
        _("Meer vertellen"),
        _("Kies wat je wil toevoegen. Niets moet: twee zinnen zijn ook al iets waard."),
        BlocksForm,
        5,
        True,
    ),
    Step(
        "feiten",
        _("Feiten"),
        _("Hiermee kunnen collega's vergelijken. Wat je niet weet, laat je leeg."),
        FactsForm,
        2,
        True,
    ),
    Step(
        "materiaal",
        _("Materiaal en foto's"),
        _("Een afsprakennota, een onkostenblad, een foto van jullie plek."),
        None,
        2,
        True,
    ),
    Step("nakijken", _("Nakijken en delen"), _("Lees het nog eens na zoals een collega het zal lezen."), None, 1),
)
STEP_BY_SLUG = {step.slug: step for step in STEPS}
