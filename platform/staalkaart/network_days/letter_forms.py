"""Forms for writing to the people of a day, and for what goes by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.recognise.forms import RecognisingForm
from staalkaart.network_days import calling, letters
from staalkaart.network_days.choices import DAYS_BEFORE, LETTER_MAX, CallSort, Readers, State
from staalkaart.network_days.forms import date_input
from staalkaart.network_days.letter_templates import FIELDS
from staalkaart.network_days.models import NetworkDay


class LetterForm(RecognisingForm, PlainForm, forms.Form):
    """A number or an address may stand in it: people are told where to be and whom to ring."""

    contact_fields = ("text",)
    checked_fields = ("text",)

    readers = forms.ChoiceField(label=_("Aan wie?"), choices=Readers, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("Onderwerp"), max_length=120)
    text = forms.CharField(label=_("Tekst"), max_length=LETTER_MAX, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, day: NetworkDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ", ".join(f"{{{name}}}" for name in FIELDS)
        self.fields["text"].help_text = _("Wat tussen accolades staat, vullen we per persoon in: %(names)s.") % {
            "names": names
        }
        if day.date is not None:
            self.fields["readers"].choices = [row for row in Readers.choices if row[0] != Readers.NO_ANSWER]

    @property
    def said(self) -> dict[str, str]:
        """As the services take it."""
        data = self.cleaned_data
        return {"which": data["readers"], "subject": data["subject"], "text": data["text"]}

    def _known(self, name: str) -> str:
        text = self.cleaned_data[name]
        if unknown := letters.unknown_fields(text):
            words = _("{%(name)s} kennen we niet. Je kan kiezen uit: %(names)s.")
            names = ", ".join(f"{{{known}}}" for known in FIELDS)
            raise forms.ValidationError(words % {"name": unknown[0], "names": names})
        return text

    def clean_subject(self) -> str:
        subject = self._known("subject")
        if "naam" in letters.FIELD.findall(subject):
            raise forms.ValidationError(_("{naam} kan in de tekst, niet in het onderwerp."))
        return subject

    def clean_text(self) -> str:
        return self._known("text")


class CallsForm(PlainForm, forms.Form):
    """A switch per sort, and a date where it goes on a day."""

    def __init__(self, *args: Any, day: NetworkDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.rows = []
        for sort, row in calling.switches(day):
            over = day.date is not None if sort == CallSort.POLL else day.state not in {State.IDEA, State.PREPARING}
            if sort in {CallSort.POLL, CallSort.OPEN} and over and row.done_at is None:
                continue  # that moment has passed
            self.add_field(
                f"on-{sort}", forms.BooleanField(label=CallSort(sort).label, required=False, initial=row.is_on)
            )
            if sort in DAYS_BEFORE and day.date is not None:
                usual = row.on or calling.usual_day(day, sort)
                field = forms.DateField(label=_("Op"), required=False, initial=usual, widget=date_input())
                self.add_field(f"date-{sort}", field)
            self.rows.append((sort, row))

    @property
    def lines(self) -> list[tuple[Any, Any, Any]]:
        """(its switch, its date or None, when it went)."""
        return [
            (self[f"on-{sort}"], self[f"date-{sort}"] if f"date-{sort}" in self.fields else None, row.done_at)
            for sort, row in self.rows
        ]

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        for sort in DAYS_BEFORE:
            on = cleaned.get(f"date-{sort}")
            if on is None or self.day.date is None or f"date-{sort}" not in self.changed_data:
                continue
            if not timezone.localdate() <= on < self.day.date:
                self.add_error(f"date-{sort}", _("Kies een dag tussen vandaag en de dag zelf."))
        return cleaned

    def save(self) -> None:
        for sort, _row in self.rows:
            on: date | None = self.cleaned_data.get(f"date-{sort}")
            usual = calling.usual_day(self.day, sort)
            calling.switch(
                day=self.day, sort=sort, is_on=self.cleaned_data[f"on-{sort}"], on=None if on == usual else on
            )
