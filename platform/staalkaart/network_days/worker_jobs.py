"""What the worker does for network days. Each job does no harm when it comes late or twice."""

from __future__ import annotations

from staalkaart.core import registry
from staalkaart.core.delivery.jobs import TickJob, every_day, every_minute
from staalkaart.network_days import attendance, calling, evaluation, planning, seats

JOBS = (
    TickJob("day-seats", every_minute, seats.run_clock),
    TickJob("day-calls", every_minute, calling.run_clock),
    TickJob("day-over", every_day, planning.finish_past_days),
    TickJob("day-thanks", every_day, evaluation.thank),
    TickJob("day-actions", every_day, attendance.remind_of_actions),
)


def register_jobs() -> None:
    for job in JOBS:
        registry.tick_jobs.add(job.name, job)
