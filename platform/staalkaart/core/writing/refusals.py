"""What may not stand in a text that others read, wherever it is typed. Features say why (`registry.text_refusals`)."""

from __future__ import annotations

from django import forms

from staalkaart.core import registry
from staalkaart.core.writing.phones import check_phone


def refusal(text: str) -> str:
    """One sentence that says what has to go first; "" when the text may stay."""
    return " ".join(words for check in registry.text_refusals.values() if text and (words := check(text)))


def is_free_text(field: forms.Field) -> bool:
    """Words of somebody's own: no mail address, link or telephone number, which are asked for as such."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.EmailField | forms.URLField):
        return False
    return isinstance(field.widget, forms.TextInput | forms.Textarea) and check_phone not in field.validators
