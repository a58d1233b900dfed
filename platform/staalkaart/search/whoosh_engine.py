"""The embedded engine: Whoosh, in two physical indexes. Visitors only ever open `public/`; `member/` holds everything.

Reasons, figures and the traps this avoids: docs/decisions/0004-whoosh.md. Only what Whoosh 2.7.4 has as well is used.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import index, scoring

from staalkaart.core.access import PUBLIC, Viewer
from staalkaart.core.delivery.indexing import SearchDoc
from staalkaart.search import dutch
from staalkaart.search.engine import Hit, IndexUnavailable, Query, Result
from staalkaart.search.question import Question, ask, clean
from staalkaart.search.snapshot import Snapshot, open_index
from staalkaart.search.whoosh_queries import term_query
from staalkaart.search.whoosh_schema import SCHEMA_VERSION, make_schema, row_of
from staalkaart.search.whoosh_scoring import TIME_LIMIT, run, score_documents

logger = logging.getLogger(__name__)
WRITER_TIMEOUT = 15.0
Answer = tuple[
    list[int], dict[str, list[tuple[str, int]]], dict[int, float], str
]  # numbers, facets, scores, suggestion
# How hits are ordered: sort → (scores, rows) → key of a document number
ORDERS: dict[str, Callable[..., Callable[[int], Any]]] = {
    "score": lambda scores, rows: lambda number: (-scores[number], rows[number].order),
    "newest": lambda scores, rows: lambda number: (_backwards(rows[number].date), rows[number].order),
    "title": lambda scores, rows: lambda number: rows[number].order,
}


def _backwards(day: str) -> int:
    """A day such as "2026-11-22T10:42" so that later comes first; nothing known comes last."""
    return -int("".join(letter for letter in day if letter.isdigit()) or 0)


class WhooshEngine:
    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.local = threading.local()

    # --- reading ----------------------------------------------------------------------------------------------------
    def search(self, asked: Query, *, viewer: Viewer) -> Result:
        """A snapshot never changes, so whatever it answered once for these rights is remembered with it."""
        started = time.perf_counter()
        question = asked.question if asked.question is not None else ask(asked.text)
        snapshot = self._snapshot(viewer)
        filters = tuple(sorted((name, tuple(values)) for name, values in asked.filters.items() if values))
        opened = frozenset(token for token in viewer.tokens if token in snapshot.by_audience)
        key = (opened, asked.text, question, filters, tuple(asked.facets), asked.sort, asked.exact)
        answer = snapshot.answered.get(key)
        if answer is None:
            answer = self._answer(asked, question, snapshot, viewer, started)
            if time.perf_counter() - started < TIME_LIMIT:  # else it may be half an answer
                snapshot.remember(key, answer)
        hits, facets, best, words = answer
        return self._page(asked, snapshot, hits, facets, best, words, started)

    def _answer(self, asked: Query, question: Question, snapshot: Snapshot, viewer: Viewer, started: float) -> Answer:
        allowed = snapshot.allowed(viewer)
        if asked.text:  # only punctuation finds nothing, not everything
            scores, suggestion = (
                score_documents(snapshot, question, allowed, started, exact=asked.exact) if question else ({}, "")
            )
        else:
            scores, suggestion = dict.fromkeys(allowed, 0.0), ""
        matching = {name: snapshot.having(name, values) for name, values in asked.filters.items() if values}
        found = frozenset(scores)
        kept = sorted(found.intersection(*matching.values()), key=ORDERS[asked.sort](scores, snapshot.rows))
        facets = {name: self._count(name, found, matching, snapshot) for name in asked.facets}
        return kept, facets, scores, suggestion

    @staticmethod
    def _page(asked: Query, snapshot: Snapshot, kept, facets, scores, suggestion: str, started: float) -> Result:
        start = (asked.page - 1) * asked.size
        hits = tuple(
            Hit(snapshot.rows[number].uid, scores.get(number, 0.0)) for number in kept[start : start + asked.size]
        )
        return Result(hits, len(kept), facets, suggestion, (time.perf_counter() - started) * 1000)

    @staticmethod
    def _count(name: str, found: frozenset[int], matching, snapshot: Snapshot) -> list[tuple[str, int]]:
        """Values of a facet over everything found, as if its own filter were off."""
        counted = found.intersection(*(chosen for facet, chosen in matching.items() if facet != name))
        counts = ((value, len(counted & numbers)) for value, numbers in snapshot.postings(name).items())
        return sorted(((value, count) for value, count in counts if count), key=lambda pair: (-pair[1], pair[0]))

    def autocomplete(self, prefix: str, *, viewer: Viewer, limit: int = 8) -> list[str]:
        """Uids of documents with a word in the title that starts so; titles that start so come first."""
        folded = dutch.fold(clean(prefix))
        if len(folded) < 2:
            return []
        snapshot = self._snapshot(viewer)
        rows = snapshot.rows
        found = []
        for number in snapshot.allowed(viewer):
            title = rows[number].folded
            if title.startswith(folded):
                found.append((0, rows[number].order, number))
            elif f" {folded}" in title:
                found.append((1, rows[number].order, number))
        return [rows[number].uid for _rank, _order, number in sorted(found)[:limit]]

    def similar(self, uid: str, *, viewer: Viewer, limit: int = 5) -> list[str]:
        """Uids of documents that share this one's rarest words; none when the viewer may not see it."""
        snapshot = self._snapshot(viewer)
        allowed, searcher = snapshot.allowed(viewer), snapshot.searcher
        own = next((number for number in allowed if snapshot.rows[number].uid == uid), None)
        if own is None:
            return []
        row = snapshot.rows[own]
        terms = {term for word in dutch.words(row.title) if not dutch.is_stop_word(word.folded) for term in word.terms}
        scores: defaultdict[int, float] = defaultdict(float)
        for term in terms:
            for number, score in run(searcher, term_query(term)):
                if number in allowed and number != own:
                    scores[number] += score
        for theme in row.values("thema"):
            for number in snapshot.having("thema", (theme,)):
                if number in allowed and number != own:
                    scores[number] += 3.0
        ranked = sorted(scores, key=lambda number: (-scores[number], snapshot.rows[number].order))
        return [snapshot.rows[number].uid for number in ranked[:limit]]

    def suggest(self, text: str, *, viewer: Viewer) -> str:
        snapshot = self._snapshot(viewer)
        return score_documents(snapshot, ask(text, rings=()), snapshot.allowed(viewer), time.perf_counter())[1]

    def _snapshot(self, viewer: Viewer) -> Snapshot:
        """This thread's reader of the index that this viewer may open, re-opened when the index moved on."""
        name = "public" if viewer.is_visitor else "member"
        try:
            folder = self._current()
            kept: Snapshot | None = getattr(self.local, name, None)
            if kept is None or kept.folder != folder:
                kept = Snapshot(folder, open_index(folder / name))
            elif not kept.is_up_to_date():
                kept = kept.reopened()
            setattr(self.local, name, kept)
            return kept
        except Exception as error:  # broken files raise six kinds of exception; every one means the same
            setattr(self.local, name, None)
            raise IndexUnavailable(str(error)) from error

    # --- writing ----------------------------------------------------------------------------------------------------
    def apply(self, upserts: Sequence[SearchDoc], deletes: Sequence[str]) -> None:
        """One idempotent batch. What leaves the public index leaves it first; what enters it enters last."""
        folder = self._current()
        public = [doc for doc in upserts if doc.audience == PUBLIC]
        leaving = [*deletes, *(doc.uid for doc in upserts if doc.audience != PUBLIC)]
        if leaving:
            self._write(folder / "public", [], leaving)
        self._write(folder / "member", upserts, deletes)
        if public:
            self._write(folder / "public", public, [])

    @staticmethod
    def _write(folder: Path, upserts: Iterable[SearchDoc], deletes: Iterable[str]) -> None:
        writer = open_index(folder).writer(timeout=WRITER_TIMEOUT)
        try:
            for uid in deletes:
                writer.delete_by_term("uid", uid)
            for doc in upserts:
                writer.update_document(**row_of(doc))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def rebuild(self, docs: Iterable[SearchDoc], progress: Callable[[], None]) -> int:
        """Build a new generation beside the old one and swap the pointer; readers never see half of it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        numbers = [int(path.name[4:]) for path in self.folder.glob("gen-*") if path.name[4:].isdigit()]
        folder = self.folder / f"gen-{max(numbers, default=0) + 1}"
        writers = {}
        for name in ("public", "member"):
            (folder / name).mkdir(parents=True, mode=0o700)
            writers[name] = index.create_in(str(folder / name), make_schema()).writer(limitmb=64)
        count = 0
        for doc in docs:
            row = row_of(doc)
            writers["member"].add_document(**row)
            if doc.audience == PUBLIC:
                writers["public"].add_document(**row)
            count += 1
            progress()
        for writer in writers.values():
            writer.commit(optimize=True)
        (folder / "META.json").write_text(json.dumps(self._meta()))
        pointer = self.folder / "current.new"
        pointer.write_text(folder.name)
        pointer.replace(self.folder / "current")
        for old in numbers:
            shutil.rmtree(self.folder / f"gen-{old}", ignore_errors=True)
        return count

    @staticmethod
    def _meta() -> dict[str, Any]:
        return {"schema": SCHEMA_VERSION, "analysis": dutch.analysis_version()}

    def _current(self) -> Path:
        """The folder of the generation in use. Raises IndexUnavailable when there is none or other rules made it."""
        try:
            folder = self.folder / (self.folder / "current").read_text().strip()
            meta = json.loads((folder / "META.json").read_text())
        except (OSError, ValueError) as error:
            raise IndexUnavailable(f"no index: {error}") from error
        if meta != self._meta():
            raise IndexUnavailable("the index was made with other rules")
        return folder

    def stats(self) -> dict[str, Any]:
        folder = self._current()
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        counts = {}
        for name in ("public", "member"):
            with open_index(folder / name).searcher(weighting=scoring.BM25F()) as searcher:
                counts[name] = searcher.doc_count()
        return {"folder": folder.name, "bytes": size, "documents": counts}
