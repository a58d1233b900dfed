"""A field of a form, typed as what only the form knows it is: a choice, a choice of rows, a text."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm


def field_of(form: BaseForm, name: str) -> Any:
    return form.fields[name]
