"""What learning brings to the harvest board of a network day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core import registry
from staalkaart.core.access import Viewer, can_see, seen_by
from staalkaart.knowledge.models import Theme
from staalkaart.learning.harvest import Field, Harvest
from staalkaart.learning.models import PROJECTS_NEEDED, Bookmark, Challenge, LearningPoint, PolicySignal

FEW = 30
RECENT = timedelta(days=183)


def _themes(row: Any, viewer: Viewer) -> list[tuple[str, str]]:
    return [(theme.name, theme.get_absolute_url()) for theme in seen_by(viewer, row.themes)]


def open_challenges(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    """Of projects of the region, and those that nobody put a project to."""
    rows = (
        Challenge.objects.visible_to(viewer).filter(closed_at=None).select_related("project").prefetch_related("themes")
    )
    if field.region is not None:
        rows = rows.filter(project__region=field.region) | rows.filter(project=None)
    for row in rows.annotate(count=Count("votes", distinct=True)).order_by("-count", "-pk")[:FEW]:
        where = str(seen_by(viewer, row.project) or "")
        yield Harvest(row.uid, _("Open uitdaging"), "i-mountain", row.title, row.get_absolute_url(), where, _themes(row, viewer),
                      row.count, row.created_at)  # fmt: skip


def recent_points(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    rows = (
        LearningPoint.objects.visible_to(viewer)
        .filter(shared_at__gt=timezone.now() - RECENT)
        .prefetch_related("themes")
    )
    for row in rows.order_by("-shared_at")[:FEW]:
        yield Harvest(
            row.uid,
            _("Leerpunt"),
            "i-lightbulb",
            row.text,
            row.get_absolute_url(),
            "",
            _themes(row, viewer),
            0,
            row.shared_at,
        )


def signals(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    """One item per theme that enough projects reported about; what each said stays with its team, and so does that they did."""
    rows = PolicySignal.objects.filter(created_at__gt=timezone.now() - RECENT)  # counted, never read
    if field.region is not None:
        rows = rows.filter(project__region=field.region)
    rows = rows.filter(theme__in=Theme.objects.visible_to(viewer))
    counted = rows.values("theme", "theme__title").annotate(count=Count("project", distinct=True))
    for row in counted.filter(count__gte=PROJECTS_NEEDED).order_by("-count"):
        words = ngettext("Signaal van %(n)s project", "Signaal van %(n)s projecten", row["count"]) % {"n": row["count"]}
        title = _("Wat loopt er vast rond %(theme)s?") % {"theme": row["theme__title"].lower()}
        yield Harvest(f"theme:{row['theme']}", words, "i-bell", title, "/signalen/", weight=row["count"])


def kept_for_the_day(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    """What members bookmarked "voor netwerkdag". Who did is not told, how many is."""
    rows = Bookmark.objects.filter(for_day=True)
    if field.region is not None:
        rows = rows.filter(user__grants__token=field.region.token).distinct()
    counted = rows.values("about_type", "about_id").annotate(count=Count("user", distinct=True)).order_by("-count")
    for about, count in _things(counted[:FEW]):
        if can_see(viewer, about):
            words = ngettext("Bewaard door %(n)s lid", "Bewaard door %(n)s leden", count) % {"n": count}
            where = str(seen_by(viewer, getattr(about, "project", None)) or "")
            yield Harvest(
                next(iter(about.index_keys())),
                words,
                "i-bookmark",
                str(about),
                about.get_absolute_url(),
                where,
                (),
                count,
            )


def _things(counted: Any) -> Iterable[tuple[Any, int]]:
    """The bookmarked things themselves: one query per kind."""
    by_kind: dict[int, dict[int, int]] = {}
    for row in counted:
        by_kind.setdefault(row["about_type"], {})[row["about_id"]] = row["count"]
    for kind, counts in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        rows = model._default_manager.filter(pk__in=counts)
        if any(field.name == "project" for field in model._meta.get_fields()):
            rows = rows.select_related("project")
        for thing in rows:
            yield thing, counts[thing.pk]


def register_harvest() -> None:
    for name, source in (
        ("bookmarks", kept_for_the_day),
        ("challenges", open_challenges),
        ("points", recent_points),
        ("signals", signals),
    ):
        registry.on_a_day.add(name, registry.OnADay(harvest=source))
