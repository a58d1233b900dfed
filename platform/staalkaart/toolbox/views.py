"""The list of tools, and the role cards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staalkaart.core.web.request import Request
from staalkaart.knowledge.texts import texts_of
from staalkaart.toolbox.models import RoleCard, RoleCardTexts
from staalkaart.toolbox.tools import TOOLS


@require_safe
def tool_list(request: Request) -> HttpResponse:
    return render(request, "toolbox/tool_list.html", {"tools": TOOLS})


@require_safe
def role_cards(request: Request) -> HttpResponse:
    context = {"cards": RoleCard.objects.all(), "texts": texts_of(RoleCardTexts)}
    return render(request, "toolbox/role_cards.html", context)
