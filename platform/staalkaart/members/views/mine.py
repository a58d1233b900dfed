"""/mijn/: a member's own place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from staalkaart.core import registry
from staalkaart.core.waiting import waiting_for
from staalkaart.core.web.request import Request
from staalkaart.members.first_week import colleague_to_call, steps_for
from staalkaart.members.forms import ProfileForm
from staalkaart.members.permissions import member_screen


@never_cache
@member_screen
@require_safe
def mine(request: Request) -> HttpResponse:
    user = request.user
    cards = [shown for card in registry.each(registry.on_mine, "card") if (shown := card(request.viewer, user))]
    steps = steps_for(request.viewer, user)
    context = {
        "cards": cards,
        "steps": steps,
        "memberships": user.memberships.current().select_related("project"),
        "waiting": waiting_for(request.viewer, user),
    }
    if steps:
        context["colleague"] = colleague_to_call(user)
    return render(request, "members/mine.html", context)


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Je gegevens zijn bewaard."))
        return redirect("members:mine")
    return render(request, "members/profile.html", {"form": form})
