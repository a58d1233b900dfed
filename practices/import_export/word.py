"""Practices as a Word document: a title, a table of facts, a heading per part. It reads well and can be read back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from practices.choices import Basis
from practices.content import of_page
from practices.content_words import Names
from practices.import_export import provenance
from practices.import_export.fields import fields
from practices.import_export.provenance import Provenance, provenances
from practices.import_export.word_document import OWN_FOOTER
from practices.models import PracticePage
from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.dates import spoken_date
from staalkaart.core.writing.word_writing import WordWriter

SHORT = {
    "models",
    "target_groups",
    "towns",
    "themes",
    "running_duos",
    "coordination_fte",
    "start_year",
    "languages",
    "contact_role",
}


def to_word(pages: Iterable[PracticePage], viewer: Viewer) -> bytes:
    shown = list(reveal(pages, viewer, "project"))
    title = shown[0].title if len(shown) == 1 else _("Praktijken uit het lerend netwerk")
    writer = WordWriter(title, OWN_FOOTER + spoken_date(timezone.localdate()))
    names, found = Names(viewer), provenances(shown, viewer)
    for number, page in enumerate(shown):
        _write(writer, page, names, found[page.pk], is_first=number == 0)
    return writer.save()


def _write(writer: WordWriter, page: PracticePage, names: Names, found: Provenance, *, is_first: bool) -> None:
    data = names.only_known(of_page(page))
    writer.heading(data["title"], 1, on_new_page=not is_first)
    titles, words = provenance.titles(), provenance.spoken(found)
    own = {field.key: (str(field.title), field.write(data, names)) for field in fields()}
    short = [words for key, words in own.items() if key in SHORT or key.startswith("feit-")]
    told = [(titles[key], words[key]) for key in ("project", "region", "area")]
    dated = [(titles[key], words[key]) for key in ("shared_on", "read_over_on", "address")]
    writer.facts([(name, value) for name, value in [*told, *short, *dated] if value])
    for key, (title, text) in own.items():
        if key in {"works", "clashes"}:
            _points(writer, title, data[key])
        elif key not in {"title", *SHORT} and not key.startswith("feit-") and text:
            writer.heading(title, 2)
            writer.text(text)
    _materials(writer, titles["materials"], found)


def _points(writer: WordWriter, title: str, points: list[dict[str, str]]) -> None:
    if points:
        writer.heading(title, 2)
    for point in points:
        writer.heading(point["title"], 3)
        writer.text(point["text"])
        if point["basis"] in Basis.values:
            writer.line(basis_line(Basis(point["basis"])), italic=True)


def basis_line(basis: Basis) -> str:
    return f"{_('Hoe weet je dat?')} {basis.label}"


def _materials(writer: WordWriter, title: str, found: Provenance) -> None:
    if found.materials:
        writer.heading(title, 2)
    for row in found.materials:
        paragraph = writer.document.add_paragraph(style="List Bullet")
        writer.link(paragraph, row.title, provenance.full(row.url))
        paragraph.add_run(f" ({provenance.spoken_material(row)})")
