"""What the answers lead to: all seven models in three groups, each with why, in the person's words, and what to talk about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from staalkaart.choice_aid.choices import Adds, Group, Weight
from staalkaart.choice_aid.grouping import Count, grouped
from staalkaart.choice_aid.models import Answer, ChoiceCard, Reason
from staalkaart.choice_aid.talk import said
from staalkaart.core.access import Viewer
from staalkaart.knowledge.models import CardEntry, Quadrant, WorkingModelPage

FIRST_REASONS, FIRST_TALKS = 3, 2  # shown at once; the others open in place


@dataclass(frozen=True)
class Why:
    """ "Jij zei: “rust”. Jij en je buddy kiezen samen het tempo." """

    says: str
    text: str


@dataclass(frozen=True)
class TalkAbout:
    """What asks a talk: why, the question, and the point of the card it comes from (None when that may not be seen)."""

    text: str
    question: str
    point: CardEntry | None


@dataclass
class Shown:
    """One model in the outcome."""

    model: WorkingModelPage
    card: ChoiceCard | None
    group: Group = Group.TALK
    why: list[Why] = field(default_factory=list)
    talk: list[TalkAbout] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.card.name if self.card else self.model.name

    @property
    def first_why(self) -> list[Why]:
        return self.why[:FIRST_REASONS]

    @property
    def first_talk(self) -> list[TalkAbout]:
        return self.talk[:FIRST_TALKS]

    @property
    def more_talk(self) -> list[TalkAbout]:
        return self.talk[FIRST_TALKS:]

    @property
    def more_why(self) -> list[Why]:
        return self.why[FIRST_REASONS:]


@dataclass(frozen=True)
class Outcome:
    """`groups` holds only those with somebody in them; together they always hold every model."""

    groups: list[tuple[Group, list[Shown]]]
    nothing_yet: ChoiceCard | None
    is_unanswered: bool
    is_all_first: bool
    is_none_first: bool
    stays_close: bool
    safety_first: bool

    @property
    def models(self) -> list[Shown]:
        return sorted((row for _group, rows in self.groups for row in rows), key=lambda row: row.model.number)


def cards_for(
    viewer: Viewer, visible: Collection[int] | None = None
) -> tuple[dict[int, ChoiceCard], ChoiceCard | None]:
    """({model: its card}, "nothing yet"), as far as this viewer may see the models; `visible` when the caller knows."""
    if visible is None:
        visible = set(WorkingModelPage.objects.visible_to(viewer).values_list("pk", flat=True))
    rows: Iterable[ChoiceCard] = ChoiceCard.objects.select_related("model").prefetch_related("sources")
    rows = [card for card in rows if card.model_id is None or card.model_id in visible]
    return {card.model_id: card for card in rows if card.model_id}, next((c for c in rows if not c.model_id), None)


def outcome_of(chosen: Sequence[Answer], viewer: Viewer) -> Outcome:
    """The models in their fixed order inside each group. The same number of queries, however much was answered."""
    pages = list(WorkingModelPage.objects.visible_to(viewer).order_by("number"))
    cards, nothing_yet = cards_for(viewer, {page.pk for page in pages})
    shown = {page.pk: Shown(page, cards.get(page.pk)) for page in pages}
    points = _points(viewer)
    reasons = _reasons(chosen)
    counts = {}
    for pk, row in shown.items():
        mine = reasons[pk]
        row.why = [Why(answer.says, reason.text) for answer, reason in mine if reason.weight == Weight.FITS]
        minds = [reason for _answer, reason in mine if reason.weight == Weight.MIND]
        row.talk = _talks(minds, points) or _from_the_card(pk, points)
        counts[pk] = Count(len(row.why), len(minds))
    for pk, group in grouped(counts).items():
        shown[pk].group = group
    groups = [(group, [row for row in shown.values() if row.group is group]) for group in Group]
    first = len(groups[0][1])
    return Outcome(
        groups=[(group, rows) for group, rows in groups if rows],
        nothing_yet=nothing_yet,
        is_unanswered=not chosen,
        is_all_first=bool(shown) and first == len(shown),
        is_none_first=bool(chosen) and not first,
        stays_close=said(chosen, Adds.STAYS_CLOSE),
        safety_first=said(chosen, Adds.SAFETY_FIRST),
    )


def _reasons(chosen: Sequence[Answer]) -> dict[int, list[tuple[Answer, Reason]]]:
    """By model, in the order in which the answers were given."""
    given = {answer.pk: at for at, answer in enumerate(chosen)}
    found: dict[int, list[tuple[Answer, Reason]]] = defaultdict(list)
    for row in sorted(Reason.objects.filter(answer__in=given), key=lambda row: given[row.answer_id]):
        found[row.model_id].append((chosen[given[row.answer_id]], row))
    return found


def _points(viewer: Viewer) -> dict[int, CardEntry]:
    """The points that ask care or are named by a reason, as far as they may be seen."""
    return CardEntry.objects.visible_to(viewer).select_related("page").in_bulk()


def _talks(minds: list[Reason], points: dict[int, CardEntry]) -> list[TalkAbout]:
    """A point that several answers lead to is named once."""
    named: set[int] = set()
    rows = []
    for reason in minds:
        point = points.get(reason.point_id or 0) if reason.point_id not in named else None
        named.add(reason.point_id or 0)
        rows.append(TalkAbout(reason.text, reason.talk_about, point))
    return rows


def _from_the_card(model: int, points: dict[int, CardEntry]) -> list[TalkAbout]:
    """Where the answers bring nothing to talk about, the card's own first challenge does."""
    rows = [point for point in points.values() if point.page_id == model and point.quadrant == Quadrant.CHALLENGE]
    return [TalkAbout(point.title, "", point) for point in sorted(rows, key=lambda point: point.sort_order or 0)[:1]]
