"""Reading a closed room in an emergency: with a reason, for an hour, logged, and told to everybody in it."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from staalkaart.core import registry
from staalkaart.core.access.audience_words import audience_words
from staalkaart.core.delivery.events import tell
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.grants import grant
from staalkaart.members.models import Grant, Project, User

LASTS = timedelta(hours=1)
MAY = (Grant.Role.EDITOR, Grant.Role.ADMIN)
REASON_MIN = 20


class NotAllowed(Exception):
    """Only editors and administrators break a glass, and only of a room that exists."""


def rooms() -> list[tuple[str, str]]:
    """(token, words) of every room that nobody reads by role."""
    return [room for source in registry.each(registry.audience_kinds, "sealed") for room in source()]


def project_rooms() -> list[tuple[str, str]]:
    return [(project.token, audience_words(project.token)) for project in Project._base_manager.order_by("name")]


@transaction.atomic
def break_glass(*, by: User, token: str, reason: str) -> Grant:
    """Open one room for one person for an hour. Everybody in it is told who and why, before anything can be read."""
    if not by.as_viewer().has_role(*MAY) or token not in dict(rooms()):
        raise NotAllowed
    inside = set(Grant.objects.current().filter(token=token).values_list("user", flat=True))
    inside |= {guest for source in registry.each(registry.audience_kinds, "guests") for guest in source(token)}
    reason = " ".join(reason.split())
    tell(
        "break_glass",
        to=sorted(inside),
        url="/mijn/meldingen/",
        by=by,
        who=str(by),
        room=audience_words(token),
        reason=reason,
    )
    log(by, "staalkaart.break_glass", user=by, data={"room": token, "reason": reason})
    return grant(user=by, token=token, role=Grant.Role.GLASS, until=timezone.now() + LASTS)


class GlassForm(PlainForm, forms.Form):
    room = forms.ChoiceField(label=gettext_lazy("Wat wil je openen?"))
    reason = forms.CharField(
        label=gettext_lazy("Waarom is dat nu nodig?"),
        min_length=REASON_MIN,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Iedereen in die groep leest dit, met je naam erbij. Schrijf geen details over personen."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = rooms()


@require_http_methods(["GET", "HEAD", "POST"])
def glass_screen(request: Request) -> HttpResponse:
    if not request.viewer.has_role(*MAY):
        raise Http404
    form = GlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = break_glass(by=request.user, token=form.cleaned_data["room"], reason=form.cleaned_data["reason"])
        words = {"room": audience_words(taken.token), "until": timezone.localtime(taken.until).strftime("%H.%M")}
        messages.warning(request, _("Je leest mee met %(room)s tot %(until)s uur. De groep weet het.") % words)
        return redirect(request.path)
    mine = request.user.grants.current().filter(role=Grant.Role.GLASS)
    return render(request, "wagtailadmin/members/break_glass.html", {"form": form, "mine": mine})
