"""What a release brings and what stands in the database, compared record by record.

Every piece of content has a stable key. What was loaded is remembered under it (`ContentRecord`), so a later release can tell three
things apart: what is new, what nobody touched since it was loaded (it follows the release), and what editors changed or
removed (it stays theirs, for ever).
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from home.models import ContentRecord

Values = dict[str, Any]


class State(Enum):
    NEW = "new"
    FOLLOWS = "follows"  # untouched since it was loaded, and the release says something else now
    SAME = "same"
    EDITED = "edited"  # changed by editors, and the release says something else than it did
    REMOVED = "removed"  # taken away by editors
    THEIRS = "theirs"  # stood there before anything was loaded under its key


WRITTEN = {State.NEW, State.FOLLOWS}


@dataclass(frozen=True)
class Change:
    """One record of a release beside the database. `fields` are the values that this release changes: name → (old, new)."""

    key: str
    state: State
    wanted: Values
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


class ContentKind(ABC):
    """One sort of content: what the files say of it, how it stands, and how it is written. Values are plain data."""

    name: str  # as `setup_site` prints it

    @abstractmethod
    def wanted(self) -> dict[str, Values]:
        """key → values, from the content files. Raises ContentError before anything is written."""

    @abstractmethod
    def present(self) -> dict[str, Values]:
        """key → the same values as they stand in the database now; absent where there is none."""

    @abstractmethod
    def write(self, changes: dict[str, Values]) -> None:
        """Make or update these records."""


def fingerprint(values: Values) -> str:
    text = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def compare(kind: ContentKind, known: dict[str, ContentRecord]) -> list[Change]:
    """Every record of `kind`, in the order of the files."""
    present = kind.present()
    return [_compare(key, values, known.get(key), present.get(key)) for key, values in kind.wanted().items()]


def _compare(key: str, wanted: Values, record: ContentRecord | None, present: Values | None) -> Change:
    wanted = json.loads(json.dumps(wanted, cls=DjangoJSONEncoder))
    if record is None:
        return Change(key, State.NEW if present is None else State.THEIRS, wanted)
    fields = {
        name: (record.content.get(name), value) for name, value in wanted.items() if record.content.get(name) != value
    }
    if not fields:
        return Change(key, State.SAME, wanted)
    if present is None:
        return Change(key, State.REMOVED, wanted, fields)
    return Change(key, State.FOLLOWS if _is_untouched(wanted, record, present) else State.EDITED, wanted, fields)


def _is_untouched(wanted: Values, record: ContentRecord, present: Values) -> bool:
    """Nothing changed since it was loaded, and nobody filled a field that this release is the first to bring."""
    added = wanted.keys() - record.content.keys()
    known = {name: value for name, value in present.items() if name not in added}
    return fingerprint(known) == record.stored and not any(present.get(name) for name in added)


@transaction.atomic
def apply(kind: ContentKind, changes: Iterable[Change]) -> None:
    """Write what is new and what follows the release, and remember how it was loaded."""
    changes = list(changes)
    written = {change.key: change.wanted for change in changes if change.state in WRITTEN}
    if written:
        kind.write(written)
    theirs = {change.key: change.wanted for change in changes if change.state is State.THEIRS}
    present = kind.present() if written else {}
    rows = [
        ContentRecord(key=key, content=values, stored=fingerprint(present[key]))
        for key, values in written.items()
        if key in present
    ]
    rows += [ContentRecord(key=key, content=values, stored="") for key, values in theirs.items()]
    ContentRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["content", "stored", "loaded_at"]
    )
