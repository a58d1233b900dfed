"""`manage.py worker`: drains the outbox as soon as something waits, and ticks every minute (or WORKER_TICK seconds).

Mail has a lane of its own: a mail server that hangs holds up neither the clock nor search.
"""

import logging
import os
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.delivery import mail
from staalkaart.core.delivery.jobs import beat, tick
from staalkaart.core.delivery.outbox import Away, drain
from staalkaart.core.models import OutboxRow

logger = logging.getLogger(__name__)
POLL = 0.5
TICK = float(os.environ.get("WORKER_TICK", "60"))  # seconds; shorter where somebody waits for it, as a test does
AWAY = (5, 10, 20, 40, 60)  # seconds of rest while the mail server does not answer
GOODBYE = 75  # seconds that a mail which is being sent gets when the worker is told to stop


class Command(BaseCommand):
    help = "Drains the outbox at once and runs the clock's jobs every minute, until it is told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="drain and tick once, then stop")
        parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it is gone")

    def handle(self, *args, once=False, with_parent=False, **options):
        self.stopped = threading.Event()
        parent = os.getppid()
        if once:
            self.try_to(self.once)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *args: self.stopped.set())
        lane = threading.Thread(target=self.mail_lane, name="mail", daemon=True)
        lane.start()
        self.next_tick = 0.0
        while not self.stopped.is_set():
            self.try_to(self.turn)
            if with_parent and os.getppid() != parent:
                self.stopped.set()
            self.stopped.wait(POLL)
        lane.join(GOODBYE)

    def try_to(self, work) -> None:
        try:
            work()
        except OperationalError as error:  # locked or full: try again, nothing is lost
            self.stderr.write(f"worker: {error}")
            close_old_connections()

    def once(self):
        self.drain_all(registry.outbox_handlers)
        self.beat_and_tick()
        self.drain_all(registry.outbox_handlers)  # what the clock's jobs just queued

    def turn(self):
        """What waits, but for mail; and the clock when a minute went by."""
        self.drain_all(name for name in registry.outbox_handlers if name != mail.TOPIC)
        if time.monotonic() >= self.next_tick:
            self.beat_and_tick()
            self.next_tick = time.monotonic() + TICK

    def beat_and_tick(self):
        beat(timezone.now())
        tick()

    def drain_all(self, topics):
        for topic in list(topics):
            if OutboxRow.objects.filter(topic=topic, dead=False).exists():
                try:
                    drain(topic)
                except Away:
                    logger.warning("outbox: what this topic needs is away", extra={"topic": topic})

    def mail_lane(self):
        """Mail only, until the worker stops; rests longer each time that the server does not answer."""
        tries = 0
        while not self.stopped.is_set():
            rest = POLL
            try:
                if OutboxRow.objects.waiting(mail.TOPIC).exists():
                    drain(mail.TOPIC, until=self.stopped.is_set)
                else:
                    mail.hang_up()
                tries = 0
            except Away:
                rest, tries = AWAY[min(tries, len(AWAY) - 1)], tries + 1
            except OperationalError:
                logger.warning("mail lane: database busy")
                close_old_connections()
            except Exception:  # the lane outlives whatever happens in it
                logger.exception("mail lane")
                close_old_connections()
            self.stopped.wait(rest)
        mail.hang_up()
        connection.close()
