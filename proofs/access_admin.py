"""/beheer/ in the matrix: every address of the admin, for everything it can name, asked by an editor and an administrator."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from itertools import product

from access_identities import EVERYBODY, INSIDE, World
from access_site import Answer, Site, leaks, neutral

PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
# Addresses that change or send something by a GET of ours being followed, or answer in a frame of their own
LEFT_OUT = re.compile(r"/beheer/(?:logout|sprite|jsi18n|login|password_reset)")
MODELS = (
    ("practices", "practicepage"),
    ("knowledge", "workingmodelpage"),
    ("home", "standardpage"),
    ("wagtailcore", "page"),
)
ASKED_WITH = ("?q=kanarie", "?p=1&ordering=title", "?export=csv", "?export=xlsx", "?content_type=1", "?show_missing=1")
NUMBERED = re.compile(r"/\d+/")
# What they work with there: pages that are not published yet; and an administrator every project
OWN = {"editor": ("kanariekladq",), "admin": ("kanariekladq", "kanarieproject")}
EMERGENCY, NAMED = (
    "/beheer/noodtoegang/",
    ("kanarieprojectnaam",),
)  # names the rooms that can be opened, with a reason that is read
MOST = 14  # rows of one kind


def _numbers() -> dict[str, list[int]]:
    """What stands under each kind of key: closed things first."""
    from django.apps import apps

    from staalkaart.core.models import AudiencePage

    found = {"page": list(AudiencePage.objects.exclude(audience="public").values_list("pk", flat=True))}
    for model in apps.get_models():
        rows = model._base_manager.order_by("-pk").values_list("pk", flat=True)[:MOST]
        found[model._meta.label_lower] = [pk for pk in rows if isinstance(pk, int)]
    return found


def addresses() -> list[str]:
    """Every address under /beheer/ that can be asked for, for each object it can name."""
    from staalkaart.core.access.rights import routes

    numbers, found = _numbers(), []
    for _name, pattern in routes():
        if not pattern.startswith("/beheer/") or LEFT_OUT.match(pattern):
            continue
        path = re.sub(r"\\([./])", r"\1", pattern.replace("^", "").replace("$", ""))
        found += _filled(path, numbers)
    return sorted(set(found))


def _filled(path: str, numbers: dict[str, list[int]]) -> Iterator[str]:
    names = [one or other for one, other in PARAMETER.findall(path)]
    if not names:
        yield path
        return
    if "app_label" in names or "model_name" in names:
        for app, model in MODELS:
            filled = _put(
                _put(path, ("app_label", "content_type_app_name"), app),
                ("model_name", "content_type_model_name"),
                model,
            )
            yield from _filled(filled, numbers)
        return
    kind = re.match(r"/beheer/(?:snippets/(?:choose/)?(\w+)/(\w+)/|(images|documents|users|sites)/)", path)
    keys = {
        "images": "files.image",
        "documents": "files.document",
        "users": "members.user",
        "sites": "wagtailcore.site",
    }
    label = "page" if kind is None else f"{kind[1]}.{kind[2]}" if kind[1] else keys[kind[3]]
    for pk in numbers.get(label, [1]):
        yield PARAMETER.sub(str(pk), path)


def _put(path: str, names: tuple[str, ...], value: str) -> str:
    return PARAMETER.sub(lambda match: value if (match[1] or match[2]) in names else match[0], path)


def _text(answer: Answer) -> str:
    """A spreadsheet is read too."""
    if answer.body[:2] != b"PK":
        return answer.text()
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()).lower()


def walk_admin(site: Site, world: World, *, sample: int = 0, seed: int = 1) -> tuple[int, list[str]]:
    """(how many questions, what is wrong in words)."""
    every = addresses()
    chosen = random.Random(seed).sample(every, min(sample, len(every))) if sample else every
    problems, asked = [], 0
    for path in chosen:
        for identity, address in product(("editor", "admin"), _asked(path)):
            asked += 1
            problems += _judged(site, world, identity, address)
        if not NUMBERED.search(path):
            problems += _closed_to_others(site, path)
    return asked, problems


def _asked(path: str) -> Iterator[str]:
    yield path
    if not NUMBERED.search(path):
        yield from (path + query for query in ASKED_WITH)


def _judged(site: Site, world: World, identity: str, address: str) -> Iterator[str]:
    answer = site.ask("GET", address, identity)
    own = (*OWN[identity], *(NAMED if address.startswith(EMERGENCY) else ()))
    found = [word for word in leaks(_text(answer), identity, world) if not word.startswith(own)]
    if answer.status >= 500:
        yield f"{identity} GET {address}: {answer.status}"
    elif found:
        yield f"leak in {identity} GET {address}: {', '.join(found[:4])}"
    elif answer.status == 404 and NUMBERED.search(address):
        missing = NUMBERED.sub("/999999/", address)
        other = site.ask("GET", missing, identity)
        if other.status != 404 or neutral(answer.body, address) != neutral(other.body, missing):
            yield f"{identity} GET {address}: closed is another answer than missing ({other.status})"


def _closed_to_others(site: Site, path: str) -> Iterator[str]:
    """Nobody else sees that any of it exists."""
    for identity in sorted(EVERYBODY - {"editor", "admin"}):
        answer = site.ask("GET", path, identity)
        if answer.status != 404 and not (answer.status in {301, 302} and identity in EVERYBODY - INSIDE):
            yield f"{identity} GET {path}: {answer.status}"
