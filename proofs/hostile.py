"""`make hostile`: what falls over when somebody means ill? Documents, half-open sockets, endless lines, programs that press.

    python proofs/hostile.py        prints memory, seconds and answers; exits 1 when a bound is passed

Starts a site of its own on the demo, with nginx in front as in deploy/nginx.conf, and measures the front page meanwhile.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench"), str(Path(__file__).parent)]

from hostile_files import HOSTILE
from site_under_test import PYTHON, free_port, memory_of, running, session_cookie, wait_for

CSRF = "a" * 32
PEOPLE = ("coordinator", "coordinator.netepaar")
MOST_MEMORY, MOST_CHILD = 300, 300  # MB
problems: list[str] = []


def check(holds: bool, words: str) -> None:
    print(("  " if holds else "! ") + words, flush=True)
    if not holds:
        problems.append(words)


# --- the site ---------------------------------------------------------------------------------------------------------
@contextmanager
def nginx(var: Path, front: int, back: int) -> Iterator[None]:
    """deploy/nginx.conf as it is, but for the certificate, the name and the ports."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        sys.exit("nginx is not on this machine: apt-get install nginx-light")
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"server \{\n  listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = (
        re.sub(r"  ssl_.*\n", "", text)
        .replace("listen 443 ssl", f"listen 127.0.0.1:{front}")
        .replace("127.0.0.1:8000", f"127.0.0.1:{back}")
    )
    text = text.replace("/var/log/nginx", str(var)).replace("X-Forwarded-Proto https", "X-Forwarded-Proto http")
    text = text.replace("limit_conn per_address 120", "limit_conn per_address 1000").replace(
        "rate=40r/s", "rate=4000r/s"
    )  # all is one address here
    paths = "".join(
        f"{name}_temp_path {var}/nginx-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = var / "nginx.conf"
    owner = "user root;" if os.getuid() == 0 else ""  # its folder is the proof's own
    conf.write_text(f"{owner} daemon off; worker_processes 1; pid {var}/nginx.pid; error_log {var}/nginx-error.log;\n"
                    f"events {{ worker_connections 2048; }}\nhttp {{ {paths}\n{text}\n}}\n")  # fmt: skip
    with running([program, "-c", str(conf), "-e", f"{var}/nginx-error.log"], cwd=var):
        wait_for(f"http://127.0.0.1:{front}/healthz")
        yield


def readers() -> dict[int, float]:
    """Peak memory (MB) of the child processes that read documents now."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and b"child.py" in (folder / "cmdline").read_bytes():
                found[int(folder.name)] = int(re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())[1]) / 1024
        except (OSError, TypeError):
            continue
    return found


# --- asking -----------------------------------------------------------------------------------------------------------
def times_of(port: int, seconds: float = 0, count: int = 0, path: str = "/") -> list[float]:
    """Milliseconds per answer, one after the other with a breath between; with another page too, so that not all is kept."""
    connection, found, until = (
        http.client.HTTPConnection("127.0.0.1", port, timeout=60),
        [],
        time.perf_counter() + seconds,
    )
    while len(found) < count or time.perf_counter() < until:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        found.append((time.perf_counter() - started) * 1000)
        time.sleep(0.02)
    return found


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def upload(port: int, cookie: str, body: bytes, name: str = "praktijken.docx") -> tuple[int, str]:
    mark = "grens"
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="project"\r\n\r\ntweespan-antwerpen\r\n'.encode(),
             f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + body + b"\r\n",
             f"--{mark}--\r\n".encode()]  # fmt: skip
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    headers = {
        "Cookie": f"{cookie}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": f"multipart/form-data; boundary={mark}",
    }
    connection.request("POST", "/praktijken/invoer/", b"".join(parts), headers)
    response = connection.getresponse()
    return response.status, response.read().decode("utf-8", "replace")


def written(port: int, cookie: str) -> float:
    """Seconds until a comment of somebody else is taken."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"{cookie}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/bewaren/", "", headers)
    status = connection.getresponse().status
    return time.perf_counter() - started if status == 302 else 60.0


def documents(front: int, cookies: list[str], idle: float, server: int) -> None:
    print("hostile documents, ten at a time", flush=True)
    for name, make in HOSTILE.items():
        body, file = make()
        answers: list[int] = []
        peak, stop = [0.0], threading.Event()

        def watch(peak: list[float] = peak, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                peak[0] = max([peak[0], *readers().values()])
                time.sleep(0.02)

        def send(n: int, body: bytes = body, file: str = file, answers: list[int] = answers) -> None:
            answers.append(upload(front, cookies[n % len(cookies)], body, file)[0])

        watcher = threading.Thread(target=watch)
        watcher.start()
        started = time.perf_counter()
        senders = [threading.Thread(target=send, args=(n,)) for n in range(10)]
        for sender in senders:
            sender.start()
        meanwhile = times_of(front, seconds=3, count=40)
        wrote = written(front, cookies[1])
        for sender in senders:
            sender.join()
        took = time.perf_counter() - started
        stop.set()
        watcher.join()
        slow, held = p95(meanwhile), memory_of([server])
        check(set(answers) <= {200, 302, 422, 429, 503},
              f"{name} ({len(body) / 1024:.0f} kB): answers {dict(Counter(answers))}, {took:.1f} s, reader {peak[0]:.0f} MB")  # fmt: skip
        check(wrote < 5, f"    somebody else's words were taken in {wrote:.2f} s")
        check(peak[0] <= MOST_CHILD, f"    its reader stays under {MOST_CHILD} MB")
        check(
            slow <= max(2 * idle, 50), f"    home p95 {slow:.0f} ms (idle {idle:.0f} ms), the site holds {held:.0f} MB"
        )


def sockets(front: int) -> None:
    print("200 half-open sockets and 50 slow senders, behind nginx", flush=True)
    held = []
    for n in range(250):
        one = socket.create_connection(("127.0.0.1", front), timeout=10)
        head = (
            "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
            if n < 200
            else "POST /rekening/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\nlogin="
        )
        one.sendall(head.encode())
        held.append(one)
    found = times_of(front, seconds=6)
    check(p95(found) <= 1000, f"home p95 {p95(found):.0f} ms over {len(found)} answers")
    for one in held:
        one.close()


def lines(front: int, back: int) -> None:
    print("lines, headers and names", flush=True)
    for port, who in ((front, "nginx"), (back, "gunicorn")):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/zoeken/?q=" + "a" * 9000)
        check(connection.getresponse().status in {400, 414}, f"a line of 9 kB is refused by {who}")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/praktijken/", headers={"SCRIPT_NAME": "/kwaad", "Script-Name": "/kwaad"})
        response = connection.getresponse()
        check(
            b"/kwaad" not in response.read(), f"SCRIPT_NAME from outside changes nothing at {who} ({response.status})"
        )


def presses(front: int, cookie: str) -> None:
    print("a program that presses", flush=True)
    answers: Counter[int] = Counter()
    address, started = "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/uitvoer/pdf/", time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", front, timeout=90)
    for _ in range(40):
        connection.request("GET", address, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        answers[response.status] += 1
    check(
        answers[200] == 30 and answers[429] == 10,
        f"40 PDFs of one person: {dict(answers)}, {time.perf_counter() - started:.0f} s",
    )
    answers.clear()
    for n in range(14):
        body = f"email=gast{n}@voorbeeld.be&kind=member&name=An"
        headers = {
            "Cookie": f"{cookie}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/projecten/tweespan-antwerpen/uitnodigen/", body, headers)
        response = connection.getresponse()
        response.read()
        answers[response.status] += 1
    check(answers[302] == 10 and answers[429] == 4, f"14 invitations in a minute: {dict(answers)}")


def main() -> None:
    var, back, front = Path(tempfile.mkdtemp(prefix="staalkaart-hostile-")), free_port(), free_port()
    os.environ |= {
        "STAALKAART_VAR": str(var), "PORT": str(back), "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "WORKER_PID_FILE": str(var / "worker.pid"), "ALLOWED_HOSTS": "127.0.0.1,x",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("setup_site", demo=True)
    cookies = [session_cookie(f"{login}@demo.example") for login in ("coordinator", "ander", "begeleider")]
    connections.close_all()
    with (var / "server.log").open("wb") as log, running([PYTHON, "-m", "gunicorn"], cwd=ROOT, output=log) as server:
        wait_for(f"http://127.0.0.1:{back}/healthz")
        with nginx(var, front, back):
            for path in ("/", "/werkmodellen/", "/praktijken/", "/zoeken/?q=buddy"):
                times_of(front, count=30, path=path)
            idle = p95(times_of(front, count=200))
            print(f"idle: home p95 {idle:.1f} ms, the site holds {memory_of([server.pid]):.0f} MB", flush=True)
            lines(front, back)
            sockets(front)
            documents(front, cookies, idle, server.pid)
            held = memory_of([server.pid])
            check(held <= MOST_MEMORY, f"two web workers and the job worker hold {held:.0f} MB (at most {MOST_MEMORY})")
            presses(front, cookies[0])
            print(f"  with what draws PDFs in both web workers: {memory_of([server.pid]):.0f} MB")
    print(f"deviations {len(problems)}")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
