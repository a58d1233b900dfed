"""The choice cards can be found: they say in plain words what each way is like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from staalkaart.choice_aid.models import ChoiceCard
from staalkaart.core import registry
from staalkaart.core.access import PUBLIC, Viewer
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, uid_of
from staalkaart.knowledge.models import WorkingModelPage

TEXT = ("what", "how", "gives", "asks", "if_not", "ask_first", "how_sure")


def text_of(card: ChoiceCard) -> tuple[str, str]:
    return f"Keuzekaart: {card.name}", " . ".join(" . ".join(getattr(card, name).splitlines()) for name in TEXT)


def documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    rows = ChoiceCard.objects.select_related("model")
    for card in rows if pks is None else rows.filter(pk__in=pks):
        if card.model is not None and not card.model.live:
            continue
        title, body = text_of(card)
        audience = card.model.audience if card.model else PUBLIC
        uid, url = uid_of("choice", card.pk), card.get_absolute_url()
        yield SearchDoc(uid, "hulpmiddel", title, body, url, audience, tags(card), words=card.search_words)


def visible(pks: Sequence[int], viewer: Viewer) -> dict[int, ChoiceCard]:
    of_a_model = Q(model__in=WorkingModelPage.objects.visible_to(viewer))
    return ChoiceCard.objects.select_related("model").filter(Q(model=None) | of_a_model).in_bulk(list(pks))


def tags(card: ChoiceCard) -> Mapping[str, tuple[str, ...]]:
    return {"model": (card.model.slug,)} if card.model else {}


def register_sources() -> None:
    source = SearchSource(
        name="choice",
        documents=documents,
        visible=visible,
        text=text_of,
        tags=tags,
        url=ChoiceCard.get_absolute_url,
        kind="hulpmiddel",
        template="toolbox/hits/tool.html",
    )
    registry.search_sources.add("choice", source)
