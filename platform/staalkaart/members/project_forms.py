"""The project's own page as forms: one per group of fields that has an audience."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members import geography
from staalkaart.members.models import NetworkPart, Project, Referral, TeamPart
from staalkaart.members.recognise.forms import RecognisingForm


class TownsField(forms.CharField):
    """Municipalities as people write them: "Mechelen, 2800, Lier". The value is a list of NIS numbers."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            known = geography.municipalities()
            return ", ".join(known[nis].name for nis in value if nis in known)
        return value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # the codes, not the words
        if isinstance(value, list):
            return value
        found = []
        for words in filter(None, (part.strip() for part in (value or "").split(","))):
            town = geography.find_municipality(words)
            if town is None:
                raise forms.ValidationError(_("“%(words)s” kennen we niet als gemeente."), params={"words": words[:60]})
            found.append(town.nis)
        return list(dict.fromkeys(found))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ProjectCardForm(RecognisingForm, PlainForm, forms.ModelForm):
    warns = False
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    also_in = TownsField(
        label=_("Werkt ook in"), required=False, help_text=_("Gemeenten of postcodes, met een komma ertussen.")
    )

    class Meta:
        model = Project
        fields = (
            "name", "description", "carrier", "nis", "postal_code", "also_in", "main_model", "working_models",
            "target_groups", "themes", "duos", "start_year", "website",
        )  # fmt: skip
        widgets = {
            "working_models": forms.CheckboxSelectMultiple,
            "target_groups": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("main_model", "working_models", "themes"):
            field = self.fields[name]
            field.queryset = field.queryset.model.objects.visible_to(viewer)

    def clean_postal_code(self) -> str:
        code, nis = self.cleaned_data["postal_code"], self.cleaned_data.get("nis")
        if code and nis and code not in geography.municipalities()[nis].postal_codes:
            raise forms.ValidationError(_("Deze postcode hoort niet bij die gemeente."))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        main, chosen = data.get("main_model"), data.get("working_models")
        if main is not None and chosen is not None and main not in chosen:
            data["working_models"] = [*chosen, main]
        return data


class NetworkPartForm(RecognisingForm, PlainForm, forms.ModelForm):
    warns = False

    class Meta:
        model = NetworkPart
        fields = ("learning_question", "offers", "seeks", "contact_role", "contact_phone", "contact_mail")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("learning_question", "offers", "seeks")}


class TeamPartForm(PlainForm, forms.ModelForm):
    class Meta:
        model = TeamPart
        fields = ("agreements", "practical")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("agreements", "practical")}


class ReferralForm(RecognisingForm, PlainForm, forms.ModelForm):
    warns = False

    class Meta:
        model = Referral
        fields = (
            "takes", "waiting_weeks", "function", "phone", "mail", "reachable", "who_may_refer", "self_referral",
            "age_words", "age_from", "age_to", "languages", "cost", "comes_home", "transport", "buddy_does",
            "buddy_does_not", "if_it_does_not_fit",
        )  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("buddy_does", "buddy_does_not")}
