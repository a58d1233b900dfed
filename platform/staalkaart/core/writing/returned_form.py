"""When a form cannot be taken (signed out, protection expired), what was typed comes back in full, ready to be sent again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from staalkaart.core.web.request import Request

SECRET = ("password", "wachtwoord", "code", "token", "login")
MOST_FIELDS = 300


def typed_rows(request: Request) -> list[tuple[str, str]]:
    """(name, value) of everything that was posted; passwords, codes and tokens are not given back."""
    rows = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in rows if not any(word in name.lower() for word in SECRET)][:MOST_FIELDS]


def came_from_here(request: Request) -> bool:
    """Only a form of this very site may be offered again; a page elsewhere that posts to us gets no such help."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", "") == here or request.headers.get("Sec-Fetch-Site", "") == "same-origin"


def give_back(request: Request, *, status: int, signed_out: bool) -> HttpResponse:
    rows = typed_rows(request) if came_from_here(request) else []
    context = {"rows": rows, "texts": [(n, v) for n, v in rows if not n.startswith("_")], "signed_out": signed_out}
    response = render(request, "core/returned_form.html", {**context, "action": request.get_full_path()}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
