"""What waits for an editor: pages handed in, answers of reviewers, changes that were never published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.models import TaskState

from staalkaart.core.access import Viewer
from staalkaart.core.models import AudiencePage
from staalkaart.core.waiting import Waiting
from staalkaart.knowledge.models import KnowledgePage, ReviewAnswer, ReviewRound, WorkingModelPage

MOST = 100


def waits_for_editors(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    """(words, address) of each, without what this viewer may not see."""
    if not viewer.edits_content:
        return
    yield from _handed_in(viewer, user)
    yield from _answered(viewer)
    yield from _unpublished(viewer)


def _handed_in(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    pages = TaskState.objects.reviewable_by(user).values_list("workflow_state__object_id", flat=True)
    count = AudiencePage.objects.filter(pk__in=[int(pk) for pk in pages], audience__in=viewer.tokens).count()
    words = ngettext("%(n)s pagina is ingediend om na te lezen", "%(n)s pagina's zijn ingediend om na te lezen", count)
    if count:
        yield Waiting(words % {"n": count}, reverse("wagtailadmin_home"))


def _answered(viewer: Viewer) -> Iterator[Waiting]:
    rounds = ReviewRound.objects.filter(
        page__in=WorkingModelPage.objects.filter(audience__in=viewer.tokens),
        answers__outcome=ReviewAnswer.Outcome.WAITING,
    )
    count = rounds.exclude(submitted_at=None).distinct().count()
    words = ngettext("%(n)s nazicht van een kaart kwam terug", "%(n)s keer kwam nazicht van een kaart terug", count)
    if count:
        yield Waiting(words % {"n": count}, reverse("knowledge_rounds"))


def _unpublished(viewer: Viewer) -> Iterator[Waiting]:
    """Per list of the admin, because that is where a draft is opened."""
    for model in (WorkingModelPage, KnowledgePage):
        drafts = list(model.objects.filter(has_unpublished_changes=True, audience__in=viewer.tokens)[:MOST])
        if not drafts:
            continue
        index = drafts[0].get_parent()
        words = ngettext(
            "%(list)s: %(n)s concept is nog niet gepubliceerd",
            "%(list)s: %(n)s concepten zijn nog niet gepubliceerd",
            len(drafts),
        )
        address = (
            reverse("wagtailadmin_explore", args=[index.pk])
            if len(drafts) > 1
            else reverse("wagtailadmin_pages:edit", args=[drafts[0].pk])
        )
        yield Waiting(words % {"list": index.title, "n": len(drafts)}, address)
