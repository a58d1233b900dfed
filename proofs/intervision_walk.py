"""Random people at the rules of intervision: is there a step that should not have been, a word read too early, a dead end?

The judge (`Judge`) is written from the rules in docs/decisions/0011 in its own terms, from the story so far; it never
asks the machine. Every answer of the machine is compared with the judge's, both ways.

python proofs/intervision_walk.py [steps] [seed]     prints what was tried, and the matrix of phase × role × kind × action
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "proofs")]

from intervision_judge import EVERYBODY, FACILITATOR, OUTSIDE, OWNER, PEOPLE, Judge, Story, Written, methods


class Walk:
    """Random steps through one story; every disagreement between machine and judge is kept."""

    def __init__(self, story: Story, chance: random.Random, tally: Counter, visited: set) -> None:
        self.story, self.chance, self.tally, self.visited = story, chance, tally, visited
        self.judge, self.wrong = Judge(story), []

    def step(self) -> None:
        self.story.step += 1
        if self.story.state in ("draft", "announced", "assembling"):
            self._before()
        elif self.chance.random() < 0.6:
            self._write()
        else:
            self._act()
        self._look()
        self.visited.add((self.story.state, self.story.at))

    def _before(self) -> None:
        story, what = self.story, self.chance.randrange(5)
        if what == 0:
            story.complete = True
        elif what == 1:
            story.names_seen = story.state == "assembling"
        elif what == 2:
            story.accepted.add(self.chance.choice(PEOPLE))
        elif what == 3 and len(story.people) > 4 and story.state == "assembling":
            story.people.discard(self.chance.choice(PEOPLE))
        else:
            self._act()

    def _kinds(self) -> list[str]:
        return sorted(
            {kind for rule in self.story.rules for kinds in rule.may_post.values() for kind in kinds} | {"onzin"}
        )

    def _write(self) -> None:
        from forums.intervision import machine

        story, who, kind = self.story, self.chance.choice(EVERYBODY), self.chance.choice(self._kinds())
        now = story.take_snapshot()
        if self.chance.random() < 0.5 and (open_ := machine.kinds_open_to(now, who)):  # half of them know the rules
            kind = self.chance.choice(open_)
        role = machine.posting_role(now, who, kind)
        allowed = not isinstance(role, machine.Refusal)
        self._compare("post", allowed, self.judge.may_post(who, kind), (who, kind))
        if allowed:
            story.posts.append(Written(who, str(role), kind, story.at, False, story.step))
            if kind == "samenvatting":
                story.agreed = story.on_behalf
        elif story.at > 0 and self.chance.random() < 0.1:
            story.posts.append(Written(who, "participant", kind, story.at - 1, True, story.step))

    def _act(self) -> None:  # noqa: C901  one branch for each thing that can happen
        from forums.intervision import transitions

        story = self.story
        chosen = self.chance.choice([*transitions.ACTS, "clock", "deadline", "agree", "leave"])
        if self.chance.random() < 0.5:  # half of them do what is of use now
            owner, now = FACILITATOR if story.on_behalf else OWNER, story.take_snapshot()
            useful = [(name, who) for name in transitions.ACTS for who in (owner, FACILITATOR)
                      if name not in ("withdraw", "back", "pause") and transitions.allows(now, name, who=who)]  # fmt: skip
            if useful:
                self._try(*self.chance.choice(useful))
                return
        if chosen == "deadline":
            story.overdue = story.state == "running" and story.rules[story.at].workdays > 0
        elif chosen == "archive" and self.chance.random() < 0.3:
            story.year = story.state in ("closed", "reported")
            self._try("archive", None)
        elif chosen == "agree":
            story.agreed = story.agreed or any(p.kind == "samenvatting" and not p.is_late for p in story.posts)
        elif chosen == "leave" and story.at >= 0 and len(story.people) > 2 and self.chance.random() < 0.05:
            story.people.discard(self.chance.choice(PEOPLE))
        elif chosen == "clock":
            self._try("advance", None)
        elif chosen in transitions.ACTS and (chosen != "withdraw" or self.chance.random() < 0.01):
            self._try(chosen, self.chance.choice(EVERYBODY))

    def _try(self, name: str, who: int | None) -> None:
        from forums.intervision import transitions

        story = self.story
        allowed = transitions.allows(story.take_snapshot(), name, who=who, clock=who is None)
        if name == "advance":
            by = "clock" if who is None else "facilitator"
            self._compare("advance", allowed, (who in (None, FACILITATOR)) and self.judge.may_advance(by), (who,))
        owner = FACILITATOR if story.on_behalf else OWNER
        if allowed and who is not None and who not in (FACILITATOR, owner):
            self.wrong.append((name, "by somebody without a role", who))
        self.tally[name, allowed] += 1
        if allowed:
            self._do(name)

    def _do(self, name: str) -> None:
        story = self.story
        if name in ("advance", "go_on"):
            story.seal()
            story.enter(story.at + 1)
        elif name == "start":
            story.state = "running"
            story.enter(0)
        elif name == "back":
            story.went_back = True
            story.enter(story.at - 1)
        elif name == "close":
            story.state = "closed"
            for post in story.posts:
                post.sealed_at = post.sealed_at or story.step
        elif name == "extend":
            story.overdue = False
        else:
            targets = {"announce": "announced", "assemble": "assembling", "pause": "paused", "resume": "running",
                       "report": "reported", "withdraw": "withdrawn", "archive": "archived"}  # fmt: skip
            story.state = targets.get(name, story.state)

    def _look(self) -> None:
        """Everybody at every post of the last few, for reading and for changing."""
        from forums.intervision import machine

        now = self.story.take_snapshot()
        for post in self.chance.sample(self.story.posts, min(4, len(self.story.posts))):
            for who in EVERYBODY:
                self._compare("read", machine.can_read(now, who, post), self.judge.may_read(who, post), (who, post))
                self._compare("edit", machine.can_edit(now, who, post), self.judge.may_edit(who, post), (who, post))

    def _compare(self, what: str, said: bool, expected: bool, about: tuple) -> None:
        self.tally[what, said] += 1
        if said != expected:
            self.wrong.append(
                (what, f"machine {said}, judge {expected}", about, replace(self.story, posts=[], entered=[]))
            )

    def can_be_finished(self) -> bool:  # noqa: C901  every way on, in order
        """People of good will bring it to an end from here: no dead state."""
        from forums.intervision import transitions

        story = self.story
        story.accepted, story.names_seen, story.complete = set(PEOPLE), True, True
        for _attempt in range(60):
            if story.state in ("archived", "withdrawn"):
                return True
            now = story.take_snapshot()
            owner = FACILITATOR if story.on_behalf else OWNER
            for name, who in (("announce", owner), ("assemble", FACILITATOR), ("start", FACILITATOR),
                              ("resume", FACILITATOR), ("report", owner)):  # fmt: skip
                if transitions.allows(now, name, who=who):
                    self._do(name)
                    break
            else:
                if story.state == "reported":
                    story.year = True
                    if transitions.allows(story.take_snapshot(), "archive", clock=True):
                        self._do("archive")
                    continue
                self._write_all()
                story.agreed = any(p.kind == "samenvatting" for p in story.posts)
                for name in ("close", "advance"):
                    if transitions.allows(story.take_snapshot(), name, who=FACILITATOR):
                        self._do(name)
                        break
        return False

    def _write_all(self) -> None:
        from forums.intervision import machine

        for who in (OWNER, FACILITATOR, *PEOPLE):
            for kind in machine.kinds_open_to(self.story.take_snapshot(), who):
                role = machine.posting_role(self.story.take_snapshot(), who, kind)
                if not isinstance(role, machine.Refusal):
                    self.story.posts.append(Written(who, str(role), kind, self.story.at, False, self.story.step))


def walk(steps: int, seed: int) -> tuple[list, Counter, set, int]:
    """(what was wrong, how often each was tried, states reached per method, stories walked)."""
    chance, tally, wrong, visited, stories, done = random.Random(seed), Counter(), [], set(), 0, 0
    known = methods()
    while done < steps:
        name = sorted(known)[stories % len(known)]
        seen: set = set()
        story = Walk(Story(known[name], on_behalf=chance.random() < 0.2), chance, tally, seen)
        stories += 1
        for _step in range(chance.randrange(60, 500)):
            story.step()
            done += 1
            if story.story.state in ("archived", "withdrawn"):
                break
        wrong += story.wrong
        visited |= {(name, *place) for place in seen}
        if not story.can_be_finished():
            wrong.append(("dead end", name, replace(story.story, posts=[], entered=[])))
    return wrong, tally, visited, stories


def matrix() -> list[str]:
    """Phase × role × kind × action, for every preset, as the machine answers in that phase's middle."""
    from forums.intervision.machine import can_post, can_read

    lines = []
    people = {"inbrenger": OWNER, "meedenker": PEOPLE[0], "begeleider": FACILITATOR, "buiten": OUTSIDE[0]}
    for name, rules in methods().items():
        for number, rule in enumerate(rules):
            story = Story(rules, state="running", at=number, furthest=number)
            story.posts = [Written(PEOPLE[1], "participant", "kern", number, False, 0)]
            now = story.take_snapshot()
            kinds = sorted({kind for kinds in rule.may_post.values() for kind in kinds})
            for role, who in people.items():
                posts = [kind for kind in kinds if can_post(now, who, kind)]
                reads = "leest" if can_read(now, who, story.posts[0]) else "leest nog niet"
                if who in OUTSIDE:
                    reads = "niets" if reads == "leest nog niet" else "LEEST"
                lines.append(f"{name:9} {number + 1} {rule.code:14} {role:10} {reads:15} {', '.join(posts) or '–'}")
    return lines


def main(steps: int, seed: int) -> int:
    wrong, tally, visited, stories = walk(steps, seed)
    print("\n".join(matrix()))
    print(f"\n{steps} steps in {stories} trajectories, seed {seed}; {len(visited)} states reached")
    for (what, said), count in sorted(tally.items()):
        print(f"  {what:10} {'yes' if said else 'no ':4} {count}")
    for name, rules in methods().items():
        missed = [n for n in range(len(rules)) if (name, "running", n) not in visited]
        if missed:
            wrong.append(("never reached", name, missed))
    print(f"wrong: {len(wrong)}")
    for row in wrong[:10]:
        print(" ", row)
    return 1 if wrong else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "staalkaart.settings.test")
    import django

    django.setup()
    numbers = [int(text) for text in sys.argv[1:3]]
    sys.exit(main(*(numbers + [100_000, 7][len(numbers) :])))
