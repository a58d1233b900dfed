"""Every address that is read, from rights.csv: its queries are within the budget, and as many with one row as with twelve."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.intervision import case_intake
from forums.intervision.models import CircleSeat, Contribution, Method, Trajectory
from practices import drafting, lifecycle
from practices.models import Draft, ImportRun, PracticePage
from staalkaart.core.access.rights import declared_rights
from staalkaart.knowledge.models import GlossaryTerm, Theme
from staalkaart.learning.models import Challenge, LearningPoint
from staalkaart.members.demo_accounts import DEMO_PASSWORD
from staalkaart.members.models import Initiative
from staalkaart.network_days.models import Block, NetworkDay
from tests.builders import demo_user, project
from tests.many_rows import ONE_OR_FIXED, more_of_everything

pytestmark = pytest.mark.django_db

MOST = 20
# What is put together from every app may ask each of them its own question; the number of rows changes nothing to that
PUT_TOGETHER = {
    "/mijn/": 39,  # a card and a first-week step of every feature
    "/mijn/gegevens/": 49,  # every table that holds something of one person
    "/mijn/gegevens/wissen/": 23,  # every feature says what is still in hand
    "/netwerkdagen/regio/noordoost/": 28,  # the harvest of all sources, and the region's own figures
    "/netwerkdagen/1/agenda/": 30,  # the harvest board beside the day
    "/netwerkdagen/1/oogst/": 21,
    "/zoeken/?q=buddy": 31,  # two or three for each of eleven kinds of hits
    "/api/v1/search?q=buddy": 32,
    "/projecten/tweespan-antwerpen/bewerken/": 22,  # five forms on one screen
    "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/": 25,  # comments, uses, files, models, points, what it leads to
    "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/naar-kaart/punt-0-werkt/": 21,  # two forms over the staalkaarten
    "/praktijken/1/voorstel/": 25,  # three versions of one practice
}
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
    "intervision:circle_invitation",
}


ASKED_WITH = {
    "search:search": "?q=buddy",
    "search:autocomplete": "?q=bud",
    "api-1.0.0:search": "?q=buddy",
    "practices:selection_export": "?vorm=json",
}


def places() -> dict[str, tuple[str, dict[str, Any]]]:
    """Route name → (who looks, "" for the first who may; what stands in the address)."""
    ours, page = project().slug, PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht").slug
    mine = project().memberships.current().get(user=demo_user("lid")).pk
    draft = Draft.objects.filter(project=project(), state="writing").order_by("pk").first().pk
    proposal, run = Draft.objects.get(kind="proposal").pk, ImportRun.objects.order_by("pk").first().pk
    block, anchor = (
        Block.objects.filter(day=2).order_by("pk").first().pk,
        PracticePage.objects.get(slug=page).works[0].anchor,
    )
    point, said = (
        LearningPoint.objects.get(pk=1).pk,
        Contribution.objects.filter(trajectory=2, kind="leerpunt").first().pk,
    )
    day, over, poll = NetworkDay.objects.get(pk=2).pk, NetworkDay.objects.get(pk=1).pk, NetworkDay.objects.get(pk=4).pk
    trajectory = Trajectory.objects.filter(started_at__isnull=False).order_by("pk").first().pk
    circle = CircleSeat.objects.current().filter(user=demo_user("begeleider")).first().circle_id
    return {
        "knowledge:theme_detail": ("", {"slug": Theme.objects.order_by("pk").first().slug}),
        "knowledge:term_detail": ("", {"slug": GlossaryTerm.objects.order_by("pk").first().slug}),
        "members:initiative_detail": ("", {"slug": Initiative.objects.order_by("pk").first().slug}),
        "members:team_member": ("", {"slug": ours, "pk": mine}),
        **{f"members:project_{name}": ("", {"slug": ours}) for name in ("detail", "edit", "team", "invite", "invite_bulk")},
        "project_documents": ("", {"slug": ours}),
        **{f"practices:{name}": ("", {"slug": page}) for name in ("practice_versions", "passages")},
        "practices:practice_export": ("", {"slug": page, "form": "json"}),
        **{f"practices:{name}": ("", {"pk": draft}) for name in ("draft_edit", "draft_preview")},
        "practices:draft_step": ("", {"pk": draft, "slug": "nakijken"}),
        "practices:proposal": ("", {"pk": proposal}),
        "practices:promote": ("editor", {"slug": page, "anchor": anchor}),
        "practices:take_up_point": ("editor", {"pk": point}),
        "practices:import_run": ("coordinator", {"pk": run}),
        "learning:point_promote": ("editor", {"pk": point}),
        "intervision:case_edit": ("coordinator", {"pk": Trajectory.objects.get(state="draft").pk}),
        "intervision:contribution_edit": ("member", {"pk": 1, "post": Contribution.objects.get(pk=2).pk}),
        "intervision:report": ("maarten.hasselduo", {"pk": 2}),
        "intervision:point_new": ("facilitator", {"pk": 2, "post": said}),
        "intervision:overview": ("facilitator", {}),
        "intervision:circle": ("facilitator", {"pk": circle}),
        "intervision:method": ("", {"slug": Method.objects.order_by("pk").first().slug}),
        "intervision:trajectory": ("facilitator", {"pk": trajectory}),
        "learning:point": ("", {"pk": point}),
        "learning:challenge": ("", {"pk": Challenge.objects.order_by("pk").first().pk}),
        "network_days:region": ("facilitator", {"slug": "noordoost"}),
        **{
            f"network_days:{name}": ("facilitator", {"pk": day})
            for name in ("day", "day_edit", "board", "agenda", "register", "participants", "day_ics")
        },
        **{
            f"network_days:{name}": ("facilitator", {"pk": over})
            for name in ("attendance", "today", "actions", "feedback", "report", "report_edit")
        },
        "network_days:block": ("facilitator", {"pk": day, "block": block}),
        "network_days:catch_at": ("facilitator", {"pk": day, "sort": "notitie", "block": block}),
        "network_days:poll": ("facilitator", {"pk": poll}),
        "network_days:programme": ("facilitator", {"pk": over, "number": 1}),
        "network_days:pack": ("facilitator", {"pk": over, "sort": "deelnemer"}),
        "network_days:catch": ("facilitator", {"pk": over, "sort": "notitie"}),
        "network_days:figures": ("facilitator", {"pk": over, "form": "csv"}),
    }  # fmt: skip


PAGES = (
    ("", "/"), ("", "/werkmodellen/"), ("", "/werkmodellen/lotgenotennetwerk/"),
    ("other_project", "/praktijken/"), ("other_project", "/praktijken/?q=wachtlijst"), ("", "/kennis/"),
    ("other_project", "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/"), ("", "/werkmodellen/vergelijken/?m=lotgenotennetwerk"),
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
        who = who or next(name for name in LOGIN if name in row.who)
        found.append((who, reverse(row.name, kwargs=kwargs) + ASKED_WITH.get(row.name, "")))
    return found


@pytest.fixture
def counted(client, indexed):
    """See `count`. What the demo has none of is made first: a proposal that waits, and a case that is still written."""
    by, page = demo_user("redacteur"), PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht")
    proposal = drafting.rework(page=page, by=by, kind=Draft.Kind.PROPOSAL)
    proposal.data["summary"] = "In minder woorden."
    proposal.save()
    lifecycle.offer(draft=proposal, by=by, reason="Korter.")
    case_intake.start_draft(by=demo_user("coordinator"), circle=None)

    def count() -> dict[str, int]:
        """Address → its queries, with nothing in the cache of pages."""
        found = {}
        for who, path in addresses():
            client.logout()
            if who:
                client.force_login(demo_user(LOGIN.get(who, who)))
            first = client.get(path)  # what is read once per process
            if "/reauthenticate/" in first.get("Location", ""):
                client.post(first["Location"], {"password": DEMO_PASSWORD})
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            found[path] = len(asked)
        return found

    return count


def test_every_page_has_a_budget_and_twelve_rows_cost_what_one_costs(counted):
    more_of_everything(1)
    with_one = counted()
    more_of_everything(11)
    with_twelve = counted()
    over = {
        path: found for path, found in with_one.items() if found > PUT_TOGETHER.get(re.sub(r"/\d+/", "/1/", path), MOST)
    }
    grown = {path: (with_one[path], found) for path, found in with_twelve.items() if found > with_one[path]}
    assert (over, grown) == ({}, {})


def test_the_twelve_rows_are_of_every_kind():
    """A new model either stands on a page, and then it is in `more_of_everything`, or it says there why not."""
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("staalkaart.", "forums.", "home.", "practices."))
    ]
    before = {model: model._base_manager.count() for model in ours}
    more_of_everything(3)
    still = {model.__name__ for model in ours if model._base_manager.count() < before[model] + 3}
    assert still == ONE_OR_FIXED
