"""Forms of network days: the day itself, its blocks, a registration, what is caught on the day, five questions."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.models import Grant, Project, Region, User
from staalkaart.members.permissions import projects_worked_on, regions_led
from staalkaart.members.recognise.forms import RecognisingForm
from staalkaart.network_days.agenda import working_forms
from staalkaart.network_days.choices import PAST, Sort, State
from staalkaart.network_days.models import Block, NetworkDay, Registration

MOST_QUESTIONS = 5
LIES_FIXED = {*PAST, State.CANCELLED}
FAR = timedelta(days=3 * 366)
BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def check_hours(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """From before to, and a clock that exists on that day (02.30 does not when summer time begins)."""
    start, end, day = data.get("start"), data.get("end"), data.get("date")
    if start and end and end <= start:
        form.add_error("end", _text("De dag eindigt voor ze begint. Kijk de uren na."))
    if not day:
        return
    for name, moment in (("start", start), ("end", end)):
        wall = datetime.combine(day, moment) if moment else None
        if (
            wall
            and wall.replace(tzinfo=BRUSSELS)
            .astimezone(zoneinfo.ZoneInfo("UTC"))
            .astimezone(BRUSSELS)
            .replace(tzinfo=None)
            != wall
        ):
            form.add_error(name, _text("Dit uur bestaat niet op die dag: de klok wordt dan verzet."))


def odd_date(day: date) -> str:
    """Why this cannot be the date of a day that is planned; nothing when it can."""
    if day < timezone.localdate():
        return _text("Die dag is al voorbij. Kies een dag die nog komt.")
    return _text("Dat is meer dan drie jaar vooruit. Kijk het jaartal na.") if day > timezone.localdate() + FAR else ""


class DayForm(RecognisingForm, PlainForm, forms.ModelForm):
    contact_fields = ("venue", "address", "access", "transport")  # where it is, and whom to call at the door
    own_questions = forms.CharField(
        label=_("Eigen vragen bij de inschrijving"), required=False, max_length=700, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eén vraag per regel, hoogstens vijf. Eten, toegankelijkheid, samen rijden en kinderopvang vragen we al."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Link voor online"),
        required=False,
        assume_scheme="https",
        help_text=_("Enkel wie ingeschreven is, ziet de link."),
    )
    warns = False
    checked_fields = ("title", "intro")

    class Meta:
        model = NetworkDay
        fields = ("title", "sort", "region", "form", "intro", "date", "start", "end", "venue", "address", "link", "access", "transport",
                  "childcare", "capacity", "project_seats")  # fmt: skip
        widgets = {
            "intro": forms.Textarea(attrs={"rows": 4}), "access": forms.Textarea(attrs={"rows": 3}),
            "transport": forms.Textarea(attrs={"rows": 3}), "date": date_input(), "start": time_input(), "end": time_input(),
        }  # fmt: skip
        help_texts = {
            "date": _("Mag leeg: dan kan je eerst een datumprikker doen."),
            "access": _("Drempels, lift, toilet, parkeerplaats, ringleiding, stille ruimte."),
            "transport": _("Welke halte, hoe ver te voet, wanneer rijdt de laatste bus?"),
            "childcare": _("Is er opvang? Voor welke leeftijd, tot wanneer vraag je het aan?"),
            "project_seats": _("Tot drie weken voor de dag. Daarna is elke vrije plaats voor wie eerst komt."),
        }

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Project.objects.filter(pk__in=projects_worked_on(viewer)).values("region")
        regions = Region.objects.filter(pk__in=regions_led(viewer)) | Region.objects.filter(pk__in=own)
        regions = regions.distinct()
        self.fields["region"].queryset = Region.objects.all() if viewer.has_role(Grant.Role.ADMIN) else regions
        if self.instance.pk is None:  # most days are for one's own region
            self.fields["region"].initial = regions.first()
        self.fields["region"].empty_label = str(_("alle regio's samen"))
        self.fields["capacity"].widget.attrs |= {"min": 2, "max": 2000}
        self.fields["project_seats"].widget.attrs |= {"min": 1, "max": 50}
        self.fields["own_questions"].initial = "\n".join(self.instance.questions)
        if self.instance.pk and self.instance.state in LIES_FIXED:  # when it was, is history
            for name in ("date", "start", "end", "capacity", "project_seats", "own_questions"):
                del self.fields[name]
        self.may_join_regions = bool(regions_led(viewer)) or viewer.has_role(Grant.Role.ADMIN)

    def clean_own_questions(self) -> list[str]:
        rows = [" ".join(row.split())[:140] for row in self.cleaned_data["own_questions"].splitlines() if row.strip()]
        if len(rows) > MOST_QUESTIONS:
            raise ValidationError(
                _text("Hoogstens vijf vragen: hoe korter de inschrijving, hoe meer mensen ze invullen.")
            )
        return rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_hours(self, data)
        for name, words in self._odd(data):
            if name in self.fields and not self.errors.get(name):
                self.add_error(name, words)
        return data

    def _odd(self, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
        """(field, what is wrong with it)."""
        if not 2 <= data.get("capacity", 2) <= 2000:
            yield "capacity", _text("Kies een aantal tussen 2 en 2000.")
        if data.get("project_seats", 1) < 1:
            yield "project_seats", _text("Elk project krijgt minstens één plaats.")
        if data.get("region") is None and (data.get("sort") == Sort.REGIONAL or not self.may_join_regions):
            yield "region", _text("Een regionale dag heeft een regio. Kies anders een gezamenlijke dag of een vorming.")
        if data.get("date") and "date" in self.changed_data and (words := odd_date(data["date"])):
            yield "date", words
        if self.instance.pk and self.instance.takes_people:
            if not data.get("date"):
                yield "date", _text("De inschrijving is open: een dag zonder datum kan niet. Gelast ze anders af.")
            if not data.get("venue") and not data.get("link"):
                yield "venue", _text("De inschrijving is open: zeg waar mensen naartoe komen, of geef een link.")

    @property
    def values(self) -> dict[str, Any]:
        """What is stored."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return data | ({"questions": self.cleaned_data["own_questions"]} if "own_questions" in self.fields else {})


class PollForm(PlainForm, forms.Form):
    date = forms.DateField(label=_("Datum"), widget=date_input())
    start = forms.TimeField(label=_("Van"), widget=time_input())
    end = forms.TimeField(label=_("Tot"), widget=time_input())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_hours(self, data)
        if data.get("date") and (words := odd_date(data["date"])):
            self.add_error("date", words)
        return data


class BlockForm(PlainForm, forms.ModelForm):
    working_form = forms.ChoiceField(label=_("Werkvorm"), choices=[])

    class Meta:
        model = Block
        fields = ("title", "minutes", "working_form", "beside", "lead_user", "lead", "room", "materials", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "beside": _("Voor groepen die uit elkaar gaan. Wat erna komt, wacht op de langste."),
            "lead": _("Als het niemand met een account is."),
            "text": _("Enkel in het draaiboek voor begeleiders."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["working_form"].choices = [(form.key, form.label) for form in working_forms().values()]
        self.fields["minutes"].widget.attrs |= {"min": 5, "max": 480, "step": 5, "inputmode": "numeric"}
        seated = Registration.objects.filter(day=self.instance.day_id).on_list().values("user")
        led = self.instance.day.facilitators.values("pk") if self.instance.day_id else []
        people = User.objects.filter(pk__in=seated) | User.objects.filter(pk__in=led)
        self.fields["lead_user"].queryset = people.distinct().order_by("name")
        self.fields["lead_user"].empty_label = str(_("nog niemand"))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
