"""Fixed addresses of the knowledge: compare, matrix, themes, glossary, help now, and the reviewer's page."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core.access import Viewer, reveal
from staalkaart.core.web.request import Request
from staalkaart.knowledge.compare import MOST, compare
from staalkaart.knowledge.glossary import Autolinker
from staalkaart.knowledge.matrix import build_matrix
from staalkaart.knowledge.models import (
    CardEntry,
    Citation,
    GlossaryTerm,
    HelpLine,
    Source,
    Theme,
    ThemeGroup,
    WorkingModelPage,
)
from staalkaart.knowledge.review import ReviewForm, find_open_round, save_answers
from staalkaart.knowledge.texts import site_texts


@require_safe
def model_compare(request: Request) -> HttpResponse:
    comparison = compare(request.GET, request.viewer)
    choices = WorkingModelPage.objects.visible_to(request.viewer).order_by("number")
    return render(
        request,
        "knowledge/model_compare.html",
        {
            "comparison": comparison,
            "choices": choices,
            "most": MOST,
            "texts": site_texts(),
        },
    )


@require_safe
def model_matrix(request: Request) -> HttpResponse:
    matrix = SimpleLazyObject(lambda: build_matrix(request.viewer, reverse("search:search")))  # read only when not kept
    return render(request, "knowledge/model_matrix.html", {"matrix": matrix})


@require_safe
def theme_list(request: Request) -> HttpResponse:
    counts = Counter(CardEntry.objects.visible_to(request.viewer).values_list("themes__slug", flat=True))
    themes: dict[int, list[Theme]] = {}
    for theme in Theme.objects.visible_to(request.viewer):
        theme.entry_count = counts[theme.slug]
        themes.setdefault(theme.group_id, []).append(theme)
    groups = [(group, themes[group.pk]) for group in ThemeGroup.objects.all() if group.pk in themes]
    return render(request, "knowledge/theme_list.html", {"groups": groups})


@require_safe
def theme_detail(request: Request, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.visible_to(request.viewer).select_related("group"), slug=slug)
    shown = SimpleLazyObject(lambda: theme_points(theme, request.viewer))
    return render(request, "knowledge/theme_detail.html", {"theme": theme, "shown": shown})


def theme_points(theme: Theme, viewer: Viewer) -> dict[str, Any]:
    """What the kept part of the page shows; read only when it is made anew."""
    rows = theme.entries.visible_to(viewer).for_cards().select_related("page").order_by("page__number", "sort_order")
    entries = reveal(rows, viewer, "themes")
    carrying = [entry for entry in entries if entry.quadrant_choice.carries]
    caring = [entry for entry in entries if not entry.quadrant_choice.carries]
    return {
        "halves": [(True, carrying), (False, caring)],
        "entries": entries,
        "look_at": [] if entries else look_at(theme, viewer),
        "siblings": Theme.objects.visible_to(viewer).filter(group=theme.group).exclude(pk=theme.pk),
        "glossary": Autolinker(viewer),
    }


def look_at(theme: Theme, viewer: Viewer) -> list[tuple[str, str]]:
    """(name, address) of what may help while no card has a point about this theme."""
    found = [(other.name, other.get_absolute_url()) for other in theme.see_also.visible_to(viewer)]
    models = WorkingModelPage.objects.visible_to(viewer).filter(pk__in=theme.see_models.values("pk"))
    found += [(page.title, page.url) for page in models]
    for slug in theme.target_groups:
        words = _("Projecten voor %(group)s") % {"group": slug.replace("-", " ")}
        found.append((words, f"/projecten/?{urlencode({'doelgroep': slug})}"))
    return found


@require_safe
def term_list(request: Request) -> HttpResponse:
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in sorted(GlossaryTerm.objects.visible_to(request.viewer), key=lambda term: term.term.casefold()):
        letters.setdefault(term.term[0].upper(), []).append(term)
    return render(request, "knowledge/term_list.html", {"letters": letters})


@require_safe
def term_detail(request: Request, slug: str) -> HttpResponse:
    term = get_object_or_404(GlossaryTerm.objects.visible_to(request.viewer), slug=slug)
    related_terms = term.related.visible_to(request.viewer)
    return render(
        request,
        "knowledge/term_detail.html",
        {
            "term": term,
            "related_terms": related_terms,
            "glossary": Autolinker(request.viewer, skip=term.get_absolute_url()),
        },
    )


@require_safe
def source_list(request: Request) -> HttpResponse:
    shown = Q(citations__entry__page__live=True, citations__entry__page__audience__in=request.viewer.tokens)
    rows = Source.objects.filter(is_listed=True).annotate(points=Count("citations__entry", filter=shown, distinct=True))
    kinds = [(kind, [row for row in rows if row.kind == kind]) for kind in Source.Kind]
    return render(request, "knowledge/source_list.html", {"kinds": [(kind, found) for kind, found in kinds if found]})


@require_safe
def source_detail(request: Request, slug: str) -> HttpResponse:
    """What a source is, and which points of the cards lean on it."""
    source = get_object_or_404(Source, slug=slug, is_listed=True)
    entries = CardEntry.objects.visible_to(request.viewer)
    rows = Citation.objects.filter(source=source, entry__in=entries).select_related("entry__page")
    context = {"source": source, "citations": rows.order_by("entry__page__number", "entry__sort_order", "sort_order")}
    return render(request, "knowledge/source_detail.html", context)


@require_safe
def help_now(request: Request) -> HttpResponse:
    return render(
        request,
        "knowledge/help_now.html",
        {
            "help_lines": (rows := list(HelpLine.objects.all())),
            "unchecked": any(row.checked_on is None for row in rows),
            "texts": site_texts(),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, token: str) -> HttpResponse:
    """A researcher judges a card, entry by entry, without an account. A used, expired or altered link writes nothing."""
    round_ = find_open_round(token)
    if round_ is None:
        return render(request, "knowledge/review_closed.html", status=404)
    form = ReviewForm(round_, request.POST or None)
    if request.method == "POST":
        final = "indienen" in request.POST
        if form.is_valid(final=final):
            if not save_answers(
                round_=round_, answers=form.answers, final=final
            ):  # submitted meanwhile, in another window
                return render(request, "knowledge/review_closed.html", status=404)
            return redirect("knowledge:review_thanks") if final else redirect(request.path + "?bewaard=1")
    return render(request, "knowledge/review.html", {"round": round_, "form": form, "saved": "bewaard" in request.GET})


@require_safe
def review_thanks(request: Request) -> HttpResponse:
    return render(request, "knowledge/review_thanks.html")
