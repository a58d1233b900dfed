"""Ways out other than a page: exports, mails, counters, the log; and the admin, walked apart."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

from access_identities import EVERYBODY, INSIDE, LOGINS, World
from access_site import Deviation, Site, leaks, no_leak

OUTSIDE = EVERYBODY - INSIDE


def scan_channels(site: Site, world: World, var: Path) -> int:
    """Exports, mails, sitemap, counters and logs; returns how many things were looked at."""
    looked = 0
    for identity in sorted(INSIDE):
        with zipfile.ZipFile(BytesIO(site.ask("POST", "/mijn/gegevens/", identity).body)) as archive:
            text = " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()).lower()
        no_leak(leaks(text, identity, world), f"export of {identity}")
        looked += 1
    for path in (var / "mail").glob("*"):
        text = path.read_text(errors="replace").lower()
        logins = {**LOGINS, "second": "an.tweespan-antwerpen"}
        reader = next((i for i, login in logins.items() if f"to: {login}@demo.example" in text), "visitor")
        reader = "coordinator" if reader == "second" else reader  # the team's other coordinator
        # a colleague of another project of the region reads what both a member and a facilitator there may read
        near = re.search(r"to: [a-z.]+\.(netepaar|hasselduo)@demo\.example", text)
        for one in ("member", "facilitator") if near else (reader,):
            no_leak(leaks(text, one, world), f"mail to {one}")
        looked += 1
    for path in (var / "server.log",):
        said = path.read_text(errors="replace").lower()
        # titles of days stand in mails, and a development server prints every mail it sends between its log lines
        no_leak([word for word in world.canaries if word in said and not word.startswith("kanariedagq")], "log")
        looked += 1
    looked += _counters(site, world)
    return looked


def _counters(site: Site, world: World) -> int:
    """What search counts for somebody is what they can open: the totals of "kanarie" by kind follow from the table."""
    for word, who in world.canaries.items():
        for identity in sorted(EVERYBODY - who):
            if json.loads(site.ask("GET", f"/api/v1/search?q={word}", identity).body)["total"]:
                raise Deviation(f"search counts a hit for {word}, which {identity} may not see")
    for identity in sorted(EVERYBODY):
        answer = json.loads(site.ask("GET", "/api/v1/search?soort=initiatief&q=", identity).body)
        closed = sum(identity in who for word, who in world.canaries.items() if word.startswith("kanarieinitiatief"))
        if answer["total"] != 14 + closed:
            raise Deviation(f"search counts {answer['total']} initiatives for {identity}, who may see {14 + closed}")
    return len(EVERYBODY) + sum(len(EVERYBODY - who) for who in world.canaries.values())
