"""What one open reader knows of its documents, kept per segment: segments never change, so an edit costs only the new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_indexes

from staalkaart.core.access import Viewer
from staalkaart.search import dutch
from staalkaart.search.phonetic import sound_of

MOST_ANSWERS = 100
OPEN_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document without its text."""

    uid: str
    kind: str
    title: str
    folded: str
    audience: str
    boost: float
    tags: dict[str, list[str]]
    order: tuple[str, str]
    date: str = ""
    part_of: str = ""
    title_lemmas: tuple[str, ...] = ()
    position: int = 0

    def values(self, facet: str) -> Sequence[str]:
        return (self.kind,) if facet == "soort" else self.tags.get(facet, ())


def _read_row(data: str) -> DocumentRow:
    row = json.loads(data)
    folded = dutch.fold(row["title"])
    return DocumentRow(
        row["uid"],
        row["kind"],
        row["title"],
        folded,
        row["audience"],
        row.get("boost", 1.0),
        row["tags"],
        (folded, row["uid"]),
        row.get("date", ""),
        row.get("part_of", ""),
        tuple(word.lemma for word in dutch.words(row["title"]) if not dutch.is_stop_word(word.folded)),
        row.get("position", 0),
    )


def open_index(folder: Path) -> Any:
    """Whoosh's index in this folder.

    It lists the folder and then opens the newest table of contents it saw; a writer that commits between the two has
    removed that file, and then looking again is all that is needed.
    """
    for _attempt in range(OPEN_ATTEMPTS - 1):
        try:
            return whoosh_indexes.open_dir(str(folder))
        except FileNotFoundError:
            continue
    return whoosh_indexes.open_dir(str(folder))


class Snapshot:
    """An open searcher with its rows, the documents each audience may see, and those that carry a tag."""

    def __init__(self, folder: Path, whoosh_index, segments: dict | None = None) -> None:
        self.folder, self.index = folder, whoosh_index
        self.searcher = whoosh_index.searcher()
        self.generation = self.searcher.reader().generation()
        self.segments: dict[str, list[DocumentRow]] = {}
        self.rows: dict[int, DocumentRow] = {}
        reader = self.searcher.reader()
        for leaf, offset in reader.leaf_readers():
            if leaf.segment() is None:  # an index without documents has no segments
                continue
            name = str(leaf.segment().segment_id())
            rows = (segments or {}).get(name) or [
                _read_row(leaf.stored_fields(n)["data"]) for n in range(leaf.doc_count_all())
            ]
            self.segments[name] = rows
            for number, row in enumerate(rows):
                if not leaf.is_deleted(number):
                    self.rows[offset + number] = row
        self.by_audience: dict[str, set[int]] = {}
        for number, row in self.rows.items():
            self.by_audience.setdefault(row.audience, set()).add(number)
        self.by_uid = {row.uid: number for number, row in self.rows.items()}
        self.answered: dict[Any, Any] = {}
        self._sounds: dict[str, list[str]] | None = None
        self._allowed: dict[frozenset[str], frozenset[int]] = {}
        self._postings: dict[str, dict[str, frozenset[int]]] = {}

    def is_up_to_date(self) -> bool:
        return self.index.latest_generation() == self.generation

    def reopened(self) -> Snapshot:
        fresh = Snapshot(self.folder, open_index(Path(self.index.storage.folder)), self.segments)
        self.searcher.close()
        return fresh

    def allowed(self, viewer: Viewer) -> frozenset[int]:
        """The documents this viewer may see. No token opens none: an empty set, never all."""
        tokens = frozenset(viewer.tokens)
        if tokens not in self._allowed:
            if len(self._allowed) > 200:
                self._allowed.clear()
            self._allowed[tokens] = frozenset().union(*(self.by_audience.get(token, set()) for token in tokens))
        return self._allowed[tokens]

    def postings(self, facet: str) -> dict[str, frozenset[int]]:
        """Every value of a facet with the documents that carry it."""
        if facet not in self._postings:
            found: dict[str, set[int]] = {}
            for number, row in self.rows.items():
                for value in row.values(facet):
                    found.setdefault(value, set()).add(number)
            self._postings[facet] = {value: frozenset(numbers) for value, numbers in found.items()}
        return self._postings[facet]

    def leader(self, number: int, allowed: frozenset[int]) -> int:
        """The document that is shown for this one: what it is part of, as far as that may be seen."""
        other = self.by_uid.get(self.rows[number].part_of, number)
        return other if other in allowed else number

    def alike(self, folded: str) -> list[str]:
        """Written words that sound like this one. Read once per reader: some thousands of words."""
        if self._sounds is None:
            self._sounds = {}
            for word in self.searcher.lexicon("spell"):
                text = word.decode() if isinstance(word, bytes) else word
                self._sounds.setdefault(sound_of(text), []).append(text)
        return [word for word in self._sounds.get(sound_of(folded), ()) if word != folded]

    def having(self, facet: str, values: Sequence[str]) -> frozenset[int]:
        """The documents with any of these values; unknown values have none."""
        known = self.postings(facet)
        return frozenset().union(*(known.get(value, ()) for value in values))

    def remember(self, key: Any, answer: Any) -> None:
        """At most MOST_ANSWERS; then it starts afresh."""
        if len(self.answered) >= MOST_ANSWERS:
            self.answered.clear()
        self.answered[key] = answer
