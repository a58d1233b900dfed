"""What can be found of practices: the whole text of each, and the material that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType

from practices.choices import MaterialSort
from practices.models import NAMED, PracticePage
from staalkaart.core import registry
from staalkaart.core.access import Viewer, nameable, reveal
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, request_indexing, uid_of
from staalkaart.files.models import Attachment
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.models import Project

# What the list of practices can be narrowed by, beside what search knows for everything
FACT_FACETS = ("rol", "frequentie", "duur", "wachtlijst", "kost", "strategie", "functie", "niveau", "drempel")


TAG_RELATIONS = ("model_rows__model", "target_groups", "themes__group", "fact_rows")


def _rows(pks: Sequence[int] | None):
    rows = PracticePage.objects.filter(live=True).select_related("project__region")
    rows = rows.prefetch_related(*TAG_RELATIONS)
    return rows if pks is None else rows.filter(pk__in=pks)


def practice_text(page: PracticePage) -> tuple[str, str]:
    """The summary first: what is shown of a hit comes from here."""
    return page.title, page.words


def practice_tags(page: PracticePage) -> dict[str, tuple[str, ...]]:
    themes = nameable(page.audience, page.themes.all())
    facts: dict[str, list[str]] = {}
    for row in page.fact_rows.all():
        facts.setdefault(row.name, []).append(row.value)
    return {
        "model": tuple(model.slug for model in nameable(page.audience, page.working_models)),
        "doelgroep": tuple(group.slug for group in page.target_groups.all()),
        "regio": (page.project.region.slug,),
        "project": (page.project.slug,),
        "thema": tuple(theme.slug for theme in themes),
        "themagroep": tuple(dict.fromkeys(theme.group.slug for theme in themes)),
        "nagelezen": ("ja" if page.is_read_over else "nee",),
        **{name: tuple(facts[name]) for name in FACT_FACETS if name in facts},
    }


def practice_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for page in _rows(pks):
        title, text = practice_text(page)
        words = [text, *(project.name for project in nameable(page.audience, [page.project]))]
        words += [model.title for model in nameable(page.audience, page.working_models)]
        words += [theme.title for theme in nameable(page.audience, page.themes.all())]
        words += [group.title for group in page.target_groups.all()]
        words += [town.name for town in page.municipalities or page.project.municipalities]
        words += [row.label for row in page.fact_rows.all()]
        yield SearchDoc(
            uid_of("practice", page.pk), "praktijk", title, " . ".join(words), page.url, page.audience,
            practice_tags(page), page.first_published_at, boost=1.1,
        )  # fmt: skip


def visible_practices(pks: Sequence[int], viewer: Viewer) -> dict[int, PracticePage]:
    found = PracticePage.objects.visible_to(viewer).for_listing().in_bulk(list(pks))
    reveal(found.values(), viewer, *NAMED)
    return found


# --- material --------------------------------------------------------------------------------------------------------
def _files(pks: Sequence[int] | None):
    rows = Attachment.objects.filter(owner_type=ContentType.objects.get_for_model(PracticePage))
    return rows if pks is None else rows.filter(pk__in=pks)


def _with_owner(rows: Iterable[Any], pages: dict[int, PracticePage]) -> dict[int, Any]:
    """The attachments whose practice is among `pages`, each knowing it."""
    found = {}
    for row in rows:
        if row.owner_id in pages:
            row.practice = pages[row.owner_id]
            found[row.pk] = row
    return found


def sort_words(row: Any) -> str:
    return str(MaterialSort(row.sort).label) if row.sort in MaterialSort.values else ""


def material_text(row: Any) -> tuple[str, str]:
    return row.title, ". ".join(filter(None, [sort_words(row), row.practice.title]))


def material_tags(row: Any) -> dict[str, tuple[str, ...]]:
    page = row.practice
    return {
        "regio": (page.project.region.slug,),
        "model": tuple(model.slug for model in nameable(page.audience, page.working_models)),
    }


def material_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    rows = list(_files(pks))
    pages = PracticePage.objects.filter(live=True).for_listing().in_bulk({row.owner_id for row in rows})
    for row in _with_owner(rows, pages).values():
        title, text = material_text(row)
        page = row.practice
        yield SearchDoc(
            uid_of("material", row.pk), "materiaal", title, f"{text} . {page.summary}", material_url(row),
            row.audience_within(page.audience), material_tags(row), row.uploaded_at,
        )  # fmt: skip


def visible_material(pks: Sequence[int], viewer: Viewer) -> dict[int, Any]:
    rows = list(_files(pks).shown_with(viewer))
    pages = PracticePage.objects.visible_to(viewer).for_listing().in_bulk({row.owner_id for row in rows})
    reveal(pages.values(), viewer, *NAMED)
    return _with_owner(rows, pages)


def material_url(row: Any) -> str:
    return f"{row.practice.url}#materiaal"


def name_again(obj: Any) -> None:
    """The audience of something that practices name changed: their documents may say more, or less."""
    named = {WorkingModelPage: "model_rows__model", Theme: "themes", Project: "project"}
    for model, lookup in named.items():
        if isinstance(obj, model):
            keys = set(PracticePage.objects.filter(live=True, **{lookup: obj}).values_list("pk", flat=True))
            files = _files(None).filter(owner_id__in=keys).values_list("pk", flat=True)
            request_indexing([*(uid_of("practice", key) for key in keys), *(uid_of("material", key) for key in files)])


def register_sources() -> None:
    registry.audience_watchers.add("practices", registry.AudienceWatcher(after=name_again))
    sources: tuple[tuple[Any, ...], ...] = (
        ("practice", practice_documents, visible_practices, practice_text, practice_tags, PracticePage.get_absolute_url,
         "praktijk"),
        ("material", material_documents, visible_material, material_text, material_tags, material_url, "materiaal"),
    )  # fmt: skip
    for name, documents, visible, text, tags, url, kind in sources:
        relations = TAG_RELATIONS if name == "practice" else ()
        template = f"practices/hits/{name}.html"
        source = SearchSource(name, documents, visible, text, tags, url, kind, template, tag_relations=relations)
        registry.search_sources.add(name, source)
