"""What can be found of projects and initiatives: a document per group of fields, each with its own audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from staalkaart.core import registry
from staalkaart.core.access import Viewer, nameable, narrower_of
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, uid_of
from staalkaart.members.models import Initiative, NetworkPart, Project, Referral, TeamPart

BOOST = 0.85  # knowledge first, unless a place or a name is asked for
CONTACT_TEXT = (
    "buddy_does", "buddy_does_not", "who_may_refer", "age_words", "languages", "transport", "if_it_does_not_fit",
)  # fmt: skip
PART_TEXT = {
    NetworkPart: ("learning_question", "offers", "seeks"),
    TeamPart: ("agreements", "practical"),
    Referral: CONTACT_TEXT,
}


def _some(rows, pks: Sequence[int] | None):
    return rows if pks is None else rows.filter(pk__in=pks)


def place_words(row: Project | Initiative) -> str:
    """Municipalities and postal codes, so that "buddy Mechelen" and "2800" find it."""
    return " ".join([row.postal_code, *(town.name for town in row.municipalities), row.municipality.province])


def contact_words(row: Project | Initiative) -> list[str]:
    """What an initiative says of how to get there; a project says it in a part with an audience of its own."""
    return [getattr(row, name) for name in CONTACT_TEXT] if isinstance(row, Initiative) else []


def place_tags(row: Project | Initiative) -> dict[str, tuple[str, ...]]:
    tags = {
        "model": tuple(page.slug for page in nameable(row.audience, row.working_models.all())),
        "doelgroep": tuple(group.slug for group in row.target_groups.all()),
        "plaats": tuple(town.nis for town in row.municipalities),
    }
    if isinstance(row, Project):
        tags |= {
            "regio": (row.region.slug,),
            "thema": tuple(theme.slug for theme in nameable(row.audience, row.themes.all())),
        }
    return tags


def place_text(row: Project | Initiative) -> tuple[str, str]:
    """With the words of the parts that this viewer may read (`_visible` brings them along)."""
    if isinstance(row, Initiative):
        return row.name, " ".join(filter(None, [row.description, *contact_words(row)]))
    parts = (part_text(part)[1] for part in getattr(row, "shown_parts", ()))
    return row.name, " ".join(filter(None, [row.description, *parts]))


def _rows(model: Any) -> Any:
    rows = model._base_manager.prefetch_related("working_models", "target_groups")
    return rows.select_related("region").prefetch_related("themes") if model is Project else rows


def _documents(model: Any, name: str, kind: str) -> Callable[[Sequence[int] | None], Iterable[SearchDoc]]:
    def documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
        for row in _some(_rows(model), pks):
            groups = [group.title for group in row.target_groups.all()]
            models = [page.title for page in nameable(row.audience, row.working_models.all())]
            words = " . ".join([row.description, place_words(row), *groups, *models, *contact_words(row)])
            uid, url = uid_of(name, row.pk), row.get_absolute_url()
            yield SearchDoc(uid, kind, row.name, words, url, row.audience, place_tags(row), boost=BOOST)

    return documents


def _visible(model: Any) -> Callable[[Sequence[int], Viewer], dict[int, Any]]:
    def visible(pks: Sequence[int], viewer: Viewer) -> dict[int, Any]:
        rows = model.objects.visible_to(viewer).prefetch_related("working_models", "target_groups")
        if model is Project:
            rows = rows.select_related("region").prefetch_related("themes")
        found = rows.in_bulk(list(pks))
        if model is Project:
            _bring_parts(found, viewer)
        return found

    return visible


def _bring_parts(projects: dict[int, Any], viewer: Viewer) -> None:
    """`shown_parts`: what else of a project this viewer may read; a query per kind of part."""
    for project in projects.values():
        project.shown_parts = []
    parts: tuple[Any, ...] = tuple(PART_TEXT)
    for part_model in parts:
        for part in part_model.objects.visible_to(viewer).filter(project__in=list(projects)):
            part.project = projects[part.project_id]
            part.project.shown_parts.append(part)


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
                whole = uid_of("project", part.project_id)
                url, tags = part.get_absolute_url(), part_tags(part)
                yield SearchDoc(uid, "project", title, text, url, audience, tags, part_of=whole)

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
