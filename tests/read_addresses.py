"""Every address that is read, from rights.csv, with who looks: what the test of budgets and the bench walk."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from forums.intervision import case_intake
from forums.intervision.models import CircleSeat, Contribution, Method, Trajectory
from practices import drafting, lifecycle
from practices.models import Draft, ImportRun, PracticePage
from staalkaart.core.access.rights import declared_rights
from staalkaart.knowledge.models import GlossaryTerm, Source, Theme
from staalkaart.learning.models import Challenge, LearningPoint
from staalkaart.members.models import Initiative
from staalkaart.network_days import letters
from staalkaart.network_days.models import Block, DayLetter, NetworkDay
from tests.builders import demo_user, project

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
    "members:address_confirm",
    "members:address_undo",
    "intervision:circle_invitation",
    "notifications:unsubscribe",
}


ASKED_WITH = {
    "search:search": "?q=buddy",
    "search:autocomplete": "?q=bud",
    "members:place_suggest": "?q=sint",
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
    letter = DayLetter.objects.filter(day=day).order_by("pk").first().pk
    trajectory = Trajectory.objects.filter(started_at__isnull=False).order_by("pk").first().pk
    circle = CircleSeat.objects.current().filter(user=demo_user("begeleider")).first().circle_id
    return {
        "arrived": ("", {"receipt": "van-niemand-0000000000"}),
        "knowledge:theme_detail": ("", {"slug": Theme.objects.order_by("pk").first().slug}),
        "knowledge:term_detail": ("", {"slug": GlossaryTerm.objects.order_by("pk").first().slug}),
        "knowledge:source_detail": ("", {"slug": Source.objects.order_by("pk").first().slug}),
        **{f"choice_aid:{name}": ("", {"kind": "gesprek"}) for name in ("sheet", "sheet_pdf")},
        "members:initiative_detail": ("", {"slug": Initiative.objects.order_by("pk").first().slug}),
        "members:team_member": ("", {"slug": ours, "pk": mine}),
        **{f"members:project_{name}": ("", {"slug": ours}) for name in ("detail", "edit", "team", "invite", "invite_bulk")},
        "project_documents": ("", {"slug": ours}),
        **{f"practices:{name}": ("", {"slug": page}) for name in ("passages", "consent_give")},
        "practices:practice_versions": ("coordinator", {"slug": page}),
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
            for name in ("day", "day_edit", "board", "agenda", "participants", "day_ics", "letters")
        },
        "network_days:register": ("member", {"pk": day}),
        **{
            f"network_days:{name}": ("facilitator", {"pk": over})
            for name in ("attendance", "today", "actions", "feedback", "report", "report_edit")
        },
        "network_days:block": ("facilitator", {"pk": day, "block": block}),
        "network_days:catch_at": ("facilitator", {"pk": day, "sort": "notitie", "block": block}),
        "network_days:poll": ("facilitator", {"pk": poll}),
        "network_days:letter": ("facilitator", {"pk": day, "letter": letter}),
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


def make_what_is_missing() -> None:
    """What the demo has none of: a proposal that waits, a case that is still written, an import that is being looked at."""
    by, page = demo_user("redacteur"), PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht")
    proposal = drafting.rework(page=page, by=by, kind=Draft.Kind.PROPOSAL)
    proposal.data["summary"] = "In minder woorden."
    proposal.save()
    lifecycle.offer(draft=proposal, by=by, reason="Korter.")
    coordinator = demo_user("coordinator")
    day = NetworkDay.objects.get(pk=2)
    letters.send(day=day, by=demo_user("begeleider"), which="region", subject="Kom je naar {dag}?", text="Dag {naam}")
    case_intake.start_draft(by=coordinator, circle=None)
    ImportRun.objects.create(user=coordinator, project=project(), name="lijst.csv")
