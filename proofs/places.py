"""A hundred people press "Schrijf me in" at once for forty places, twenty times over, on a live site: two web processes and the worker.

    python proofs/places.py [rounds]

Every round must end with 40 in, 60 waiting in one order without gaps or doubles, and no answer of 500. Prints a table and the
time that an answer took, beside the time of a hundred reads of the bare floor (/db50) at once: so much is the machine's. On
PostgreSQL with DATABASE_URL set.
"""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]

from pages import floor_site
from site_under_test import PYTHON, free_port, running, session_cookie, wait_for

PEOPLE, PLACES = 100, 40
TOKEN = "a" * 32  # a double-submit token: cookie and header agree


def prepare() -> int:
    port = free_port()
    var = os.environ.get("STAALKAART_VAR") or tempfile.mkdtemp(prefix="staalkaart-plaatsen-")
    os.environ |= {
        "STAALKAART_VAR": var,
        "LIMIT_FACTOR": "0",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "WORKER_PID_FILE": f"{var}/worker.pid",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("setup_site", demo=True)
    return port


def make_people() -> list[str]:
    """A hundred members of ten projects of the region; returns the cookies of their browsers."""
    from staalkaart.members.models import Membership, Project, User
    from staalkaart.members.teams import join

    projects = list(Project.objects.filter(region__slug="noordoost", status="active"))
    cookies = []
    for n in range(PEOPLE):
        user = User.objects.create_user(f"druk{n}@demo.example", None, name=f"Persoon {n}")
        join(membership=Membership(user=user, role="member", project=projects[n % len(projects)]), by=None)
        cookies.append(session_cookie(user.email))
    return cookies


def make_day(number: int) -> Any:
    """Within three weeks, so that every free place is anybody's."""
    from django.utils import timezone

    from staalkaart.members.models import Region, User
    from staalkaart.network_days import planning

    by = User.objects.get(email="begeleider@demo.example")
    values = {"title": f"Drukke dag {number}", "region": Region.objects.get(slug="noordoost"), "venue": "Zaal", "capacity": PLACES,
              "date": timezone.localdate() + timedelta(days=10)}  # fmt: skip
    return planning.open_registration(day=planning.start_day(by=by, values=values), by=by)


def send(port: int, method: str, path: str, cookie: str, gate: threading.Barrier, out: list[tuple[int, float]]) -> None:
    headers = {
        "Cookie": f"{cookie}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    gate.wait()
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body="" if method == "POST" else None, headers=headers)
    answer = connection.getresponse()
    answer.read()
    out.append((answer.status, time.perf_counter() - started))
    connection.close()


def rush(port: int, method: str, path: str, cookies: list[str]) -> tuple[list[int], list[float]]:
    """All of them at the same moment; returns the answers' status codes and their seconds, the shortest first."""
    gate, out = threading.Barrier(len(cookies)), []
    threads = [threading.Thread(target=send, args=(port, method, path, cookie, gate, out)) for cookie in cookies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [status for status, _seconds in out], sorted(seconds for _status, seconds in out)


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95) - 1]


@dataclass
class Round:
    seated: list[str]
    tickets: list[int]
    people: int
    errors: int
    seconds: list[float]

    @property
    def in_order(self) -> bool:
        return self.tickets == list(range(1, PEOPLE + 1)) and self.seated == sorted(self.seated)

    @property
    def is_fine(self) -> bool:
        counts = (self.seated.count("in"), self.seated.count("waiting"), self.people, self.errors)
        return counts == (PLACES, PEOPLE - PLACES, PEOPLE, 0) and self.in_order


def play(port: int, cookies: list[str], number: int) -> Round:
    from staalkaart.network_days.models import Registration

    day = make_day(number)
    statuses, seconds = rush(port, "POST", f"/netwerkdagen/{day.pk}/inschrijven/", cookies)
    rows = list(Registration.objects.filter(day=day).order_by("ticket").values_list("state", "ticket", "user"))
    return Round(
        seated=[state for state, _ticket, _user in rows],
        tickets=[ticket for _state, ticket, _user in rows],
        people=len({user for _state, _ticket, user in rows}),
        errors=sum(status != 302 for status in statuses),
        seconds=seconds,
    )


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    port = prepare()
    cookies = make_people()
    bad, times, bare = 0, [], []
    command = [str(Path(PYTHON).with_name("gunicorn")), "--log-level", "error"]
    with running(command, cwd=ROOT), floor_site() as (floor, _pid, floor_cookie):
        wait_for(f"http://127.0.0.1:{port}/rekening/login/")
        floor_port = int(floor.rpartition(":")[2])
        print(
            f"{'round':>5} {'in':>4} {'waiting':>8} {'in order':>9} {'not 302':>8} {'p50 s':>7} {'p95 s':>7} {'max s':>7} {'bare p95':>9}"
        )
        for number in range(1, rounds + 1):
            _statuses, floor_seconds = rush(floor_port, "GET", "/db50", [floor_cookie] * PEOPLE)
            got = play(port, cookies, number)
            bad += not got.is_fine
            times += got.seconds
            bare += floor_seconds
            print(f"{number:>5} {got.seated.count('in'):>4} {got.seated.count('waiting'):>8} {'yes' if got.in_order else 'NO':>9} "
                  f"{got.errors:>8} {statistics.median(got.seconds):>7.2f} {p95(got.seconds):>7.2f} {got.seconds[-1]:>7.2f} "
                  f"{p95(floor_seconds):>9.2f}", flush=True)  # fmt: skip
    print(f"\n{rounds} rounds of {PEOPLE} on {PLACES} places: {bad} not as they should be; p95 {p95(times):.2f} s, "
          f"{p95(bare):.2f} s for as many reads of the bare floor")  # fmt: skip
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
