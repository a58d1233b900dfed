"""Content that is plain rows, known by one field of their own: themes, terms, sources, help lines …

Values are named as the model's fields. A link is the natural key of the other row, a list of links a list of keys, and
dependent rows (the phases of a method) a list of values.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from home.setup.records import ContentKind, Values

logger = logging.getLogger(__name__)
Read = Callable[[], list[Values]]
KNOWN_BY = "slug"  # how a file names another row


def read_value(obj: models.Model, name: str, inner: list[str] | None = None) -> Any:
    """The plain data that stands in one field; `inner` names the fields of dependent rows."""
    field: Any = obj._meta.get_field(name)
    if field.one_to_many:
        return [{part: read_value(row, part) for part in inner or []} for row in getattr(obj, name).all()]
    if field.many_to_many:
        return sorted(getattr(row, KNOWN_BY) for row in getattr(obj, name).all())
    if field.is_relation:
        other = getattr(obj, name)
        return getattr(other, KNOWN_BY) if other else None
    if isinstance(field, StreamField):
        return [[block["type"], block["value"]] for block in getattr(obj, name).raw_data]
    return getattr(obj, name)


class LinkGone(Exception):
    """Editors renamed or removed the row that a record points at: the record waits for another release."""


def linked(field: Any, key: Any) -> Any:
    """The row that a natural key stands for. Raises LinkGone."""
    if not key:
        return None
    found = field.related_model.objects.filter(**{KNOWN_BY: key}).first()
    if found is None:
        raise LinkGone(f"{field.name}: {key}")
    return found


def linked_many(field: Any, keys: list[str]) -> list[Any]:
    return list(field.related_model.objects.filter(**{f"{KNOWN_BY}__in": keys}))


def set_plain(obj: models.Model, values: Values) -> None:
    """Everything but lists of other rows, which need a saved row."""
    for name, value in values.items():
        field: Any = obj._meta.get_field(name)
        if field.one_to_many:
            setattr(obj, name, _dependent_rows(field, value))
        elif field.is_relation and not field.many_to_many:
            setattr(obj, name, linked(field, value))
        elif not field.many_to_many:
            setattr(obj, name, value)


def _dependent_rows(field: Any, values: list[Values]) -> list[Any]:
    """In their order; one whose other row is gone (a combination with a model that editors removed) is left out."""
    rows: list[Any] = []
    for inner in values:
        row = field.related_model(sort_order=len(rows))
        with suppress(LinkGone):
            set_plain(row, inner)
            rows.append(row)
    return rows


class Rows(ContentKind):
    """`known_by` is the field that finds a row again; it is one of the values."""

    def __init__(self, name: str, prefix: str, model: type[models.Model], read: Read, known_by: str = "slug") -> None:
        self.name, self.prefix, self.model, self.read, self.known_by = name, prefix, model, read, known_by

    def key(self, row: Values) -> str:
        return f"{self.prefix}:{row[self.known_by]}"

    def wanted(self) -> dict[str, Values]:
        return {self.key(row): row for row in self.read()}

    def present(self) -> dict[str, Values]:
        sample = next(iter(self.wanted().values()))
        inner = {name: list(value[0]) for name, value in sample.items() if value and isinstance(value, list)
                 and isinstance(value[0], dict)}  # fmt: skip
        rows = [
            {name: read_value(obj, name, inner.get(name)) for name in sample}
            for obj in self.model._default_manager.prefetch_related(*self._lists(sample))
        ]
        return {self.key(row): row for row in rows}

    def _lists(self, names: Values) -> list[str]:
        fields: list[Any] = [self.model._meta.get_field(name) for name in names]
        return [field.name for field in fields if field.many_to_many]

    def write(self, changes: dict[str, Values]) -> None:
        """All rows first, then what ties them to each other."""
        made = []
        for key, values in changes.items():
            try:
                made.append((self._write(values), values))
            except LinkGone as gone:
                logger.warning("content was left out", extra={"record": key, "gone": str(gone)})
        for obj, values in made:
            for name in self._lists(values):
                getattr(obj, name).set(linked_many(self.model._meta.get_field(name), values[name]))

    def _write(self, values: Values) -> models.Model:
        found = self.model._default_manager.filter(**{self.known_by: values[self.known_by]}).first()
        obj = found or self.model()
        set_plain(obj, values)
        obj.save()
        return obj
