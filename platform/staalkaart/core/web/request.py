"""A request as views get it: with what the middleware put on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from staalkaart.core.access.viewer import Viewer


class Request(HttpRequest):
    """For readers and the type checker; Django makes the object itself. `user` is a `User` wherever a screen asks for members."""

    viewer: Viewer
    user: Any
    claim: Any  # core.writing.receipts.Claim while a form is being handled
    not_taken: str  # why what was posted was refused (core.writing.forms.NotTaken)
