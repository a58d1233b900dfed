"""Every address that is read, from rights.csv: how many questions it asks the database, and whether it asks one per row."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.intervision.models import CircleSeat, Method, Trajectory
from practices.models import Draft, PracticePage
from staalkaart.core.access.rights import declared_rights
from staalkaart.knowledge.models import GlossaryTerm, Theme
from staalkaart.learning.models import Challenge, LearningPoint
from staalkaart.members.models import Initiative
from staalkaart.network_days.models import NetworkDay
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db

MOST = 20
# What is put together from every app may ask each of them its own question; the number of rows changes nothing to that
PUT_TOGETHER = {
    "/mijn/": 30,  # a card and a first-week step of every feature
    "/mijn/gegevens/": 42,  # every table that holds something of one person
    "/netwerkdagen/regio/noordoost/": 26,  # the harvest of all sources, and the region's own figures
    "/netwerkdagen/2/agenda/": 24,  # the harvest board beside the day
    "/zoeken/?q=buddy": 29,  # two or three for each of eleven kinds of hits
    "/api/v1/search": 28,
}
MOST_OF_ONE = 3  # the same question with other values: more than this is a question per row
BY_PERSON = {
    "/mijn/gegevens/": 4,
    "/mijn/gegevens/wissen/": 6,
}  # the rights of one person, a second factor: not per row
LOGIN = {
    "coordinator": "coordinator",
    "facilitator": "begeleider",
    "member": "lid",
    "editor": "redacteur",
    "admin": "beheerder",
    "other_project": "ander",
}
# Steps of signing in and what needs a link of its own or a file; the tests of those walk them
ELSEWHERE = re.compile(r"account_|mfa_|usersessions_|files:|wagtail_serve|healthz|audience$")
NEEDS_A_LINK = {
    "knowledge:review",
    "members:accept",
    "members:first_sign_in",
    "practices:import_run",
    "intervision:circle_invitation",
    "practices:promote",
    "intervision:contribution_edit",
    "intervision:point_new",
    "network_days:calendar",
    "intervision:report",
    "intervision:case_edit",
    "network_days:block",
    "network_days:catch_at",
    "practices:take_up_point",
    "practices:selection_export",
    "learning:point_promote",
    "practices:proposal",
}


def places() -> dict[str, tuple[str, dict[str, Any]]]:
    """Route name → (who looks, "" for the first who may; what stands in the address)."""
    ours, page = project().slug, PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht").slug
    mine = project().memberships.current().get(user=demo_user("lid")).pk
    draft = Draft.objects.filter(project=project(), state="writing").first().pk
    day, over, poll = NetworkDay.objects.get(pk=2).pk, NetworkDay.objects.get(pk=1).pk, NetworkDay.objects.get(pk=4).pk
    trajectory = Trajectory.objects.filter(started_at__isnull=False).order_by("pk").first().pk
    circle = CircleSeat.objects.current().filter(user=demo_user("begeleider")).first().circle_id
    return {
        "knowledge:theme_detail": ("", {"slug": Theme.objects.first().slug}),
        "knowledge:term_detail": ("", {"slug": GlossaryTerm.objects.first().slug}),
        "members:initiative_detail": ("", {"slug": Initiative.objects.first().slug}),
        "members:team_member": ("", {"slug": ours, "pk": mine}),
        **{f"members:project_{name}": ("", {"slug": ours}) for name in ("detail", "edit", "team", "invite", "invite_bulk")},
        "project_documents": ("", {"slug": ours}),
        **{f"practices:{name}": ("", {"slug": page}) for name in ("practice_versions", "passages")},
        "practices:practice_export": ("", {"slug": page, "form": "json"}),
        **{f"practices:{name}": ("", {"pk": draft}) for name in ("draft_edit", "draft_preview")},
        "practices:draft_step": ("", {"pk": draft, "slug": "nakijken"}),
        "intervision:circle": ("facilitator", {"pk": circle}),
        "intervision:method": ("", {"slug": Method.objects.first().slug}),
        "intervision:trajectory": ("facilitator", {"pk": trajectory}),
        "learning:point": ("", {"pk": LearningPoint.objects.first().pk}),
        "learning:challenge": ("", {"pk": Challenge.objects.first().pk}),
        "network_days:region": ("facilitator", {"slug": "noordoost"}),
        **{
            f"network_days:{name}": ("facilitator", {"pk": day})
            for name in ("day", "day_edit", "board", "agenda", "register", "participants", "day_ics")
        },
        **{
            f"network_days:{name}": ("facilitator", {"pk": over})
            for name in ("attendance", "today", "actions", "feedback", "report", "report_edit")
        },
        "network_days:poll": ("facilitator", {"pk": poll}),
        "network_days:programme": ("facilitator", {"pk": over, "number": 1}),
        "network_days:pack": ("facilitator", {"pk": over, "sort": "deelnemer"}),
        "network_days:catch": ("facilitator", {"pk": over, "sort": "notitie"}),
        "network_days:figures": ("facilitator", {"pk": over, "form": "csv"}),
    }  # fmt: skip


PAGES = (
    ("", "/"), ("", "/werkmodellen/"), ("", "/werkmodellen/lotgenotennetwerk/"), ("coordinator", "/zoeken/?q=buddy"),
    ("other_project", "/praktijken/"), ("other_project", "/praktijken/?q=wachtlijst"), ("", "/kennis/"),
    ("other_project", "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/"), ("", "/werkmodellen/vergelijken/?m=lotgenotennetwerk"),
    ("coordinator", "/praktijken/uitvoer/?vorm=json"),
)  # fmt: skip


def addresses() -> list[tuple[str, str]]:
    """(who looks, address) of every row of rights.csv that is read here, and of the pages of Wagtail."""
    known, found = places(), list(PAGES)
    for row in declared_rights().rows:
        if row.sort != "url" or "read" not in row.how or row.how.startswith("step") or ELSEWHERE.match(row.name):
            continue
        if row.name in NEEDS_A_LINK:
            continue
        who, kwargs = known.get(row.name, ("", {}))
        found.append((who or next(name for name in LOGIN if name in row.who), reverse(row.name, kwargs=kwargs)))
    return found


def shape(sql: str) -> str:
    """A question without its values."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def test_no_page_asks_more_than_its_budget_or_once_per_row(client, indexed):
    wrong = []
    for who, path in addresses():
        if who:
            client.force_login(demo_user(LOGIN[who]))
        else:
            client.logout()
        client.get(path)  # what is read once per process
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        counted = Counter(shape(query["sql"]) for query in asked.captured_queries).most_common(1)
        sql, most = counted[0] if counted else ("", 0)
        if answer.status_code not in {200, 302}:
            wrong.append(f"{path}: {answer.status_code}")
        if len(asked) > PUT_TOGETHER.get(path, MOST):
            wrong.append(f"{path}: {len(asked)} queries")
        if most > BY_PERSON.get(path, MOST_OF_ONE):
            wrong.append(f"{path}: {most} times {sql[:300]}")
    assert wrong == []
