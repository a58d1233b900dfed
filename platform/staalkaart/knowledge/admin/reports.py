"""The report of entries that nobody checked, or not for twelve months."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from staalkaart.core.access import viewer_of
from staalkaart.core.web.request import Request
from staalkaart.knowledge.card_page import REVIEW_AFTER_DAYS
from staalkaart.knowledge.models import CardEntry, Quadrant, Status, WorkingModelPage


def _visible_models(request: Request) -> QuerySet:
    return WorkingModelPage.objects.visible_to(viewer_of(request)).order_by("number")


class UncheckedFilterSet(WagtailFilterSet):
    page = django_filters.ModelChoiceFilter(label=_("Werkmodel"), queryset=_visible_models)
    quadrant = django_filters.ChoiceFilter(label=_("Vak"), choices=Quadrant.choices)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices)

    class Meta:
        model = CardEntry
        fields = ["page", "quadrant", "status"]


class UncheckedEntriesReport(ReportView):
    model = CardEntry
    index_url_name = "unchecked_entries_report"
    index_results_url_name = "unchecked_entries_report_results"
    page_title = _("Punten die nog niet of lang niet nagekeken zijn")
    header_icon = "calendar-check"
    filterset_class = UncheckedFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ["change", "publish"]
    columns = [
        TitleColumn(
            "title", label=_("Punt"), url_name="wagtailadmin_pages:edit", get_url=lambda entry: edit_address(entry)
        ),
        Column("page", label=_("Werkmodel"), accessor="page.title"),
        Column("quadrant", label=_("Vak"), accessor="get_quadrant_display"),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("checked_by", label=_("Door")),
        DateColumn("checked_on", label=_("Nagekeken op")),
    ]
    list_export = [
        "page.title",
        "get_quadrant_display",
        "title",
        "text",
        "get_status_display",
        "checked_by",
        "checked_on",
    ]
    export_headings = {
        "page.title": _("Werkmodel"),
        "get_quadrant_display": _("Vak"),
        "title": _("Titel"),
        "text": _("Tekst"),
        "get_status_display": _("Status"),
        "checked_by": _("Door"),
        "checked_on": _("Nagekeken op"),
    }

    def get_queryset(self):
        limit = timezone.localdate() - timedelta(days=REVIEW_AFTER_DAYS)
        rows = CardEntry.objects.unchecked_since(limit).filter(page__in=_visible_models(self.request))
        return rows.select_related("page").order_by("page__number", "quadrant", "sort_order")


def edit_address(entry: CardEntry) -> str:
    from django.urls import reverse

    return reverse("wagtailadmin_pages:edit", args=[entry.page_id]) + "#tab-de_staalkaart"
