"""One question to the running site as one of the identities, and what a leak is."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from access_identities import World

CSRF = "a" * 32
DOOR = "/rekening/login/"


class Deviation(Exception):
    """Somebody reached what they may not, or did not reach what they may."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def to_login(self) -> bool:
        return self.status == 302 and self.headers.get("location", "").startswith(DOOR)

    def text(self) -> str:
        return (repr(self.headers) + self.body.decode("utf-8", "replace")).lower()


class Site:
    def __init__(self, port: int, world: World) -> None:
        self.port, self.world = port, world
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, identity: str, form: dict[str, Any] | None = None) -> Answer:
        cookies = [self.world.cookies.get(identity, ""), f"csrftoken={CSRF}"]
        headers = {"Cookie": "; ".join(filter(None, cookies)), "X-CSRFToken": CSRF, "Accept-Encoding": "identity"}
        body = None
        if method == "POST":
            headers["Content-Type"], body = _encoded(form or {})
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


def _encoded(form: dict[str, Any]) -> tuple[str, bytes]:
    """(content type, body); a form with a file in it goes in parts, as a browser does."""
    if any(hasattr(value, "read") for value in form.values()):
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        return MULTIPART_CONTENT, encode_multipart(BOUNDARY, form)
    return "application/x-www-form-urlencoded", urlencode(form, doseq=True).encode()


def neutral(body: bytes, path: str) -> bytes:
    """A body without the address it was asked at, and without what is different every time."""
    for form in (path, quote(path, safe=""), quote(path)):
        body = body.replace(form.encode(), b"@")
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)


def leaks(text: str, identity: str, world: World) -> list[str]:
    return [word for word, who in world.canaries.items() if identity not in who and word in text]


def no_leak(words: list[str], where: str) -> None:
    if words:
        raise Deviation(f"leak in {where}: {words[0]}")
