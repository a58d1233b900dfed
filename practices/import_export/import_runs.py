"""A file that was looked at is taken over whole, or waits a week and goes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from practices.import_export.import_file import Fixes, ReadRow
from practices.models import Draft, ImportRun, ImportWord
from staalkaart.core.retention import Rule
from staalkaart.members.models import User

KEPT = timedelta(days=7)


@transaction.atomic
def take_over(*, run: ImportRun, rows: list[ReadRow], by: User) -> int:
    """The rows that are not skipped as drafts of the project; pressing twice takes them once."""
    if not ImportRun.objects.filter(pk=run.pk, done_at=None).update(done_at=timezone.now(), rows=[]):
        return 0
    token = run.project.token
    drafts = [
        Draft(project=run.project, title=row.data["title"], data=row.data, audience=token, created_by=by, updated_by=by)
        for row in rows
        if row.is_taken
    ]
    Draft.objects.bulk_create(drafts, batch_size=200)
    log(run.project, "staalkaart.practices_imported", user=by, data={"name": run.name, "count": len(drafts)})
    return len(drafts)


def fixes_of(run: ImportRun) -> Fixes:
    """What was decided for this file, over what the project decided before."""
    known = dict(ImportWord.objects.filter(project=run.project).values_list("name", "means"))
    given = run.fixes or {}
    return Fixes(known | given.get("values", {}), given.get("cells", {}), given.get("skipped", []))


def keep_fixes(*, run: ImportRun, fixes: Fixes, remember: bool) -> None:
    """For this file, and for the next ones of the project when asked."""
    run.fixes = asdict(fixes)
    run.save(update_fields=["fixes"])
    for name, means in fixes.values.items() if remember else ():
        ImportWord.objects.update_or_create(project=run.project, name=name[:200], defaults={"means": means[:120]})


def purge(now: datetime) -> int:
    return ImportRun.objects.filter(created_at__lt=now - KEPT).delete()[0]


RULE = Rule(
    "practice-imports",
    gettext_lazy("Bestanden met praktijken die ingelezen worden"),
    gettext_lazy("zeven dagen"),
    purge,
)
