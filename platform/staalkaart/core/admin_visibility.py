"""Wagtail's lists for editors under the one rule: explorer, choosers and admin search show no title one may not see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.permission_policies.pages import PagePermissionPolicy

from .access import VISITOR, Viewer, viewer_of
from .models import AudiencePage


def within(pages: QuerySet, viewer: Viewer) -> QuerySet:
    """Those pages whose audience the viewer holds. By key, because Wagtail searches in the result by its own fields only."""
    closed = list(AudiencePage.objects.exclude(audience__in=viewer.tokens).values_list("pk", flat=True))
    return pages.exclude(pk__in=closed) if closed else pages


class AudiencePagePolicy(PagePermissionPolicy):
    """Admin search and the explorer's tree ask the policy."""

    def explorable_instances(self, user: Any) -> QuerySet:
        viewer = user.as_viewer() if user.is_authenticated and user.is_active else VISITOR
        return within(super().explorable_instances(user), viewer)


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def only_what_one_may_see(*args: Any) -> QuerySet:
    """Both hooks pass the queryset and the request, the explorer with the parent before them."""
    return within(args[-2], viewer_of(args[-1]))


def page_is_there(request: HttpRequest, page: Any, *args: Any) -> None:
    audience = getattr(page.specific, "audience", "")
    if audience and audience not in viewer_of(request).tokens:
        raise Http404


for _name in ("edit", "delete", "copy", "move", "unpublish"):
    hooks.register(f"before_{_name}_page", page_is_there)
