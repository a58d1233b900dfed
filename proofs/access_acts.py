"""Every act, by somebody who may: it is done, and something changed. By who may not: nothing is written at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from access_bodies import NOBODY_MAY, asked_with, in_order
from access_identities import INSIDE, Sample, World
from access_site import Answer, Site


def is_act(how: str) -> bool:
    return how.startswith("write")


class Database:
    """Looks from outside whether anybody committed something: `data_version` moves with every commit of another connection."""

    def __init__(self, var: Path) -> None:
        self.connection = sqlite3.connect(f"file:{var / 'db.sqlite3'}?mode=ro", uri=True)

    def version(self) -> int:
        return self.connection.execute("PRAGMA data_version").fetchone()[0]

    def ask(
        self, site: Site, method: str, path: str, identity: str, body: dict[str, Any] | None = None
    ) -> tuple[Answer, bool]:
        """The answer, and whether something was written meanwhile. No worker runs: every commit is of the web processes."""
        before = self.version()
        answer = site.ask(method, path, identity, body)
        return answer, self.version() != before


def walk_acts(site: Site, world: World, database: Database) -> tuple[int, list[str]]:
    """How many acts changed something, and what went wrong. Run last: afterwards the world is another one."""
    from django.urls import reverse

    from staalkaart.core.access.rights import declared_rights
    from staalkaart.core.models import AutosaveBuffer

    AutosaveBuffer.objects.all().delete()  # what refused forms of the matrix left half typed stands in the way of some acts
    names = {row.name for row in declared_rights().rows if row.sort == "url" and is_act(row.how)}
    changed, wrong = 0, []
    for name in in_order(names):
        sample = next((row for row in world.samples.get(name, [Sample()]) if row.who), None)
        if sample is None:
            if name not in NOBODY_MAY:
                wrong.append(f"{name}: nobody of the ten may, so it was not done")
            continue
        who, body = asked_with(name, sample.kwargs)
        who, path = who or min(sample.who & INSIDE), reverse(name, kwargs=sample.kwargs)
        answer, wrote = database.ask(site, "POST", path, who, body)
        if answer.status >= 400 or answer.to_login:
            wrong.append(f"{name}: {who} may, and got {answer.status} at {path}")
        elif not wrote:
            wrong.append(f"{name}: {who} may, got {answer.status} at {path}, and nothing changed")
        else:
            changed += 1
    return changed, wrong
