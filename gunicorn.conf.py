"""Two pre-loaded workers behind one port; everything can be overridden on the command line or by GUNICORN_CMD_ARGS."""

import gc
import os
import signal
from pathlib import Path

gc.disable()  # nothing that is loaded at the start is thrown away again

pythonpath = "platform"
wsgi_app = "staalkaart.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
preload_app = True
limit_request_line = 0  # endless query strings are cut by CleanInputMiddleware and get a page, not a bare 414
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
