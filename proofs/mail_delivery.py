"""Mail that arrives once: two workers, a slow server, one that hangs, kill -9, a bad address, five hundred overviews.

    python proofs/mail_delivery.py [--kills N] [--mails N] [--digests N] [--seed S]

A mail server of its own counts by Message-ID what it answered "250" to. The same mail may arrive twice only when a worker was killed
between DATA and noting that answer (a commit: NOTED seconds); the server knows how often that was.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
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


def people(count: int) -> list:
    from staalkaart.members.grants import grant
    from staalkaart.members.models import User

    stamp = time.time_ns()
    users = [User(email=f"{OURS}{stamp}.{n}@post.example", name=f"Proef {n}") for n in range(count)]
    User.objects.bulk_create(users)
    for user in users[:1]:
        grant(user=user, role="member", token="network")
    return users


def tell_all(users: list) -> int:
    """One happening that everybody hears of at once; returns how many."""
    from django.db import transaction

    from staalkaart.core.delivery.events import tell

    with transaction.atomic():
        tell("role_given", to=[user.pk for user in users], url="/mijn/", place="Proef")
    return len(users)


def left() -> int:
    from staalkaart.core.delivery.mail import TOPIC
    from staalkaart.core.models import OutboxRow

    return OutboxRow.objects.filter(topic=TOPIC, dead=False).count()


def told(site: Site, expected: int, kills_in_data: int = 0) -> tuple[int, int]:
    """(lost, doubled beyond what a kill between DATA and the answer allows)."""
    lost = expected - sum(n > 0 for n in site.post.seen.values())
    doubled = sum(n - 1 for n in site.post.seen.values() if n)
    return lost, max(0, doubled - kills_in_data)


def fresh(site: Site) -> None:
    from staalkaart.core.delivery.mail import TOPIC
    from staalkaart.core.models import OutboxRow

    OutboxRow.objects.filter(topic=TOPIC).delete()
    site.post.empty()


def two_workers(site: Site, mails: int) -> tuple[int, int]:
    """On a slow server. They do it once between them."""
    fresh(site)
    site.post.wait = 0.1
    site.start(2)
    expected = tell_all(people(mails))
    wait_until(lambda: left() == 0, 60 + mails, "all mail sent by two workers")
    site.kill()
    return told(site, expected)


def killed(site: Site, mails: int, kills: int, rng: random.Random) -> tuple[int, int, int]:
    """Both workers, in the middle of it; returns also how often that was between DATA and the answer."""
    fresh(site)
    site.post.wait = 0.05
    expected, cut = tell_all(people(mails)), 0
    for _ in range(kills):
        site.start(2)
        wait_until(lambda: site.workers[0].poll() is None, 5, "a worker")
        time.sleep(1.5 + rng.random() * 2.5)
        cut += site.kill()
    site.post.wait = 0
    site.start(2)
    wait_until(lambda: left() == 0, 120 + LEASE * 4, "all mail sent after the kills")
    site.kill()
    lost, doubled = told(site, expected, cut)
    return lost, doubled, cut


def hanging(site: Site) -> float:
    """The server takes the mail and says nothing; returns the longest silence of the clock meanwhile, in seconds."""
    from staalkaart.core.delivery.jobs import worker_age

    fresh(site)
    site.post.hangs = True
    tell_all(people(3))
    site.start(1)
    wait_until(lambda: bool(site.post.open), 60, "a mail that hangs")
    wait_until(lambda: (worker_age() or 99) < 5, 30, "a worker that ticks")
    silence, until = 0.0, time.monotonic() + 8
    while time.monotonic() < until:
        silence = max(silence, worker_age() or 99)
        time.sleep(0.2)
    site.post.hangs = False
    wait_until(lambda: left() == 0, 120, "what hung was sent later")
    site.kill()
    return silence


def bad_address(site: Site, mails: int) -> tuple[int, int]:
    """One of many is refused for good. Returns (sent, given up)."""
    from staalkaart.core.delivery.mail import TOPIC
    from staalkaart.core.models import OutboxRow
    from staalkaart.members.models import User

    fresh(site)
    users = people(mails)
    User.objects.filter(pk=users[0].pk).update(email=f"{BAD}{time.time_ns()}@post.example")
    tell_all(users)
    site.start(1)
    wait_until(lambda: left() == 0, 60 + mails, "the rest sent")
    site.kill()
    return sum(n > 0 for n in site.post.seen.values()), OutboxRow.objects.filter(topic=TOPIC, dead=True).count()


def overviews(site: Site, digests: int, kills: int, rng: random.Random) -> tuple[int, int, int, float]:
    """Made by two workers that are killed while they make and send them; then as many without a kill, timed."""
    from staalkaart.core.models import JobRun
    from staalkaart.notifications.models import Notification

    def news(users: list) -> None:
        rows = [Notification(user=user, kind="practice_new", url="/praktijken/", data={"who": "Een project", "title": "Proef"})
                for user in users for _ in range(3)]  # fmt: skip
        Notification.objects.filter(mail_key="").update(mail_key="proof")  # only what is made here
        Notification.objects.bulk_create(rows)
        JobRun.objects.filter(job__startswith="digest-").delete()

    from staalkaart.notifications.models import Digest

    fresh(site)
    site.post.wait = 0.02
    users = people(digests)
    news(users)
    cut = 0
    for _ in range(kills):
        site.start(2)
        time.sleep(3 + rng.random() * 3)  # a worker takes two to begin
        cut += site.kill()
    site.start(2)
    ours = Digest.objects.filter(user__in=users)
    wait_until(
        lambda: ours.filter(sent_at=None).count() == 0 and ours.count() == digests,
        180 + LEASE * 4,
        "every overview sent",
    )
    site.kill()
    lost, doubled = told(site, digests, cut)
    fresh(site)
    others = people(digests)
    news(others)
    Digest.objects.all().delete()
    site.start(1)
    wait_until(lambda: Digest.objects.filter(user__in=others).exists(), 60, "the overviews are made")
    seconds = wait_until(
        lambda: sum(n > 0 for n in site.post.seen.values()) == digests, 180, "every overview sent without a kill"
    )
    site.kill()
    return lost, doubled, cut, seconds


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--mails", type=int, default=60)
    options.add_argument("--digests", type=int, default=500)
    options.add_argument("--seed", type=int, default=7)
    args, wrong = options.parse_args(), []
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="mail") as folder:
        site = Site(Path(folder))
        try:
            lost, doubled = two_workers(site, args.mails)
            print(f"two workers, slow server: {args.mails} mails · lost {lost} · doubled {doubled}")
            wrong += [lost, doubled]
            lost, doubled, cut = killed(site, args.mails, args.kills, rng)
            print(
                f"{args.kills} times kill -9: lost {lost} · doubled {doubled} beside {cut} kills between DATA and its noted answer"
            )
            wrong += [lost, doubled]
            silence = hanging(site)
            print(f"a server that hangs: the clock was silent for {silence:.1f} s at most")
            wrong += [silence > 10]
            sent, dead = bad_address(site, args.mails)
            print(f"one bad address of {args.mails}: {sent} sent · {dead} given up")
            wrong += [sent != args.mails - 1, dead != 1]
            lost, doubled, cut, seconds = overviews(site, args.digests, min(args.kills, 20), rng)
            print(
                f"{args.digests} overviews: lost {lost} · doubled {doubled} beside {cut} · {seconds:.1f} s for all of them"
            )
            wrong += [lost, doubled]
        finally:
            site.kill()
            site.server.stop()
    if any(wrong):
        raise SystemExit("mail was lost or doubled")


if __name__ == "__main__":
    main()
