"""What one page costs: CPU against the bare floor, queries, bytes."""

import contextlib
import gzip
import json
import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator

from site_under_test import PYTHON, ROOT, free_port, running, say, wait_for

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
    "directory": ("/projecten/", 20, 4),
    "directory, a place": ("/projecten/?gemeente=Gent&leeftijd=55", 20, 4),
    "choice cards": ("/keuzehulp/kaarten/", 20, 4),
    "glossary": ("/begrippen/", 20, 4),
    "practices": ("/praktijken/", 20, 4),
    "practices, narrowed": ("/praktijken/?rol=bondgenoot&regio=west&strategie=creeren", 20, 4),
    "practices, searched": ("/praktijken/?q=wachtlijst", 20, 9),
    "practice": ("/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/", 15, 3.5),
    "intervision": ("/intervisie/", 20, 5),
    "trajectory": ("/intervisie/1/", 20, 5),
    "trajectory of 500": ("/intervisie/2/", 20, 5),
    "learning points": ("/leerpunten/", 20, 4),
    "challenges": ("/uitdagingen/", 20, 4),
    "network days": ("/netwerkdagen/", 20, 4),
    "network day, 200 people, 60 blocks": ("/netwerkdagen/2/", 20, 5),
    "harvest board": ("/netwerkdagen/2/oogst/", 20, 5),
    "search": ("/zoeken/?q=afhankelijkheid&kwadrant=zwakte", 13, 9),
    "search, wide": ("/zoeken/?kwadrant=zwakte,uitdaging", 13, 9),
}
MEMBERS_ONLY = {"intervision", "trajectory", "trajectory of 500", "learning points", "challenges", "network days",
                "network day, 200 people, 60 blocks", "harvest board"}  # fmt: skip
HEAD = """\
| Page | queries (member) | of | CPU ms member | × /db50 | of | CPU ms visitor, kept | × /db50 | kB raw | kB gzip |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


def measure(url: str, pid: int, cookie: str = "", n: int = 60) -> dict:
    command = [PYTHON, str(ROOT / "bench/cpu_per_request.py"), url, "--pid", str(pid), "-n", str(n), "--warm", "20"]
    done = subprocess.run(
        command + (["--cookie", cookie] if cookie else []), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@contextlib.contextmanager
def floor_site() -> Iterator[tuple[str, int, str]]:
    """(base address, pid, cookie) of the bare floor, with two web processes."""
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
            yield f"http://127.0.0.1:{port}", server.pid, cookie


def measure_floor() -> dict[str, float]:
    with floor_site() as (base, pid, cookie):
        return {name: measure(f"{base}/{name}", pid, cookie)["cpu_ms"] for name in ("tpl", "db50")}


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


def bytes_of(url: str, cookie: str) -> tuple[int, int]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
    body = urllib.request.urlopen(request).read()
    return len(gzip.decompress(body)), len(body)


def table(base: str, pid: int, cookie: str, db50: float) -> str:
    """The pages of the running site at `base` as a Markdown table; `db50` is the floor's CPU in ms."""
    lines = [HEAD]
    for name, (path, most, ratio) in PAGES.items():
        say(name + " …")
        closed = name in MEMBERS_ONLY
        member, visitor = (
            measure(base + path, pid, cookie)["cpu_ms"],
            0 if closed else measure(base + path, pid)["cpu_ms"],
        )
        raw, small = bytes_of(base + path, cookie if closed else "")
        cells = [name, count_queries(path), most, member, f"{member / db50:.1f}", ratio]
        cells += ["–", "–"] if closed else [visitor, f"{visitor / db50:.1f}"]
        cells += [f"{raw / 1000:.1f}", f"{small / 1000:.1f}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)
