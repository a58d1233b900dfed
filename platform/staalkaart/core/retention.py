"""How long things are kept: one table that people can read, and the job that keeps to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from staalkaart.core import registry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """`what` and `kept` are shown to people; `purge(now)` removes what is past its time and returns how much that was."""

    name: str
    what: Any
    kept: Any
    purge: Callable[[datetime], int]


def all_rules() -> list[Rule]:
    return [rule for rules in registry.each(registry.own_data, "retain") for rule in rules]


def purge_all(now: datetime) -> None:
    """Daily tick job. One rule that fails does not keep the others from being kept."""
    for rule in all_rules():
        try:
            removed = rule.purge(now)
        except Exception:
            logger.exception("retention rule failed", extra={"rule": rule.name})
            continue
        if removed:
            logger.info("retention", extra={"rule": rule.name, "removed": removed})
