"""How much one person may write, and have made, in a while: far more than a long working day asks, far less than a program does."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpResponse

from staalkaart.core.web.limits import DAY, HOUR, TooOften, Window, spend
from staalkaart.core.web.request import Request
from staalkaart.core.writing.returned_form import too_many

# What a script sends by itself: words that are kept while somebody types, ticks of a list, the check while typing
BY_ITSELF = ("_keep", ":tick", ":recognise")
# What costs the machine seconds: files that are made for one person
MADE = {
    "practices:practice_export",
    "practices:selection_export",
    "learning:signal_export",
    "choice_aid:cards_pdf",
    "choice_aid:sheet_pdf",
    "network_days:pack",
    "network_days:figures",
}
WRITING = (Window(60, 60), Window(900, HOUR))
ITSELF = (Window(300, 60),)
MAKING = (Window(30, 600),)
REPORTING = (Window(5, 600), Window(20, DAY))  # from anybody, without an account


class LimitMiddleware:
    """Before the view: who goes over a limit gets 429, when to come back, and the text that was sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view, args, kwargs) -> HttpResponse | None:
        try:
            for name, windows in _limits(request):
                spend(name, _who(request), *windows)
        except TooOften as error:
            return too_many(request, error.seconds)
        return None


def _limits(request: Request) -> Iterator[tuple[str, tuple[Window, ...]]]:
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in MADE:
        yield "making", MAKING
    if name == "learning:report" and request.method == "POST":
        yield "reporting", REPORTING
    if request.method == "POST" and not name.startswith(
        ("account_", "mfa_", "usersessions_")
    ):  # the doors count for themselves
        yield ("itself", ITSELF) if name.endswith(BY_ITSELF) else ("writing", WRITING)


def _who(request: Request) -> str:
    """The person; of a visitor the address, as the proxy gives it."""
    if not request.viewer.is_visitor:
        return f"user {request.viewer.user_id}"
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() if settings.BEHIND_PROXY else ""
    return f"address {forwarded or request.META.get('REMOTE_ADDR', '')}"
