"""`/api/v1/docs`: the description of the API as a plain page, made from the OpenAPI document; no script, no CDN."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from staalkaart.api.api import api
from staalkaart.core.web.request import Request


@require_safe
def docs(request: Request) -> HttpResponse:
    schema = api.get_openapi_schema()
    calls = [
        {
            "method": method.upper(),
            "path": path,
            "text": call.get("description") or call.get("summary", ""),
            "parameters": call.get("parameters", []),
        }
        for path, methods in schema["paths"].items()
        for method, call in methods.items()
        if method == "get"
    ]
    return render(request, "api/docs.html", {"schema": schema, "calls": calls})
