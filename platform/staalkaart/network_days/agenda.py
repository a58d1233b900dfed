"""The agenda that is worked on: its blocks, in order, and what of the network each is about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from staalkaart.core import registry
from staalkaart.learning import trail
from staalkaart.learning.models import TrailLink
from staalkaart.members.models import User
from staalkaart.network_days.choices import FORMS, WorkingForm
from staalkaart.network_days.errors import NotNow, StaleForm
from staalkaart.network_days.models import Block, BlockLink, NetworkDay
from staalkaart.network_days.timetable import Timetable, lay_out

FROZEN_STATES = {"over", "reported", "cancelled"}
UNKNOWN = WorkingForm("anders", "")


@cache
def _own_forms() -> dict[str, WorkingForm]:
    return {form.key: form for form in FORMS}


def working_forms() -> dict[str, WorkingForm]:
    """Our own, and those that other features bring (methods of intervision)."""
    brought = {form.key: form for source in registry.each(registry.on_a_day, "working_forms") for form in source()}
    return _own_forms() | brought


def blocks_of(day: NetworkDay) -> list[Block]:
    """In order, each knowing its working form: two queries, and what features need for their forms."""
    forms = working_forms()
    blocks = list(day.blocks.select_related("lead_user").prefetch_related("links"))
    for block in blocks:
        block.form = forms.get(block.working_form, UNKNOWN)
        block.is_pause = block.form.is_pause
    return blocks


def timetable_of(day: NetworkDay) -> Timetable:
    return lay_out(blocks_of(day), start=day.start, end=day.end)


def _working_copy(day: NetworkDay) -> NetworkDay:
    row = NetworkDay.objects.select_for_update().get(pk=day.pk)
    if row.state in FROZEN_STATES:
        raise NotNow
    return row


def _renumber(day: NetworkDay, order: list[int]) -> None:
    for position, pk in enumerate(order):
        Block.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def add_block(*, day: NetworkDay, values: Mapping[str, Any], uid: str = "") -> Block:
    """At the end; from the harvest board with the thing it is about. Taken up twice, it is one block."""
    day = _working_copy(day)
    known = BlockLink.objects.filter(block__day=day, uid=uid).select_related("block").first() if uid else None
    if known is not None:
        return known.block
    last = day.blocks.aggregate(last=Max("position"))["last"]
    block = Block.objects.create(day=day, position=0 if last is None else last + 1, **values)
    if uid:
        link(block=block, uid=uid)
    return block


@transaction.atomic
def change_block(*, block: Block, values: Mapping[str, Any], base: int) -> Block:
    """Raises StaleForm when somebody else saved this block since the form was opened, NotNow once the day is over."""
    _working_copy(block.day)
    row = Block.objects.select_for_update().get(pk=block.pk)
    same = all(getattr(row, name) == value for name, value in values.items())
    if row.stamp != base and not same:
        raise StaleForm
    if not same:
        for name, value in values.items():
            setattr(row, name, value)
        row.stamp += 1
        row.save()
    return row


@transaction.atomic
def move_block(*, block: Block, to: int) -> None:
    """To a place in the order, counted from 0; past the end is the end."""
    day = _working_copy(block.day)
    order = [pk for pk in day.blocks.values_list("pk", flat=True) if pk != block.pk]
    order.insert(max(0, min(to, len(order))), block.pk)
    _renumber(day, order)


@transaction.atomic
def step_block(*, block: Block, by: int) -> None:
    """One earlier (-1) or later (1)."""
    order = list(block.day.blocks.values_list("pk", flat=True))
    if block.pk in order:
        move_block(block=block, to=order.index(block.pk) + by)


@transaction.atomic
def remove_block(*, block: Block) -> None:
    _working_copy(block.day)
    block.delete()


@transaction.atomic
def link(*, block: Block, uid: str) -> None:
    BlockLink.objects.get_or_create(block=block, uid=uid)


@transaction.atomic
def unlink(*, block: Block, uid: str) -> None:
    BlockLink.objects.filter(block=block, uid=uid).delete()


def lay_trails(day: NetworkDay, by: User | None) -> None:
    """What a fixed programme is about was discussed on this day: both sides keep the trail."""
    for uid in BlockLink.objects.filter(block__day=day).values_list("uid", flat=True).distinct():
        if uid.partition(":")[0] in registry.search_sources:
            trail.link(kind=TrailLink.Kind.DISCUSSED, source=uid, target=day.search_uid, by=by)
