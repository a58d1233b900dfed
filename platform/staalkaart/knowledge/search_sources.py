"""What can be found of the knowledge: card entries, models, themes, terms, framework pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.indexing import SearchDoc, SearchSource, uid_of

from .models import CardEntry, GlossaryTerm, KnowledgePage, Theme, WorkingModelPage


def _some(queryset, pks: Sequence[int] | None):
    return queryset if pks is None else queryset.filter(pk__in=pks)


# --- card entries ---------------------------------------------------------------------------------------------------
def _entries():
    return CardEntry.objects.select_related("page").prefetch_related("themes__group")


def entry_text(entry: CardEntry) -> tuple[str, str]:
    return entry.title, " ".join(part for part in (entry.text, entry.advice, entry.quote) if part)


def entry_tags(entry: CardEntry) -> dict[str, tuple[str, ...]]:
    themes = list(entry.themes.all())
    return {
        "kwadrant": (entry.quadrant,),
        "model": (entry.page.slug,),
        "thema": tuple(theme.slug for theme in themes),
        "themagroep": tuple(dict.fromkeys(theme.group.slug for theme in themes)),
        "perspectief": tuple(entry.perspectives),
    }


def entry_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for entry in _some(_entries().filter(page__live=True), pks):
        title, text = entry_text(entry)
        words = [text, *(theme.title for theme in entry.themes.all())]
        yield SearchDoc(
            uid_of("entry", entry.pk),
            "staalkaart",
            title,
            " . ".join(words),
            entry_url(entry),
            entry.page.audience,
            entry_tags(entry),
            entry.page.last_published_at,
        )


def entry_url(entry: CardEntry) -> str:
    return f"{entry.page.url}#{entry.anchor}"


def visible_entries(pks: Sequence[int], viewer: Viewer) -> dict[int, CardEntry]:
    return _entries().visible_to(viewer).in_bulk(list(pks))


# --- working models -------------------------------------------------------------------------------------------------
def model_text(page: WorkingModelPage) -> tuple[str, str]:
    return page.title, " ".join(part for part in (page.one_sentence, page.plain_words) if part)


def model_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for page in _some(WorkingModelPage.objects.filter(live=True), pks):
        title, text = model_text(page)
        words = [text, page.tagline, *page.variants, page.volunteer_role, page.professional_role]
        yield SearchDoc(
            uid_of("model", page.pk),
            "staalkaart",
            title,
            " . ".join(filter(None, words)),
            page.url,
            page.audience,
            model_tags(page),
            page.last_published_at,
            boost=1.4,
        )


def model_tags(page: WorkingModelPage) -> dict[str, tuple[str, ...]]:
    return {"model": (page.slug,)}


# --- themes, terms, framework pages ---------------------------------------------------------------------------------
def theme_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for theme in _some(Theme.objects.select_related("group"), pks):
        yield SearchDoc(
            uid_of("theme", theme.pk),
            "kennis",
            theme.title,
            f"{theme.description} . {theme.title_en}",
            theme.get_absolute_url(),
            theme.audience,
            theme_tags(theme),
            timezone.now(),
            boost=0.9,
        )


def theme_tags(theme: Theme) -> dict[str, tuple[str, ...]]:
    return {"thema": (theme.slug,), "themagroep": (theme.group.slug,)}


def term_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for term in _some(GlossaryTerm.objects.all(), pks):
        words = [term.definition, *term.synonym_list, term.term_en]
        yield SearchDoc(
            uid_of("term", term.pk),
            "begrip",
            term.term,
            " . ".join(filter(None, words)),
            term.get_absolute_url(),
            term.audience,
            {},
            timezone.now(),
        )


def page_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for page in _some(KnowledgePage.objects.filter(live=True), pks):
        yield SearchDoc(
            uid_of("knowledge", page.pk),
            "kennis",
            page.title,
            f"{page.summary} {page.plain_text()}",
            page.url,
            page.audience,
            {},
            page.last_published_at,
        )


def _in_bulk(model):
    def visible(pks: Sequence[int], viewer: Viewer) -> dict:
        return model.objects.visible_to(viewer).in_bulk(list(pks))

    return visible


def visible_themes(pks: Sequence[int], viewer: Viewer) -> dict[int, Theme]:
    return Theme.objects.visible_to(viewer).select_related("group").in_bulk(list(pks))


def register_sources() -> None:
    def add(name, documents, visible, text, tags, url, kind, template):
        registry.search_sources.add(
            name, SearchSource(name, documents, visible, text, tags, url, kind, f"knowledge/hits/{template}.html")
        )

    def none(obj) -> dict:
        return {}

    add("entry", entry_documents, visible_entries, entry_text, entry_tags, entry_url, "staalkaart", "entry")
    add(
        "model",
        model_documents,
        _in_bulk(WorkingModelPage),
        model_text,
        model_tags,
        lambda p: p.url,
        "staalkaart",
        "model",
    )
    add(
        "theme",
        theme_documents,
        visible_themes,
        lambda t: (t.title, t.description),
        theme_tags,
        Theme.get_absolute_url,
        "kennis",
        "theme",
    )
    add(
        "term",
        term_documents,
        _in_bulk(GlossaryTerm),
        lambda t: (t.term, t.definition),
        none,
        GlossaryTerm.get_absolute_url,
        "begrip",
        "term",
    )
    add(
        "knowledge",
        page_documents,
        _in_bulk(KnowledgePage),
        lambda p: (p.title, f"{p.summary} {p.plain_text()}"),
        none,
        lambda p: p.url,
        "kennis",
        "page",
    )
