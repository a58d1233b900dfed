"""The forms of the proof of typing: where each stands, who writes there, and where its words end up in the database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass

from playwright.sync_api import Page
from typing_site import ROOT, KillableSite


@dataclass(frozen=True)
class TextForm:
    """`table.column` holds what was sent; `adds` says that every post makes a row, so that two rows mean a double."""

    name: str
    login: str  # "" for somebody without an account
    address: str
    field: str
    button: str
    table: str
    column: str
    adds: bool

    def press(self, page: Page, *, twice: bool = False) -> None:
        button = page.locator(f"form:has({self.field})").get_by_role("button", name=self.button, exact=True).last
        if twice:
            button.dblclick(no_wait_after=True)
        else:
            button.click(no_wait_after=True)

    def open(self, page: Page) -> None:
        page.goto(self.address, wait_until="load")
        self.is_ready(page)

    def is_ready(self, page: Page) -> None:
        page.wait_for_selector(f"form[data-ready]:has({self.field})", state="attached")

    def rows_with(self, site: KillableSite, text: str) -> int:
        """How many rows of the database hold this text, as the form itself saved it."""
        with sqlite3.connect(f"file:{site.folder / 'db.sqlite3'}?mode=ro", uri=True, timeout=30) as database:
            query = f'SELECT COUNT(*) FROM {self.table} WHERE "{self.column}" LIKE ?'
            return database.execute(query, [f"%{text}%"]).fetchone()[0]


PREPARE = """
from django.utils import timezone
from datetime import timedelta
from forums.intervision import case_intake
from practices import drafting
from staalkaart.knowledge import review
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members.models import Project, User
from staalkaart.network_days import report
from staalkaart.network_days.models import NetworkDay
lid, facilitator = (User.objects.get(email=f"{name}@demo.example") for name in ("lid", "begeleider"))
own = Project.objects.get(slug="tweespan-antwerpen")
draft = drafting.start(project=own, by=lid, title="Een praktijk onder vuur")
case = case_intake.start_draft(by=lid)
_round, token = review.ask_review(page=WorkingModelPage.objects.first(), reviewer="An", reviewer_role="onderzoeker",
                                  by=User.objects.get(email="redacteur@demo.example"))
over = NetworkDay.objects.get(pk=1)
report.report_of(over)
day = NetworkDay.objects.get(pk=2)
print("WORLD", draft.pk, case.pk, token, over.pk, day.pk)
"""


def forms_of(site: KillableSite) -> list[TextForm]:
    """Twelve forms on a site of its own, made ready to write in."""
    command = [sys.executable, "manage.py", "shell", "-c", PREPARE]
    told = subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True, text=True).stdout
    line = next(line for line in told.splitlines() if line.startswith("WORLD"))
    draft, case, token, over, day = line.split()[1:]
    step = f"/praktijken/{draft}/bewerken"
    soup = "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/"
    return [
        TextForm("practice, new", "lid", "/praktijken/nieuw/", "#id_title", "Begin", "practices_draft", "title", True),
        TextForm("practice, summary", "lid", f"{step}/samenvatting/", "#id_summary", "Verder", "practices_draft", "data", False),
        TextForm("practice, point", "lid", f"{step}/werkt/", "#id_p0-title", "Verder", "practices_draft", "data", False),
        TextForm("project page", "coordinator", "/projecten/tweespan-antwerpen/bewerken/", "#id_card-description", "Bewaar de pagina",
                 "members_project", "description", False),
        TextForm("comment", "lid", soup, "#tekst", "Plaats je reactie", "learning_comment", "text", True),
        TextForm("case", "lid", f"/intervisie/{case}/casus/", "#id_case", "Bewaar mijn klad", "intervision_trajectory", "case", False),
        TextForm("note of the day", "begeleider", f"/netwerkdagen/{over}/vandaag/notitie/", "#id_text", "Noteer",
                 "network_days_note", "text", True),
        TextForm("point of the day", "begeleider", f"/netwerkdagen/{over}/vandaag/leerpunt/", "#id_text", "Noteer",
                 "learning_learningpoint", "text", True),
        TextForm("network day", "begeleider", f"/netwerkdagen/{day}/bewerken/", "#id_intro", "Bewaar",
                 "network_days_networkday", "intro", False),
        TextForm("report of a day", "begeleider", f"/netwerkdagen/{over}/verslag/bewerken/", "#id_text", "Bewaar",
                 "network_days_report", "text", False),
        TextForm("review of a card", "", f"/nazicht/{token}/", "[id^=opmerking-]", "Bewaar en ga later verder",
                 "knowledge_reviewanswer", "comment", False),
        TextForm("profile", "lid", "/mijn/profiel/", "#id_introduction", "Bewaar mijn gegevens", "members_user", "introduction", False),
    ]  # fmt: skip
