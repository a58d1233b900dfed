"""The forms of the steps in which a practice is written: nothing is required while one writes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.choices import BLOCK_MAX, BLOCKS, FACTS, SUMMARY_MAX, TITLE_MAX, FactKind
from practices.content import Data
from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.models import TargetGroup
from staalkaart.members.project_forms import TownsField


class StepForm(PlainForm, forms.Form):
    """Nothing is required while one writes; `changes()` gives the part of the data that this step holds."""

    refuses = False  # when it is shared or handed in
    asked: tuple[str, ...] = ()  # may wait, but a practice is not shared without it

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)
        for name in self.asked:
            self.fields[name].is_asked = True

    @classmethod
    def initial_of(cls, data: Data) -> dict[str, Any]:
        return {name: data[name] for name in cls.base_fields}

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}


def text_field(label: Any, *, rows: int, most: int, hint: Any = "", **attrs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return forms.CharField(label=label, required=False, max_length=most, help_text=hint, widget=widget)


class TitleForm(StepForm):
    asked = ("title",)
    title = forms.CharField(
        label=_("Titel"),
        required=False,
        max_length=TITLE_MAX,
        help_text=_("Bijvoorbeeld: Samen koken terwijl je op een buddy wacht"),
    )


class ModelForm(StepForm):
    asked = ("main_model", "target_groups")
    main_model = forms.ChoiceField(
        label=_("Welk werkmodel past het best?"), required=False, choices=[], widget=forms.RadioSelect
    )
    models = forms.MultipleChoiceField(
        label=_("Past er nog een ander model bij?"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Voor wie is het?"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )
    towns = TownsField(
        label=_("In welke gemeenten?"),
        required=False,
        help_text=_("Gemeenten of postcodes, met een komma ertussen. Leeg: waar jullie project werkt."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = list(WorkingModelPage.objects.visible_to(self.viewer).order_by("number"))
        self.pages = {page.slug: page for page in pages}
        self.fields["main_model"].choices = self.fields["models"].choices = [(page.slug, page.title) for page in pages]
        self.fields["target_groups"].choices = list(TargetGroup.objects.values_list("slug", "title"))

    @property
    def model_fields(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Both questions about models, each with its options and the page behind every option."""
        return [
            (self[name], [(option, self.pages[option.data["value"]]) for option in self[name]])
            for name in ("main_model", "models")
        ]

    @classmethod
    def initial_of(cls, data: Data) -> dict[str, Any]:
        main, *others = data["models"] or [""]
        return {"main_model": main, "models": others, "target_groups": data["target_groups"], "towns": data["towns"]}

    def changes(self) -> dict[str, Any]:
        clean = self.cleaned_data
        models = [slug for slug in [clean["main_model"], *clean["models"]] if slug]
        groups = sorted(clean["target_groups"])
        return {"models": list(dict.fromkeys(models)), "target_groups": groups, "towns": clean["towns"]}


class SummaryForm(StepForm):
    asked = ("summary",)
    summary = text_field(
        _("Samenvatting"),
        rows=6,
        most=SUMMARY_MAX,
        hint=_(
            "Wat doen jullie, voor wie, en wat verandert er? Hoogstens 600 tekens. Bijvoorbeeld: Elke maand koken duo's samen met "
            "mensen die nog wachten. Wie wacht, leert anderen kennen en kiest later makkelijker een buddy."
        ),
    )


class ContactForm(StepForm):
    asked = ("contact_role",)
    contact_role = forms.CharField(
        label=_("Wie kan een collega aanspreken?"),
        required=False,
        max_length=120,
        help_text=_(
            "Een functie, geen naam: zo klopt het ook als iemand vertrekt. Bijvoorbeeld: coördinator, op dinsdag en donderdag"
        ),
    )


class BlocksForm(StepForm):
    """Twenty optional questions; one is opened at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for block in BLOCKS:
            self.add_field(block.slug, text_field(block.question, rows=4, most=BLOCK_MAX))

    @classmethod
    def initial_of(cls, data: Data) -> dict[str, Any]:
        return dict(data["blocks"])

    def changes(self) -> dict[str, Any]:
        return {"blocks": {name: text for name in self.fields if (text := self.cleaned_data[name].strip())}}

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(block, self[block.slug]) for block in BLOCKS]


def _fact_field(fact: FactKind) -> forms.Field:
    """Several answers, or one with the way out of not knowing."""
    label, choices = str(fact.title), list(fact.values.items())
    if fact.several:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    one = [("", str(_("weet ik niet"))), *choices]
    return forms.ChoiceField(label=label, required=False, choices=one, widget=forms.RadioSelect)


class FactsForm(StepForm):
    running_duos = forms.IntegerField(
        label=_("Hoeveel duo's lopen er nu?"), required=False, min_value=0, max_value=5000
    )
    coordination_fte = forms.DecimalField(
        label=_("Hoeveel coördinatie is er?"),
        required=False,
        min_value=0,
        max_value=50,
        max_digits=4,
        decimal_places=2,
        localize=True,
        help_text=_("In voltijds equivalenten: halftijds is 0,5."),
    )
    start_year = forms.IntegerField(label=_("Sinds welk jaar?"), required=False, min_value=1950, max_value=2100)
    languages = forms.CharField(label=_("In welke talen?"), required=False, max_length=120)
    themes = forms.MultipleChoiceField(
        label=_("Thema's"), required=False, choices=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in FACTS:
            self.add_field(fact.slug, _fact_field(fact))
        grouped: dict[str, list[tuple[str, str]]] = {}
        for theme in Theme.objects.visible_to(self.viewer).select_related("group").order_by("group__position", "title"):
            grouped.setdefault(theme.group.name, []).append((theme.slug, theme.name))
        self.fields["themes"].choices = list(grouped.items())

    @classmethod
    def initial_of(cls, data: Data) -> dict[str, Any]:
        one = {fact.slug: (data["facts"].get(fact.slug) or [""])[0] for fact in FACTS if not fact.several}
        numbers = {name: data[name] for name in ("running_duos", "start_year", "languages", "themes")}
        return {**data["facts"], **one, **numbers, "coordination_fte": Decimal(data["coordination_fte"] or 0) or None}

    def changes(self) -> dict[str, Any]:
        clean = self.cleaned_data
        facts = {
            fact.slug: values
            for fact in FACTS
            if (values := clean[fact.slug] if fact.several else [clean[fact.slug]] if clean[fact.slug] else [])
        }
        fte = clean["coordination_fte"]
        return {
            "facts": facts,
            "coordination_fte": "" if fte is None else f"{fte:.2f}",
            "themes": sorted(clean["themes"]),
            **{name: clean[name] for name in ("running_duos", "start_year", "languages")},
        }

    @property
    def fact_fields(self) -> list[Any]:
        return [self[fact.slug] for fact in FACTS]

    @property
    def theme_groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Themes by group, with those that are chosen."""
        chosen = set(self["themes"].value() or [])
        groups = self.fields["themes"].choices
        return [(group, [(slug, name, slug in chosen) for slug, name in rows]) for group, rows in groups]
