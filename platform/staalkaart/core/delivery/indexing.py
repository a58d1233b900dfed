"""What features tell search about themselves. Nothing here knows an engine.

A feature registers a :class:`SearchSource` per kind. Models that end up in the index derive from :class:`IndexedModel`: saving
or deleting one writes an outbox row in the same transaction, and the worker later asks the source for the current document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, pre_delete

from staalkaart.core import registry
from staalkaart.core.writing.model_text import clean_texts


@dataclass(frozen=True)
class SearchDoc:
    """One flat document. `tags` are the facets: name → values; `kind` is the public value of `soort=`.

    `context` is what the document belongs to, in words: looked at only by who asks for a side of it ("nadelen van een buddy").
    `position` is its place in what it belongs to. `words` are everyday words for it that stand nowhere on the site and count nearly
    as a title.
    `part_of` is the uid of the document that is shown in its place: a project is one hit, whatever part of it was found.
    """

    uid: str
    kind: str
    title: str
    body: str
    url: str
    audience: str
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: datetime | None = None
    lang: str = "nl"
    boost: float = 1.0
    context: str = ""
    words: str = ""
    position: int = 0
    part_of: str = ""


@dataclass(frozen=True)
class SearchSource:
    """How search reaches a family of objects. The uid of its documents is ``<name>:<pk>``.

    `documents(pks)` yields the indexable documents among the primary keys (None: all of them), whatever their audience;
    `visible(pks, viewer)` returns {pk: object} for those the viewer may see, in one query, ready to show;
    `text(obj)` gives (title, body) as shown, for highlights; `template` renders one hit. `tag_relations` are what `tags`
    reads of an object: a list that shows tags loads them once for all its hits.
    """

    name: str
    documents: Callable[[Sequence[int] | None], Iterable[SearchDoc]]
    visible: Callable[[Sequence[int], Any], dict[int, Any]]
    text: Callable[[Any], tuple[str, str]]
    tags: Callable[[Any], Mapping[str, tuple[str, ...]]]
    url: Callable[[Any], str]
    kind: str
    template: str
    tag_relations: tuple[str, ...] = ()


INDEX_TOPIC = "index"


def uid_of(name: str, pk: Any) -> str:
    return f"{name}:{pk}"


class IndexedModel(models.Model):
    """Writes an outbox row for every key in `index_keys()` whenever it is saved or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            request_indexing(self.index_keys())

    def clean(self) -> None:
        """Asked by every form, the editor's too."""
        super().clean()
        clean_texts(self)

    def index_keys(self) -> Iterable[str]:
        """The uids of the documents that this row's text ends up in; none for what is shown but not found."""
        return []

    @classmethod
    def watch_deletes(cls) -> None:
        """Called once per concrete class from `ready()`: cascades delete without calling `delete()`."""
        pre_delete.connect(_before_delete, sender=cls, dispatch_uid=f"index-before-delete-{cls._meta.label}")
        post_delete.connect(_on_delete, sender=cls, dispatch_uid=f"index-delete-{cls._meta.label}")


def _before_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    """While the links to other rows are still there."""
    instance._keys_when_deleted = list(instance.index_keys())


def _on_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    request_indexing(getattr(instance, "_keys_when_deleted", ()))


def request_indexing(uids: Iterable[str]) -> None:
    """Ask for these documents to be brought up to date, in the transaction that changes them.

    Also moves the content stamp, which makes every kept page for visitors a page of yesterday.
    """
    from staalkaart.core.delivery.outbox import enqueue
    from staalkaart.core.models import ContentStamp

    enqueue(INDEX_TOPIC, uids)
    ContentStamp.advance()


def split_uid(uid: str) -> tuple[str, int]:
    name, _sep, pk = uid.rpartition(":")
    return name, int(pk)


def documents_for(uids: Iterable[str]) -> dict[str, SearchDoc | None]:
    """The current document of every uid; None where there is nothing to index any more."""
    found: dict[str, SearchDoc | None] = dict.fromkeys(uids)
    wanted: dict[str, list[int]] = {}
    for uid in found:
        name, pk = split_uid(uid)
        wanted.setdefault(name, []).append(pk)
    for name, pks in wanted.items():
        source = registry.search_sources.get(name)
        if source is not None:
            found.update({doc.uid: doc for doc in source.documents(pks)})
    return found


def all_documents() -> Iterable[SearchDoc]:
    for source in registry.search_sources.values():
        yield from source.documents(None)
