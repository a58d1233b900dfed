"""The engine interface: flat documents in, hits and counts out. Every call names a viewer; there is none without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import SearchDoc
from staalkaart.search.question import Question

FACETS = ("soort", "kwadrant", "model", "thema", "themagroep", "perspectief", "regio", "doelgroep")


@dataclass(frozen=True)
class Query:
    """`filters` hold alternatives per facet (any of them); facets are counted as if their own filter were off."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Sequence[str] = ()
    sort: str = "score"
    page: int = 1
    size: int = 20
    question: Question | None = None  # the analysed text, when the caller has it already
    all_sides: bool = False  # no field of the card is proposed, whatever the words ask
    exact: bool = False  # as it was typed: no words that are only nearly so
    is_proposed: bool = False  # the fields of the card come from the words ("nadelen van …"), not from a choice


@dataclass(frozen=True)
class Hit:
    uid: str
    score: float


@dataclass(frozen=True)
class Result:
    """`hits` are one page; `total` and `facets` count everything the viewer may see."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestion: str = ""
    took_ms: float = 0.0


class IndexUnavailable(Exception):
    """The index is missing, broken, or made by other rules; the caller answers from the database."""


class Engine(Protocol):
    def search(self, query: Query, *, viewer: Viewer) -> Result: ...
    def autocomplete(self, prefix: str, *, viewer: Viewer, limit: int = 8) -> list[str]: ...
    def similar(self, uid: str, *, viewer: Viewer, limit: int = 5) -> list[str]: ...
    def suggest(self, text: str, *, viewer: Viewer) -> str: ...
    def apply(self, upserts: Sequence[SearchDoc], deletes: Sequence[str]) -> None: ...
    def rebuild(self, docs: Iterable[SearchDoc], progress: Callable[[], None]) -> int: ...
    def stats(self) -> dict[str, Any]: ...


@cache
def get_engine() -> Engine:
    """The engine that the settings name; one per process."""
    options = {name.lower(): value for name, value in settings.SEARCH.items() if name != "ENGINE"}
    return import_string(settings.SEARCH["ENGINE"])(**options)
