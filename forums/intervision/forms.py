"""The forms of intervision. Free text goes through the recognisability check before it is kept for others to read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.intervision.choices import Openness
from forums.intervision.hiding import words_that_point_to
from forums.intervision.models import Circle, Method, Trajectory
from forums.intervision.models.contribution import TEXT_MAX
from forums.intervision.permissions import brings_to
from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm, set_limit
from staalkaart.members.models import Grant, Region
from staalkaart.members.permissions import regions_led
from staalkaart.members.recognise.forms import RecognisingForm


class CircleForm(RecognisingForm, PlainForm, forms.ModelForm):
    warns = False
    checked_fields = ("name", "purpose")

    class Meta:
        model = Circle
        fields = ("name", "purpose", "region", "takes_guests")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(pk__in=regions_led(viewer))
        self.fields["region"].empty_label = str(_("over de regio's heen"))


class CaseForm(RecognisingForm, PlainForm, forms.ModelForm):
    """The case as its owner writes it. Nothing is required while it is a draft; announcing asks for the rest."""

    KNOWS = (("", "–"), ("True", _("Ja")), ("False", _("Nee, want …")))

    person_knows = forms.TypedChoiceField(
        label=_("Weet de persoon over wie het gaat dat je hulp zoekt bij je vraag?"),
        choices=KNOWS, required=False, coerce=lambda value: value == "True", empty_value=None,
        help_text=_("Enkel de begeleider leest dit antwoord."),
    )  # fmt: skip
    checked_fields = ("title", "question", "case", "person_reason")

    class Meta:
        model = Trajectory
        fields = (
            "no_danger", "title", "case", "question", "circle", "method", "openness", "own_project_too", "person_knows", "person_reason",
            "organisation_agrees", "nobody_recognisable",
        )  # fmt: skip
        widgets = {
            "case": forms.Textarea(attrs={"rows": 10}),
            "question": forms.TextInput(),
            "title": forms.TextInput(),
            "openness": forms.RadioSelect,
        }
        help_texts = {
            "title": _("Kort, zonder namen. Bijvoorbeeld: De grens tussen helpen en overnemen."),
            "case": _(
                "Wat gebeurde er, wie is erbij betrokken (rollen, geen namen), wat deed je al? Tien zinnen zijn genoeg."
            ),
            "question": _("Eén vraag over wat jij kan doen. Ze eindigt met een vraagteken."),
            "openness": _("Ook zonder naam kan je stijl je verraden: het netwerk is klein."),
        }

    def __init__(self, *args: Any, viewer: Viewer, on_behalf: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer_id = viewer.user_id or 0
        for name in ("title", "case", "question"):
            self.fields[name].required = False
            self.fields[name].is_asked = True
        possible = Circle.objects.filter(stopped_at=None).filter(Q(audience__in=viewer.tokens) | Q(takes_guests=True))
        if on_behalf:
            led = [token for role, token in viewer.roles if role == Grant.Role.FACILITATOR]
            possible = possible.filter(audience__in=led)
            del self.fields["openness"], self.fields["own_project_too"]
        else:
            possible = possible.filter(pk__in=[circle.pk for circle in possible if brings_to(viewer, circle)])
            self.fields["openness"].choices = [(v, label) for v, label in Openness.choices if v != Openness.BEHALF]
            self.fields["openness"].required = False
        if self.instance.circle_id:
            possible = possible | Circle.objects.filter(pk=self.instance.circle_id)
        self.fields["circle"].queryset, self.fields["circle"].required = possible, False
        self.fields["circle"].empty_label = str(_("kies later"))
        self.fields["method"].queryset = Method.objects.filter(Q(is_offered=True) | Q(pk=self.instance.method_id))
        self.fields["method"].required = False
        self.fields["method"].empty_label = str(_("kies later"))
        self.fields["no_danger"].label = _("Er is nu niemand in gevaar.")
        self.fields["organisation_agrees"].label = _("Mijn organisatie weet dat ik dit inbreng en vindt het goed.")
        self.fields["nobody_recognisable"].label = _("Ik las het na: niemand kan herkend worden.")

    def clean_question(self) -> str:
        question = self.cleaned_data.get("question", "").strip()
        if question and not question.endswith("?"):
            raise ValidationError(_("Maak er één vraag van: ze eindigt met een vraagteken."))
        return question

    def clean_openness(self) -> str:
        return self.cleaned_data.get("openness") or Openness.OPEN

    def clean(self) -> dict[str, Any]:
        openness = self.cleaned_data.get("openness", self.instance.openness)
        self.own_words = words_that_point_to(self.viewer_id) if openness == Openness.HIDDEN else None
        return super().clean()


class TextForm(RecognisingForm, PlainForm, forms.Form):
    """Any single text in a trajectory: a contribution, an addition, a report."""

    checked_fields = ("tekst",)
    tekst = forms.CharField(label=_("Je tekst"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, required: bool = True, most: int = TEXT_MAX, hides: int = 0, **kwargs: Any) -> None:
        """`hides`: the writer, when this is their own case and they brought it without their name."""
        super().__init__(*args, **kwargs)
        self.own_words = words_that_point_to(hides) if hides and self.is_bound else None
        set_limit(self.fields["tekst"], most)
        self.fields["tekst"].required = required
        self.fields["tekst"].error_messages["required"] = _("Er staat nog niets. Er is niets geplaatst.")
