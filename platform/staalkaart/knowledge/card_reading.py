"""A card that came back from Word: every row is read, what is not clear is shown to decide, and nothing vanishes.

A reviewer works as people work: with tracked changes, comments in the margin, "OK" for a verdict, a row struck out, a row
added. None of that refuses the file. Each row that asks something has a question and an answer that is chosen already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staalkaart.core.writing.text import fold
from staalkaart.core.writing.word_parts import NotWord
from staalkaart.core.writing.word_reader import Paragraph, Row, Table, read_word
from staalkaart.knowledge.card_in_word import HEADS, own_words, quadrant_called
from staalkaart.knowledge.card_rows import MORE, REMARK, SKIP, CardReading, CardRow
from staalkaart.knowledge.models import CardEntry, ReviewAnswer, ReviewRound, WorkingModelPage

MAX_BYTES = 3 * 1024 * 1024  # goes through the form once more as base64
TITLE_MAX = 80
HEADS_OF_BEFORE = ("Code", "Titel", "Tekst", "Oordeel", "Opmerking", "Bronnen")  # documents that are still out
CODE = re.compile(r"^P\s?(\d{1,12})$", re.IGNORECASE)
VERDICTS = {
    "klopt": ReviewAnswer.Verdict.RIGHT,
    "anders": ReviewAnswer.Verdict.DIFFERENT,
    "weg": ReviewAnswer.Verdict.REMOVE,
    "weg ermee": ReviewAnswer.Verdict.REMOVE,
    "nieuw": ReviewAnswer.Verdict.NEW,
}
MEANS_RIGHT = {"ok", "oke", "okee", "akkoord", "ja", "juist", "correct", "klopt helemaal", "goed", "v", "x"}


def read_card(page: WorkingModelPage, data: bytes) -> CardReading:
    """Read a returned document. Nothing is written here."""
    if len(data) > MAX_BYTES:
        return CardReading(problem=_("Dit bestand is groter dan 3 MB. Stuur enkel de kaart zelf terug."))
    try:
        document = read_word(data)
    except NotWord as refused:
        return CardReading(problem=str(refused))
    reader = _Reader(page)
    for block in document.blocks:
        if isinstance(block, Table):
            reader.table(block)
        else:
            reader.paragraph(block)
    if not reader.rows:
        return CardReading(problem=_("In dit bestand staat geen tabel van een staalkaart."))
    reader.name_missing()
    return CardReading(reader.rows, [*reader.left_out, *document.left_out])


def _places(heads: list[str]) -> list[int | None]:
    """Where each of our columns stands; a document of before, or one whose first row is gone, has its own order."""
    if HEADS[0].lower() not in heads:
        layout = HEADS_OF_BEFORE if len(heads) <= len(HEADS_OF_BEFORE) else HEADS
        return [layout.index(head) if head in layout else None for head in HEADS]
    same = len(heads) == len(HEADS)
    return [
        heads.index(head.lower()) if head.lower() in heads else (at if same else None) for at, head in enumerate(HEADS)
    ]


class _Reader:
    """Row by row; remembers which points were seen and in which part of the card it is."""

    def __init__(self, page: WorkingModelPage) -> None:
        self.entries = {entry.pk: entry for entry in page.entries.all()}
        self.own = own_words(page)
        self.rows: list[CardRow] = []
        self.left_out: list[str] = []
        self.seen: set[int] = set()
        self.quadrant = ""

    def paragraph(self, block: Paragraph) -> None:
        """Our own headings say where we are; what a reviewer wrote between the tables is named."""
        self.quadrant = quadrant_called(block.text) or self.quadrant
        self.left_out += block.remarks
        if block.text and " ".join(block.text.split()) not in self.own:
            self.left_out.append(_("Naast de tabel: %s") % block.text)

    def table(self, table: Table) -> None:
        heads = [fold(cell.text).strip().lower() for cell in table.rows[0].cells] if table.rows else []
        if HEADS[0].lower() not in heads and not any(CODE.match(row.cells[0].text) for row in table.rows):
            for row in table.rows:
                if words := " · ".join(filter(None, (cell.text for cell in row.cells))):
                    self.left_out.append(_("Een andere tabel: %s") % words)
            return
        places = _places(heads)
        body = table.rows[1:] if HEADS[0].lower() in heads else table.rows
        for row in body:
            self._row(row, places)

    def _row(self, row: Row, places: list[int | None]) -> None:
        texts = [row.cells[at].text.strip() if at is not None and at < len(row.cells) else "" for at in places]
        code, title, text, *more, said, comment, source = texts
        remarks = [remark for cell in row.cells for remark in cell.remarks]
        match = CODE.match(fold(code))
        entry = self.entries.get(int(match[1])) if match else None
        extra = [cell.text for at, cell in enumerate(row.cells) if at not in places and cell.text.strip()]
        if entry is None and not any((title, text, *more, said, comment, remarks, extra)):
            return  # the empty row for a new point, left empty
        found = CardRow(len(self.rows) + 1, entry, VERDICTS.get(_said(said), ""), title, text, quadrant=self.quadrant)
        found.more = dict(zip(MORE, more, strict=True))
        found.comment = "\n".join(filter(None, [comment, *remarks, *self._more(entry, source, extra)]))
        self._examine(found, row, code, said)
        self.rows.append(found)

    def _more(self, entry: CardEntry | None, source: str, extra: Iterable[str]) -> list[str]:
        """What was written in the column of sources, or in a column that we do not know."""
        known = " ".join(entry.sources_in_word.split()) if entry is not None else ""
        told = [_("Bron: %s") % source] if source and " ".join(source.split()) != known else []
        return told + list(extra)

    def _examine(self, row: CardRow, came: Row, code: str, said: str) -> None:
        """What is not clear becomes a question with a likely answer."""
        if row.entry is None:
            self._new(row, code)
            return
        remove = ReviewAnswer.Verdict.REMOVE.value
        if row.entry.pk in self.seen:
            self._to_comment(row)
            row.ask(_("Dit punt staat er twee keer."), REMARK, REMARK, SKIP)
        elif came.is_deleted:
            row.title, row.text = row.entry.title, row.entry.text
            row.ask(_("Deze rij is geschrapt."), remove, remove, SKIP)
        elif not row.title and not row.text:
            row.ask(_("Titel en tekst zijn leeggemaakt."), remove, remove, SKIP)
        elif said and not row.verdict:
            self._ask_verdict(row, said)
        elif (row.new_title or row.new_text or row.new_words) and not row.verdict:
            row.verdict = ReviewAnswer.Verdict.DIFFERENT
        self._fit_title(row, row.entry)
        self.seen.add(row.entry.pk)

    @staticmethod
    def _ask_verdict(row: CardRow, said: str) -> None:
        right, different, remove = (one.value for one in list(ReviewAnswer.Verdict)[:3])
        row.comment = "\n".join(filter(None, [row.comment, _("Oordeel zoals het er stond: %s") % said]))
        question = _("Het oordeel “%(said)s” is niet klopt, anders of weg.") % {"said": said}
        row.ask(question, right if _said(said) in MEANS_RIGHT else REMARK, right, different, remove, REMARK, SKIP)

    @staticmethod
    def _fit_title(row: CardRow, entry: CardEntry) -> None:
        if len(row.title) > TITLE_MAX:
            row.comment = "\n".join(filter(None, [row.comment, _("Voorgestelde titel, te lang: %s") % row.title]))
            row.title = entry.title

    def _new(self, row: CardRow, code: str) -> None:
        if not row.title and row.text:
            row.title = " ".join(row.text.split())[:TITLE_MAX]
        question = (
            _("De code “%(code)s” hoort niet bij deze kaart.") % {"code": code}
            if code
            else _("Dit is een rij zonder code.")
        )
        row.ask(question, SKIP if code or not row.title else ReviewAnswer.Verdict.NEW, ReviewAnswer.Verdict.NEW, SKIP)

    @staticmethod
    def _to_comment(row: CardRow) -> None:
        words = " – ".join(filter(None, (row.title, row.text)))
        row.comment = "\n".join(filter(None, [row.comment, words]))

    def name_missing(self) -> None:
        """Points of the card that the file no longer has: taken out without a trace, so the editor is asked."""
        for entry in self.entries.values():
            if entry.pk not in self.seen:
                row = CardRow(len(self.rows) + 1, entry, title=entry.title, text=entry.text, quadrant=entry.quadrant)
                row.ask(_("Dit punt staat niet meer in het bestand."), SKIP, ReviewAnswer.Verdict.REMOVE, SKIP)
                self.rows.append(row)


def _said(text: str) -> str:
    return fold(text).lower().strip(" .!?\n\t").replace("é", "e")


@transaction.atomic
def keep_reading(
    *, page: WorkingModelPage, reading: CardReading, reviewer: str, reviewer_role: str, by: Any
) -> ReviewRound:
    """Turn a reading into a submitted round: an answer for every row that says something, as it was decided."""
    round_ = ReviewRound.objects.create(
        page=page,
        way=ReviewRound.Way.WORD,
        reviewer=reviewer,
        reviewer_role=reviewer_role,
        created_by=by,
        submitted_at=timezone.now(),
    )
    said: dict[int | None, ReviewAnswer] = {}
    for row in reading.answers:
        twice = said.get(row.entry.pk) if row.entry is not None else None
        if twice is not None:  # a second row of the same point adds its words
            twice.comment = "\n".join(filter(None, [twice.comment, row.comment]))
            twice.save(update_fields=["comment"])
            continue
        answer = ReviewAnswer.objects.create(
            round=round_,
            entry_id_at_review=row.entry.pk if row.entry is not None else None,
            entry_title=(row.entry.title if row.entry is not None else row.title)[:TITLE_MAX],
            quadrant=row.quadrant if row.entry is None else "",
            verdict=row.outcome,
            comment=row.comment,
            new_title=row.title[:TITLE_MAX] if row.entry is None else row.new_title,
            new_text=row.text if row.entry is None else row.new_text,
            new_words=row.new_words,
        )
        if row.entry is not None:
            said[row.entry.pk] = answer
    return round_
