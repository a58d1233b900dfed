"""`make bench`: CPU per request against the bare floor, queries, bytes, search, memory, starts. Writes docs/benchmarks.md.

Everything runs on this machine, on loopback, on a copy of the demo; nothing of it decides whether a build passes.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time

import every_address
import vitals
from pages import measure_floor, table
from search_speed import search_at
from site_under_test import PYTHON, ROOT, free_port, memory_of, running, say, session_cookie, wait_for


def from_nothing() -> float:
    """Seconds of `make serve` in a fresh clone until the site answers; packages come from a warm cache."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", str(ROOT), folder + "/clone"], check=True)
        port = free_port()
        environment = {key: value for key, value in os.environ.items() if key not in {"STAALKAART_VAR", "PORT"}}
        started = time.perf_counter()
        with running(["make", "serve", f"PORT={port}"], cwd=folder + "/clone", env=environment):
            wait_for(f"http://127.0.0.1:{port}/", 400)
            return time.perf_counter() - started


def prepare() -> int:
    """Fill a site of its own in a temporary folder; returns the port that it will answer on."""
    port, var = free_port(), tempfile.mkdtemp(prefix="staalkaart-bench-")
    os.environ |= {
        "STAALKAART_VAR": var,
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "WORKER_PID_FILE": f"{var}/worker.pid",
    }
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("setup_site", demo=True)
    grow_trajectory()
    grow_day()
    return port


def grow_trajectory(number: int = 2, to: int = 500) -> None:
    """The demo's closed trajectory, with its contributions over and over."""
    from forums.intervision.models import Contribution

    rows = list(Contribution.objects.filter(trajectory=number, kind="vraag"))
    for n in range(to):
        row = rows[n % len(rows)]
        row.pk = None
        row.save(force_insert=True)


def grow_day(number: int = 2, people: int = 200, blocks: int = 60) -> None:
    """The demo's coming day of a region, full: people on the list and items in its agenda."""
    from staalkaart.members.models import Project, User
    from staalkaart.network_days import agenda, seats
    from staalkaart.network_days.models import NetworkDay

    NetworkDay.objects.filter(pk=number).update(capacity=people + 50)
    day, by = NetworkDay.objects.get(pk=number), User.objects.get(email="begeleider@demo.example")
    projects = list(Project.objects.filter(region=day.region))
    for n in range(people):
        seats.walk_in(day=day, by=by, name=f"Deelnemer {n}", project=projects[n % len(projects)])
    for n in range(blocks):
        agenda.add_block(
            day=day, values={"title": f"Blok {n}", "minutes": 10, "working_form": "rondje", "lead_user": by}
        )


def packs() -> dict[str, float]:
    """Seconds of each pack of that day, the first PDF (which loads the library) included in the first."""
    from staalkaart.members.models import User
    from staalkaart.network_days.models import NetworkDay
    from staalkaart.network_days.packs.making import SORTS

    day, viewer = NetworkDay.objects.get(pk=2), User.objects.get(email="begeleider@demo.example").as_viewer()
    found = {}
    for name, make in SORTS.items():
        started = time.perf_counter()
        make(day, viewer, None)
        found[name] = time.perf_counter() - started
    return found


def measure_site(port: int) -> tuple[dict[str, float], str, str, float, float]:
    """(the floor's figures, table of pages, what a slow phone sees, MB of memory, seconds of cold start)."""
    base, cookie = f"http://127.0.0.1:{port}", session_cookie("lid@demo.example")
    say("the floor …")
    floor = measure_floor()
    started = time.perf_counter()
    with running([PYTHON, "-m", "gunicorn", "--log-level", "error"], cwd=ROOT) as server:
        wait_for(base + "/themas/")
        cold = time.perf_counter() - started
        pages = table(base, server.pid, cookie, floor["db50"])
        memory = memory_of([server.pid])
        say("a slow phone …")
        return floor, pages, vitals.table(base), memory, cold


def search_table() -> str:
    small, large = search_at(1000), search_at(10_000)
    rows = (("index, seconds", "built", 1), ("size, MB", "bytes", 1e6), ("p50, ms", "p50", 1), ("p99, ms", "p99", 1))
    head = "| Search over synthetic Dutch documents | 1,000 | 10,000 |\n| --- | --- | --- |\n"
    return head + "\n".join(f"| {name} | {small[key] / unit:.1f} | {large[key] / unit:.1f} |" for name, key, unit in rows)


def main() -> None:
    say("preparing a site …")
    floor, pages, phone, memory, cold = measure_site(prepare())
    say("every address …")
    everything = every_address.table()
    say("packs of a network day …")
    printed = " · ".join(f"{name} {seconds:.1f}" for name, seconds in packs().items())
    say("search at 1,000 and 10,000 documents …")
    searches = search_table()
    say("from nothing …")
    nothing = from_nothing()
    text = f"""# Benchmarks

Made by `make bench` on {time.strftime("%Y-%m-%d")}: {os.cpu_count()} cores, Python {platform.python_version()}.
CPU is of the whole process tree per request (median of three rounds); compare, do not quote. The floor in the same run:
`/db50` {floor["db50"]} ms, `/tpl` {floor["tpl"]} ms. Member pages are never kept; visitors' pages are, except search.

{pages}

{phone}

Every address that is read, in one process and nothing kept (median of seven, ms of wall clock), what is slowest first:

{everything}

{searches}

| | figure | budget |
| --- | --- | --- |
| memory of two workers and the worker, MB (PSS) | {memory:.0f} | 275 |
| cold start of the server to its first page, s | {cold:.1f} | 2.5 |
| `make serve` from nothing, warm package cache, s | {nothing:.0f} | 90 |

Packs of a network day with 200 people and 60 blocks, in seconds: {printed}.
"""
    report = ROOT / "docs/benchmarks.md"
    _made, heading, by_others = report.read_text().partition("\n## Mail")  # what proofs measured is written by hand
    report.write_text(text + heading + by_others)
    print(text)


if __name__ == "__main__":
    main()
