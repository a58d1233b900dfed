"""Methods of intervision as working forms of a network day, and the way from a block of the agenda to a case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forums.intervision.models import Method


@dataclass(frozen=True)
class AtTheTable:
    """A method as a network day shows it: its phases with the minutes they take around a table."""

    key: str
    label: str
    steps: tuple[tuple[str, int], ...]
    url: str
    hint: str
    is_pause: bool = False
    is_talk: bool = False


def methods_at_the_table() -> Iterable[AtTheTable]:
    for method in Method.objects.filter(is_offered=True).prefetch_related("phases"):
        phases = [(phase.label, re.search(r"\d+", phase.face_to_face)) for phase in method.phases.all()]
        steps = tuple((label, int(found.group())) for label, found in phases if found)
        yield AtTheTable(f"intervisie-{method.slug}", str(method), steps, method.get_absolute_url(), method.description)
