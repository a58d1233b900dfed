"""What every form for people shares: the look of its fields, single lines that stay single, and fields that nobody asked for."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)
NEVER_ASKED = {
    "project",
    "role",
    "is_staff",
    "is_superuser",
    "is_active",
    "user",
    "audience",
    "groups",
    "grants",
    "token",
}


def one_line(value: str) -> None:
    """Names and subjects travel in mail headers."""
    if any(letter in value for letter in "\r\n\x00"):
        raise ValidationError(_("Schrijf dit op één regel."))


def whole_number(text: str) -> int:
    """A posted number as a key or a stamp; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


class PlainForm(forms.BaseForm):
    """Mix in before Form or ModelForm."""

    fields: dict[str, Any]  # which kind of field stands under a name, only the form knows

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget = field.widget
            if not isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
                widget.attrs.setdefault("class", "input")
            if isinstance(field, forms.CharField) and isinstance(widget, forms.TextInput):
                field.validators = [*field.validators, one_line]
        self._note_what_was_not_asked()

    def _note_what_was_not_asked(self) -> None:
        """Fields that this form does not have are ignored; those that try to be somebody are logged."""
        known = {self.add_prefix(name) for name in self.fields}
        if odd := NEVER_ASKED & (set(self.data) - known):
            logger.warning(
                "form fields that were not asked for", extra={"form": type(self).__name__, "fields": sorted(odd)}
            )
