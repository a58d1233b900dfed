"""`make access`: ten identities walk every address and page type of ours by four methods, and look for words they may not read.

    python proofs/access.py [--sample N] [--seed S]      fails on the first deviation or leak

Runs a site of its own (two web processes and the worker) on the demo plus the objects of access_world.py. A route that takes
arguments and has no sample there is an error: the matrix grows with the addresses.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench"), str(Path(__file__).parent)]

from access_world import EVERYBODY, INSIDE, Sample, World, _session, build
from site_under_test import PYTHON, free_port, running, wait_for

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
CSRF = "a" * 32
DOOR = "/rekening/login/"
SIGNS_OUT = ("account_logout", "usersessions_list", "mfa_", "account_")
OUTSIDE = EVERYBODY - INSIDE


class Deviation(Exception):
    """Somebody reached what they may not, or did not reach what they may."""


@dataclass
class Cell:
    name: str
    path: str
    missing: str
    identity: str
    method: str
    allowed: bool
    how: str

    def __str__(self) -> str:
        return f"{self.identity} {self.method} {self.path} ({self.name})"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def to_the_door(self) -> bool:
        return self.status == 302 and self.headers.get("location", "").startswith(DOOR)

    def text(self) -> str:
        return (repr(self.headers) + self.body.decode("utf-8", "replace")).lower()


class Site:
    def __init__(self, port: int, world: World) -> None:
        self.port, self.world = port, world
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, identity: str) -> Answer:
        cookies = [self.world.cookies.get(identity, ""), f"csrftoken={CSRF}"]
        headers = {"Cookie": "; ".join(filter(None, cookies)), "X-CSRFToken": CSRF, "Accept-Encoding": "identity"}
        body = None
        if method == "POST":
            headers["Content-Type"], body = "application/x-www-form-urlencoded", b""
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.HTTPException, OSError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


# --- what should be ---------------------------------------------------------------------------------------------------
def cells(world: World) -> list[Cell]:
    """Every declared address of ours × identities × methods; by hand where the world says so, else by rights.csv."""
    from django.urls import NoReverseMatch, reverse

    from staalkaart.core.rights import declared_rights

    found = []
    for row in declared_rights().rows:
        if row.sort != "url" or row.name == "wagtail_serve":
            continue
        for sample in world.samples.get(row.name, [Sample(who=frozenset(row.who))]):
            try:
                path = reverse(row.name, kwargs=sample.kwargs) + sample.query
                missing = reverse(row.name, kwargs=sample.missing) if sample.missing else ""
            except NoReverseMatch as error:
                raise Deviation(f"{row.name} takes arguments and has no sample in access_world.py") from error
            found += _per_identity(row.name, path, missing, sample.who, row.how)
    for label, url, who in world.pages:
        found += _per_identity(label, url, url.rstrip("/") + "-bestaat-niet/", who, "read")
    return found


def _per_identity(name: str, path: str, missing: str, who: frozenset[str], how: str) -> list[Cell]:
    return [
        Cell(name, path, missing, identity, method, identity in who, how)
        for identity in sorted(EVERYBODY)
        for method in METHODS
    ]


# --- what is ----------------------------------------------------------------------------------------------------------
def judge(cell: Cell, answer: Answer, site: Site) -> None:
    if answer.status >= 500:
        raise Deviation(f"{cell}: {answer.status}")
    if cell.how.startswith(("step", "closed")) and (answer.status == 404 or answer.status // 100 == 3):
        return  # a step of signing in sends back whoever skipped the one before it
    if cell.allowed and not cell.how.startswith("closed"):
        if answer.status == 404 or answer.to_the_door or answer.status == 403:
            raise Deviation(f"{cell}: may, but got {answer.status} {answer.headers.get('location', '')}")
        return
    if answer.to_the_door and cell.identity in OUTSIDE and not cell.missing:
        return  # a fixed member screen
    if cell.missing:
        _as_if_missing(cell, answer, site)
    elif answer.status not in {404, 405}:
        raise Deviation(f"{cell}: may not, but got {answer.status} {answer.headers.get('location', '')}")


VOLATILE = ("date", "server", "content-length", "set-cookie", "location", "expires")


def _as_if_missing(cell: Cell, answer: Answer, site: Site) -> None:
    """Same status, headers and body as an object that does not exist, but for the address itself."""
    other = site.ask(cell.method, cell.missing, cell.identity)
    asked_first = answer.status == 302 and answer.headers["location"].startswith(
        ("/rekening/login/", "/rekening/reauthenticate/")
    )
    if not (answer.status in {404, 405} or asked_first) or other.status != answer.status:
        raise Deviation(f"{cell}: closed gives {answer.status}, missing gives {other.status}")
    left = {k: v for k, v in answer.headers.items() if k not in VOLATILE}
    right = {k: v for k, v in other.headers.items() if k not in VOLATILE}
    if left != right:
        raise Deviation(f"{cell}: headers differ from those of something missing: {left} {right}")
    if _neutral(answer.body, cell.path) != _neutral(other.body, cell.missing):
        raise Deviation(f"{cell}: body differs from that of something missing")


def _neutral(body: bytes, path: str) -> bytes:
    from urllib.parse import quote

    for form in (path, quote(path, safe=""), quote(path)):
        body = body.replace(form.encode(), b"@")
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)


def leaks(text: str, identity: str, world: World) -> list[str]:
    return [word for word, who in world.canaries.items() if identity not in who and word in text]


# --- other channels ---------------------------------------------------------------------------------------------------
def scan_channels(site: Site, world: World, var: Path) -> int:
    """Exports, mails, sitemap, counters and logs; returns how many things were looked at."""
    looked = 0
    for identity in sorted(INSIDE):
        with zipfile.ZipFile(BytesIO(site.ask("POST", "/mijn/gegevens/", identity).body)) as archive:
            text = " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()).lower()
        _no_leak(leaks(text, identity, world), f"export of {identity}")
        looked += 1
    for path in (var / "mail").glob("*"):
        text = path.read_text(errors="replace").lower()
        reader = next((i for i, login in LOGIN_OF.items() if f"to: {login}@demo.example" in text), "visitor")
        _no_leak(leaks(text, reader, world), f"mail to {reader}")
        looked += 1
    for path in (var / "server.log",):
        _no_leak([word for word in world.canaries if word in path.read_text(errors="replace").lower()], "log")
        looked += 1
    looked += _counters(site, world)
    return looked


def _counters(site: Site, world: World) -> int:
    """What search counts for somebody is what they can open: the totals of "kanarie" by kind follow from the table."""
    import json

    for word, who in world.canaries.items():
        for identity in sorted(EVERYBODY - who):
            if json.loads(site.ask("GET", f"/api/v1/search?q={word}", identity).body)["total"]:
                raise Deviation(f"search counts a hit for {word}, which {identity} may not see")
    for identity in sorted(EVERYBODY):
        answer = json.loads(site.ask("GET", "/api/v1/search?soort=initiatief&q=", identity).body)
        closed = sum(identity in who for word, who in world.canaries.items() if word.startswith("kanarieinitiatief"))
        if answer["total"] != 14 + closed:
            raise Deviation(f"search counts {answer['total']} initiatives for {identity}, who may see {14 + closed}")
    return len(EVERYBODY) + sum(len(EVERYBODY - who) for who in world.canaries.values())


def _no_leak(words: list[str], where: str) -> None:
    if words:
        raise Deviation(f"leak in {where}: {words[0]}")


from access_world import LOGINS as LOGIN_OF


def walk_admin(site: Site) -> int:
    """/beheer/, apart and uncounted: nobody but editors and administrators sees that any of it exists."""
    from wagtail.admin.urls import urlpatterns

    paths = {"/beheer/" + str(item.pattern) for item in urlpatterns if "<" not in str(item.pattern)}
    plain = sorted(path for path in paths if re.fullmatch(r"/[\w/-]*", path))
    for path in plain:
        for identity in sorted(EVERYBODY - {"editor", "admin"}):
            answer = site.ask("GET", path, identity)
            sent_away = answer.status in {301, 302} and identity in OUTSIDE
            if answer.status != 404 and not sent_away:
                raise Deviation(f"{identity} GET {path}: {answer.status}")
    return len(plain)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sample", type=int, default=0, help="only this many cells, chosen by --seed")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--all", action="store_true", help="go on after a deviation and print them all")
    args = options.parse_args()
    var, port = Path(tempfile.mkdtemp(prefix="staalkaart-access-")), free_port()
    os.environ |= {
        "STAALKAART_VAR": str(var),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "WORKER_PID_FILE": str(var / "worker.pid"),
    }
    world = prepare()
    with (var / "server.log").open("wb") as log, running([PYTHON, "-m", "gunicorn"], cwd=ROOT, output=log):
        wait_for(f"http://127.0.0.1:{port}/healthz")
        report(Site(port, world), world, var, args)


def prepare() -> World:
    """A prepared site with the world in it, its index up to date and its mail sent."""
    import django

    django.setup()
    from django.core.management import call_command

    from staalkaart.core.outbox import drain

    call_command("prepare", static=True)
    world = build()
    call_command("search_rebuild")
    drain()
    from django.db import connections

    connections.close_all()
    return world


def report(site: Site, world: World, var: Path, args: argparse.Namespace) -> None:
    todo = cells(world)
    if args.sample:
        todo = random.Random(args.seed).sample(todo, min(args.sample, len(todo)))  # noqa: S311  a sample, not a secret
    started, own, wrong = time.perf_counter(), 0, 0
    for cell in todo:
        answer = site.ask(cell.method, cell.path, cell.identity)
        try:
            judge(cell, answer, site)
            _no_leak(leaks(answer.text(), cell.identity, world), str(cell))
        except Deviation as deviation:
            if not args.all:
                raise
            print("DEVIATION", deviation)
            wrong += 1
        own += 1
        if cell.method == "POST" and cell.identity in INSIDE and cell.name.startswith(SIGNS_OUT):
            world.cookies[cell.identity] = _session(f"{LOGIN_OF[cell.identity]}@demo.example")
    looked = scan_channels(site, world, var)
    admin = walk_admin(site)
    seconds = time.perf_counter() - started
    print(
        f"cells {own} · deviations and leaks {wrong} · canaries {len(world.canaries)} · other channels {looked} · "
        f"admin addresses {admin} · {seconds:.0f} s"
    )


if __name__ == "__main__":
    try:
        main()
    except Deviation as deviation:
        sys.exit(f"DEVIATION {deviation}")
