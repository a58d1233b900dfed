"""Two pre-loaded workers behind one port; everything can be overridden on the command line or by GUNICORN_CMD_ARGS."""

import gc
import os

pythonpath = "platform"
wsgi_app = "staalkaart.wsgi:application"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
preload_app = True
limit_request_line = 0  # endless query strings are cut by CleanInputMiddleware and get a page, not a bare 414
timeout = 30
graceful_timeout = 10
max_requests = 20000
max_requests_jitter = 2000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def when_ready(server):
    """Before the workers are forked: what is loaded stays out of the collector's hands, so it stays shared."""
    gc.collect()
    gc.freeze()
