"""What one open reader knows of its documents, kept per segment: segments never change, so an edit costs only the new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from staalkaart.core.access import Viewer

from . import dutch


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
    )


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
        self.listed: dict[Any, Any] = {}
        self._allowed: dict[frozenset[str], frozenset[int]] = {}
        self._having: dict[tuple[str, str], frozenset[int]] = {}

    def is_up_to_date(self) -> bool:
        return self.index.latest_generation() == self.generation

    def reopened(self) -> Snapshot:
        from whoosh import index as whoosh_indexes

        fresh = Snapshot(self.folder, whoosh_indexes.open_dir(str(Path(self.index.storage.folder))), self.segments)
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

    def having(self, facet: str, values: Sequence[str]) -> frozenset[int]:
        """The documents with any of these values; unknown values have none."""
        found: frozenset[int] = frozenset()
        for value in values:
            key = (facet, value)
            if key not in self._having:
                if len(self._having) > 2000:
                    self._having.clear()
                self._having[key] = frozenset(n for n, row in self.rows.items() if value in row.values(facet))
            found |= self._having[key]
        return found
