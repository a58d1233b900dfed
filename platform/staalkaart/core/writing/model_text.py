"""What an editor typed in Wagtail, cleaned as everything else (core.writing.text): plain and rich text, and blocks in blocks.

The editor's own forms keep places in their texts, so it happens on the value, after the form read it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.rich_text import RichText

from staalkaart.core.writing.text import clean


def clean_texts(instance: models.Model) -> None:
    """Every text field of this row, in place."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(field, models.CharField | models.TextField | StreamField) and value:
            setattr(instance, field.attname, cleaned(value))


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, RichText):
        return RichText(clean(value.source))
    if isinstance(value, StructValue):
        for name in value:
            value[name] = cleaned(value[name])
    elif isinstance(value, StreamValue | ListValue):
        for child in value if isinstance(value, StreamValue) else value.bound_blocks:
            child.value = cleaned(child.value)
    return value
