"""/mijn/gegevens/: take one's data along, or have the account erased; and the public register of processing."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from staalkaart.core.own_data import export_parts, export_zip
from staalkaart.core.retention import all_rules
from staalkaart.core.web.request import Request
from staalkaart.members.own_data import erase_account
from staalkaart.members.permissions import member_screen
from staalkaart.members.processing import REGISTER
from staalkaart.members.teams import LastAdministrator, LastCoordinator, handover_list

CONFIRM = "wis alles"


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: Request) -> HttpResponse:
    """What is kept, in numbers; the button makes the zip."""
    if request.method == "POST":
        content = export_zip(request.user)
        log(request.user, "staalkaart.exported", user=request.user)
        name = f"staalkaart-gegevens-{timezone.localdate():%Y-%m-%d}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type="application/zip", headers=headers)
    parts = [(part.title, len(part.rows) + len(part.files)) for part in export_parts(request.user).values()]
    return render(request, "members/own_data.html", {"parts": parts})


@never_cache
@member_screen
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: Request) -> HttpResponse:
    """Asks who you are once more, shows what is still in hand, and wants the words typed."""
    user = request.user
    items = [item for place in user.memberships.current() for item in handover_list(place)]
    context = {"items": items, "confirm": CONFIRM}
    if request.method == "POST":
        if request.POST.get("bevestig", "").strip().lower() != CONFIRM:
            context["error"] = _("Typ “%(words)s” om te bevestigen. Er is niets gewist.") % {"words": CONFIRM}
        else:
            try:
                erase_account(user=user, by=user)
            except LastCoordinator:
                context["error"] = _(
                    "Je bent de laatste coördinator van je project. Maak eerst iemand anders coördinator."
                )
            except LastAdministrator:
                context["error"] = _("Je bent de laatste beheerder. Maak eerst iemand anders beheerder.")
            else:
                logout(request)
                return redirect("members:erased")
    return render(request, "members/erase.html", context, status=422 if "error" in context else 200)


@require_safe
def erased(request: Request) -> HttpResponse:
    return render(request, "members/erased.html")


@require_safe
def processing_register(request: Request) -> HttpResponse:
    context = {"register": REGISTER, "rules": all_rules()}
    return render(request, "members/processing_register.html", context)
