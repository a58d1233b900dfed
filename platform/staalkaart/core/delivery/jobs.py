"""Jobs of the clock: registered per feature, run by the worker every minute, done once per period however often it ticks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.models import JobRun

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TickJob:
    """`period(now)` names the period `now` falls in (such as ``2026-11-22``); `run(now)` does the work of that period."""

    name: str
    period: Callable[[datetime], str]
    run: Callable[[datetime], object]


def every_minute(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M")


def every_day(now: datetime) -> str:
    return timezone.localtime(now).strftime("%Y-%m-%d")


def tick(now: datetime | None = None) -> list[str]:
    """Run every job whose period was not done yet; returns their names. A job that fails is tried again at the next tick."""
    now = now or timezone.now()
    return [job.name for job in registry.tick_jobs.values() if _run_once(job, now)]


def _run_once(job: TickJob, now: datetime) -> bool:
    try:
        with transaction.atomic():
            JobRun.objects.create(job=job.name, period=job.period(now), ran_at=now)
            job.run(now)
    except IntegrityError:
        return False
    except Exception:
        logger.exception("tick job failed", extra={"job": job.name})
        return False
    return True


def forget_old_runs(now: datetime) -> None:
    """Periods are only kept long enough to prove that they were done."""
    JobRun.objects.filter(ran_at__lt=now - timedelta(days=40)).exclude(job=HEARTBEAT).delete()


HEARTBEAT = "heartbeat"


def beat(now: datetime) -> None:
    """The worker is alive: one row, moved every tick."""
    JobRun.objects.update_or_create(job=HEARTBEAT, period="latest", defaults={"ran_at": now})


def worker_age() -> float | None:
    """Seconds since the worker last ticked; None when it never did."""
    latest = JobRun.objects.filter(job=HEARTBEAT).values_list("ran_at", flat=True).first()
    return (timezone.now() - latest).total_seconds() if latest else None
