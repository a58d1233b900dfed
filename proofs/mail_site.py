"""The mail server of the proof, which remembers when what arrived, and a site with workers that mail to it."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "bench")]

from aiosmtpd.controller import Controller
from site_under_test import free_port

BAD = "weigert"
NOTED = 0.05
OURS = "proef"
LEASE = 12  # seconds: longer than one mail takes here, also on a slow machine


class Post:
    """The mail server: `wait` seconds before it answers DATA; `hangs`: it never answers. Of our own people's mail it keeps when."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.empty()

    def empty(self) -> None:
        self.wait, self.hangs, self.seen = 0.0, False, Counter()
        self.open: list[list] = []  # [Message-ID, when DATA came, when it was answered or None]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith(BAD):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        ours = envelope.rcpt_tos[0].startswith(OURS)
        entry = [message_from_bytes(envelope.content)["Message-ID"], time.monotonic(), None]
        with self.lock:
            self.open += [entry] if ours else []
        try:
            while self.hangs:
                await asyncio.sleep(0.2)
            await asyncio.sleep(self.wait)
            self.seen[entry[0]] += ours
        finally:  # answered, or the other side is gone
            entry[2] = time.monotonic()
        return "250 OK"

    def between(self, began: float, ended: float) -> int:
        """Mails whose answer was not noted yet at some moment of this time."""
        with self.lock:
            return sum(
                data <= ended and (answered is None or answered + NOTED >= began) for _key, data, answered in self.open
            )


class Site:
    """A database of its own with workers on it, and the server that they mail to."""

    def __init__(self, folder: Path) -> None:
        from tests.prepared_database import prepared_database

        self.post = Post()
        self.port = free_port()
        self.server = Controller(self.post, hostname="127.0.0.1", port=self.port, ready_timeout=30)
        self.server.start()
        shutil.copy(prepared_database(), folder / "db.sqlite3")
        os.environ.update({
            "STAALKAART_VAR": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{self.port}", "MAIL_QUIET_HOURS": "0",
            "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development", "OUTBOX_LEASE": str(LEASE), "WORKER_TICK": "1",
        })  # fmt: skip
        import django

        django.setup()
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # what the server says to itself
        self.workers: list[subprocess.Popen] = []

    def start(self, workers: int) -> None:
        for _ in range(workers):
            command = [sys.executable, "manage.py", "worker"]
            self.workers.append(
                subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )

    def kill(self) -> int:
        """Returns how many mails were between DATA and the noted answer then."""
        began = time.monotonic()
        for worker in self.workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        self.workers = []
        return self.post.between(began, time.monotonic())


def wait_until(done, seconds: float, what: str) -> float:
    began = time.monotonic()
    while not done():
        if time.monotonic() - began > seconds:
            raise SystemExit(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.1)
    return time.monotonic() - began
