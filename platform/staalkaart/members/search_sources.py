"""What can be found of projects and initiatives: a document per group of fields, each with its own audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from staalkaart.core import registry
from staalkaart.core.access import Viewer, nameable, narrower_of
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, uid_of
from staalkaart.members.models import Initiative, NetworkPart, Project, Referral, TeamPart

PART_TEXT = {
    NetworkPart: ("learning_question", "offers", "seeks"),
    TeamPart: ("agreements", "practical"),
    Referral: ("who_may_refer", "buddy_does", "buddy_does_not", "languages"),
}


def _some(rows, pks: Sequence[int] | None):
    return rows if pks is None else rows.filter(pk__in=pks)


def place_words(row: Project | Initiative) -> str:
    """Municipalities and postal codes, so that "buddy Mechelen" and "2800" find it."""
    return " ".join([row.postal_code, *(town.name for town in row.municipalities), row.municipality.province])


def place_tags(row: Project | Initiative) -> dict[str, tuple[str, ...]]:
    tags = {
        "model": tuple(page.slug for page in nameable(row.audience, row.working_models.all())),
        "doelgroep": tuple(group.slug for group in row.target_groups.all()),
    }
    if isinstance(row, Project):
        tags |= {
            "regio": (row.region.slug,),
            "thema": tuple(theme.slug for theme in nameable(row.audience, row.themes.all())),
        }
    return tags


def place_text(row: Project | Initiative) -> tuple[str, str]:
    return row.name, row.description


def _rows(model: Any) -> Any:
    rows = model._base_manager.prefetch_related("working_models", "target_groups")
    return rows.select_related("region").prefetch_related("themes") if model is Project else rows


def _documents(model: Any, name: str, kind: str) -> Callable[[Sequence[int] | None], Iterable[SearchDoc]]:
    def documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
        for row in _some(_rows(model), pks):
            groups = [group.title for group in row.target_groups.all()]
            words = " . ".join([row.description, place_words(row), *groups])
            yield SearchDoc(
                uid_of(name, row.pk), kind, row.name, words, row.get_absolute_url(), row.audience, place_tags(row)
            )

    return documents


def _visible(model: Any) -> Callable[[Sequence[int], Viewer], dict[int, Any]]:
    def visible(pks: Sequence[int], viewer: Viewer) -> dict[int, Any]:
        rows = model.objects.visible_to(viewer).prefetch_related("working_models", "target_groups")
        if model is Project:
            rows = rows.select_related("region").prefetch_related("themes")
        return rows.in_bulk(list(pks))

    return visible


# --- the other groups of fields of a project --------------------------------------------------------------------------
def part_text(part: Any) -> tuple[str, str]:
    return part.project.name, " ".join(filter(None, (getattr(part, name) for name in PART_TEXT[type(part)])))


def part_tags(part: Any) -> dict[str, tuple[str, ...]]:
    return {"regio": (part.project.region.slug,)}


def _part_documents(model: Any) -> Callable[[Sequence[int] | None], Iterable[SearchDoc]]:
    def documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
        for part in _some(model._base_manager.select_related("project__region"), pks):
            title, text = part_text(part)
            audience = narrower_of(part.audience, part.project.audience)
            if text and audience:
                uid = uid_of(model._meta.model_name, part.pk)
                yield SearchDoc(uid, "project", title, text, part.get_absolute_url(), audience, part_tags(part))

    return documents


def _visible_parts(model: Any) -> Callable[[Sequence[int], Viewer], dict[int, Any]]:
    def visible(pks: Sequence[int], viewer: Viewer) -> dict[int, Any]:
        return model.objects.visible_to(viewer).select_related("project__region").in_bulk(list(pks))

    return visible


def register_sources() -> None:
    for name, model, kind in (("project", Project, "project"), ("initiative", Initiative, "initiatief")):
        source = SearchSource(
            name=name,
            documents=_documents(model, name, kind),
            visible=_visible(model),
            text=place_text,
            tags=place_tags,
            url=model.get_absolute_url,
            kind=kind,
            template="members/hits/place.html",
        )
        registry.search_sources.add(name, source)
    for part in PART_TEXT:
        source = SearchSource(
            name=str(part._meta.model_name),
            documents=_part_documents(part),
            visible=_visible_parts(part),
            text=part_text,
            tags=part_tags,
            url=part.get_absolute_url,
            kind="project",
            template="members/hits/part.html",
        )
        registry.search_sources.add(source.name, source)
