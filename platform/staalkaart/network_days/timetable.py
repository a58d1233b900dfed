"""When each block begins and ends, and what a facilitator would want to hear about it. Pure: from blocks to times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Protocol

from django.utils.translation import gettext as _

from staalkaart.network_days.choices import LONG_DAY, NO_BREAK

MIDNIGHT = 24 * 60


class Part(Protocol):
    """What is needed of a block."""

    minutes: int
    beside: bool
    is_pause: bool


@dataclass(frozen=True)
class Slot:
    """A block at its time; minutes since midnight, which may run past it."""

    block: Any
    start: int
    end: int
    warning: str = ""

    @property
    def clock(self) -> str:
        return spoken_clock(self.start)

    @property
    def until(self) -> str:
        return spoken_clock(self.end)


@dataclass(frozen=True)
class Timetable:
    slots: tuple[Slot, ...]
    start: int
    end: int
    pause: int  # minutes
    warnings: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def closes(self) -> str:
        return spoken_clock(self.end)

    @property
    def is_past_midnight(self) -> bool:
        return self.end > MIDNIGHT


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def spoken_clock(minutes: int) -> str:
    """ "9.30"; past midnight it says so."""
    words = f"{minutes // 60 % 24}.{minutes % 60:02d}"
    return _("%(clock)s (de dag erna)") % {"clock": words} if minutes >= MIDNIGHT else words


def spoken_length(minutes: int) -> str:
    """ "1 u 15 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(n)s u") % {"n": hours}] if hours else []
    return " ".join(parts + ([_("%(n)s min") % {"n": rest}] if rest or not hours else []))


def groups_of(blocks: Iterable[Part]) -> list[list[Part]]:
    """Blocks that happen at the same time together; the first block has nothing to be beside."""
    groups: list[list[Part]] = []
    for block in blocks:
        if block.beside and groups:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def lay_out(blocks: Sequence[Part], *, start: time, end: time) -> Timetable:
    """Parallel blocks begin together, and what follows waits for the longest of them."""
    now = begin = minutes_of(start)
    slots: list[Slot] = []
    pause = busy = 0
    for group in groups_of(blocks):
        longest = max(block.minutes for block in group)
        resting = all(block.is_pause for block in group)
        warning = ""
        if resting:
            pause, busy = pause + longest, 0
        elif busy <= NO_BREAK < busy + longest:
            pause_at = now + NO_BREAK if busy == 0 else now
            words = {"long": spoken_length(busy + longest), "clock": spoken_clock(pause_at)}
            warning = _("%(long)s na elkaar zonder pauze. Schuif een pauze in om %(clock)s uur.") % words
        busy = 0 if resting else busy + longest
        slots += [Slot(block, now, now + block.minutes, warning if n == 0 else "") for n, block in enumerate(group)]
        now += longest
    return Timetable(tuple(slots), begin, now, pause, tuple(_of_the_whole(slots, begin, now, minutes_of(end))))


def _of_the_whole(slots: Sequence[Slot], begin: int, finish: int, planned: int) -> Iterable[str]:
    if finish > MIDNIGHT:
        yield _("Het programma loopt over middernacht. Zo kan je het niet vastleggen.")
    elif finish > planned:
        words = {
            "clock": spoken_clock(finish),
            "planned": spoken_clock(planned),
            "long": spoken_length(finish - planned),
        }
        yield (
            _("Het programma duurt tot %(clock)s uur; de dag eindigt om %(planned)s uur. Dat is %(long)s te lang.")
            % words
        )
    if finish - begin > LONG_DAY:
        yield _("%(long)s is lang. Mensen met kinderen of een lange rit haken af.") % {
            "long": spoken_length(finish - begin)
        }
    yield from _twice_at_once(slots)


def _twice_at_once(slots: Sequence[Slot]) -> Iterable[str]:
    """Nobody is in two rooms, and no room holds two groups."""
    for n, one in enumerate(slots):
        for other in slots[n + 1 :]:
            if other.start >= one.end or one.start >= other.end:
                continue
            if one.block.lead_user_id and one.block.lead_user_id == other.block.lead_user_id:
                yield _("%(who)s begeleidt twee blokken tegelijk om %(clock)s uur.") % {
                    "who": one.block.lead_user, "clock": other.clock}  # fmt: skip
            if one.block.room and one.block.room.casefold() == other.block.room.casefold():
                yield _("%(room)s staat twee keer om %(clock)s uur.") % {"room": one.block.room, "clock": other.clock}
