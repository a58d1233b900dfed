"""Forms of members: invite, accept, the project's own page, the profile."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from staalkaart.core.writing.forms import PlainForm, one_line
from staalkaart.core.writing.text import fold
from staalkaart.members.address_lists import is_shared_mailbox, one_address
from staalkaart.members.demo_accounts import refuse_demo_address
from staalkaart.members.models import PLACE_ROLES, Grant, Partner, Project, Region, User
from staalkaart.members.recognise.forms import RecognisingForm

TEAM_CHOICES = [(Grant.Role.MEMBER, _("lid")), (Grant.Role.COORDINATOR, _("coördinator"))]
PLACE_OF_ROLE = {
    Grant.Role.MEMBER: "project",
    Grant.Role.COORDINATOR: "project",
    Grant.Role.FACILITATOR: "region",
    Grant.Role.PARTNER: "partner",
}


class PastedAddressField(forms.EmailField):
    """Also takes the address with the name around it, as mail programs copy it."""

    widget = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        return one_address(super().to_python(value) or "")


class InviteForm(PlainForm, forms.Form):
    """A coordinator's invitation to the own project."""

    name = forms.CharField(label=_("Naam"), max_length=120, required=False)
    email = PastedAddressField(label=_("E-mailadres"), max_length=254, validators=[refuse_demo_address])
    kind = forms.ChoiceField(label=_("Als"), choices=TEAM_CHOICES, initial=Grant.Role.MEMBER)
    shared = forms.BooleanField(label=_("Ja, dit is een gedeelde mailbox"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_shared = self.is_bound and is_shared_mailbox(self.data.get("email", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
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
        return {}


class WhereForm(PlainForm, forms.Form):
    """A role, and the place that goes with it; `place()` gives the arguments for a membership or invitation."""

    kind = forms.ChoiceField(label=_("Rol"), choices=PLACE_ROLES)
    where_project = forms.ModelChoiceField(label=_("Project"), queryset=Project._base_manager.all(), required=False)
    where_region = forms.ModelChoiceField(label=_("Regio"), queryset=Region._base_manager.all(), required=False)
    where_partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner._base_manager.all(), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        wanted = PLACE_OF_ROLE.get(data.get("kind", ""))
        if wanted and data.get(f"where_{wanted}") is None:
            self.add_error(f"where_{wanted}", _("Kies waar deze rol geldt."))
        return data

    def place(self) -> dict[str, Any]:
        """Only what the role asks for: a region that was filled in for an editor is left out."""
        wanted = PLACE_OF_ROLE.get(self.cleaned_data["kind"])
        return {wanted: self.cleaned_data[f"where_{wanted}"]} if wanted else {}


class InviteAnyoneForm(WhereForm, InviteForm):
    """An administrator's invitation: any role, anywhere."""

    field_order = [
        "name",
        "email",
        "shared",
        "kind",
        "where_project",
        "where_region",
        "where_partner",
    ]

    def place(self) -> dict[str, Any]:
        return WhereForm.place(self)


class BulkForm(PlainForm, forms.Form):
    contact_fields = ("lines",)
    lines = forms.CharField(
        label=_("Plak hier de adressen"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Zoals je ze kopieert uit Outlook, Gmail, Word, Teams of een rekenblad. Eén per lijn of achter elkaar."
        ),
    )

    @property
    def read_mark(self) -> str:
        """Stands for the list that was shown: another list is shown again before anything is sent."""
        return hashlib.sha256(" ".join(self.data.get("lines", "").split()).encode()).hexdigest()[:16]


LABEL = _("Toon bij mijn naam: ervaringsdeskundige")
LABEL_HELP = _("Enkel jij kiest dit, en je kan het altijd weer uitzetten op je pagina in de ploeg.")


class LabelForm(PlainForm, forms.Form):
    """Asked when somebody takes a place in a team."""

    lived_experience = forms.BooleanField(label=LABEL, required=False, help_text=LABEL_HELP)


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
    lived_experience = forms.BooleanField(label=LABEL, required=False, help_text=LABEL_HELP)

    def __init__(self, *args: Any, email: str = "", in_team: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        if not in_team:
            del self.fields["lived_experience"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            try:
                password_validation.validate_password(
                    data["password"], User(email=self.email, name=data.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class ProfileForm(RecognisingForm, PlainForm, forms.ModelForm):
    warns = False
    guards_change = True

    class Meta:
        model = User
        fields = ("name", "introduction", "phone", "may_be_called", "language")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("may_be_called") and not data.get("phone"):
            self.add_error("phone", _("Vul het nummer in waarop nieuwe collega's je mogen bellen."))
        return data

    def clean_name(self) -> str:
        if not self.cleaned_data["name"].strip():
            raise forms.ValidationError(_("Zonder naam weten collega's niet wie je bent."))
        return self.cleaned_data["name"]


class AddressForm(PlainForm, forms.Form):
    """A member's own new address."""

    email = PastedAddressField(label=_("Nieuw e-mailadres"), max_length=254, validators=[refuse_demo_address])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        address = self.cleaned_data["email"].strip().lower()
        if address == self.user.email:
            raise forms.ValidationError(_("Dit is al je adres."))
        return address


class FunctionForm(PlainForm, forms.Form):
    """How a member is shown in the team. The label of lived experience is the person's own to show: nobody else is asked."""

    function = forms.CharField(label=_("Functie"), max_length=80, required=False)
    lived_experience = forms.BooleanField(label=LABEL, required=False)

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_own = is_own
        if not is_own:
            del self.fields["lived_experience"]

    def clean_function(self) -> str:
        words = self.cleaned_data["function"]
        if not self.is_own and words != self.initial.get("function") and "ervaringsdeskundig" in fold(words).casefold():
            raise forms.ValidationError(_("Dat label zet enkel de persoon zelf."))
        return words
