"""In which of three groups each model stands. Pure: numbers in, groups out; the numbers are never shown.

Every model always stands in one of them. Nobody is named alone: a first group of one would read as the answer. It is then
widened with what comes next, or, when nothing else leans the same way, it moves to what one talks about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from staalkaart.choice_aid.choices import Group

Key = TypeVar("Key")


@dataclass(frozen=True)
class Count:
    """How many answers fit, and how many ask a talk."""

    fits: int = 0
    mind: int = 0

    @property
    def balance(self) -> int:
        return self.fits - self.mind


def first_look(count: Count) -> Group:
    """One model by itself."""
    if count.balance >= 2 or (count.fits and not count.mind):
        return Group.FITS
    if (count.mind and not count.fits) or count.balance <= -2:
        return Group.LESS
    return Group.TALK


def grouped(counts: Mapping[Key, Count]) -> dict[Key, Group]:
    """The group of every model, in the order given. The first group is empty or holds at least two."""
    found = {key: first_look(count) for key, count in counts.items()}
    first = [key for key, group in found.items() if group is Group.FITS]
    if len(first) != 1:
        return found
    rest = {key: count for key, count in counts.items() if found[key] is Group.TALK and count.fits}
    best = max((count.balance for count in rest.values()), default=-1)
    if best >= 0:  # as much fits as asks a talk, or more: they come along, all that are equal
        return found | {key: Group.FITS for key, count in rest.items() if count.balance == best}
    return found | {first[0]: Group.TALK}
