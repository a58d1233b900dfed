"""The project's yes to showing a practice to everybody: what will happen, and for each file whether it goes along."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from practices import lifecycle
from practices.models import PracticePage
from practices.publishing import attachments_of
from practices.views.acting import on_practice, own_practice
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import whole_number
from staalkaart.members.permissions import member_object, require


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def consent_give(request: Request, slug: str) -> HttpResponse:
    page = own_practice(request, slug)
    require(request, "keep", page)
    consent = page.consents.current().first()
    if request.method == "POST":
        files = [whole_number(value) for value in request.POST.getlist("bestand")]
        lifecycle.give_consent(page=page, by=request.user, files=files)
        messages.success(
            request,
            _("Je keuze is bewaard.")
            if consent
            else _("De toestemming is genoteerd. De redactie kan de praktijk nu voor iedereen openen."),
        )
        return redirect(page.url)
    context = {"practice": page, "consent": consent, "files": attachments_of(page)}
    return render(request, "practices/consent.html", context)


@on_practice("keep", own=True)
def consent_withdraw(request: Request, page: PracticePage) -> HttpResponse:
    lifecycle.withdraw_consent(page=page, by=request.user)
    messages.success(request, _("De toestemming is ingetrokken. De praktijk is nu enkel voor het netwerk."))
    return redirect(page.url)
