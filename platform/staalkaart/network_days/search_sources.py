"""What can be found of network days: the day with its programme, and the published report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import SearchDoc, SearchSource
from staalkaart.network_days.choices import State
from staalkaart.network_days.models import NetworkDay, Report


def day_text(day: NetworkDay) -> tuple[str, str]:
    """Blocks of a programme that was fixed are found; an agenda that is worked on is not."""
    latest = next(iter(day.programmes.all()), None)
    blocks = [block["title"] for block in latest.slots] if latest else []
    return day.title, " . ".join(filter(None, [day.intro, day.venue, *blocks]))


def day_tags(day: NetworkDay) -> dict[str, tuple[str, ...]]:
    return {"regio": (day.region.slug,)} if day.region else {}


def _days(pks: Sequence[int] | None):
    rows = NetworkDay.objects.exclude(state=State.IDEA).select_related("region").prefetch_related("programmes")
    return rows if pks is None else rows.filter(pk__in=pks)


def day_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for day in _days(pks):
        title, text = day_text(day)
        yield SearchDoc(
            day.search_uid,
            "netwerkdag",
            title,
            text,
            day.get_absolute_url(),
            day.audience,
            day_tags(day),
            day.starts_at,
        )


def visible_days(pks: Sequence[int], viewer: Viewer) -> dict[int, NetworkDay]:
    rows = NetworkDay.objects.visible_to(viewer).select_related("region").prefetch_related("programmes")
    return rows.in_bulk(list(pks))


def report_text(report: Report) -> tuple[str, str]:
    return str(report), report.text


def report_tags(report: Report) -> dict[str, tuple[str, ...]]:
    return day_tags(report.day)


def _reports(pks: Sequence[int] | None):
    rows = Report.objects.filter(is_published=True).select_related("day__region")
    return rows if pks is None else rows.filter(pk__in=pks)


def report_documents(pks: Sequence[int] | None) -> Iterable[SearchDoc]:
    for row in _reports(pks):
        title, text = report_text(row)
        yield SearchDoc(
            row.uid, "netwerkdag", title, text, row.get_absolute_url(), row.audience, report_tags(row), row.published_at
        )


def visible_reports(pks: Sequence[int], viewer: Viewer) -> dict[int, Report]:
    return Report.objects.visible_to(viewer).select_related("day__region").in_bulk(list(pks))


def register_sources() -> None:
    template = "network_days/hits/day.html"
    day = SearchSource(
        "day", day_documents, visible_days, day_text, day_tags, NetworkDay.get_absolute_url, "netwerkdag", template
    )
    report = SearchSource("report", report_documents, visible_reports, report_text, report_tags, Report.get_absolute_url,
                          "netwerkdag", template)  # fmt: skip
    for source in (day, report):
        registry.search_sources.add(source.name, source)
