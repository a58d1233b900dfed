"""What can be found of the knowledge: card entries, models, themes, terms, framework pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from staalkaart.core import registry
from staalkaart.core.access import PUBLIC, Viewer, nameable, reveal
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource, uid_of
from staalkaart.knowledge.card_page import LINES
from staalkaart.knowledge.models import (
    CardEntry,
    GeneralCondition,
    GlossaryTerm,
    HelpLine,
    KnowledgePage,
    Theme,
    WorkingModelIndexPage,
    WorkingModelPage,
)


def _some(queryset, pks: Sequence[int] | None):
    return queryset if pks is None else queryset.filter(pk__in=pks)


# --- card entries ---------------------------------------------------------------------------------------------------
def _entries():
    themes = Prefetch("themes", Theme.objects.select_related("group"))
    return CardEntry.objects.select_related("page").prefetch_related(themes)


def entry_text(entry: CardEntry) -> tuple[str, str]:
    parts = (entry.text, entry.scene, entry.advice, entry.quote, entry.certainty)
    return entry.title, " ".join(part for part in parts if part)


def entry_tags(entry: CardEntry) -> dict[str, tuple[str, ...]]:
    themes = nameable(entry.page.audience, entry.themes.all())
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
        words = [text, *(theme.title for theme in nameable(entry.page.audience, entry.themes.all()))]
        yield SearchDoc(
            uid_of("entry", entry.pk),
            "staalkaart",
            title,
            " . ".join(words),
            entry_url(entry),
            entry.page.audience,
            entry_tags(entry),
            entry.page.last_published_at,
            context=model_names(entry.page),
            words=entry.search_words,
            position=entry.sort_order or 0,
        )


def entry_url(entry: CardEntry) -> str:
    return f"{entry.page.url}#{entry.anchor}"


def visible_entries(pks: Sequence[int], viewer: Viewer) -> dict[int, CardEntry]:
    found = _entries().cited().visible_to(viewer).in_bulk(list(pks))
    reveal(found.values(), viewer, "themes")
    return found


# --- working models -------------------------------------------------------------------------------------------------
def model_names(page: WorkingModelPage) -> str:
    """Everything a model is called."""
    return " . ".join([page.title, page.short_name, *page.variants])


def model_text(page: WorkingModelPage) -> tuple[str, str]:
    parts = (page.one_sentence, page.plain_words, page.first_step_you, page.first_step_guide, page.does_not_replace)
    return page.title, " ".join(part for part in parts if part)


def model_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for page in _some(WorkingModelPage.objects.filter(live=True).prefetch_related(*LINES), pks):
        title, text = model_text(page)
        lines = [line.text for name in LINES for line in getattr(page, name).all()]
        facts = [value for _label, value in page.parameters]
        words = [text, page.tagline, page.short_name, *page.variants, *facts, *lines, *page.places]
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
            context=model_names(page),
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
            f"{theme.intro} . {theme.description} . {theme.without_points} . {theme.title_en}",
            theme.get_absolute_url(),
            theme.audience,
            theme_tags(theme),
            timezone.now(),
            boost=0.9,
            words=theme.search_words,
        )


def theme_tags(theme: Theme) -> dict[str, tuple[str, ...]]:
    return {"thema": (theme.slug,), "themagroep": (theme.group.slug,)}


def term_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for term in _some(GlossaryTerm.objects.all(), pks):
        words = [term.definition, term.term_en]
        yield SearchDoc(
            uid_of("term", term.pk),
            "begrip",
            term.term,
            " . ".join(filter(None, words)),
            term.get_absolute_url(),
            term.audience,
            {},
            timezone.now(),
            words=" . ".join(term.synonym_list),
        )


# --- help, and what holds for every model ------------------------------------------------------------------------------
def help_text(line: HelpLine) -> tuple[str, str]:
    title = line.name if line.name == line.number or not line.number else f"{line.name} ({line.number})"
    return title, " ".join(part for part in (line.for_whom, line.text, line.tip, line.otherwise) if part)


def help_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for line in _some(HelpLine.objects.all(), pks):
        title, text = help_text(line)
        body = f"{_('Nu hulp nodig')} . {line.purpose} . {text}"
        yield SearchDoc(uid_of("help", line.pk), "kennis", title, body, help_url(line), PUBLIC)


def help_url(line: HelpLine) -> str:
    return "/nu-hulp-nodig/"


def visible_help(pks: Sequence[int], viewer: Viewer) -> dict[int, HelpLine]:
    return HelpLine.objects.in_bulk(list(pks))


def _conditions():
    return GeneralCondition.objects.select_related("page").filter(page__live=True)


def condition_text(row: GeneralCondition) -> tuple[str, str]:
    return row.title, row.text


def condition_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for row in _some(_conditions(), pks):
        uid, url = uid_of("condition", row.pk), condition_url(row)
        yield SearchDoc(uid, "kennis", row.title, row.text, url, row.page.audience, date=row.page.last_published_at)


def condition_url(row: GeneralCondition) -> str:
    return f"{row.page.url}#altijd-nodig"


def visible_conditions(pks: Sequence[int], viewer: Viewer) -> dict[int, GeneralCondition]:
    return _conditions().filter(page__in=WorkingModelIndexPage.objects.visible_to(viewer)).in_bulk(list(pks))


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


def _nothing(obj) -> dict:
    return {}


def page_text(page: KnowledgePage) -> tuple[str, str]:
    return page.title, f"{page.summary} {page.plain_text()}"


def theme_text(theme: Theme) -> tuple[str, str]:
    return theme.title, f"{theme.intro} {theme.description}".strip()


def term_text(term: GlossaryTerm) -> tuple[str, str]:
    return term.term, term.definition


def page_url(page) -> str:
    return page.url


model_pages, terms, chapters = _in_bulk(WorkingModelPage), _in_bulk(GlossaryTerm), _in_bulk(KnowledgePage)
# name, documents, visible, text, tags, url, kind, template: see SearchSource
SOURCES: tuple[tuple[Any, ...], ...] = (
    ("entry", entry_documents, visible_entries, entry_text, entry_tags, entry_url, "staalkaart", "entry"),
    ("model", model_documents, model_pages, model_text, model_tags, page_url, "staalkaart", "model"),
    ("theme", theme_documents, visible_themes, theme_text, theme_tags, Theme.get_absolute_url, "kennis", "theme"),
    ("term", term_documents, terms, term_text, _nothing, GlossaryTerm.get_absolute_url, "begrip", "term"),
    ("help", help_documents, visible_help, help_text, _nothing, help_url, "kennis", "page"),
    ("condition", condition_documents, visible_conditions, condition_text, _nothing, condition_url, "kennis", "page"),
    ("knowledge", page_documents, chapters, page_text, _nothing, page_url, "kennis", "page"),
)


def register_sources() -> None:
    for name, documents, visible, text, tags, url, kind, template in SOURCES:
        source = SearchSource(name, documents, visible, text, tags, url, kind, f"knowledge/hits/{template}.html")
        registry.search_sources.add(name, source)
