"""/mijn/meldingen/, the bell, the card on /mijn/, the preferences, and switching off from a mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from staalkaart.core.access import Viewer
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.models import User
from staalkaart.members.permissions import member_screen
from staalkaart.notifications import preferences as choosing
from staalkaart.notifications import unsubscribing
from staalkaart.notifications.forms import PreferencesForm
from staalkaart.notifications.items import items_of
from staalkaart.notifications.models import Following, MailPause, Notification

PER_PAGE = 30
SHOWN = 5
MOST_LETTERS = 2000  # of the keys that are marked at once


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def notification_list(request: Request) -> HttpResponse:
    """Newest first, by thing. Opening the list reads nothing; "alles gelezen" does."""
    own = Notification.objects.filter(user=request.viewer.user_id)
    if request.method == "POST":
        own.unread().update(read_at=timezone.now())
        return redirect(request.path)
    told = own.tellable_to(request.viewer)
    page = Paginator(told.select_related("about_type").prefetch_related("about"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    context = {"page": page, "items": items_of(page.object_list), "unread": told.unread().count()}
    return render(request, "notifications/notification_list.html", context)


@never_cache
@member_screen
@require_POST
def mark_read(request: Request) -> HttpResponse:
    """What one opened or put aside; of others it changes nothing."""
    keys = [pk for pk in map(whole_number, request.POST.get("melding", "")[:MOST_LETTERS].split()) if pk]
    Notification.objects.filter(user=request.viewer.user_id, pk__in=keys).unread().update(read_at=timezone.now())
    return redirect("notifications:notification_list")


def card(viewer: Viewer, user: User) -> tuple[str, dict[str, Any]] | None:
    """What is unread, on /mijn/; nothing when there is nothing."""
    rows = Notification.objects.filter(user=user).unread().tellable_to(viewer)
    shown = list(rows.select_related("about_type").prefetch_related("about")[:SHOWN])
    return ("notifications/card.html", {"rows": shown}) if shown else None


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    user = request.user
    pause = MailPause.objects.filter(user=user, until__gte=timezone.localdate()).first()
    rows = Following.objects.filter(user=user).tellable_to(request.viewer).prefetch_related("about").order_by("-since")
    initial: dict[str, Any] = choosing.chosen_by(user) | {"until": pause.until if pause else None}
    following = list(rows)
    for row in following:
        initial |= {f"state-{row.pk}": row.state, f"often-{row.pk}": row.frequency}
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, initial=initial, viewer=request.viewer, following=following)
    if request.method == "POST" and form.is_valid():
        said = form.save(user)
        messages.success(request, " ".join([_("Je keuzes zijn bewaard."), *said]))
        return redirect(request.path)
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


@csrf_exempt  # the button of a mail program posts here without a cookie; the address itself is signed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Looking changes nothing, whoever's scanner looks."""
    ticket = unsubscribing.read_token(token)
    if ticket is None:
        raise Http404
    context = {"name": choosing.name_of(ticket.group), "is_off": request.method == "POST"}
    if request.method == "POST":
        choosing.switch_off(ticket)
    return render(request, "notifications/unsubscribe.html", context)
