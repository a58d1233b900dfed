"""Wagtail's lists for editors under the one rule: explorer, choosers and admin search show no title one may not see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from wagtail import hooks
from wagtail.permission_policies.pages import PagePermissionPolicy

from staalkaart.core.access import VISITOR, Viewer, viewer_of
from staalkaart.core.models import AudiencePage
from staalkaart.core.web.request import Request


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


PAGE_KEYS = ("page_id", "page_to_move_id", "page_to_alias_id", "destination_id", "parent_page_id")
CHANGES = {
    "delete",
    "unpublish",
    "move",
    "copy",
    "lock",
    "unlock",
    "revisions_revert",
    "revisions_unschedule",
    "convert_alias",
}
CLOSED_REPORTS = ("/beheer/reports/aging-pages/", "/beheer/reports/locked/")  # they list titles by no rule of ours
MOST_IDS = 1000


def guard_admin(request: Request, match: Any, args: Any, kwargs: dict[str, Any]) -> None:
    """Every address of the admin that names a page: one may see it, and it is changed there only if its type allows that."""
    if request.path.startswith(CLOSED_REPORTS):
        raise Http404
    if match.view_name == "wagtail_bulk_action":
        _guard_bulk(request, kwargs)
        return
    of_pages = [kwargs.get("pk"), *args[:1]] if match.namespace == "wagtailadmin_pages" else []
    given = [kwargs.get(key) for key in PAGE_KEYS] + of_pages
    named = {int(value) for value in map(str, given) if value.isdecimal() and len(value) < 16}
    if not named:
        return
    pages = list(AudiencePage.objects.filter(pk__in=named))
    if any(page.audience not in viewer_of(request).tokens for page in pages):
        raise Http404
    writes = request.method == "POST" and match.url_name == "edit"
    if (match.url_name in CHANGES or writes) and any(page.specific_class.kept_outside_admin for page in pages):
        raise Http404


def _guard_bulk(request: Request, kwargs: dict[str, Any]) -> None:
    """Many at once: only pages that one may see and that are changed in the admin; never "all" of them unseen."""
    if kwargs.get("model_name") != "page":
        return
    asked = [*request.GET.getlist("id"), *request.POST.getlist("id")][:MOST_IDS]
    pages = AudiencePage.objects.filter(pk__in=[int(pk) for pk in asked if pk.isdecimal() and len(pk) < 16])
    tokens = viewer_of(request).tokens
    if "all" in asked or any(page.audience not in tokens or page.specific_class.kept_outside_admin for page in pages):
        raise Http404
