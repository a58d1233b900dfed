"""Reports on pages: taken from anybody, waiting for an editor, gone a year after they were handled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from staalkaart.core.access import Viewer
from staalkaart.core.delivery.events import tell
from staalkaart.core.waiting import Waiting
from staalkaart.learning.models import PATH_MAX, PageReport
from staalkaart.members.models import Grant

KEPT = timedelta(days=365)


def own_path(asked: str) -> str:
    """The address on this site that somebody came from; "" for anything else."""
    return asked[:PATH_MAX] if asked.startswith("/") and not asked.startswith(("//", "/\\")) else ""


@transaction.atomic
def report(*, path: str, text: str) -> PageReport:
    """Kept for the editors, who hear that something was reported; what, stands in the admin."""
    row = PageReport.objects.create(path=path, text=text)
    editors = Grant.objects.current().filter(role=Grant.Role.EDITOR, user__is_active=True)
    tell("page_reported", to=editors.values_list("user_id", flat=True), url=_list())
    return row


def _list() -> str:
    return reverse("wagtailsnippets_learning_pagereport:list")


def waits_for_editors(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    if not viewer.has_role(Grant.Role.EDITOR):
        return
    count = PageReport.objects.filter(is_handled=False).count()
    words = ngettext("%(n)s melding over een pagina wacht", "%(n)s meldingen over pagina's wachten", count)
    if count:
        yield Waiting(words % {"n": count}, _list())


def purge(now: datetime) -> int:
    return PageReport.objects.filter(is_handled=True, handled_at__lt=now - KEPT).delete()[0]
