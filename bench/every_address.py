"""Every address that is read (rights.csv), in this process: queries and milliseconds, what is slowest first."""

import statistics
import sys
import time

from site_under_test import ROOT, say

ROUNDS = 7
HEAD = """\
| Address | who | queries | ms |
| --- | --- | --- | --- |"""


def table() -> str:
    """As Markdown; the site that the settings of this process point at is the one that is measured, nothing in its cache of pages."""
    sys.path.insert(0, str(ROOT))
    from tests.read_addresses import addresses, make_what_is_missing

    make_what_is_missing()
    rows = []
    for who, path in addresses():
        say(f"{path} …")
        measured = measure(who, path)
        if measured is None:
            continue
        queries, milliseconds = measured
        rows.append((milliseconds, f"| `{path}` | {who or 'visitor'} | {queries} | {milliseconds:.0f} |"))
    return "\n".join([HEAD, *(line for _time, line in sorted(rows, reverse=True))])


def measure(who: str, path: str) -> tuple[int, float] | None:
    """(queries, milliseconds); None where the password is asked anew, which the test of budgets walks."""
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.builders import demo_user
    from tests.read_addresses import LOGIN

    client = Client(HTTP_HOST="127.0.0.1")
    if who:
        client.force_login(demo_user(LOGIN.get(who, who)))
    if client.get(path).status_code != 200:
        return None
    times = []
    for _round in range(ROUNDS):
        caches["pages"].clear()
        started = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - started) * 1000)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked), statistics.median(times)
