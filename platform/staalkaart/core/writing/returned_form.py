"""When a form cannot be taken, whatever the reason, what was typed comes back in full, ready to be sent again. From here only."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from staalkaart.core.access import viewer_of
from staalkaart.core.web.limits import TooOften, spoken_wait
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import NotTaken
from staalkaart.core.writing.receipts import belongs_to_another, not_taken

SECRET = {"csrfmiddlewaretoken", "login", "code", "otp", "token", "credential"}
MOST_FIELDS = 3000
MOST_HIDDEN = 60  # letters; longer text stands in a field of its own
WAIT = 20  # seconds
NOT_TAKEN = {401, 403, 404, 405, 410, 413, 429, 500, 503}


def is_secret(name: str) -> bool:
    return name in SECRET or "password" in name or "wachtwoord" in name


def typed_rows(request: Request) -> list[tuple[str, str]]:
    """(name, value) of everything that was posted; passwords, codes and tokens are not given back."""
    rows = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in rows if not is_secret(name)][:MOST_FIELDS]


def came_from_here(request: Request) -> bool:
    """Only a form of this very site may be offered again; a page elsewhere that posts to us gets no such help."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "") == here or request.headers.get("Sec-Fetch-Site", "") == "same-origin"


def wants_json(request: Request) -> bool:
    return request.headers.get("X-Requested-With") == "fetch" or "application/json" in request.headers.get("Accept", "")


def is_locked(error: BaseException | None) -> bool:
    """Did the database keep others waiting too long? Looks along the causes."""
    while error is not None:
        if isinstance(error, OperationalError) and "locked" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def store_is_busy() -> bool:
    """Inside the handler of an error: was it the lock?"""
    return is_locked(sys.exc_info()[1])


def _words(status: int, *, visitor: bool, wait: int = 60) -> tuple[str, str]:
    """(title, what to do) for each reason, in the person's language."""
    if status == 503:
        return (
            _("Even geduld: het is druk"),
            _("Er is nog niets bewaard. Je tekst staat hieronder. Wacht een halve minuut en verstuur opnieuw."),
        )
    if status == 429:
        return (
            _("Even wachten"),
            _("Er werd te vaak na elkaar verstuurd. Je tekst staat hieronder. Wacht %(wait)s en verstuur opnieuw.")
            % {"wait": spoken_wait(wait)},
        )
    if status == 413:
        return _("Dit is te groot"), _("Er is niets bewaard. Maak het kleiner en verstuur opnieuw.")
    if status >= 500:
        return (
            _("Er liep iets mis bij ons"),
            _("Het ligt niet aan jou. Je tekst staat hieronder. Probeer het over een minuut opnieuw."),
        )
    if status == 403:
        return (
            _("Je tekst staat er nog"),
            _("De beveiliging van de pagina was verlopen, dus er is niets bewaard. Verstuur gewoon opnieuw."),
        )
    if visitor:
        return (
            _("Je tekst staat er nog"),
            _(
                "Je bent niet (meer) aangemeld, of deze link werkt niet meer. Er is niets bewaard; je tekst staat hieronder. Meld je "
                "aan in een nieuw venster, kom dan terug naar deze pagina en verstuur opnieuw."
            ),
        )
    return (
        _("Deze pagina vinden we niet"),
        _(
            "Misschien is ze weg of verplaatst, of mag je hier niet meer schrijven. Je tekst staat hieronder: kopieer wat je nodig hebt."
        ),
    )


def give_back(request: Request, response: HttpResponse) -> HttpResponse:
    """The page with the sender's own text instead of `response`, with its status. Nothing of the thing itself is said."""
    status = 404 if response.status_code in {401, 405, 410} else response.status_code
    visitor = viewer_of(request).is_visitor
    rows = typed_rows(request)
    wait = int(response.headers.get("Retry-After", 60)) if status == 429 else WAIT
    title, lead = _words(status, visitor=visitor, wait=wait)
    if words := getattr(request, "not_taken", ""):
        title, lead = _("Dit klopt nog niet. Wat je typte, staat er nog."), words
    context = {
        "rows": rows, "texts": [(name, value) for name, value in rows if not name.startswith("_")],
        "title": title, "lead": lead, "signed_out": visitor and status == 404, "action": request.get_full_path(),
        "files": bool(request.FILES), "most_hidden": MOST_HIDDEN,
        "frame": "bare.html" if status >= 500 else "base.html",
    }  # fmt: skip
    page = render(request, "core/returned_form.html", context, status=status)
    page["Cache-Control"] = "private, no-store"
    if status in {429, 503}:
        page["Retry-After"] = str(wait)
    return page


def too_many(request: Request, seconds: int = 60) -> HttpResponse:
    """The plain page: when to come back. A form's text is put in its place."""
    response = render(request, "429.html", {"wait": spoken_wait(seconds)}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response


class ReturnedFormMiddleware:
    """Outside of sessions and protection, so that it sees every refusal, also of those."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        refused = response.status_code in NOT_TAKEN or hasattr(request, "not_taken")
        if request.method != "POST" or not refused or wants_json(request):
            return response
        match = request.resolver_match
        at_the_door = response.status_code == 429 and match is not None and match.view_name.startswith("account_")
        return give_back(request, response) if not at_the_door and self._is_own_text(request) else response

    def process_exception(self, request: Request, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TooOften):
            return too_many(request, exception.seconds)
        return not_taken(request, exception) if isinstance(exception, NotTaken) else None

    @staticmethod
    def _is_own_text(request: Request) -> bool:
        typed = any(value.strip() for name, value in typed_rows(request) if not name.startswith("_"))
        return typed and came_from_here(request) and not belongs_to_another(request)
