"""Export and erasure of one person's data: every feature registers its part, nobody else is asked."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer, seen_by
from staalkaart.core.delivery.outbox import enqueue
from staalkaart.core.models import AutosaveBuffer, ContentStamp, OutboxRow, Receipt
from staalkaart.core.retention import Rule
from staalkaart.core.writing import autosave, receipts

SCRUB_TOPIC = "scrub"


@dataclass(frozen=True)
class Part:
    """What one feature holds of a person: rows of plain values under a title, and files by name."""

    title: Any
    rows: Sequence[Mapping[str, Any]]
    files: Mapping[str, File] = field(default_factory=dict)


def named(viewer: Viewer, obj: Any) -> str:
    """The name of what somebody kept or used, as long as they may still see it."""
    seen = seen_by(viewer, obj)
    return str(seen) if seen is not None else gettext("(intussen niet meer zichtbaar voor jou)")


def export_parts(user: Any) -> dict[str, Part]:
    return {name: make(user) for parts in registry.each(registry.own_data, "export") for name, make in parts.items()}


def export_zip(user: Any) -> bytes:
    """A zip with `gegevens.json` for programs, `gegevens.html` for people, and the person's own files."""
    parts = export_parts(user)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        plain = {name: part.rows for name, part in parts.items()}
        archive.writestr("gegevens.json", json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        page = render_to_string("core/own_data.html", {"parts": parts.values(), "user": user, "now": timezone.now()})
        archive.writestr("gegevens.html", page)
        for part in parts.values():
            for name, content in part.files.items():
                with suppress(FileNotFoundError), content.open("rb") as handle:
                    archive.writestr(f"bestanden/{name}", handle.read())
    return out.getvalue()


def run_erasers(user: Any) -> None:
    """In the caller's transaction, before the account row goes. Afterwards the worker scrubs what files still hold."""
    for erase in registry.each(registry.own_data, "erase"):
        erase(user)
    ContentStamp.advance()
    scrub_soon()


def scrub_soon() -> None:
    """In the caller's transaction: words went, and once that is certain the worker scrubs what files still hold of them."""
    enqueue(SCRUB_TOPIC, ["all"])


def scrub(rows: Iterable[OutboxRow]) -> None:
    """Outbox handler: take deleted words out of index segments, journals and free pages."""
    for clean in registry.each(registry.own_data, "scrub"):
        clean()


RULES = (
    Rule("autosave", _("Tekst die je typte en niet bewaarde"), _("zes maanden"), autosave.purge),
    Rule("receipts", _("Bewijzen dat een formulier aankwam"), _("anderhalve maand"), receipts.purge),
)


def forget_typed(user: Any) -> None:
    """What was typed and never saved is the person's alone."""
    AutosaveBuffer.objects.filter(user=user).delete()
    Receipt.objects.filter(user=user).delete()


def empty_journal() -> None:
    """SQLite overwrites what is deleted (secure_delete), but the write-ahead log keeps older pages until it is emptied."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
