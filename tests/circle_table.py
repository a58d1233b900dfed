"""A circle of six with a facilitator, and trajectories walked to where a test wants them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from forums.intervision import case_intake, circles, phases, posting
from forums.intervision.choices import Openness
from forums.intervision.models import Circle, Contribution, Method, Trajectory
from staalkaart.members.grants import grant
from staalkaart.members.models import Project, Region, User
from tests.builders import make_member, make_user


@dataclass
class Table:
    """Who sits around, and the clock of the story."""

    circle: Circle
    lead: User
    owner: User
    people: list[User]
    now: datetime = field(default_factory=timezone.now)

    def case(self, **changes) -> dict:
        return {
            "title": "De grens tussen helpen en overnemen", "question": "Hoe geef ik taken terug?",
            "case": "Een vrijwilliger neemt steeds meer over, zegt kwiblafant.", "circle": self.circle,
            "method": Method.objects.get(slug="incident"), "openness": Openness.OPEN, "person_knows": True,
            "organisation_agrees": True, "nobody_recognisable": True, "no_danger": True, **changes,
        }  # fmt: skip

    def draft(self, **changes) -> Trajectory:
        draft = case_intake.start_draft(by=self.owner, circle=self.circle)
        return case_intake.save_case(trajectory=draft, by=self.owner, values=self.case(**changes))

    def announced(self, **changes) -> Trajectory:
        return case_intake.announce(trajectory=self.draft(**changes), by=self.owner)

    def assembled(self, **changes) -> Trajectory:
        trajectory = self.announced(**changes)
        return case_intake.assemble(trajectory=trajectory, by=self.lead, users=case_intake.candidates(trajectory))

    def started(self, **changes) -> Trajectory:
        trajectory = self.assembled(**changes)
        case_intake.settle_names(trajectory=trajectory, by=self.owner)
        return case_intake.start(trajectory=trajectory, by=self.lead, now=self.now)

    def thinkers(self, trajectory: Trajectory) -> list[User]:
        return list(User.objects.filter(trajectory_seats__trajectory=trajectory, trajectory_seats__role="participant",
                                        trajectory_seats__until=None).order_by("pk"))  # fmt: skip

    def say(self, trajectory: Trajectory, by: User, kind: str, text: str = "Een gedachte.", **more) -> Contribution:
        at = Trajectory.objects.get(pk=trajectory.pk).at
        return posting.post(trajectory=trajectory, by=by, kind=kind, text=text, phase=at, now=self.now, **more)

    def everybody_says(self, trajectory: Trajectory, kind: str) -> list[Contribution]:
        return [self.say(trajectory, user, kind, f"{kind} {n}") for n, user in enumerate(self.thinkers(trajectory))]

    def advance(self, trajectory: Trajectory) -> Trajectory:
        phases.advance(trajectory=trajectory, by=self.lead, now=self.now)
        trajectory.refresh_from_db()
        return trajectory

    def at_phase(self, number: int, **changes) -> Trajectory:
        """In the incident method: 0 inbreng, 1 vragen, 2 analyse, 3 advies, 4 keuze, 5 afronding."""
        trajectory = self.started(**changes)
        kinds = [None, "vraag", "kern", "advies"]
        for phase in range(number):
            if phase == 4:
                for kind in ("reactie", "keuze"):
                    self.say(trajectory, self.owner, kind)
            elif kinds[phase]:
                self.everybody_says(trajectory, kinds[phase])
            self.advance(trajectory)
        return trajectory

    def later(self, **by) -> datetime:
        self.now += timedelta(**by)
        return self.now


def lay_table() -> Table:
    """Six members of five projects in one circle, and the owner; nobody of them is a demo account."""
    region = Region.objects.get(slug="noordoost")
    lead = make_user(name="Lot Leider", roles=("member",))
    grant(user=lead, role="facilitator", token=region.token)
    circle = circles.create_circle(by=lead, name="Kring Proef", region=region)
    projects = list(Project.objects.filter(region=region).order_by("pk")[:7])
    people = [make_member(project=project, name=f"Mens {n}") for n, project in enumerate(projects)]
    for user in people:
        circles.accept(seat=circles.invite(circle=circle, user=user, by=lead))
    return Table(circle, lead, people[0], people[1:])
