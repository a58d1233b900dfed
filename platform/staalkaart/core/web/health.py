"""/healthz: is everything there that the site needs? 200 when it is, 503 when not, in plain JSON without secrets."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from staalkaart.core import registry
from staalkaart.core.delivery.jobs import worker_age
from staalkaart.core.web.request import Request

WORKER_LATE = 180  # seconds
DISK_LOW = 200 * 1024 * 1024  # bytes


def database() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True, "ok"


def migrations() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not waiting, "ok" if not waiting else f"{len(waiting)} waiting"


def worker() -> tuple[bool, str]:
    age = worker_age()
    if age is None:
        return False, "never seen"
    return age < WORKER_LATE, f"{age:.0f} s ago"


def disk() -> tuple[bool, str]:
    free = shutil.disk_usage(settings.VAR if settings.VAR.exists() else settings.ROOT).free
    return free > DISK_LOW, f"{free // 1024**2} MB free"


@never_cache
@require_safe
def healthz(request: Request) -> JsonResponse:
    lines, healthy = {}, True
    for name, check in registry.health_checks.items():
        try:
            ok, words = check()
        except Exception as error:  # the page that reports trouble may not be trouble itself
            ok, words = False, type(error).__name__
        healthy = healthy and ok
        lines[name] = {"ok": ok, "state": words}
    return JsonResponse({"ok": healthy, "checks": lines}, status=200 if healthy else 503)
