"""The preferences: one choice per line, a pause, and one choice per thing that is followed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.events import DESK
from staalkaart.core.writing.forms import PlainForm
from staalkaart.notifications import preferences
from staalkaart.notifications.choices import LINES, Follow, Frequency
from staalkaart.notifications.models import Following

LONGEST_PAUSE = timedelta(days=120)
DESK_ROLES = ("facilitator", "editor", "admin")
AS_THE_LINE = ("", _("zoals hierboven"))


class PreferencesForm(PlainForm, forms.Form):
    """`following` are the rows whose subject this person may see."""

    until = forms.DateField(
        label=_("Ik ben er niet, tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Tot dan mailen we enkel wat je plaats of je dag betreft. De rest ligt klaar als je terug bent."),
        error_messages={"invalid": _("Dat is geen datum. Schrijf bijvoorbeeld 14/08/2026.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, following: list[Following], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.following = following
        self.groups = [group for group in LINES if group != DESK or viewer.has_role(*DESK_ROLES)]
        for line in (LINES[group] for group in self.groups):
            self.add_field(line.group, forms.ChoiceField(label=line.words, help_text=line.hint, choices=line.choices))
        often = [AS_THE_LINE, *((value, label) for value, label in Frequency.choices if value != Frequency.MONTHLY)]
        for row in following:
            self.add_field(f"state-{row.pk}", forms.ChoiceField(label=_("Volgen"), choices=Follow.choices))
            self.add_field(f"often-{row.pk}", forms.ChoiceField(label=_("Hoe vaak"), choices=often, required=False))

    @property
    def lines(self) -> list[Any]:
        return [self[group] for group in self.groups]

    @property
    def things(self) -> list[tuple[Following, Any, Any]]:
        return [(row, self[f"state-{row.pk}"], self[f"often-{row.pk}"]) for row in self.following]

    def clean_until(self) -> date | None:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until is None or until < today:
            return None
        if until > today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Kies een dag binnen de vier maanden."))
        return until

    def save(self, user: Any) -> list[str]:
        """Returns a sentence for each line that also changes what is followed already."""
        data = self.cleaned_data
        said = preferences.choose(user=user, lines={group: data[group] for group in self.groups}, until=data["until"])
        for row in self.following:
            preferences.follow(row=row, state=data[f"state-{row.pk}"], frequency=data[f"often-{row.pk}"])
        return said
