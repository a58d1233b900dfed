"""What every form for people shares: the look of its fields, single lines that stay single, and fields that nobody asked for."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from staalkaart.core.web.request import Request
from staalkaart.core.writing.refusals import is_free_text, refusal

logger = logging.getLogger(__name__)
MOVED = _(
    "Dit werd intussen gewijzigd, door een collega of door jou op een ander toestel. Er is niets overschreven: kijk na en bewaar "
    "opnieuw."
)
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


def too_long(text: str, most: int) -> str:
    """What to say of a text that is too long: how many letters to drop. "" when it fits."""
    over = len(text) - most
    if over <= 0:
        return ""
    words = ngettext("Dit is %(n)s teken te lang.", "Dit is %(n)s tekens te lang.", over) % {"n": over}
    return (
        words + " " + gettext("Het mag hoogstens %(most)s tekens tellen. Wat je typte, staat er nog.") % {"most": most}
    )


@deconstructible
class Limit(BaseValidator):
    """At most so many letters; nothing is cut."""

    code = "max_length"

    def __call__(self, value: Any) -> None:
        if words := too_long(str(value), self.limit_value):
            raise ValidationError(words, code=self.code)


def set_limit(field: forms.CharField, most: int) -> None:
    """At most so many letters. The browser counts along and cuts nothing: `maxlength` would, and counts a line break as two."""
    field.max_length = most
    rules = [rule for rule in field.validators if not isinstance(rule, MaxLengthValidator | Limit)]
    field.validators = [*rules, Limit(most)]
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs["data-limit"] = most


class NotTaken(Exception):
    """A posted text that cannot be taken as it is. The person gets `words` and everything they typed (core.writing.returned_form)."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def short_text(request: Request, name: str, most: int, *, lines: bool = False, unread: bool = False) -> str:
    """A posted text of an act without a form of its own; on one line unless `lines`. Raises NotTaken when it is too long, or holds
    what may not stand there; `unread` where the caller looks itself, or nobody will read it."""
    text = request.POST.get(name, "")
    text = text.strip() if lines else " ".join(text.split())
    if words := too_long(text, most) or ("" if unread else refusal(text)):
        raise NotTaken(words)
    return text


def shown_values(form: Any) -> dict[str, list[str]]:
    """What a form shows, by the names under which it is posted: for putting two texts beside each other in the browser."""
    found: dict[str, list[str]] = {}
    for bound in (field for part in getattr(form, "points", [form]) for field in part):
        found[bound.html_name] = _shown(bound.field, bound.value())
    return found


def _shown(field: Any, value: Any) -> list[str]:
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = value if isinstance(value, list | tuple) else field.widget.format_value(value)
    return [str(part or "") for part in shown] if isinstance(shown, list | tuple) else [str(shown or "")]


def whole_number(text: str) -> int:
    """A posted number as a key or a stamp; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _dress(field: forms.Field) -> None:
    """The look and the limits that every field has, whoever made it."""
    widget = field.widget
    most = getattr(field, "max_length", None)
    if isinstance(field, forms.CharField) and most:
        set_limit(field, most)
    if not isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "input")
    if isinstance(field, forms.CharField) and isinstance(widget, forms.TextInput | forms.Textarea):
        widget.attrs.setdefault("dir", "auto")
    if isinstance(field, forms.CharField) and isinstance(widget, forms.TextInput):
        field.validators = [*field.validators, one_line]


class PlainForm(forms.BaseForm):
    """Mix in before Form or ModelForm."""

    fields: dict[str, Any]  # which kind of field stands under a name, only the form knows
    refuses = True  # False: what is typed here is looked at later, before others read it
    contact_fields: tuple[str, ...] = ()  # free texts in which a number or an address is what is asked for
    guards_change = False  # True: what somebody else saved since the form was opened is never replaced unseen
    their_fields: dict[str, list[str]] | None = None  # set when that happened

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)
        self._note_what_was_not_asked()

    def add_field(self, name: str, field: forms.Field) -> None:
        """A question that is not the same in every form of this kind."""
        _dress(field)
        self.fields[name] = field

    @property
    def seen_mark(self) -> str:
        """Rendered in the form, under `_seen`: what the fields said when the form was opened."""
        rows = [
            (name, field.prepare_value(self.get_initial_for_field(field, name))) for name, field in self.fields.items()
        ]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def clean(self) -> Any:
        cleaned = super().clean()
        self._refuse()
        opened = self.data.get(self.add_prefix("_seen"))
        if self.guards_change and opened and opened != self.seen_mark and self.has_changed():
            self.their_fields = {
                self.add_prefix(name): _shown(field, self.get_initial_for_field(field, name))
                for name, field in self.fields.items()
            }
            self.add_error(None, ValidationError(MOVED, code="moved"))
        return cleaned

    def _refuse(self) -> None:
        """Whatever the form, what may not stand in a text does not get in."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            asked = not self.refuses or name in self.contact_fields or not is_free_text(field)
            if not asked and isinstance(value, str) and (words := refusal(value)):
                self.add_error(name, ValidationError(words, code="recognised"))

    def _note_what_was_not_asked(self) -> None:
        """Fields that this form does not have are ignored; those that try to be somebody are logged."""
        known = {self.add_prefix(name) for name in self.fields}
        if odd := NEVER_ASKED & (set(self.data) - known):
            logger.warning(
                "form fields that were not asked for", extra={"form": type(self).__name__, "fields": sorted(odd)}
            )
