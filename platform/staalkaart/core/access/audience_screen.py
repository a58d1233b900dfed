"""The one screen that changes who may see something: says in words what it will show to whom, and does it on a second press."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core import registry
from staalkaart.core.access import PUBLIC, AudienceObstacle, Viewer, audience_obstacles, is_wider, set_audience
from staalkaart.core.access.audience_words import audience_words
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text


def audience_url(obj: Any) -> str:
    return reverse("audience", args=[obj._meta.label_lower, obj.pk])


def choices_for(viewer: Viewer, obj: Any) -> list[str]:
    """The audiences that this viewer may choose for `obj`; none for things whose audience is not theirs to change."""
    for model in type(obj).__mro__:
        if model in registry.audience_choices:
            return registry.audience_choices[model](viewer, obj)
    return []


def _find(label: str, pk: int) -> Any:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    known = any(base in registry.audience_choices for base in model.__mro__)
    obj = model._base_manager.filter(pk=pk).first() if known and pk < 2**62 else None
    if obj is None:
        raise Http404
    return obj


def _people(audience: str) -> int:
    return sum(count(audience) for count in registry.audience_sizes.values())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_audience(request: Request, label: str, pk: int) -> HttpResponse:
    obj = _find(label, pk)
    choices = choices_for(request.viewer, obj)
    if not choices:
        raise Http404
    wanted = request.POST.get("zichtbaar", "")
    context: dict[str, Any] = {
        "object": obj,
        "back": _back(obj),
        "now": obj.audience,
        "choices": [(value, audience_words(value), _people(value)) for value in choices],
        "wanted": wanted if wanted in choices else obj.audience,
    }
    if request.method == "POST" and wanted in choices and wanted != obj.audience:
        context["problems"] = audience_obstacles(obj, wanted)
        if "bevestig" in request.POST and not context["problems"]:
            return _change(request, obj, wanted, context["back"])
        context["consequence"] = consequence(obj, wanted)
        context["also"] = [words for tell in registry.audience_consequences.values() for words in tell(obj, wanted)]
    return render(request, "core/audience.html", context)


def _change(request: Request, obj: Any, wanted: str, back: str) -> HttpResponse:
    try:
        set_audience(obj=obj, audience=wanted, by=request.user, reason=short_text(request, "reden", 200))
    except AudienceObstacle as error:
        messages.error(request, " ".join(error.messages))
        return redirect(audience_url(obj))
    messages.success(
        request, _("“%(what)s” is nu te zien voor %(who)s.") % {"what": obj, "who": audience_words(wanted)}
    )
    return redirect(back)


def consequence(obj: Any, audience: str) -> str:
    """One sentence: what happens, to whom, before it happens."""
    values = {"what": str(obj), "who": audience_words(audience), "n": _people(audience)}
    if audience == PUBLIC:
        return (
            _("“%(what)s” wordt zichtbaar voor iedereen op het internet, ook voor zoekmachines en zonder account.")
            % values
        )
    if is_wider(audience, than=obj.audience):
        return _("“%(what)s” wordt zichtbaar voor %(who)s: %(n)s mensen.") % values
    return (
        _(
            "“%(what)s” blijft zichtbaar voor %(who)s: %(n)s mensen. Voor alle anderen bestaat het dan niet meer, ook niet in zoeken."
        )
        % values
    )


def _back(obj: Any) -> str:
    address = getattr(obj, "get_absolute_url", None)
    return address() if address else (getattr(obj, "url", "") or "/")
