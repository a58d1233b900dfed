"""`make bench`: CPU per request against the bare floor, queries, bytes, search, memory, starts. Writes docs/benchmarks.md.

Everything runs on this machine, on loopback, on a copy of the demo; nothing of it decides whether a build passes.
"""

import contextlib
import gzip
import json
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PAGES = {
    "home": ("/", 15, 3.5),
    "model page": ("/werkmodellen/persoonlijke-vriend/", 15, 3.5),
    "list of models": ("/werkmodellen/", 20, 4),
    "compare 4": (
        "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=contextgericht-werken&m=lotgenotennetwerk&m=persoonlijk-netwerk",
        12,
        4,
    ),
    "matrix": ("/werkmodellen/matrix/", 12, 4),
    "theme": ("/themas/gelijkwaardigheid/", 20, 4),
    "glossary": ("/begrippen/", 20, 4),
    "search": ("/zoeken/?q=afhankelijkheid&kwadrant=zwakte", 13, 9),
    "search, wide": ("/zoeken/?kwadrant=zwakte,uitdaging", 13, 9),
}


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, seconds: float = 180) -> float:
    """Seconds until `address` answers."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5)
            return time.perf_counter() - started
        time.sleep(0.05)
    raise SystemExit(f"{address} does not answer")


@contextlib.contextmanager
def running(command: list[str], **options):
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def measure(url: str, pid: int, cookie: str = "", n: int = 60) -> dict:
    command = [PYTHON, str(ROOT / "bench/cpu_per_request.py"), url, "--pid", str(pid), "-n", str(n), "--warm", "20"]
    done = subprocess.run(
        command + (["--cookie", cookie] if cookie else []), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def measure_floor() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FLOOR_DIR": folder}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        cookie = subprocess.run(
            [PYTHON, "floor_app.py"], cwd=ROOT / "bench", env=environment, capture_output=True, text=True, check=True
        ).stdout.strip()
        port = free_port()
        command = [
            PYTHON,
            "-m",
            "gunicorn",
            "-c",
            "/dev/null",
            "-w",
            "2",
            "-b",
            f"127.0.0.1:{port}",
            "floor_app:application",
        ]
        with running(command, cwd=ROOT / "bench", env=environment) as server:
            wait_for(f"http://127.0.0.1:{port}/hello")
            return {
                name: measure(f"http://127.0.0.1:{port}/{name}", server.pid, cookie)["cpu_ms"]
                for name in ("tpl", "db50")
            }


def memory_of(pids: list[int]) -> float:
    """Proportional set size in MB of processes and their children."""
    total = 0
    listing = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout.split("\n")[
        1:
    ]
    children: dict[int, list[int]] = {}
    for line in listing:
        if line.strip():
            pid, parent = map(int, line.split())
            children.setdefault(parent, []).append(pid)
    todo = list(pids)
    while todo:
        pid = todo.pop()
        todo += children.get(pid, [])
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def member_cookie() -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from staalkaart.members.models import User

    user = User.objects.get(email="lid@demo.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def count_queries(path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from staalkaart.members.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="lid@demo.example"))
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def bytes_of(url: str) -> tuple[int, int]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    body = urllib.request.urlopen(request).read()
    return len(gzip.decompress(body)), len(body)


def search_at(size: int) -> dict:
    """Index time, size and answer times over `size` synthetic documents of about 60 Dutch words."""
    from staalkaart.core.access import VISITOR
    from staalkaart.core.indexing import SearchDoc
    from staalkaart.search.dutch import known_words
    from staalkaart.search.engine import FACETS, Query
    from staalkaart.search.question import ask
    from staalkaart.search.whoosh_engine import WhooshEngine

    chance = random.Random(7)
    common = [
        "buddy",
        "vrijwilliger",
        "netwerk",
        "buurt",
        "gesprek",
        "vraag",
        "samen",
        "kring",
        "steun",
        "duo",
        "familie",
        "vriend",
        "drempel",
        "vervoer",
        "opvang",
        "vertrouwen",
    ]
    rare = chance.sample(known_words().words(), 4000)
    docs = [
        SearchDoc(
            f"doc:{n}",
            "staalkaart",
            " ".join(chance.choices(rare, k=4)),
            " ".join(chance.choices(common, k=30) + chance.choices(rare, k=30)),
            "/",
            "public",
            {"thema": (f"thema-{n % 40}",), "kwadrant": (("sterkte", "kans", "zwakte", "uitdaging")[n % 4],)},
        )
        for n in range(size)
    ]
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        started = time.perf_counter()
        engine.rebuild(docs, lambda: None)
        built = time.perf_counter() - started
        words = [*common, *rare[:40], *(f"{a} {b}" for a, b in zip(common, rare[40:60], strict=False))]
        engine.search(Query("buddy", {}, FACETS, question=ask("buddy", rings=())), viewer=VISITOR)
        times = []
        for word in words * 3:
            started = time.perf_counter()
            engine.search(Query(word, {"kwadrant": ("zwakte",)}, FACETS, question=ask(word, rings=())), viewer=VISITOR)
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        return {
            "built": built,
            "bytes": engine.stats()["bytes"],
            "p50": statistics.median(times),
            "p99": times[int(len(times) * 0.99) - 1],
        }


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


def main() -> None:
    var = tempfile.mkdtemp(prefix="staalkaart-bench-")
    port = free_port()
    os.environ |= {
        "STAALKAART_VAR": var,
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
    }
    sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
    import django

    django.setup()
    from django.core.management import call_command

    say("preparing a site …")
    call_command("prepare", static=True)
    cookie = member_cookie()
    say("the floor …")
    floor = measure_floor()
    base = f"http://127.0.0.1:{port}"
    lines = [
        "| Page | queries (member) | of | CPU ms member | × /db50 | of | CPU ms visitor, kept | × /db50 | kB raw | kB gzip |"
    ]
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    started = time.perf_counter()
    with (
        running([PYTHON, "-m", "gunicorn", "--log-level", "error"], cwd=ROOT) as server,
        running([PYTHON, "manage.py", "worker"], cwd=ROOT) as worker,
    ):
        wait_for(base + "/themas/")
        cold = time.perf_counter() - started
        for name, (path, most, ratio) in PAGES.items():
            say(name + " …")
            member, visitor = measure(base + path, server.pid, cookie), measure(base + path, server.pid)
            raw, small = bytes_of(base + path)
            lines.append(
                f"| {name} | {count_queries(path)} | {most} | {member['cpu_ms']} | {member['cpu_ms'] / floor['db50']:.1f} | {ratio} "
                f"| {visitor['cpu_ms']} | {visitor['cpu_ms'] / floor['db50']:.1f} | {raw / 1000:.1f} | {small / 1000:.1f} |"
            )
        memory = memory_of([server.pid, worker.pid])
    say("search at 1,000 and 10,000 documents …")
    small, large = search_at(1000), search_at(10_000)
    say("from nothing …")
    nothing = from_nothing()
    text = f"""# Benchmarks

Made by `make bench` on {time.strftime("%Y-%m-%d")}: {os.cpu_count()} cores, Python {platform.python_version()}.
CPU is of the whole process tree per request (median of three rounds); compare, do not quote. The floor in the same run:
`/db50` {floor["db50"]} ms, `/tpl` {floor["tpl"]} ms. Member pages are never kept; visitors' pages are, except search.

{chr(10).join(lines)}

| Search over synthetic Dutch documents | 1,000 | 10,000 |
| --- | --- | --- |
| index, seconds | {small["built"]:.1f} | {large["built"]:.1f} |
| size, MB | {small["bytes"] / 1e6:.1f} | {large["bytes"] / 1e6:.1f} |
| p50, ms | {small["p50"]:.1f} | {large["p50"]:.1f} |
| p99, ms | {small["p99"]:.1f} | {large["p99"]:.1f} |

| | figure | budget |
| --- | --- | --- |
| memory of two workers and the worker, MB (PSS) | {memory:.0f} | 275 |
| cold start of the server to its first page, s | {cold:.1f} | 2.5 |
| `make serve` from nothing, warm package cache, s | {nothing:.0f} | 90 |
"""
    (ROOT / "docs/benchmarks.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
