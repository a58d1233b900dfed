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
