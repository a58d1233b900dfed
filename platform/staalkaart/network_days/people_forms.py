"""Forms that people fill in around a day: a registration, what is caught on the day, five questions, the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.knowledge.models import Theme
from staalkaart.learning.models import POINT_MAX, SIGNAL_MAX
from staalkaart.members.models import Grant, Project, User
from staalkaart.members.recognise.forms import RecognisingForm
from staalkaart.network_days.choices import FEEDBACK, NOTE_MAX, RegistrationStatus
from staalkaart.network_days.forms import date_input
from staalkaart.network_days.models import Action, NetworkDay, Registration
from staalkaart.network_days.models.evaluation import REPORT_MAX
from staalkaart.network_days.models.harvest_board import BOARD_MAX


class RegistrationForm(RecognisingForm, PlainForm, forms.ModelForm):
    """Nothing of it is asked for: who only wants to come, presses the button."""

    project = forms.ModelChoiceField(
        label=_("Voor welk project kom je?"), queryset=Project.objects.none(), empty_label=None
    )
    checked_fields = ("question",)
    guards_change = True

    class Meta:
        model = Registration
        fields = ("project", "question", "question_on_board", "diet", "access", "childcare", "carpool", "carpool_from",
                  "carpool_remark", "carpool_consent", "photo_consent")  # fmt: skip
        widgets = {"carpool": forms.RadioSelect}
        help_texts = {
            "question": _("Enkel de begeleiders lezen dit. Schrijf geen namen."),
            "diet": _("Vegetarisch, halal, een allergie …"),
            "access": _("Een lift, een tolk, een rustige plek, iemand die meekomt …"),
            "childcare": _("Hoeveel kinderen, hoe oud?"),
            "carpool_from": _("Een gemeente of halte, geen huisadres."),
        }

    def __init__(self, *args: Any, projects: list[Project], day: NetworkDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        if len(projects) > 1:
            self.fields["project"].queryset = Project.objects.filter(pk__in=[row.pk for row in projects])
        else:
            del self.fields["project"]
        if not day.childcare:
            del self.fields["childcare"]
        said = dict(self.instance.answers or [])
        for n, question in enumerate(day.questions):
            field = forms.CharField(label=question, required=False, max_length=300, initial=said.get(question, ""))
            self.add_field(f"own{n}", field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("carpool_consent") and not data.get("carpool_from"):
            self.add_error("carpool_from", _text("Zeg van waar je vertrekt, anders kan niemand met je meerijden."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        own = [[question, self.cleaned_data[f"own{n}"]] for n, question in enumerate(self.day.questions)]
        kept = {
            name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields and name != "project"
        }
        return kept | {"answers": [row for row in own if row[1]]}


class WalkInForm(PlainForm, forms.Form):
    person = forms.ModelChoiceField(label=_("Iemand met een account"), queryset=User.objects.none(), required=False)
    name = forms.CharField(label=_("Of een naam"), max_length=120, required=False)
    of_project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: Any, day: NetworkDay, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Registration.objects.filter(day=day, state=RegistrationStatus.IN).values("user")
        members = Grant.objects.current().filter(token=day.people_token).values("user")
        self.fields["person"].queryset = (
            User.objects.filter(pk__in=members, is_active=True).exclude(pk__in=seated).order_by("name")
        )
        self.fields["person"].empty_label = str(_("niemand"))
        self.fields["of_project"].queryset = Project.objects.visible_to(viewer).filter(status=Project.Status.ACTIVE)
        self.fields["of_project"].empty_label = str(_("geen"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("person") and not data.get("name", "").strip():
            self.add_error("name", _text("Kies iemand of schrijf een naam."))
        return data


class NoteForm(RecognisingForm, PlainForm, forms.Form):
    text = forms.CharField(label=_("Notitie"), max_length=NOTE_MAX, widget=forms.Textarea(attrs={"rows": 3}))


class BoardForm(RecognisingForm, PlainForm, forms.Form):
    text = forms.CharField(label=_("Wat leeft er nog?"), max_length=BOARD_MAX)


class ActionForm(RecognisingForm, PlainForm, forms.ModelForm):
    checked_fields = ("text",)

    class Meta:
        model = Action
        fields = ("text", "owner", "owner_words", "due")
        widgets = {"due": date_input()}

    def __init__(self, *args: Any, day: NetworkDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Registration.objects.filter(day=day, state=RegistrationStatus.IN).values("user")
        people = User.objects.filter(pk__in=seated) | User.objects.filter(pk__in=day.facilitators.values("pk"))
        self.fields["owner"].queryset = people.distinct().order_by("name")
        self.fields["owner"].empty_label = str(_("nog niemand"))


class LearnForm(RecognisingForm, PlainForm, forms.Form):
    text = forms.CharField(
        label=_("Wat leerden we?"), max_length=POINT_MAX, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Het hele netwerk leest dit. Schrijf het los van mensen."),
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        label=_("Thema's"),
        required=False,
        queryset=Theme.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    checked_fields = ("text",)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.visible_to(viewer)


class SignalForm(RecognisingForm, PlainForm, forms.Form):
    text = forms.CharField(
        label=_("Wat loopt er vast?"), max_length=SIGNAL_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )
    theme = forms.ModelChoiceField(label=_("Thema"), queryset=Theme.objects.none(), empty_label=None)
    of_project = forms.ModelChoiceField(label=_("Van welk project?"), queryset=Project.objects.none(), empty_label=None)
    checked_fields = ("text",)

    def __init__(self, *args: Any, viewer: Viewer, day: NetworkDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.visible_to(viewer)
        rows = Project.objects.visible_to(viewer).filter(status=Project.Status.ACTIVE)
        self.fields["of_project"].queryset = rows.filter(region=day.region) if day.region_id else rows


class FeedbackForm(RecognisingForm, PlainForm, forms.Form):
    """Everything may stay empty, but not all of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in FEEDBACK:
            if question.scale:
                choices = [(str(n), words) for n, words in enumerate(question.scale)]
                field: forms.Field = forms.ChoiceField(
                    label=str(question.words), required=False, choices=choices, widget=forms.RadioSelect
                )
            else:
                field = forms.CharField(
                    label=str(question.words),
                    required=False,
                    max_length=500,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
            self.add_field(question.key, field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(str(data.get(question.key, "")).strip() for question in FEEDBACK):
            raise ValidationError(_text("Je vulde nog niets in. Eén antwoord is genoeg."))
        return data


class ReportForm(RecognisingForm, PlainForm, forms.Form):
    """What the site filled in itself (projects, who promised what, headings) is not asked about again: `known` holds that text."""

    text = forms.CharField(
        label=_("Verslag"), max_length=REPORT_MAX, required=False, widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("Een titel begint met ## en een spatie, een opsomming met een streepje."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {line.strip() for line in known.splitlines()}

    def checked_texts(self) -> dict[str, str]:
        lines = self.cleaned_data.get("text", "").splitlines()
        return {"text": "\n".join(line.lstrip("#- ") for line in lines if line.strip() not in self.known)}
