"""Stable names for a trajectory in which the owner is hidden: trees, drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Collection

TREES = (
    "Appelaar", "Berk", "Beuk", "Eik", "Els", "Es", "Esdoorn", "Haagbeuk", "Hazelaar", "Hulst", "Iep", "Jeneverbes", "Kastanje",
    "Kornoelje", "Kriek", "Lariks", "Lijsterbes", "Linde", "Meidoorn", "Mispel", "Moerbei", "Notelaar", "Olm", "Pereboom",
    "Plataan", "Populier", "Ratelaar", "Sleedoorn", "Spar", "Taxus", "Vlier", "Wilg",
)  # fmt: skip


def draw(count: int, taken: Collection[str] = ()) -> list[str]:
    free = [name for name in TREES if name not in taken]
    return random.SystemRandom().sample(free, count)
