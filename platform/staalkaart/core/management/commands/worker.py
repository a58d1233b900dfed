"""`manage.py worker`: drains the outbox as soon as something waits, and ticks every minute (or WORKER_TICK seconds)."""

import os
import signal
import time

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.delivery.jobs import beat, tick
from staalkaart.core.delivery.outbox import drain
from staalkaart.core.models import OutboxRow

POLL = 0.5
TICK = float(os.environ.get("WORKER_TICK", "60"))  # seconds; shorter where somebody waits for it, as a test does


class Command(BaseCommand):
    help = "Drains the outbox at once and runs the clock's jobs every minute, until it is told to stop."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="drain and tick once, then stop")
        parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it is gone")

    def handle(self, *args, once=False, with_parent=False, **options):
        self.running = True
        parent = os.getppid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        next_tick = 0.0
        while self.running:
            try:
                next_tick = self.turn(next_tick)
                if once:
                    drain()  # what the clock's jobs just queued
            except OperationalError as error:  # locked or full: try again, nothing is lost
                self.stderr.write(f"worker: {error}")
                close_old_connections()
            if once or (with_parent and os.getppid() != parent):
                return
            time.sleep(POLL)

    def turn(self, next_tick: float) -> float:
        if OutboxRow.objects.filter(topic__in=list(registry.outbox_handlers), dead=False).exists():
            drain()
        if time.monotonic() < next_tick:
            return next_tick
        beat(timezone.now())
        tick()
        return time.monotonic() + TICK

    def stop(self, *args):
        self.running = False
