"""Every act, by somebody who may: it is done, and something changed. By who may not: nothing is written at all."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from access_identities import INSIDE, Sample, World
from access_site import Answer, Site

TRIES = 6  # the worker writes too, every minute


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
        """The answer, and whether something was written meanwhile; asked again to tell the worker's writing from ours."""
        for attempt in range(TRIES if method == "POST" and body is None else 1):
            time.sleep(0.2 * attempt)
            before = self.version()
            answer = site.ask(method, path, identity, body)
            wrote = self.version() != before
            if not wrote or attempt == TRIES - 1:
                return answer, wrote
        return answer, wrote


# --- what an act is asked with ----------------------------------------------------------------------------------------
REASON = {"reden": "Zo is het beter."}
# Acts that only mean something at one moment of a story: the journeys and the tests of the services walk those
IN_A_STORY = {
    "choose_language", "members:recognise", "members:ask_new_link",
    *(f"intervision:trajectory_{name}" for name in (
        "assemble", "participants_add", "names_settle", "start", "phase_advance", "phase_go_on", "phase_back", "late_post_let_in",
        "summary_agree", "close", "point_agree", "point_drop", "case_hand_over", "method_swap", "nudge",
    )),
    "intervision:contribution_new", "intervision:contribution_correct", "intervision:case_announce", "intervision:circle_hand_over",
    "practices:practice_restore", "practices:import_take_over",
    "network_days:offer_accept", "network_days:registration_pass_on", "network_days:registration_cancel", "network_days:day_finish",
    "network_days:registration_open", "network_days:programme_fix", "network_days:seat_give", "network_days:report_publish",
}  # fmt: skip
LAST = ("leave", "stop", "delete", "archive", "call_off", "remove", "withdraw", "decline", "revoke", "send_back")


def walk_acts(site: Site, world: World, database: Database) -> tuple[int, list[str]]:
    """How many acts changed something, and what went wrong. Run last: afterwards the world is another one."""
    from django.urls import reverse

    from staalkaart.core.access.rights import declared_rights

    names = {row.name for row in declared_rights().rows if row.sort == "url" and is_act(row.how)} - IN_A_STORY
    asked, changed, wrong = _asked_with(), 0, []
    for name in sorted(names, key=lambda name: (any(word in name for word in LAST), name)):
        sample = next((row for row in world.samples.get(name, [Sample()]) if row.who), None)
        if sample is None:
            continue  # nobody of the ten may, in this world: the matrix walked that
        who, body = asked.get(name, ("", {}))
        who, path = who or min(sample.who & INSIDE), reverse(name, kwargs=sample.kwargs)
        answer, wrote = database.ask(site, "POST", path, who, body)
        if answer.status in {403, 404, 405} or answer.status >= 500 or answer.to_login:
            wrong.append(f"{name}: {who} may, and got {answer.status} at {path}")
        elif not wrote:
            wrong.append(f"{name}: {who} may, got {answer.status} at {path}, and nothing changed")
        else:
            changed += 1
    return changed, wrong


def _asked_with() -> dict[str, tuple[str, dict[str, Any]]]:
    """name → (who presses, "" for the first who may; what the form holds)."""
    from staalkaart.learning.models import Comment

    comments = Comment.objects.order_by("pk")
    return {
        "practices:comment_add": ("", {"tekst": "Zo doen wij het ook."}),
        "practices:comment_edit": ("coordinator", {"tekst": "Anders gezegd.", "reactie": comments[0].pk}),
        "practices:comment_remove": ("coordinator", {"reactie": comments[0].pk}),
        "practices:use_add": ("other_project", {"project": "zeegang-oostende"}),
        "practices:use_remove": ("other_project", {"project": "zeegang-oostende"}),
        "practices:remark_add": ("", {"tekst": "Dit klopt niet meer."}),
        "practices:practice_send_back": ("", REASON),
        "practices:draft_hand_back": ("", REASON),
        "practices:proposal_decline": ("", REASON),
        "practices:draft_keep": ("", {"summary": "Getypt."}),
        "network_days:day_call_off": ("", REASON),
        "network_days:task_tick": ("", {"taak": "datum", "aan": "1"}),
        "network_days:board_write": ("", {"text": "Hoe vieren jullie een afscheid?"}),
    }
