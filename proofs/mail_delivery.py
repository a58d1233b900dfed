"""Mail that arrives once: two workers, a slow server, one that hangs, kill -9, a bad address, five hundred overviews.

    python proofs/mail_delivery.py [--kills N] [--mails N] [--digests N] [--seed S]

A mail server of its own counts by Message-ID what it answered "250" to. The same mail may arrive twice only when a worker was killed
between DATA and noting that answer (a commit: NOTED seconds); the server knows how often that was.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from mail_site import BAD, LEASE, OURS, Site, wait_until


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


def arrived(site: Site) -> int:
    """How many mails of our people."""
    return sum(n > 0 for n in site.post.seen.values())


def told(site: Site, expected: int, kills_in_data: int = 0) -> tuple[int, int]:
    """(lost, doubled beyond what a kill between DATA and the answer allows)."""
    lost = expected - arrived(site)
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
    return arrived(site), OutboxRow.objects.filter(topic=TOPIC, dead=True).count()


def news(users: list) -> None:
    """Three things of the week for each, and nothing else that an overview could hold."""
    from staalkaart.core.models import JobRun
    from staalkaart.notifications.models import Notification

    Notification.objects.filter(mail_key="").update(mail_key="proof")
    data = {"who": "Een project", "title": "Proef"}
    Notification.objects.bulk_create(
        Notification(user=user, kind="practice_new", url="/praktijken/", data=data) for user in users for _ in range(3)
    )
    JobRun.objects.filter(job__startswith="digest-").delete()


def overviews_under_kills(site: Site, digests: int, kills: int, rng: random.Random) -> tuple[int, int, int]:
    """Made by two workers that are killed while they make and send them. As `killed`."""
    from staalkaart.notifications.models import Digest

    fresh(site)
    site.post.wait, cut = 0.02, 0
    users = people(digests)
    news(users)
    for _ in range(kills):
        site.start(2)
        time.sleep(3 + rng.random() * 3)  # a worker takes two to begin
        cut += site.kill()
    site.start(2)
    ours = Digest.objects.filter(user__in=users)
    done = lambda: ours.filter(sent_at=None).count() == 0 and ours.count() == digests  # noqa: E731
    wait_until(done, 180 + LEASE * 4, "every overview sent")
    site.kill()
    return *told(site, digests, cut), cut


def overviews_timed(site: Site, digests: int) -> float:
    """Seconds from the moment that they are made until the last one arrived."""
    from staalkaart.notifications.models import Digest

    fresh(site)
    Digest.objects.all().delete()
    users = people(digests)
    news(users)
    site.start(1)
    wait_until(lambda: Digest.objects.filter(user__in=users).exists(), 60, "the overviews are made")
    seconds = wait_until(lambda: arrived(site) == digests, 180, "every overview sent without a kill")
    site.kill()
    return seconds


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
            lost, doubled, cut = overviews_under_kills(site, args.digests, min(args.kills, 20), rng)
            seconds = overviews_timed(site, args.digests)
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
