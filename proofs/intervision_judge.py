"""The story of a walk through intervision, and the judge of it, written from the rules in docs/decisions/0011 in its own terms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

OWNER, FACILITATOR, PEOPLE, OUTSIDE = 1, 2, (3, 4, 5, 6, 7), (8, 9)
EVERYBODY = (OWNER, FACILITATOR, *PEOPLE, *OUTSIDE)


def methods() -> dict[str, list]:
    """The presets, and one that combines what they do not: hidden from participants, a maximum of two, an owner's minimum."""
    from forums.intervision.machine import PhaseRule
    from home.setup.reference import methods

    found = {}
    for row in methods():
        found[row["slug"]] = [
            PhaseRule(
                phase["code"],
                {role: frozenset(phase[f"{role}_kinds"]) for role in ("owner", "participant", "facilitator")},
                phase["workdays"], phase["blind"], phase["min_participant"], phase["max_participant"], phase["min_owner"],
                frozenset(phase["hidden_from"]), phase["hidden_until"],
            )
            for phase in row["phases"]
        ]  # fmt: skip
    kinds = {
        "owner": frozenset({"reactie"}),
        "participant": frozenset({"gedachte"}),
        "facilitator": frozenset({"sturing"}),
    }
    odd = PhaseRule("samen", kinds, 1, True, 1, 2, 1, frozenset({"participant"}), "afronding")
    found["eigen"] = [found["incident"][0], odd, found["incident"][2], found["incident"][-1]]
    return found


@dataclass
class Written:
    """A post in the walk, with when things happened to it, in steps."""

    author_id: int
    role: str
    kind: str
    phase_number: int
    is_late: bool
    step: int
    sealed_at: int | None = None

    @property
    def is_sealed(self) -> bool:
        return self.sealed_at is not None


@dataclass
class Story:
    """A trajectory that is walked through, and everything that happened in it."""

    rules: list
    on_behalf: bool = False
    state: str = "draft"
    at: int = -1
    furthest: int = -1
    step: int = 0
    overdue: bool = False
    went_back: bool = False
    year: bool = False
    people: set = field(default_factory=lambda: set(PEOPLE))
    accepted: set = field(default_factory=set)
    names_seen: bool = False
    complete: bool = False
    agreed: bool = False
    reason: str = ""
    posts: list = field(default_factory=list)
    entered: list = field(default_factory=list)  # (step, phase)

    def take_snapshot(self):
        from forums.intervision.machine import Snapshot

        return Snapshot(
            self.state, self.rules, self.at, self.furthest, None if self.on_behalf else OWNER, FACILITATOR,
            frozenset(self.people), tuple(self.posts), self.overdue, self.went_back, self.on_behalf, self.complete, 4,
            frozenset(self.accepted), self.names_seen, self.agreed, self.reason, self.year,
        )  # fmt: skip

    def enter(self, number: int) -> None:
        self.at, self.furthest, self.overdue = number, max(self.furthest, number), False
        self.entered.append((self.step, number))

    def seal(self) -> None:
        for post in self.posts:
            if post.phase_number == self.at and not post.is_sealed and not post.is_late:
                post.sealed_at = self.step


class Judge:
    """What the rules of intervision say, told from the story; shares no code with the machine."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def is_(self, who: int, role: str) -> bool:
        story = self.story
        if role == "participant":
            return who in story.people
        if role == "facilitator":
            return who == FACILITATOR
        return who == (FACILITATOR if story.on_behalf else OWNER)

    def roles(self, who: int) -> list[str]:
        return [role for role in ("owner", "participant", "facilitator") if self.is_(who, role)]

    def may_post(self, who: int, kind: str) -> bool:
        story = self.story
        if story.state != "running":
            return False
        phase = story.rules[story.at]
        for role in self.roles(who):
            if kind in phase.may_post.get(role, ()):
                mine = [
                    p
                    for p in story.posts
                    if p.phase_number == story.at
                    and p.author_id == who
                    and p.role == role
                    and not p.is_late
                    and p.sealed_at is None
                ]
                return not (
                    role == "participant" and phase.max_participant is not None and len(mine) >= phase.max_participant
                )
        return False

    def may_read(self, who: int, post: Written) -> bool:
        story = self.story
        if story.state not in ("running", "paused", "closed", "reported") or not self.roles(who):
            return False
        if post.author_id == who:
            return True
        if post.is_late:
            return who == FACILITATOR
        phase = story.rules[post.phase_number]
        over = story.state in ("closed", "reported")
        if phase.blind and post.kind != "sturing" and post.sealed_at is None:
            return False
        if all(role in phase.hidden_from for role in self.roles(who)) and not over:
            codes = [rule.code for rule in story.rules]
            opens = codes.index(phase.hidden_until) if phase.hidden_until in codes else None
            reached = opens is not None and any(number >= opens for _step, number in story.entered)
            return bool(reached and post.sealed_at is not None)
        return True

    def may_edit(self, who: int, post: Written) -> bool:
        story = self.story
        return (post.author_id == who and bool(self.roles(who)) and story.state == "running" and not post.is_late
                and post.phase_number == story.at and post.sealed_at is None)  # fmt: skip

    def may_advance(self, by: str) -> bool:
        """Minimums, or the deadline with two contributors; the clock only at the deadline; nobody past the last phase."""
        story = self.story
        if story.state != "running" or story.at == len(story.rules) - 1 or (by == "clock" and not story.overdue):
            return False
        phase = story.rules[story.at]
        here = [p for p in story.posts if p.phase_number == story.at and not p.is_late and p.sealed_at is None]
        owner = FACILITATOR if story.on_behalf else OWNER
        owners = [p for p in here if p.author_id == owner and p.role == "owner"]
        wanted = phase.may_post.get("owner", frozenset())
        only_owner = wanted and not phase.may_post.get("participant") and not phase.may_post.get("facilitator")
        owner_ok = len(owners) >= phase.min_owner and (not only_owner or wanted <= {p.kind for p in owners})
        said = Counter(p.author_id for p in here if p.role == "participant" and p.author_id in story.people)
        if not phase.may_post.get("participant"):
            return owner_ok
        everybody = all(said[who] >= phase.min_participant for who in story.people)
        return owner_ok and (everybody or (story.overdue and len(said) >= 2))
