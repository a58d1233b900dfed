"""From the address bar to what is shown: read the parameters, ask the engine, fetch the hits again through the access rule."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import SearchSource, split_uid
from staalkaart.search import fallback, misses
from staalkaart.search.engine import FACETS, IndexUnavailable, Query, Result, get_engine
from staalkaart.search.highlight import mark, mentions, snippet
from staalkaart.search.question import Question, ask, clean

logger = logging.getLogger(__name__)
PAGE_SIZE = 20
MAX_VALUES = 20
MAX_PAGE = 500
FEW, MOST_SIMILAR = 3, 4
OFFERED = 8
OFFERED_KINDS = ("staalkaart", "kennis", "begrip", "hulpmiddel", "project", "initiatief")
KINDS = {
    "staalkaart": _("Staalkaarten"),
    "praktijk": _("Praktijken"),
    "kennis": _("Kennis"),
    "begrip": _("Begrippen"),
    "hulpmiddel": _("Hulpmiddelen"),
    "materiaal": _("Materiaal"),
    "project": _("Projecten"),
    "initiatief": _("Initiatieven"),
    "forum": _("Forum"),
    "netwerkdag": _("Netwerkdagen"),
    "leerpunt": _("Leerpunten"),
}
ALL_SIDES = "alle"  # in `kwadrant=`: also when the words ask for one side
PAIRS = {"draagt": ("sterkte", "kans"), "aandacht": ("zwakte", "uitdaging")}
PARAMETERS = ("soort", "kwadrant", "thema", "themagroep", "model", "perspectief", "regio", "doelgroep")


@dataclass(frozen=True)
class FoundHit:
    """One hit as shown: the object, its marked title and text, and the related word when it was found by that."""

    uid: str
    kind: str
    source: SearchSource
    obj: Any
    title: SafeString
    text: SafeString
    why: str
    url: str

    @property
    def tags(self) -> Mapping[str, tuple[str, ...]]:
        """Read when they are asked for: most lists do not show them. Load them for a list with `load_tags`."""
        return self.source.tags(self.obj)


@dataclass(frozen=True)
class Found:
    query: Query
    question: Question
    result: Result
    hits: list[FoundHit] = field(default_factory=list)
    similar: list[FoundHit] = field(default_factory=list)  # offered beside few hits
    simple: bool = False  # answered from the database, because there is no index

    @property
    def pages(self) -> int:
        return max(1, -(-self.result.total // self.query.size))


def read_query(params: QueryDict, *, size: int = PAGE_SIZE, parameters: tuple[str, ...] = PARAMETERS) -> Query:
    """The parameters of `/zoeken/`; unknown names are ignored, values are only ever compared, never interpreted."""
    filters = {name: _values(params, name) for name in parameters}
    sides = filters.get("kwadrant", ())
    if ALL_SIDES in sides:
        filters["kwadrant"] = tuple(side for side in sides if side != ALL_SIDES)
    page = params.get("pagina", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Query(
        clean(params.get("q", "")),
        {name: values for name, values in filters.items() if values},
        FACETS,
        page=min(max(number, 1), MAX_PAGE),
        size=size,
        all_sides=ALL_SIDES in sides,
    )


def _values(params: QueryDict, name: str) -> tuple[str, ...]:
    asked = [clean(word)[:80] for value in params.getlist(name)[:MAX_VALUES] for word in value[:400].split(",")]
    wide = [value for word in asked if word for value in (PAIRS.get(word, (word,)) if name == "kwadrant" else (word,))]
    return tuple(dict.fromkeys(wide))[:MAX_VALUES]


def find(asked: Query, *, viewer: Viewer) -> Found:
    """Search; when the index is missing or broken, from the database, with the same visibility."""
    question = ask(asked.text)
    query, result, simple = _ask_engine(asked, question, viewer)
    if asked.text and not result.total and not asked.filters:
        misses.note(asked.text)
    if result.suggestion and not _finds_more(result, query, viewer):
        result = replace(result, suggestion="")
    uids = [hit.uid for hit in result.hits]
    near = [] if simple or question.places else similar_uids(uids, viewer)
    shown = fetch([*uids, *near], viewer)
    hits = [_shown(uid, *shown[uid], question) for uid in uids if uid in shown]
    similar = [_shown(uid, *shown[uid], Question("")) for uid in near if uid in shown]
    return Found(query, question, result, hits, similar, simple)


def _ask_engine(asked: Query, question: Question, viewer: Viewer) -> tuple[Query, Result, bool]:
    """With the side of the card that the words ask for, unless one was chosen, all were asked, or nothing is there."""
    query = replace(asked, question=question)
    try:
        if question.sides and not asked.filters.get("kwadrant") and not asked.all_sides:
            proposed = replace(query, filters={**asked.filters, "kwadrant": question.sides}, is_proposed=True)
            result = get_engine().search(proposed, viewer=viewer)
            if result.total:
                return proposed, result, False
        return query, get_engine().search(query, viewer=viewer), False
    except IndexUnavailable as error:
        logger.warning("search answers from the database", extra={"problem": str(error)[:200]})
        return query, fallback.search(query, viewer=viewer), True


def _finds_more(result: Result, query: Query, viewer: Viewer) -> bool:
    """More than the question as it was typed: only then is "did you mean" worth a line."""
    engine = get_engine()
    try:
        meant = engine.search(Query(result.suggestion, query.filters, size=1), viewer=viewer).total
        return meant > engine.search(replace(query, facets=(), size=1, page=1, exact=True), viewer=viewer).total
    except IndexUnavailable:
        return False


def load_tags(hits: Iterable[FoundHit]) -> None:
    """What the tags of these hits are read from, in the same number of queries for one hit and for a hundred."""
    by_source: dict[str, list[Any]] = {}
    for hit in hits:
        by_source.setdefault(hit.source.name, []).append(hit.obj)
    for name, rows in by_source.items():
        prefetch_related_objects(rows, *registry.search_sources[name].tag_relations)


def similar_uids(uids: list[str], viewer: Viewer) -> list[str]:
    """Beside at most three hits, up to four of the same kind that lie close to the first."""
    if not 0 < len(uids) <= FEW:
        return []
    kind = split_uid(uids[0])[0]
    near = get_engine().similar(uids[0], viewer=viewer, limit=20)
    return [uid for uid in near if split_uid(uid)[0] == kind and uid not in uids][:MOST_SIMILAR]


def fetch(uids: list[str], viewer: Viewer) -> dict[str, tuple[SearchSource, Any]]:
    """Fetched again through `visible_to`, in one query per kind and in the order asked: an index can be stale."""
    wanted: dict[str, list[int]] = {}
    for uid in uids:
        name, pk = split_uid(uid)
        wanted.setdefault(name, []).append(pk)
    seen = {
        name: registry.search_sources[name].visible(pks, viewer)
        for name, pks in wanted.items()
        if name in registry.search_sources
    }
    found = {}
    for uid in uids:
        name, pk = split_uid(uid)
        if pk in seen.get(name, {}):
            found[uid] = (registry.search_sources[name], seen[name][pk])
    return found


def _shown(uid: str, source: SearchSource, obj: Any, question: Question) -> FoundHit:
    title, text = source.text(obj)
    terms, why = question.direct_terms, ""
    if question and not mentions(f"{title} {text}", terms):
        related = next((way for way in question.related if mentions(f"{title} {text}", way.terms)), None)
        if related is not None:
            terms, why = set(related.terms), related.label
    return FoundHit(uid, source.kind, source, obj, mark(title, terms), snippet(text, terms), why, source.url(obj))


def complete(prefix: str, *, viewer: Viewer) -> list[tuple[SearchSource, Any]]:
    """At most eight things whose title has a word that starts so; where there are few, what a search for it finds first."""
    engine = get_engine()
    try:
        uids = engine.autocomplete(prefix, viewer=viewer, limit=OFFERED)
        if len(uids) < FEW and len(prefix.strip()) >= FEW:
            filters = {"soort": OFFERED_KINDS}
            more = engine.search(Query(clean(prefix), filters, question=ask(prefix), size=OFFERED), viewer=viewer)
            uids += [hit.uid for hit in more.hits if hit.uid not in uids]
    except IndexUnavailable:
        uids = fallback.autocomplete(prefix, viewer=viewer)
    return list(fetch(uids[:OFFERED], viewer).values())
