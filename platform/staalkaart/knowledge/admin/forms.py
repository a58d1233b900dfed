"""The editors' form of a staalkaart: what a plain form cannot know about the points on it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from staalkaart.knowledge.models.card import Status

WORDS_OF_AN_ENTRY = {"quadrant", "title", "text"}
CHECK_OF_AN_ENTRY = {"status", "checked_by", "checked_role", "checked_on"}


class WorkingModelForm(WagtailAdminPageForm):
    def clean(self):
        data = super().clean() or self.cleaned_data
        number = data.get("number")
        twin = type(self.instance).objects.filter(number=number).exclude(pk=self.instance.pk).first()
        if number and twin:
            self.add_error("number", _("“%(title)s” heeft dit nummer al.") % {"title": twin.title})
        return data

    def is_valid(self) -> bool:
        valid = super().is_valid()
        for form in self.formsets["entries"].forms if "entries" in self.formsets else ():
            if form.errors.get("id"):  # a hidden field: its error would show nowhere
                form.add_error(
                    "title",
                    _(
                        "Dit punt is intussen geschrapt na nazicht. Verwijder het hier ook; schrijf wat je houdt als nieuw punt."
                    ),
                )
            elif valid:
                self._ask_again(form)
        return valid

    @staticmethod
    def _ask_again(form) -> None:
        """An entry that is reworded was not confirmed in these words: it is a proposal again."""
        changed = set(form.changed_data)
        entry = form.instance
        if entry.status == Status.CONFIRMED and changed & WORDS_OF_AN_ENTRY and not changed & CHECK_OF_AN_ENTRY:
            entry.status, entry.checked_by, entry.checked_role, entry.checked_on = Status.PROPOSED, "", "", None
