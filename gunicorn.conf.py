"""Two pre-loaded workers of four threads behind one port; everything can be overridden on the command line or by GUNICORN_CMD_ARGS."""

import contextlib
import ctypes
import gc
import os
import signal
from pathlib import Path

# Every thread would keep a heap of its own; two are enough for four threads, and what a PDF took comes back
with contextlib.suppress(OSError, AttributeError):
    ctypes.CDLL(None).mallopt(-8, 2)  # M_ARENA_MAX
    ctypes.CDLL(None).mallopt(-3, 256 * 1024)  # M_MMAP_THRESHOLD: what is larger goes back as soon as it is let go
gc.disable()  # nothing that is loaded at the start is thrown away again

pythonpath = "platform"
wsgi_app = "staalkaart.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class, threads = "gthread", int(os.environ.get("WEB_THREADS", "4"))  # a slow reader or a busy file keeps a thread, not a worker
keepalive = 5
preload_app = True
limit_request_line = 8190  # what is shorter and still endless is cut by CleanInputMiddleware
limit_request_fields, limit_request_field_size = 100, 8190
timeout = 50  # longer than somebody waits for the database (20 s), twice
graceful_timeout = 10
max_requests = 20000
max_requests_jitter = 2000
forwarder_headers = ""  # SCRIPT_NAME and PATH_INFO are the server's to say, from nobody else
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


# the handlers that the background worker would take along from the server: a TERM before its own stood was swallowed
INHERITED = [
    getattr(signal, f"SIG{name}")
    for name in ["TERM", "INT", "HUP", "QUIT", "USR1", "USR2", "WINCH", "CHLD", "TTIN", "TTOU"]
]


def when_ready(server):
    """Before the web workers are forked: what is loaded stays out of the collector's hands, so it stays shared.

    With WORKER_PID_FILE the background worker is forked here too, from the same loaded code: it then costs a few MB
    instead of a second copy of everything. Without it, `manage.py worker` runs apart (docs/operations.md).
    """
    from django.db import connections

    from staalkaart.core.web.warm_up import warm_up

    warm_up(server.app.wsgi())
    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.enable()
    if os.environ.get("WORKER_PID_FILE"):
        _fork_worker(os.environ["WORKER_PID_FILE"])


def _fork_worker(pid_file):
    pid = os.fork()
    if pid:
        Path(pid_file).write_text(str(pid))
        return
    for number in INHERITED:
        signal.signal(number, signal.SIG_DFL)
    os.nice(10)  # who waits for a page goes first
    from django.core.management import call_command

    try:
        call_command("worker", with_parent=True)
    finally:
        os._exit(0)
