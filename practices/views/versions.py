"""The versions of a practice: all of them for its project and the editors, for others what changed since the version that was marked; and
taking words out of every one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices import content, striking
from practices.content_words import Names
from practices.differences import differences
from practices.models import PracticePage
from practices.views.acting import on_practice, own_practice
from practices.views.reading import has_readable_change
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text, whole_number
from staalkaart.members.permissions import member_object

MOST_VERSIONS = 30
PASSAGE_MAX = 600


@never_cache
@member_object
@require_safe
def practice_versions(request: Request, slug: str) -> HttpResponse:
    """What changed, and when, word by word. The author's name is not part of it."""
    page = own_practice(request, slug)
    if not can(request.viewer, "compare", page):
        return _since_the_mark(request, page)
    return _all_versions(request, page)


def _since_the_mark(request: Request, page: PracticePage) -> HttpResponse:
    """One step, from the marked version to what is read now: what stood between never shows."""
    if not page.live or not has_readable_change(page):
        raise Http404
    versions = [page.live_revision, page.readable_version]
    new, old = content.of_versions(versions)
    rows = [(page.live_revision, differences(old, new, Names(request.viewer)), False)]
    context = {"practice": page, "versions": rows, "since": page.readable_version}
    return render(request, "practices/practice_versions.html", context)


def _all_versions(request: Request, page: PracticePage, status: int = 200, **more: Any) -> HttpResponse:
    kept = page.revisions.filter(pk__lte=page.live_revision_id or page.latest_revision_id or 0).order_by("-created_at")
    versions = list(kept[: MOST_VERSIONS + 1])
    names, data = Names(request.viewer), content.of_versions(versions)
    rows = [
        (version, differences(data[n + 1], data[n], names) if n + 1 < len(data) else None,
         version.pk == page.readable_version_id)
        for n, version in enumerate(versions)
    ][:MOST_VERSIONS]  # fmt: skip
    context = {
        "practice": page,
        "versions": [row for row in rows if row[1] is None or row[1] or row[2]],
        "all": True,
        "may_mark": can(request.viewer, "keep", page),
        "may_strike": can(request.viewer, "strike", page),
        **more,
    }
    return render(request, "practices/practice_versions.html", context, status=status)


@on_practice("keep", own=True)
def version_mark(request: Request, page: PracticePage) -> HttpResponse:
    """This version may be read by others, and with it what changed since; without a number none may."""
    number = whole_number(request.POST.get("versie", ""))
    version = get_object_or_404(page.revisions.all(), pk=number) if number else None
    PracticePage.objects.filter(pk=page.pk).update(readable_version=version)
    words = (
        _("Anderen lezen nu wat er veranderde sinds deze versie. Wat ervoor stond, lezen enkel jullie en de redactie.")
        if version
        else _("Anderen lezen nu geen oudere versies meer.")
    )
    messages.success(request, words)
    return redirect("practices:practice_versions", page.slug)


@on_practice("strike", own=True)
def words_strike(request: Request, page: PracticePage) -> HttpResponse:
    """Shows where the words stand; takes them out on a second press."""
    passage = short_text(request, "woorden", PASSAGE_MAX, lines=True, unread=True)
    if not striking.is_long_enough(passage):
        problem = _("Schrijf de woorden die weg moeten, minstens drie letters.")
        return _all_versions(request, page, 422, passage=passage, problem=problem)
    found = striking.find(page, passage)
    if not found:
        problem = _(
            "Deze woorden staan in geen enkele versie. Neem ze letterlijk over, en hoogstens één veld tegelijk."
        )
        return _all_versions(request, page, 422, passage=passage, problem=problem)
    if "bevestig" not in request.POST:
        return _all_versions(request, page, passage=passage, found=found)
    striking.strike(page=page, passage=passage, by=request.user)
    messages.success(request, _("Weggehaald uit alles wat er nog van deze praktijk stond."))
    page.refresh_from_db()
    return redirect("practices:practice_versions", page.slug)
