"""The log for administrators: who saw or changed something sensitive, and when. Never the text of it."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, PageLogEntry

from staalkaart.core.access import Viewer
from staalkaart.core.access.admin_lists import opens
from staalkaart.core.access.audience_words import audience_words
from staalkaart.core.web.request import Request
from staalkaart.members.admin.people import only_administrators
from staalkaart.members.models import Grant, User

PER_PAGE = 60
OURS = "staalkaart."


@require_safe
def audit_log(request: Request) -> HttpResponse:
    only_administrators(request)
    known = {
        name: log_registry.formatters[name].message
        for name, _label in log_registry.get_choices()
        if name.startswith(OURS)
    }
    action = request.GET.get("soort", "")
    names = [action] if action in known else list(known)
    entries = [
        model.objects.filter(action__in=names)
        .order_by()
        .annotate(about=Cast(key, CharField()))
        .values_list("timestamp", "action", "label", "user", "data", "content_type", "about")
        for model, key in ((ModelLogEntry, "object_id"), (PageLogEntry, "page_id"))
    ]
    rows = entries[0].union(entries[1], all=True).order_by("-timestamp")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    people = _names({row[3] for row in page.object_list})
    closed = closed_among([(row[5], row[6]) for row in page.object_list], request.viewer)
    shown = [
        (
            when,
            known.get(what, what),
            CLOSED if (kind, about) in closed else label,
            people.get(who, "–"),
            "" if (kind, about) in closed else _words(data),
        )
        for when, what, label, who, data, kind, about in page
    ]
    return render(
        request,
        "wagtailadmin/members/audit_log.html",
        {"rows": shown, "page_obj": page, "kinds": known, "kind": action},
    )


CLOSED = gettext_lazy("(niet zichtbaar voor jou)")


def closed_among(rows: list[tuple[int, str]], viewer: Viewer) -> set[tuple[int, str]]:
    """Of (content type, key): what has an audience that this viewer does not hold. One query per kind of thing."""
    found: set[tuple[int, str]] = set()
    for kind in {kind for kind, _key in rows}:
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is None or not hasattr(model, "audience_lookup"):
            continue
        keys = {key for of, key in rows if of == kind and key.isdecimal()}
        hidden = model._base_manager.filter(pk__in=keys).exclude(audience__in=viewer.tokens)
        found |= {(kind, str(row.pk)) for row in hidden if not opens(viewer, row)}
    return found


def _names(keys: set[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=[key for key in keys if key])}


KEYS = {
    "as": gettext_lazy("als"),
    "role": gettext_lazy("als"),
    "again": gettext_lazy("opnieuw verstuurd"),
    "reason": gettext_lazy("reden"),
    "room": gettext_lazy("ruimte"),
    "before": gettext_lazy("vroeger voor"),
    "after": gettext_lazy("nu voor"),
    "fields": gettext_lazy("velden"),
    "reviewer": gettext_lazy("gevraagd aan"),
    "entry": gettext_lazy("over het punt"),
    "outcome": gettext_lazy("uitkomst"),
}


def _words(data) -> str:
    """What the entry holds, in words; our own actions keep names, roles and reasons. The title of a draft is its team's."""
    if not isinstance(data, dict):
        return ""
    return "; ".join(_pair(key, value) for key, value in data.items() if value not in ("", None, []) and key != "title")


def _pair(key: str, value: object) -> str:
    name = str(KEYS.get(key, key))
    if value is True:
        return name
    if isinstance(value, list):
        return f"{name}: {', '.join(map(str, value))}"
    if key in {"room", "before", "after"}:
        return f"{name}: {audience_words(str(value))}"
    if key == "role" and value in Grant.Role.values:
        return f"{name}: {Grant.Role(value).label}"
    return f"{name}: {value}"
