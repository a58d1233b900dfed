"""Forms of learning points, challenges and signals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.models import POINT_MAX, REPORT_MAX, PolicySignal
from staalkaart.members.models import Project, Region
from staalkaart.members.permissions import projects_worked_on, regions_led
from staalkaart.members.recognise.check import Sort
from staalkaart.members.recognise.forms import RecognisingForm


class AboutFields(PlainForm, forms.Form):
    """Themes and models, by name."""

    themes = forms.ModelMultipleChoiceField(
        label=_("Thema's"),
        required=False,
        queryset=Theme.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    working_models: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Werkmodellen"),
        required=False,
        queryset=WorkingModelPage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.visible_to(viewer)
        self.fields["working_models"].queryset = WorkingModelPage.objects.visible_to(viewer).order_by("number")


class PointForm(RecognisingForm, AboutFields):
    text = forms.CharField(
        label=_("Wat kan een collega hieruit leren?"), max_length=POINT_MAX, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf het los van de mensen in de casus. Het hele netwerk leest dit."),
    )  # fmt: skip
    field_order = ("text", "themes", "working_models")


class ChallengeForm(RecognisingForm, AboutFields):
    title = forms.CharField(
        label=_("De uitdaging in één zin"),
        max_length=120,
        help_text=_("Bijvoorbeeld: Hoe vinden we mannelijke buddy's?"),
    )
    text = forms.CharField(
        label=_("Vertel meer"), required=False, max_length=800, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    project = forms.ModelChoiceField(
        label=_("Toon ons project erbij"),
        required=False,
        queryset=Project.objects.none(),
        empty_label=str(_("liever niet")),
    )
    field_order = ("title", "text", "themes", "working_models", "project")
    checked_fields = ("title", "text")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["project"].queryset = Project.objects.filter(
            pk__in=projects_worked_on(viewer), status=Project.Status.ACTIVE
        )


class SignalForm(RecognisingForm, PlainForm, forms.ModelForm):
    class Meta:
        model = PolicySignal
        fields = ("project", "theme", "text", "quote", "quote_allowed")
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "text": _("Wat botst er telkens op dezelfde muur? Denk aan inkomen, wonen, digitaal, vervoer."),
            "quote": _("Enkel als je toestemming geeft, staat deze zin in het verslag, zonder naam van je project."),
        }

    checked_fields = ("text", "quote")

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.filter(
            pk__in=projects_worked_on(viewer), status=Project.Status.ACTIVE
        )
        self.fields["project"].empty_label = None
        self.fields["theme"].queryset = Theme.objects.visible_to(viewer)


class ReleaseForm(RecognisingForm, PlainForm, forms.Form):
    theme = forms.ModelChoiceField(label=_("Thema"), queryset=Theme.objects.none())
    region = forms.ModelChoiceField(label=_("Regio"), queryset=Region.objects.none(), empty_label=None)
    start = forms.DateField(label=_("Van"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Tot en met"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    summary = forms.CharField(
        label=_("Samenvatting voor het beleid"), max_length=1200, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs.setdefault("initial", {"start": today - timedelta(days=182), "end": today})
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.visible_to(viewer)
        self.fields["region"].queryset = Region.objects.filter(pk__in=regions_led(viewer))


class PageReportForm(RecognisingForm, PlainForm, forms.Form):
    """What somebody without an account says of a page. A telephone number or a mail address is often what is wrong, so it is a warning
    here; nobody but the editors reads it."""

    contact_fields = ("text",)
    softens = frozenset({Sort.PHONE, Sort.MAIL})
    text = forms.CharField(
        label=_("Wat klopt er niet?"), max_length=REPORT_MAX, widget=forms.Textarea(attrs={"rows": 6})
    )
