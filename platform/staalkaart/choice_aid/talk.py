"""What two people have in the form in front of them. It lives as long as one request, and nothing of it is written anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.http import QueryDict

from staalkaart.choice_aid.models import Answer, Question

OUTCOME = "uitkomst"
STEP = (("wat", 160), ("met-wie", 120), ("wanneer", 120))  # name, letters at most
NEARBY = ("gemeente", "leeftijd", "taal", "doelgroep")
LONGEST = 600


@dataclass
class Asked:
    """A question on the screen: its answers, which of them are chosen, and whether it is the one to look at."""

    question: Question
    number: int
    chosen: list[Answer] = field(default_factory=list)
    is_current: bool = False

    @property
    def slugs(self) -> set[str]:
        return {answer.slug for answer in self.chosen}

    @property
    def is_too_many(self) -> bool:
        return bool(self.question.most) and len(self.chosen) > self.question.most


@dataclass
class Talk:
    """`at` is the number of the question on the screen, or OUTCOME."""

    asked: list[Asked]
    at: int | str = 1
    step: dict[str, str] = field(default_factory=dict)
    retold: str = ""
    nearby: dict[str, str] = field(default_factory=dict)
    try_out: set[str] = field(default_factory=set)
    ask_more: set[str] = field(default_factory=set)
    with_answers: bool = False
    sheet_for: str = ""

    @property
    def chosen(self) -> list[Answer]:
        """In the order of the questions: what counts for the person stands first."""
        return [answer for row in self.asked for answer in row.chosen]

    @property
    def with_whom(self) -> str:
        return self.step.get("met-wie", "")

    @property
    def is_outcome(self) -> bool:
        return self.at == OUTCOME

    @property
    def number(self) -> int:
        """Of the question on the screen; after the last one, the last."""
        return self.at if isinstance(self.at, int) else len(self.asked)

    @property
    def current(self) -> Asked | None:
        return next((row for row in self.asked if row.is_current), None)


def questions() -> list[Question]:
    """With their answers, in order: two queries."""
    return list(Question.objects.prefetch_related(Prefetch("answers", Answer.objects.order_by("position", "pk"))))


def read(data: QueryDict | None) -> Talk:
    """What was posted; odd values are as if they were not there. None is somebody who begins."""
    asked = [Asked(question, number) for number, question in enumerate(questions(), 1)]
    talk = Talk(asked)
    if data is None:
        _look_at(talk, 1)
        return talk
    skipped = _number(data.get("over", ""))
    for row in asked:
        wanted = set(data.getlist(row.question.slug)[:40]) if row.number != skipped else set()
        chosen = [answer for answer in row.question.answers.all() if answer.slug in wanted]
        row.chosen = chosen[:1] if row.question.is_one else chosen
    talk.step = {name: _line(data, name, most) for name, most in STEP}
    talk.retold = data.get("terugvertellen", "").strip()[:LONGEST]
    talk.nearby = {name: _line(data, name, 80) for name in NEARBY}
    talk.try_out, talk.ask_more = set(data.getlist("proberen")[:10]), set(data.getlist("vraag")[:10])
    talk.with_answers = data.get("met_antwoorden") == "ja"
    talk.sheet_for = _line(data, "kaartje_voor", 160)
    wanted_step = skipped + 1 if skipped else data.get("naar", OUTCOME)
    _go(talk, wanted_step)
    return talk


def _line(data: QueryDict, name: str, most: int) -> str:
    return " ".join(data.get(name, "").split())[:most]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _go(talk: Talk, wanted: int | str) -> None:
    """To that question; first back to one with more answers than it takes."""
    full = next((row.number for row in talk.asked if row.is_too_many), 0)
    number = full or (wanted if isinstance(wanted, int) else _number(wanted))
    if not number or number > len(talk.asked):
        talk.at = OUTCOME
    else:
        _look_at(talk, number)


def _look_at(talk: Talk, number: int) -> None:
    talk.at = number
    for row in talk.asked:
        row.is_current = row.number == number


def said(chosen: Sequence[Answer], adds: str) -> bool:
    return any(answer.adds == adds for answer in chosen)
