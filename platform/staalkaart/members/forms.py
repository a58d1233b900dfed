"""Forms of members: invite, accept, the project's own page, the profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.forms import PlainForm, one_line

from . import geography
from .invitations import is_shared_mailbox
from .models import PLACE_ROLES, Grant, NetworkPart, Partner, Project, Referral, Region, TeamPart, User

TEAM_CHOICES = [(Grant.Role.MEMBER, _("lid")), (Grant.Role.COORDINATOR, _("coördinator"))]
PLACE_OF_ROLE = {
    Grant.Role.MEMBER: "project",
    Grant.Role.COORDINATOR: "project",
    Grant.Role.FACILITATOR: "region",
    Grant.Role.PARTNER: "partner",
}


class InviteForm(PlainForm, forms.Form):
    """A coordinator's invitation to the own project."""

    name = forms.CharField(label=_("Naam"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    kind = forms.ChoiceField(label=_("Als"), choices=TEAM_CHOICES, initial=Grant.Role.MEMBER)
    lived_experience = forms.BooleanField(
        label=_("Toon het label ervaringsdeskundige (enkel als de persoon dat wil)"), required=False
    )
    shared = forms.BooleanField(label=_("Ja, dit is een gedeelde mailbox"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_shared = self.is_bound and is_shared_mailbox(self.data.get("email", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("email") and is_shared_mailbox(data["email"]) and not data.get("shared"):
            self.add_error(
                "email",
                _(
                    "Dit lijkt een gedeelde mailbox. Iedereen die ze leest, kan het account gebruiken. Neem liever het adres "
                    "van één persoon, of vink aan dat je dit zo wil."
                ),
            )
        return data

    def place(self) -> dict[str, Any]:
        return {"lived_experience": self.cleaned_data.get("lived_experience", False)}


class InviteAnyoneForm(InviteForm):
    """An administrator's invitation: any role, anywhere."""

    where_project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)
    where_region = forms.ModelChoiceField(label=_("Regio"), queryset=Region.objects.none(), required=False)
    where_partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none(), required=False)

    field_order = [
        "name",
        "email",
        "shared",
        "kind",
        "where_project",
        "where_region",
        "where_partner",
        "lived_experience",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = PLACE_ROLES
        for name, model in (("where_project", Project), ("where_region", Region), ("where_partner", Partner)):
            self.fields[name].queryset = model._base_manager.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        wanted = PLACE_OF_ROLE.get(data.get("kind", ""))
        for place in ("project", "region", "partner"):
            chosen = data.get(f"where_{place}")
            if place == wanted and chosen is None:
                self.add_error(f"where_{place}", _("Kies waar deze rol geldt."))
            elif place != wanted:
                data[f"where_{place}"] = None
        return data

    def place(self) -> dict[str, Any]:
        return super().place() | {
            name: self.cleaned_data.get(f"where_{name}") for name in ("project", "region", "partner")
        }


class BulkForm(PlainForm, forms.Form):
    lines = forms.CharField(
        label=_("Eén adres per lijn"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Bijvoorbeeld “An Peeters <an@project.be>” of alleen het adres."),
    )


class AcceptForm(PlainForm, forms.Form):
    """Second screen of accepting: how colleagues call you, and a password."""

    name = forms.CharField(
        label=_("Hoe mogen we je noemen?"),
        max_length=120,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Je voornaam is genoeg. Leden van het netwerk zien deze naam."),
    )
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minstens twaalf tekens. Drie of vier gewone woorden na elkaar werken goed."),
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("password"):
            try:
                password_validation.validate_password(
                    data["password"], User(email=self.email, name=data.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class ProfileForm(PlainForm, forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "introduction", "phone", "may_be_called", "language")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("may_be_called") and not data.get("phone"):
            self.add_error("phone", _("Vul het nummer in waarop nieuwe collega's je mogen bellen."))
        return data

    def clean_name(self) -> str:
        if not self.cleaned_data["name"].strip():
            raise forms.ValidationError(_("Zonder naam weten collega's niet wie je bent."))
        return self.cleaned_data["name"]


class FunctionForm(PlainForm, forms.Form):
    """How a member is shown in the team."""

    function = forms.CharField(label=_("Je functie"), max_length=80, required=False)
    lived_experience = forms.BooleanField(label=_("Toon bij mijn naam: ervaringsdeskundige"), required=False)


class TownsField(forms.CharField):
    """Municipalities as people write them: "Mechelen, 2800, Lier". The value is a list of NIS numbers."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            known = geography.municipalities()
            return ", ".join(known[nis].name for nis in value if nis in known)
        return value

    def to_python(self, value: Any) -> list[str]:
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


# --- the project's own page, in the groups of fields that each have an audience ---------------------------------------
class ProjectCardForm(PlainForm, forms.ModelForm):
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
        data = super().clean()
        main, chosen = data.get("main_model"), data.get("working_models")
        if main is not None and chosen is not None and main not in chosen:
            data["working_models"] = [*chosen, main]
        return data


class NetworkPartForm(PlainForm, forms.ModelForm):
    class Meta:
        model = NetworkPart
        fields = ("learning_question", "offers", "seeks", "contact_role", "contact_phone", "contact_mail")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("learning_question", "offers", "seeks")}


class TeamPartForm(PlainForm, forms.ModelForm):
    class Meta:
        model = TeamPart
        fields = ("agreements", "practical")
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("agreements", "practical")}


class ReferralForm(PlainForm, forms.ModelForm):
    class Meta:
        model = Referral
        fields = (
            "takes", "waiting_weeks", "who_may_refer", "self_referral", "phone", "mail", "languages", "cost",
            "buddy_does", "buddy_does_not",
        )  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("buddy_does", "buddy_does_not")}
