"""Wagtail's lists for editors under the one rule: explorer, choosers and admin search show no title one may not see."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404
from wagtail import hooks
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from staalkaart.core import registry
from staalkaart.core.access import VISITOR, AudienceModel, Viewer, can, viewer_of
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
# They list titles by no rule of ours; and an address that only raises an error
CLOSED = (
    "/beheer/reports/aging-pages/",
    "/beheer/reports/locked/",
    "/beheer/reports/page-types-usage/",
    "/beheer/failwhale/",
)
CLOSED_ITEMS = {"aging-pages", "locked-pages", "page-types-usage"}
OF_A_SNIPPET = re.compile(r"wagtailsnippet(?:s|choosers)_(?P<app>[a-z]+)_(?P<model>[a-z]+)")
MOST_IDS = 1000


def guard_admin(request: Request, match: Any, args: Any, kwargs: dict[str, Any]) -> None:
    """Every address of the admin that names a page: one may see it, and it is changed there only if its type allows that."""
    if request.path.startswith(CLOSED):
        raise Http404
    _guard_snippet(request, match, kwargs)
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
    if len(pages) < len(named) and Page.objects.filter(pk__in=named).count() < len(named):
        raise Http404  # an address of Wagtail's that only leads on would tell a closed page from none
    writes = request.method == "POST" and match.url_name == "edit"
    if (match.url_name in CHANGES or writes) and any(page.specific_class.kept_outside_admin for page in pages):
        raise Http404


@hooks.register("construct_reports_menu")
def without_closed_reports(request: Request, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in CLOSED_ITEMS]


def opens(viewer: Viewer, obj: Any) -> bool:
    """What an editor may open in the admin: what they see, and what they keep by role (an administrator every project)."""
    return obj.audience in viewer.tokens or (("edit", type(obj)) in registry.verbs and can(viewer, "edit", obj))


def _guard_snippet(request: Request, match: Any, kwargs: dict[str, Any]) -> None:
    """A row of the network's lists that one may not see: every address that names it."""
    found, pk = OF_A_SNIPPET.fullmatch(match.namespace or ""), str(kwargs.get("pk", ""))
    if found is None or not pk:
        return
    model = apps.get_model(found["app"], found["model"])
    if issubclass(model, AudienceModel):
        row = model._base_manager.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 16 else None
        if row is None or not opens(viewer_of(request), row):
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
