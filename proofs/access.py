"""`make access`: ten identities walk every address and page type of ours by four methods, and look for words they may not read.

    python proofs/access.py [--sample N] [--seed S]      fails on the first deviation or leak

Runs a site of its own on the demo plus the objects of access_world.py, and ends its worker: whatever is written then, an answer wrote.
A route that takes arguments and has no sample there is an error: the matrix grows with the addresses.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench"), str(Path(__file__).parent)]

from access_acts import Database, is_act, walk_acts
from access_admin import walk_admin
from access_channels import scan_channels
from access_identities import EVERYBODY, INSIDE, LOGINS, Sample, World
from access_site import Answer, Deviation, Site, leaks, neutral, no_leak
from access_world import build
from site_under_test import PYTHON, free_port, running, session_cookie, wait_for

METHODS = ("GET", "HEAD", "OPTIONS", "POST")
COUNTED = ("account_", "mfa_", "usersessions_")  # signing in counts attempts, whoever makes them
SIGNS_OUT = ("account_logout", "usersessions_list", "mfa_", "account_")
OUTSIDE = EVERYBODY - INSIDE


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


# --- what should be ---------------------------------------------------------------------------------------------------
def cells(world: World) -> list[Cell]:
    """Every declared address of ours × identities × methods; by hand where the world says so, else by rights.csv."""
    from django.urls import NoReverseMatch, reverse

    from staalkaart.core.access.rights import declared_rights

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
        if not (
            is_act(how) and method == "POST" and identity in who
        )  # what is allowed and changes things is walked last
    ]


# --- what is ----------------------------------------------------------------------------------------------------------
def judge(cell: Cell, answer: Answer, site: Site) -> None:
    if answer.status >= 500 and cell.name != "healthz":  # which says that the worker is away
        raise Deviation(f"{cell}: {answer.status}")
    if cell.how.startswith(("step", "closed")) and (answer.status == 404 or answer.status // 100 == 3):
        return  # a step of signing in sends back whoever skipped the one before it
    if cell.allowed and not cell.how.startswith("closed"):
        if answer.status == 404 or answer.to_login or answer.status == 403:
            raise Deviation(f"{cell}: may, but got {answer.status} {answer.headers.get('location', '')}")
        return
    if (answer.to_login or answer.status == 401) and cell.identity in OUTSIDE and not cell.missing:
        return  # a fixed member screen, or what a script of one asks
    if cell.missing:
        _as_if_missing(cell, answer, site)
    elif answer.status not in {404, 405}:
        raise Deviation(f"{cell}: may not, but got {answer.status} {answer.headers.get('location', '')}")


VOLATILE = ("date", "connection", "server", "content-length", "set-cookie", "location", "expires")


def _as_if_missing(cell: Cell, answer: Answer, site: Site) -> None:
    """Same status, headers and body as an object that does not exist, but for the address itself."""
    other = site.ask(cell.method, cell.missing, cell.identity)
    asked_first = answer.status == 302 and answer.headers["location"].startswith(
        ("/rekening/login/", "/rekening/reauthenticate/")
    )
    if not (answer.status in {401, 404, 405} or asked_first) or other.status != answer.status:
        raise Deviation(f"{cell}: closed gives {answer.status}, missing gives {other.status}")
    left = {k: v for k, v in answer.headers.items() if k not in VOLATILE}
    right = {k: v for k, v in other.headers.items() if k not in VOLATILE}
    if left != right:
        raise Deviation(f"{cell}: headers differ from those of something missing: {left} {right}")
    if neutral(answer.body, cell.path) != neutral(other.body, cell.missing):
        raise Deviation(f"{cell}: body differs from that of something missing")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--sample", type=int, default=0, help="only this many cells, chosen by --seed")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--all", action="store_true", help="go on after a deviation and print them all")
    args = options.parse_args()
    var, port = Path(tempfile.mkdtemp(prefix="staalkaart-access-")), free_port()
    os.environ |= {
        "STAALKAART_VAR": str(var),
        "LIMIT_FACTOR": "0",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "WORKER_PID_FILE": str(var / "worker.pid"),
    }
    world = prepare()
    with (var / "server.log").open("wb") as log, running([PYTHON, "-m", "gunicorn"], cwd=ROOT, output=log):
        wait_for(f"http://127.0.0.1:{port}/healthz")
        # from here on whatever is written, an answer wrote
        end_worker(int((var / "worker.pid").read_text()))
        report(Site(port, world), world, var, args)


def end_worker(pid: int, seconds: float = 60.0) -> None:
    """Returns when it is gone: it finishes the job it is in first, and what that writes no answer wrote."""
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists():
        if time.monotonic() > until:
            raise SystemExit(f"the worker did not end in {seconds:.0f} s")
        time.sleep(0.05)


def prepare() -> World:
    """A prepared site with the world in it, its index up to date and its mail sent."""
    import django

    django.setup()
    from django.core.management import call_command

    from staalkaart.core.delivery.outbox import drain

    call_command("setup_site", demo=True)
    world = build()
    call_command("search_rebuild")
    drain()
    from django.db import connections

    connections.close_all()
    return world


def report(site: Site, world: World, var: Path, args: argparse.Namespace) -> None:
    todo = cells(world)
    if args.sample:
        todo = random.Random(args.seed).sample(todo, min(args.sample, len(todo)))
    started, wrong = time.perf_counter(), 0
    database = Database(var)
    for problem in _walk(todo, site, world, database):
        wrong += _noted(problem, args)
    looked = scan_channels(site, world, var)
    admin, problems = walk_admin(site, world, sample=args.sample // 2, seed=args.seed)
    for problem in problems:
        wrong += _noted(problem, args)
    acts, problems = walk_acts(site, world, database)
    for problem in problems:
        wrong += _noted(problem, args)
    print(
        f"cells {len(todo)} · deviations and leaks {wrong} · canaries {len(world.canaries)} · other channels {looked} · "
        f"admin addresses {admin} · acts that changed something {acts} · {time.perf_counter() - started:.0f} s"
    )


def _noted(problem: str, args: argparse.Namespace) -> int:
    if not args.all:
        raise Deviation(problem)
    print("DEVIATION", problem)
    return 1


def _walk(todo: list[Cell], site: Site, world: World, database: Database) -> Iterator[str]:
    """Every cell; what is wrong, in words."""
    for cell in todo:
        answer, wrote = database.ask(site, cell.method, cell.path, cell.identity)
        try:
            judge(cell, answer, site)
            if wrote and cell.method == "POST" and not cell.allowed and not cell.name.startswith(COUNTED):
                raise Deviation(f"{cell}: may not, and something was written")
            no_leak(leaks(answer.text(), cell.identity, world), str(cell))
        except Deviation as deviation:
            yield str(deviation)
        if cell.method == "POST" and cell.identity in INSIDE and cell.name.startswith(SIGNS_OUT):
            world.cookies[cell.identity] = session_cookie(f"{LOGINS[cell.identity]}@demo.example")


if __name__ == "__main__":
    try:
        main()
    except Deviation as deviation:
        sys.exit(f"DEVIATION {deviation}")
