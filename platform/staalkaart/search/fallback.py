"""Search without an index: plain words in the database, with the same visibility. Slower and simpler, but always there."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import SearchDoc, all_documents
from staalkaart.search import dutch
from staalkaart.search.engine import Hit, Query, Result
from staalkaart.search.question import clean

MOST = 3000  # documents looked at


def _values(doc: SearchDoc, facet: str):
    return (doc.kind,) if facet == "soort" else doc.tags.get(facet, ())


def search(asked: Query, *, viewer: Viewer) -> Result:
    words = [
        w for w in (dutch.fold(m[0]) for m in dutch.TOKEN.finditer(clean(asked.text))) if not dutch.is_stop_word(w)
    ][:12]
    if asked.text and not words:
        return Result()
    found: list[tuple[float, SearchDoc]] = []
    for doc in islice(all_documents(), MOST):
        if doc.audience in viewer.tokens and (score := _score(doc, words)):
            found.append((score, doc))
    kept = [(score, doc) for score, doc in found if _fits(doc, asked)]
    kept.sort(key=lambda pair: (-pair[0] if asked.sort == "score" else 0, dutch.fold(pair[1].title)))
    if asked.sort == "newest":
        kept.sort(key=lambda pair: pair[1].date.timestamp() if pair[1].date else 0, reverse=True)
    first = (asked.page - 1) * asked.size
    hits = tuple(Hit(doc.uid, score) for score, doc in kept[first : first + asked.size])
    facets = {name: _count(name, [doc for _score, doc in found], asked) for name in asked.facets}
    return Result(hits, len(kept), facets)


def _score(doc: SearchDoc, words: list[str]) -> float:
    if not words:
        return 1.0
    title, body = dutch.fold(doc.title), dutch.fold(doc.body)
    return sum(3.0 * (word in title) + (word in body) for word in words)


def _fits(doc: SearchDoc, asked: Query, without: str = "") -> bool:
    return all(
        not values or name == without or any(value in _values(doc, name) for value in values)
        for name, values in asked.filters.items()
    )


def _count(name: str, docs: list[SearchDoc], asked: Query) -> list[tuple[str, int]]:
    counts = Counter(value for doc in docs if _fits(doc, asked, without=name) for value in _values(doc, name))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def autocomplete(prefix: str, *, viewer: Viewer, limit: int = 8) -> list[str]:
    folded = dutch.fold(clean(prefix))
    docs = (doc for doc in islice(all_documents(), MOST) if doc.audience in viewer.tokens)
    return [doc.uid for doc in docs if f" {folded}" in f" {dutch.fold(doc.title)}"][:limit] if len(folded) > 1 else []
