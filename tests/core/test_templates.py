"""A word that a template compares a state with is one that exists: a choice that is renamed is noticed."""

import re
from pathlib import Path

from django.conf import settings
from django.db import models

COMPARED = re.compile(r"\.(?:state|status|role|takes|verdict|quadrant|basis|openness) ?[!=]= ?['\"]([\w-]+)['\"]")


def values_of_choices() -> set[str]:
    kinds, waiting = [], [models.TextChoices]
    while waiting:
        kind = waiting.pop()
        kinds.append(kind)
        waiting += kind.__subclasses__()
    return {value for kind in kinds for value in kind.values}


def test_every_state_a_template_asks_for_exists():
    known = values_of_choices()
    asked = {
        (word, path.name)
        for path in Path(settings.ROOT, "templates").rglob("*.html")
        for word in COMPARED.findall(path.read_text())
    }
    assert len(asked) > 20
    assert {row for row in asked if row[0] not in known} == set()


def test_no_field_begins_with_the_white_space_of_its_template():
    """What stands between a text area and its text is part of the text."""
    opened = re.compile(r"<textarea\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>(?=\s+\{\{)", re.DOTALL)
    found = [
        path.name
        for path in (settings.ROOT / "templates").rglob("*.html")
        for start in opened.finditer(path.read_text())
        if "</textarea>" in path.read_text()[start.end() : start.end() + 200]
    ]
    assert found == []
