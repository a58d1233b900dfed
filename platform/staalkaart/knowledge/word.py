"""A card as a Word document, and back: one table row per entry, with its code, so nothing depends on order or layout."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staalkaart.core.writing.text import clean
from staalkaart.knowledge.models import CardEntry, Quadrant, ReviewAnswer, ReviewRound, WorkingModelPage

CODE = re.compile(r"^P(\d+)$")
HEADS = ("Code", "Titel", "Tekst", "Oordeel", "Opmerking")
WIDTHS = (1.6, 4.2, 8.2, 2.6, 8.4)  # centimetres
VERDICTS = {
    "klopt": ReviewAnswer.Verdict.RIGHT,
    "anders": ReviewAnswer.Verdict.DIFFERENT,
    "weg": ReviewAnswer.Verdict.REMOVE,
    "weg ermee": ReviewAnswer.Verdict.REMOVE,
}
MAX_BYTES = 3 * 1024 * 1024  # goes through the form once more as base64
MAX_UNPACKED = 40 * 1024 * 1024


def write_card(page: WorkingModelPage) -> bytes:
    """The card for somebody to read over in Word: title, text, and two empty columns per entry."""
    from docx import Document  # a quarter of a second to import, for something done once a month
    from docx.shared import Cm, Pt

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.8)
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(page.title, level=0)
    document.add_paragraph(page.one_sentence)
    document.add_paragraph(
        _(
            "Schrijf bij Oordeel: klopt, anders of weg. Je mag ook titel en tekst zelf verbeteren. Laat de codes staan: daarmee "
            "vinden we elk punt terug. Een rij zonder oordeel blijft zoals ze is."
        )
    )
    entries = list(page.entries.all())
    for quadrant in Quadrant:
        rows = [entry for entry in entries if entry.quadrant == quadrant]
        if rows:
            document.add_heading(quadrant.plural, level=1)
            _write_table(document, rows)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_table(document, entries: list[CardEntry]) -> None:
    from docx.shared import Cm

    table = document.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(head).bold = True
    for entry in entries:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = (
            f"P{entry.pk}",
            clean(entry.title),
            clean(entry.text),
        )
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


@dataclass
class WordRow:
    """One row as it came back, beside the entry as it is now."""

    number: int
    entry: CardEntry | None
    verdict: str
    title: str
    text: str
    comment: str
    problems: list[str] = field(default_factory=list)

    @property
    def verdict_label(self) -> str:
        return str(ReviewAnswer.Verdict(self.verdict).label) if self.verdict else ""

    @property
    def says_something(self) -> bool:
        return bool(self.verdict or self.comment)


@dataclass
class WordReading:
    rows: list[WordRow] = field(default_factory=list)
    problem: str = ""

    @property
    def answers(self) -> list[WordRow]:
        return [row for row in self.rows if row.says_something]

    @property
    def has_problems(self) -> bool:
        return bool(self.problem) or any(row.problems for row in self.rows) or not self.answers


def read_card(page: WorkingModelPage, data: bytes) -> WordReading:
    """Read a returned document. Every problem is named with its row; nothing is written here."""
    if len(data) > MAX_BYTES:
        return WordReading(problem=_("Dit bestand is groter dan 3 MB. Stuur enkel de kaart zelf terug."))
    from docx import Document

    try:
        document = Document(io.BytesIO(_checked(data)))
    except Exception:  # a damaged or hostile archive raises a dozen kinds, from zlib to lxml
        return WordReading(
            problem=_(
                "Dit is geen Word-bestand (.docx) dat we kunnen lezen. Bewaar het in Word als .docx en probeer opnieuw."
            )
        )
    entries = {entry.pk: entry for entry in page.entries.all()}
    rows: list[WordRow] = []
    seen: set[int | None] = set()
    for table in document.tables:
        for cells in (row.cells for row in table.rows[1:]):
            row = _read_row(len(rows) + 1, [cell.text.strip() for cell in cells], entries)
            if row.entry and row.entry.pk in seen:
                row.problems.append(_("dit punt staat er twee keer"))
            seen.add(row.entry.pk if row.entry else None)
            rows.append(row)
    if not rows:
        return WordReading(problem=_("In dit bestand staat geen tabel van een staalkaart."))
    return WordReading(rows)


def _checked(data: bytes) -> bytes:
    """Refuse an archive that unpacks to something huge."""
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise ValueError("too large when unpacked")
    return data


def _read_row(number: int, cells: list[str], entries: dict[int, CardEntry]) -> WordRow:
    cells = (cells + [""] * len(HEADS))[: len(HEADS)]
    code, title, text, said, comment = cells
    match = CODE.match(code)
    entry = entries.get(int(match[1])) if match else None
    verdict = VERDICTS.get(said.lower().strip(" ."), "")
    row = WordRow(number, entry, verdict, title, text, comment)
    if entry is None:
        row.problems.append(_("de code “%(code)s” hoort niet bij deze kaart") % {"code": code})
        return row
    changed = (title, text) != (entry.title, " ".join(entry.text.split()) if "\n" not in text else entry.text)
    if said and not verdict:
        row.problems.append(_("het oordeel “%(said)s” is niet klopt, anders of weg") % {"said": said})
    if changed and not verdict:
        row.verdict = ReviewAnswer.Verdict.DIFFERENT
    if not title or not text:
        row.problems.append(_("titel of tekst is leeg; schrijf “weg” bij Oordeel om een punt te schrappen"))
    if len(title) > 80:
        row.problems.append(_("de titel is langer dan 80 tekens"))
    if len(text) > 600 or len(comment) > 2000:
        row.problems.append(_("de tekst is te lang"))
    return row


@transaction.atomic
def keep_reading(*, page: WorkingModelPage, reading: WordReading, reviewer: str, reviewer_role: str, by) -> ReviewRound:
    """Turn a reading without problems into a submitted round, with an answer per row that says something."""
    round_ = ReviewRound.objects.create(
        page=page,
        way=ReviewRound.Way.WORD,
        reviewer=reviewer,
        reviewer_role=reviewer_role,
        created_by=by,
        submitted_at=timezone.now(),
    )
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(
            round=round_,
            entry_id_at_review=row.entry.pk,
            entry_title=row.entry.title,
            verdict=row.verdict,
            comment=row.comment,
            new_title=row.title if row.title != row.entry.title else "",
            new_text=row.text if row.text != row.entry.text else "",
        )
        for row in reading.answers
        if row.entry
    )
    return round_
