"""A hundred people press "Schrijf me in" at once for forty places, twenty times over, on a live site with two web processes.

    python proofs/places.py [rounds]

Every round must end with 40 in, 60 waiting in one order without gaps or doubles, and no answer of 500. Prints a table and the
time that an answer took. On PostgreSQL with DATABASE_URL set.
"""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]

from site_under_test import PYTHON, free_port, running, say, session_cookie, wait_for

PEOPLE, PLACES = 100, 40
TOKEN = "a" * 32  # a double-submit token: cookie and header agree


def prepare() -> int:
    port = free_port()
    os.environ |= {
        "STAALKAART_VAR": os.environ.get("STAALKAART_VAR") or tempfile.mkdtemp(prefix="staalkaart-plaatsen-"),
        "PORT": str(port), "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", static=True)
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
    from staalkaart.network_days import preparing

    by = User.objects.get(email="begeleider@demo.example")
    values = {"title": f"Drukke dag {number}", "region": Region.objects.get(slug="noordoost"), "venue": "Zaal", "capacity": PLACES,
              "date": timezone.localdate() + timedelta(days=10)}  # fmt: skip
    return preparing.open_registration(day=preparing.start_day(by=by, values=values), by=by)


def press(port: int, path: str, cookie: str, gate: threading.Barrier, out: list[tuple[int, float]]) -> None:
    gate.wait()
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"{cookie}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, body="", headers=headers)
    answer = connection.getresponse()
    answer.read()
    out.append((answer.status, time.perf_counter() - started))
    connection.close()


def play(port: int, cookies: list[str], number: int) -> dict[str, Any]:
    from staalkaart.network_days.choices import Seat
    from staalkaart.network_days.models import Registration

    day, out = make_day(number), []
    gate = threading.Barrier(len(cookies))
    threads = [
        threading.Thread(target=press, args=(port, f"/netwerkdagen/{day.pk}/inschrijven/", cookie, gate, out))
        for cookie in cookies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(Registration.objects.filter(day=day).order_by("ticket").values_list("state", "ticket", "user"))
    seated = [state for state, _ticket, _user in rows]
    return {
        "in": seated.count(Seat.IN),
        "waiting": seated.count(Seat.WAITING),
        "order": [ticket for _s, ticket, _u in rows] == list(range(1, PEOPLE + 1)) and seated == sorted(seated),
        "people": len({user for _s, _t, user in rows}),
        "errors": sum(status != 302 for status, _seconds in out),
        "seconds": sorted(seconds for _status, seconds in out),
    }


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    port = prepare()
    cookies = make_people()
    bad, times = 0, []
    command = [str(Path(PYTHON).with_name("gunicorn")), "--log-level", "error"]
    with running(command, cwd=ROOT):
        wait_for(f"http://127.0.0.1:{port}/rekening/login/")
        print(
            f"{'round':>5} {'in':>4} {'waiting':>8} {'in order':>9} {'not 302':>8} {'p50 s':>7} {'p95 s':>7} {'max s':>7}"
        )
        for number in range(1, rounds + 1):
            got = play(port, cookies, number)
            times += got["seconds"]
            fine = (got["in"], got["waiting"], got["people"], got["errors"]) == (
                PLACES,
                PEOPLE - PLACES,
                PEOPLE,
                0,
            ) and got["order"]
            bad += not fine
            row = got["seconds"]
            print(f"{number:>5} {got['in']:>4} {got['waiting']:>8} {'yes' if got['order'] else 'NO':>9} {got['errors']:>8} "
                  f"{statistics.median(row):>7.2f} {row[int(len(row) * 0.95) - 1]:>7.2f} {row[-1]:>7.2f}", flush=True)  # fmt: skip
    times.sort()
    say("")
    print(
        f"{rounds} rounds of {PEOPLE} on {PLACES} places: {bad} not as they should be; p95 {times[int(len(times) * 0.95) - 1]:.2f} s"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
