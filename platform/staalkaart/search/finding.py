"""From the address bar to what is shown: read the parameters, ask the engine, fetch the hits again through the access rule."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.indexing import SearchSource, split_uid

from . import fallback
from .engine import FACETS, IndexUnavailable, Query, Result, get_engine
from .highlight import mark, mentions, snippet
from .question import Question, ask, clean

logger = logging.getLogger(__name__)
PAGE_SIZE = 20
MAX_VALUES = 20
MAX_PAGE = 500
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
    tags: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    query: Query
    question: Question
    result: Result
    hits: list[FoundHit] = field(default_factory=list)
    simple: bool = False  # answered from the database, because there is no index

    @property
    def pages(self) -> int:
        return max(1, -(-self.result.total // self.query.size))


def read_query(params: QueryDict, *, size: int = PAGE_SIZE) -> Query:
    """The parameters of `/zoeken/`; unknown names are ignored, values are only ever compared, never interpreted."""
    filters = {name: _values(params, name) for name in PARAMETERS}
    page = params.get("pagina", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Query(
        clean(params.get("q", "")),
        {name: values for name, values in filters.items() if values},
        FACETS,
        page=min(max(number, 1), MAX_PAGE),
        size=size,
    )


def _values(params: QueryDict, name: str) -> tuple[str, ...]:
    asked = [clean(word)[:80] for value in params.getlist(name)[:MAX_VALUES] for word in value[:400].split(",")]
    wide = [value for word in asked if word for value in (PAIRS.get(word, (word,)) if name == "kwadrant" else (word,))]
    return tuple(dict.fromkeys(wide))[:MAX_VALUES]


def find(asked: Query, *, viewer: Viewer) -> Found:
    """Search; when the index is missing or broken, from the database, with the same visibility."""
    question = ask(asked.text)
    query = Query(asked.text, asked.filters, asked.facets, asked.sort, asked.page, asked.size, question)
    try:
        result, simple = get_engine().search(query, viewer=viewer), False
    except IndexUnavailable as error:
        logger.warning("search answers from the database", extra={"problem": str(error)[:200]})
        result, simple = fallback.search(query, viewer=viewer), True
    if asked.text and not result.total:
        logger.info("search found nothing", extra={"asked": asked.text[:80]})
    return Found(query, question, result, authorised(result, question, viewer), simple)


def authorised(result: Result, question: Question, viewer: Viewer) -> list[FoundHit]:
    """The hits in order, fetched again through `visible_to` in one query per kind: an index can be stale."""
    objects = fetch([hit.uid for hit in result.hits], viewer)
    return [_shown(uid, source, obj, question) for uid, (source, obj) in objects.items()]


def fetch(uids: list[str], viewer: Viewer) -> dict[str, tuple[SearchSource, Any]]:
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
    return FoundHit(
        uid, source.kind, source, obj, mark(title, terms), snippet(text, terms), why, source.url(obj), source.tags(obj)
    )


def complete(prefix: str, *, viewer: Viewer) -> list[tuple[SearchSource, Any]]:
    """At most eight things whose title has a word that starts so."""
    try:
        uids = get_engine().autocomplete(prefix, viewer=viewer)
    except IndexUnavailable:
        uids = fallback.autocomplete(prefix, viewer=viewer)
    return list(fetch(uids, viewer).values())


def similar_to(uid: str, *, viewer: Viewer, limit: int = 4) -> list[FoundHit]:
    try:
        uids = get_engine().similar(uid, viewer=viewer, limit=limit)
    except IndexUnavailable:
        return []
    nothing = Question("")
    return [_shown(found, source, obj, nothing) for found, (source, obj) in fetch(uids, viewer).items()]
