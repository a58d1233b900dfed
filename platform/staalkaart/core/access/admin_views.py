"""Wagtail's own screens for editors, under the one rule: lists and choosers of snippets, their forms, the history of the site."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from staalkaart.core.access import AudienceModel, Viewer, viewer_of


def open_rows(model: Any, viewer: Viewer, *roles: str) -> QuerySet:
    """Of a list in the admin what this viewer sees; all of it for who keeps them by one of `roles`."""
    rows = model._base_manager.all()
    return rows if roles and viewer.has_role(*roles) else rows.filter(audience__in=viewer.tokens)


class _OpenChoices:
    request: Any
    model_class: Any

    def get_object_list(self) -> QuerySet:
        return open_rows(self.model_class, viewer_of(self.request))

    def get_objects(self, pks: list[str]) -> QuerySet:
        return self.get_object_list().filter(pk__in=pks)


class OpenChooseView(_OpenChoices, ChooseView):
    pass


class OpenChooseResultsView(_OpenChoices, ChooseResultsView):
    pass


class OpenChosenMultipleView(_OpenChoices, SnippetChosenMultipleView):
    pass


class OpenChooser(SnippetChooserViewSet):
    choose_view_class = OpenChooseView
    choose_results_view_class = OpenChooseResultsView
    chosen_multiple_view_class = OpenChosenMultipleView


class AudienceSnippetViewSet(SnippetViewSet):
    """A list of rows with an audience. `kept_by` are roles that keep every row, whoever it is for."""

    chooser_viewset_class = OpenChooser
    kept_by: tuple[str, ...] = ()

    def get_queryset(self, request: Any) -> QuerySet:
        return open_rows(self.model, viewer_of(request), *self.kept_by)


class OpenChoicesForm(WagtailAdminModelForm):
    """Offers what the editor may see. What is chosen already and they may not see is kept, unseen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        viewer: Viewer = self.for_user.as_viewer()
        for name, field in self.choices.items():
            field.queryset = field.queryset.model.objects.visible_to(viewer)
            held = getattr(self.instance, name) if self.instance.pk else None
            if isinstance(held, Model) and not field.queryset.filter(pk=held.pk).exists():
                self.initial[name], field.required = None, False  # `clean` keeps it

    @property
    def choices(self) -> dict[str, Any]:
        """The fields that offer rows with an audience."""
        rows = {name: getattr(field, "queryset", None) for name, field in self.fields.items()}
        return {
            name: self.fields[name]
            for name, found in rows.items()
            if hasattr(getattr(found, "model", None), "audience_lookup")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, field in self.choices.items() if self.instance.pk is not None else ():
            rows = field.queryset
            held = getattr(self.instance, name)
            if hasattr(held, "all"):
                unseen = held.exclude(pk__in=rows.values("pk")).values_list("pk", flat=True)
                chosen = [row.pk for row in data.get(name, ())]
                data[name] = rows.model._base_manager.filter(pk__in=[*chosen, *unseen])
            elif held is not None and data.get(name) is None and not rows.filter(pk=held.pk).exists():
                data[name] = held
        return data


class SiteHistory(LogEntriesView):
    """Without what happened to rows that the reader may not see. Pages are held back by their policy."""

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return without_closed(rows, viewer_of(self.request)) if queryset.model is ModelLogEntry else rows


def without_closed(entries: QuerySet, viewer: Viewer) -> QuerySet:
    for model in (model for model in apps.get_models() if issubclass(model, AudienceModel)):
        closed = model._base_manager.exclude(audience__in=viewer.tokens).values_list("pk", flat=True)
        kind = ContentType.objects.get_for_model(model)
        entries = entries.exclude(content_type=kind, object_id__in=[str(pk) for pk in closed])
    return entries
