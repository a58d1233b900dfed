"""/mijn/meldingen/, the bell, and the card on /mijn/."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from staalkaart.core.access import Viewer
from staalkaart.core.web.request import Request
from staalkaart.members.models import User
from staalkaart.members.permissions import member_screen
from staalkaart.notifications.models import Notification, tellable

PER_PAGE = 30


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def notification_list(request: Request) -> HttpResponse:
    """Newest first. Opening the list reads nothing; "alles gelezen" does."""
    own = Notification.objects.filter(user=request.viewer.user_id)
    if request.method == "POST":
        own.unread().update(read_at=timezone.now())
        return redirect(request.path)
    page = Paginator(own.select_related("about_type").prefetch_related("about"), PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    rows = tellable(page.object_list, request.viewer)
    return render(
        request, "notifications/notification_list.html", {"page": page, "rows": rows, "unread": own.unread().count()}
    )


def card(viewer: Viewer, user: User) -> tuple[str, dict[str, Any]] | None:
    """What is unread, on /mijn/; nothing when there is nothing."""
    rows = Notification.objects.filter(user=user).unread().select_related("about_type").prefetch_related("about")[:6]
    shown = tellable(rows, viewer)
    return ("notifications/card.html", {"rows": shown[:5]}) if shown else None
