"""What came back of a card: a row per point, beside the point as it is now, with what an editor still has to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from staalkaart.knowledge.card_in_word import WORDS
from staalkaart.knowledge.models import CardEntry, ReviewAnswer

MORE = [name for name in WORDS.values() if name not in {"title", "text"}]
SKIP, REMARK = "niets", "opmerking"


@dataclass
class CardRow:
    """One row as it came back, beside the entry as it is now. `question`: what an editor has to decide, from `choices`."""

    number: int
    entry: CardEntry | None = None
    verdict: str = ""
    title: str = ""
    text: str = ""
    more: dict[str, str] = field(default_factory=dict)  # the other parts of the point, as they came back
    comment: str = ""
    quadrant: str = ""
    question: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    chosen: str = ""

    def ask(self, question: str, chosen: str, *choices: str) -> None:
        self.question, self.chosen = question, chosen
        self.choices = [(value, choice_words()[value]) for value in choices]

    def decide(self, choice: str) -> None:
        """Take one of the choices; anything else leaves what was chosen already."""
        if choice in {value for value, _label in self.choices}:
            self.chosen = choice

    @property
    def outcome(self) -> str:
        """The verdict that counts: as written, or as decided. "" with a comment is a remark only."""
        if not self.question:
            return self.verdict
        return "" if self.chosen in {SKIP, REMARK} else self.chosen

    @property
    def outcome_label(self) -> str:
        return str(ReviewAnswer.Verdict(self.outcome).label) if self.outcome else ""

    @property
    def new_title(self) -> str:
        return self.title if self.entry is not None and self.title and self.title != self.entry.title else ""

    @property
    def new_text(self) -> str:
        return self.text if self.entry is not None and self.text and not _same(self.text, self.entry.text) else ""

    @property
    def new_words(self) -> dict[str, str]:
        """The other parts that say something else now, cut where the point would not hold more. Nothing is emptied this way."""
        if self.entry is None:
            return {}
        longest = {field.name: getattr(field, "max_length", None) for field in CardEntry._meta.fields}
        return {
            name: text[: longest[name]]
            for name, text in self.more.items()
            if text and not _same(text, getattr(self.entry, name))
        }

    @property
    def rewritten(self) -> list[tuple[str, str]]:
        return ReviewAnswer(new_words=self.new_words).rewritten

    @property
    def says_something(self) -> bool:
        return self.chosen != SKIP and bool(self.outcome or self.comment)

    @property
    def is_shown(self) -> bool:
        return bool(self.question or self.says_something)


def choice_words() -> dict[str, str]:
    verdicts = {value: str(label) for value, label in ReviewAnswer.Verdict.choices}
    return verdicts | {SKIP: _("niet overnemen"), REMARK: _("enkel als opmerking bewaren")}


@dataclass
class CardReading:
    rows: list[CardRow] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def answers(self) -> list[CardRow]:
        return [row for row in self.rows if row.says_something]

    @property
    def shown(self) -> list[CardRow]:
        return [row for row in self.rows if row.is_shown]

    @property
    def can_be_kept(self) -> bool:
        return not self.problem and bool(self.answers)

    def decide(self, given: Mapping[str, str]) -> None:
        for row in self.rows:
            row.decide(given.get(f"besluit-{row.number}", ""))


def _same(one: str, other: str) -> bool:
    """White space at the ends of lines is nobody's change."""
    return " ".join(one.split()) == " ".join(other.split())
