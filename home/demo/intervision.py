"""The demo's circles and trajectories, walked through the services with the clock turned back. Everybody in it is made up."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from forums.intervision import case_intake, circles, closing, phases, posting, proposed_points
from forums.intervision.models import Circle, Contribution, Method, Trajectory
from home.demo.content_files import read_demo
from home.demo.people import make_user
from home.demo.records import Ledger, mailed_to_nobody
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning import challenges, policy_signals
from staalkaart.learning.models import PolicySignal
from staalkaart.members.models import Membership, Project, Region, User
from staalkaart.members.teams import join
from staalkaart.notifications.models import Notification


@mailed_to_nobody()
def load(ledger: Ledger, progress) -> None:
    data = read_demo("intervision.yaml")
    ledger.once("person:nele.begeleider", _second_facilitator)
    for row in data["kringen"]:
        ledger.once(f"circle:{row['sleutel']}", partial(_make_circle, row))
    progress()
    names = {row["sleutel"]: row["naam"] for row in data["kringen"]}
    for row in data["trajecten"]:
        ledger.once(f"trajectory:{row['sleutel']}", partial(_walk, row, names[row["kring"]]))
    ledger.once("point:afscheid", lambda: _share_point(data["leerpunt"]))
    for row in data["uitdagingen"]:
        ledger.once(f"challenge:{row['sleutel']}", partial(_raise, row))
    for row in data["signalen"]:
        ledger.once(f"signal:{row['sleutel']}", partial(_report, row))
    ledger.once("release:mobiliteit", lambda: _release(data["vrijgave"]))
    progress()


def _second_facilitator() -> None:
    """Leads circle 2; has no password, like the teams."""
    user = make_user("nele.begeleider", "Nele Verstraete", None)
    join(membership=Membership(user=user, role="facilitator", region=Region.objects.get(slug="west")), by=None)


def person(name: str) -> User:
    """ "lid" is an account; "lid@netepaar" is the member of that project's team who came in last, "coordinator@…" its first."""
    login, _at, slug = name.partition("@")
    if not slug:
        return User.objects.get(email=f"{login}@demo.example")
    role = "coordinator" if login == "coordinator" else "member"
    team = Membership.objects.current().filter(project__slug=slug, role=role).exclude(user__email__startswith="lid@")
    return team.earliest("since").user


def _make_circle(row: dict[str, Any]) -> None:
    by = person(row["begeleider"])
    circle = circles.create_circle(
        by=by,
        name=row["naam"],
        purpose=row["doel"],
        region=Region.objects.get(slug=row["regio"]),
        takes_guests=row["gasten"],
    )
    circles.accept_agreements(user=by)
    for name in row["leden"]:
        circles.accept(seat=circles.invite(circle=circle, user=person(name), by=by))
    Notification.objects.filter(kind__startswith="circle_").update(read_at=timezone.now())


class _Walked:
    """One trajectory, step by step, each a few hours after the one before."""

    def __init__(self, row: dict[str, Any], circle: Circle) -> None:
        self.owner, self.now = person(row["inbrenger"]), timezone.now() - timedelta(days=row["dagen_geleden"])
        self.lead = User.objects.get(pk=circles.facilitators_of(circle)[0])
        self.trajectory = self._announced(row, circle)
        self.group = list(User.objects.filter(trajectory_seats__trajectory=self.trajectory,
                                              trajectory_seats__role="participant").order_by("pk"))  # fmt: skip
        self.asked: list[int] = []

    def _announced(self, row: dict[str, Any], circle: Circle) -> Trajectory:
        case = {
            "title": row["titel"], "question": row["vraag"], "case": row["casus"], "circle": circle,
            "method": Method.objects.get(slug=row["methode"]), "openness": row["openheid"], "person_knows": True,
            "organisation_agrees": True, "nobody_recognisable": True, "no_danger": True,
        }  # fmt: skip
        draft = case_intake.start_draft(by=self.owner, circle=circle)
        case_intake.save_case(trajectory=draft, by=self.owner, values=case)
        case_intake.announce(trajectory=draft, by=self.owner, now=self.now)
        case_intake.assemble(
            trajectory=draft, by=self.lead, users=case_intake.candidates(Trajectory.objects.get(pk=draft.pk))
        )
        case_intake.settle_names(trajectory=draft, by=self.owner)
        started = case_intake.start(trajectory=draft, by=self.lead, now=self.now)
        phases.advance(trajectory=started, by=self.lead, now=self.later())
        return started

    def later(self) -> datetime:
        self.now += timedelta(hours=5)
        return min(self.now, timezone.now())

    def step(self, step: Any) -> None:
        if step == "volgende":
            phases.advance(trajectory=self.trajectory, by=self.lead, now=self.later())
        elif step == "akkoord":
            summary = self.trajectory.contributions.filter(kind="samenvatting").latest("pk")
            closing.agree_summary(trajectory=self.trajectory, by=self.owner, pk=summary.pk, seen=summary.stamp)
        elif step == "afronden":
            closing.close(trajectory=self.trajectory, by=self.lead, now=self.later())
        else:
            self._post(step)

    def _post(self, step: dict[str, Any]) -> None:
        who = {"inbrenger": self.owner, "begeleider": self.lead}.get(step["wie"]) or self.group[step["wie"]]
        at = Trajectory.objects.values_list("at", flat=True).get(pk=self.trajectory.pk)
        reply = self.asked[step["bij"]] if "bij" in step else None
        row = posting.post(trajectory=self.trajectory, by=who, kind=step["soort"], text=step["tekst"], phase=at,
                           reply_to=reply, now=self.later())  # fmt: skip
        if step["soort"] == "vraag":
            self.asked.append(row.pk)


def _walk(row: dict[str, Any], circle: str) -> None:
    walked = _Walked(row, Circle.objects.get(name=circle))
    for step in row["stappen"]:
        walked.step(step)
    story = walked.trajectory
    told = Notification.objects.filter(about_id=story.pk, url=story.get_absolute_url())
    told.update(created_at=walked.now, read_at=walked.now)
    if Trajectory.objects.get(pk=story.pk).is_under_way:  # of what still runs, the present phase is news
        told.filter(kind="phase_begins", data__phase=story.phases.latest("started_at").number + 1).update(read_at=None)


# --- what was learned ------------------------------------------------------------------------------------------------
def _share_point(row: dict[str, Any]) -> None:
    """The owner's learning point of the closed trajectory, agreed to by both."""
    said = Contribution.objects.filter(kind="leerpunt", role="owner").select_related("trajectory").latest("pk")
    trajectory = said.trajectory
    themes, models = _about(row)
    owner = trajectory.seats.get(role="owner").user
    point = proposed_points.propose(
        trajectory=trajectory, by=owner, text=said.text, themes=themes, working_models=models
    )
    proposed_points.agree(trajectory=trajectory, by=trajectory.seats.get(role="facilitator").user, pk=point.pk)


def _about(row: dict[str, Any]) -> tuple[list[Theme], list[WorkingModelPage]]:
    themes = [Theme.objects.get(slug=slug) for slug in row["themas"]]
    return themes, [WorkingModelPage.objects.get(slug=slug) for slug in row["modellen"]]


def _raise(row: dict[str, Any]) -> None:
    themes, models = _about(row)
    project = Project.objects.filter(slug=row["project"]).first()
    people = [place.user for place in Membership.objects.current().filter(role="member").order_by("pk")]
    challenge = challenges.raise_challenge(
        by=people[len(row["titel"]) % len(people)], themes=themes, working_models=models, title=row["titel"],
        text=row["meer"], project=project,
    )  # fmt: skip
    for user in people[: row["stemmen"]]:
        challenges.vote(challenge=challenge, by=user, on=True)


def _report(row: dict[str, Any]) -> None:
    PolicySignal.objects.create(
        project=Project.objects.get(slug=row["project"]), theme=Theme.objects.get(slug=row["thema"]), text=row["tekst"],
        quote=row["citaat"], quote_allowed=row["mag"],
    )  # fmt: skip


def _release(row: dict[str, Any]) -> None:
    today = timezone.localdate()
    policy_signals.release(
        theme=Theme.objects.get(slug=row["thema"]), region=Region.objects.get(slug=row["regio"]),
        start=today - timedelta(days=180), end=today, summary=row["tekst"], by=person("begeleider"),
    )  # fmt: skip
