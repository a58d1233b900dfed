"""What can be found of the tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from staalkaart.core import registry
from staalkaart.core.access import PUBLIC, Viewer
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, uid_of
from staalkaart.toolbox.models import RoleCard


def text_of(card: RoleCard) -> tuple[str, str]:
    parts = (card.one_sentence, card.does, card.does_not, card.passes_on, card.asks_help, card.motto)
    return f"Rolkaart: {card.name}", " . ".join(" . ".join(part.splitlines()) for part in parts if part)


def documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    rows = RoleCard.objects.all() if pks is None else RoleCard.objects.filter(pk__in=pks)
    for card in rows:
        title, body = text_of(card)
        yield SearchDoc(uid_of("role", card.pk), "hulpmiddel", title, body, card.get_absolute_url(), PUBLIC)


def visible(pks: Sequence[int], viewer: Viewer) -> dict[int, RoleCard]:
    return RoleCard.objects.in_bulk(list(pks))


def tags(card: RoleCard) -> Mapping[str, tuple[str, ...]]:
    return {}


def register_sources() -> None:
    source = SearchSource(
        name="role",
        documents=documents,
        visible=visible,
        text=text_of,
        tags=tags,
        url=RoleCard.get_absolute_url,
        kind="hulpmiddel",
        template="toolbox/hits/tool.html",
    )
    registry.search_sources.add("role", source)
