"""The harvest board of a day: what lives in the region, with votes, headings, and where it went in the agenda."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from staalkaart.core.access import PUBLIC, Viewer
from staalkaart.learning.harvest import Field, Harvest, harvest
from staalkaart.members.models import User
from staalkaart.network_days.agenda import add_block
from staalkaart.network_days.choices import AHEAD, ON_LIST, TITLE_MAX, VOTES
from staalkaart.network_days.errors import NotNow, VotesSpent
from staalkaart.network_days.models import (
    Block,
    BlockLink,
    BoardItem,
    BoardSorting,
    BoardVote,
    NetworkDay,
    Registration,
)


@dataclass(frozen=True)
class Card:
    """An item of the board as this viewer sees it."""

    item: Harvest
    votes: int
    is_mine: bool
    heading: str
    is_hidden: bool
    block: int  # key of the block it stands in, or 0


@dataclass(frozen=True)
class Board:
    groups: list[tuple[str, list[Card]]]  # (heading, cards); the first heading is "" for what is not grouped
    hidden: list[Card]
    votes: int
    votes_left: int
    headings: list[str]

    @property
    def cards(self) -> list[Card]:
        return [card for _heading, cards in self.groups for card in cards]


# --- sources of the day itself ---------------------------------------------------------------------------------------
def brought_questions(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    """Questions that came with a registration and were ticked for the board; without a name."""
    if field.day is None:
        return
    rows = Registration.objects.filter(day=field.day, question_on_board=True, state__in=ON_LIST).exclude(question="")
    for row in rows:
        yield Harvest(
            row.question_uid, _("Vraag bij de inschrijving"), "i-circle-help", row.question, at=row.registered_at
        )


def written_items(viewer: Viewer, field: Field) -> Iterable[Harvest]:
    rows = BoardItem.objects.filter(day=field.day) if field.day is not None else ()
    for row in rows:
        yield Harvest(f"board:{row.pk}", _("Gehoord door de begeleider"), "i-message-circle", row.text, at=row.at)


# --- reading ---------------------------------------------------------------------------------------------------------
def board_of(day: NetworkDay, viewer: Viewer) -> Board:
    """The same number of queries however much there is on it."""
    counted: Counter[str] = Counter()
    mine: set[str] = set()
    for uid, user in BoardVote.objects.filter(day=day).values_list("uid", "user_id"):
        counted[uid] += 1
        mine |= {uid} if user == viewer.user_id else set()
    sorted_rows = {row.uid: row for row in BoardSorting.objects.filter(day=day)}
    placed = dict(BlockLink.objects.filter(block__day=day).values_list("uid", "block_id"))
    cards = []
    for item in harvest(viewer, Field(region=day.region, day=day)):
        row = sorted_rows.get(item.uid)
        cards.append(Card(item, counted[item.uid], item.uid in mine, row.heading if row else "", bool(row and row.is_hidden),
                          placed.get(item.uid, 0)))  # fmt: skip
    cards.sort(key=lambda card: (-card.votes, -card.item.weight, card.item.title))
    headings = sorted({row.heading for row in sorted_rows.values() if row.heading})
    left = max(0, VOTES - sum(card.is_mine for card in cards))
    hidden = [card for card in cards if card.is_hidden]
    return Board(_grouped(cards), hidden, sum(card.votes for card in cards), left, headings)


def _grouped(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """Headings in the order of their votes, what stands under none first."""
    groups: dict[str, list[Card]] = {"": []}
    for card in cards:
        if not card.is_hidden:
            groups.setdefault(card.heading, []).append(card)
    named = sorted((name for name in groups if name), key=lambda name: -sum(card.votes for card in groups[name]))
    return [(name, groups[name]) for name in ["", *named] if groups[name]]


def find_item(day: NetworkDay, viewer: Viewer, uid: str) -> Harvest | None:
    """An item of the board as this viewer sees it; what they do not see does not exist."""
    return next((item for item in harvest(viewer, Field(region=day.region, day=day)) if item.uid == uid), None)


# --- verbs -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def vote(*, day: NetworkDay, by: User, uid: str, on: bool, known: Iterable[str]) -> None:
    """`known` are the uids on the board now: a vote on what is gone counts for nothing. Raises VotesSpent at the fourth, NotNow
    once the day is over."""
    row = NetworkDay.objects.select_for_update().get(pk=day.pk)
    if row.state not in AHEAD:
        raise NotNow
    if not on:
        BoardVote.objects.filter(day=row, user=by, uid=uid).delete()
        return
    if BoardVote.objects.filter(day=row, user=by, uid__in=list(known)).exclude(uid=uid).count() >= VOTES:
        raise VotesSpent
    BoardVote.objects.get_or_create(day=row, user=by, uid=uid)


@transaction.atomic
def sort_item(*, day: NetworkDay, uid: str, heading: str | None = None, hidden: bool | None = None) -> None:
    """Under a heading ("" for none), or off the board and back."""
    row, _made = BoardSorting.objects.get_or_create(day=day, uid=uid)
    row.heading = row.heading if heading is None else heading
    row.is_hidden = row.is_hidden if hidden is None else hidden
    row.save()


@transaction.atomic
def write_item(*, day: NetworkDay, text: str, by: User) -> BoardItem:
    row, _made = BoardItem.objects.get_or_create(day=day, text=text, defaults={"by": by})
    return row


@transaction.atomic
def take_up(*, day: NetworkDay, item: Harvest) -> Block:
    """Into the agenda, with its link. On a day that everybody may see, a block says nothing in the words of members."""
    title = _("Vraag uit het netwerk") if day.audience == PUBLIC else item.title[:TITLE_MAX]
    return add_block(day=day, values={"title": title, "minutes": 45, "working_form": "werktafels"}, uid=item.uid)
