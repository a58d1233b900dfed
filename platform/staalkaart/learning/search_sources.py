"""What can be found of learning: shared learning points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from staalkaart.core import registry
from staalkaart.core.access import Viewer, nameable
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, request_indexing
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.models import Challenge, LearningPoint


def point_text(point: LearningPoint) -> tuple[str, str]:
    return point.text, ""


def point_tags(point: LearningPoint) -> dict[str, tuple[str, ...]]:
    themes = nameable(point.audience, point.themes.all())
    return {
        "thema": tuple(theme.slug for theme in themes),
        "themagroep": tuple(dict.fromkeys(theme.group.slug for theme in themes)),
        "model": tuple(model.slug for model in nameable(point.audience, point.working_models.all())),
    }


def point_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    """Only shared ones: what waits for an agreement is a circle's, and is found by nobody."""
    rows = LearningPoint.objects.filter(is_shared=True).prefetch_related("themes__group", "working_models")
    for point in rows if pks is None else rows.filter(pk__in=pks):
        words = [theme.title for theme in nameable(point.audience, point.themes.all())]
        words += [model.title for model in nameable(point.audience, point.working_models.all())]
        yield SearchDoc(point.uid, "leerpunt", point.text, " . ".join(words), point.get_absolute_url(), point.audience,
                        point_tags(point), point.shared_at)  # fmt: skip


def visible_points(pks: Sequence[int], viewer: Viewer) -> dict[int, LearningPoint]:
    rows = LearningPoint.objects.visible_to(viewer).prefetch_related("themes__group", "working_models")
    return rows.in_bulk(list(pks))


def visible_challenges(pks: Sequence[int], viewer: Viewer) -> dict[int, Challenge]:
    return Challenge.objects.visible_to(viewer).in_bulk(list(pks))


def name_again(obj: Any) -> None:
    """The audience of something that learning points name changed: their documents may say more, or less."""
    for model, lookup in ((WorkingModelPage, "working_models"), (Theme, "themes")):
        if isinstance(obj, model):
            points = LearningPoint.objects.filter(is_shared=True, **{lookup: obj})
            request_indexing(point.uid for point in points)


def register_sources() -> None:
    registry.audience_watchers.add("learning", registry.AudienceWatcher(after=name_again))
    source = SearchSource("point", point_documents, visible_points, point_text, point_tags, LearningPoint.get_absolute_url,
                          "leerpunt", "learning/hits/point.html")  # fmt: skip
    registry.search_sources.add("point", source)
    # not indexed: known here so that a trail can lead to it
    challenge = SearchSource("challenge", lambda pks: (), visible_challenges, lambda row: (row.title, row.text),
                             lambda row: {}, Challenge.get_absolute_url, "uitdaging", "learning/hits/point.html")  # fmt: skip
    registry.search_sources.add("challenge", challenge)
