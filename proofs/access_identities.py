"""Who walks the matrix, what a sample of an address is, and which rooms there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

INSIDE = frozenset({"other_project", "member", "coordinator", "facilitator", "partner", "editor", "admin"})
EVERYBODY = frozenset({"visitor", "invited", "suspended"}) | INSIDE
REGION = frozenset({"member", "coordinator", "facilitator"})
TEAM = frozenset({"member", "coordinator"})
NOBODY: frozenset[str] = frozenset()
LOGINS = {
    "other_project": "ander",
    "member": "lid",
    "coordinator": "coordinator",
    "facilitator": "begeleider",
    "partner": "partner",
    "editor": "redacteur",
    "admin": "beheerder",
}


@dataclass
class Sample:
    """One address: `kwargs` for its route, who may use it, and the same address with an object that does not exist."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    who: frozenset[str] = EVERYBODY
    missing: dict[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass
class World:
    """`samples`: route name → its samples; `pages`: page type → samples; `canaries`: word → who may read it."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)
    pages: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def canary(self, sort: str, who: frozenset[str]) -> str:
        """A word that stands nowhere else, for one closed object."""
        word = f"kanarie{sort}q{len(self.canaries)}z"
        self.canaries[word] = who
        return word


def rooms() -> list[tuple[str, frozenset[str]]]:
    """(audience, who holds it): own project, own region, the network, one person, a circle that nobody is in."""
    from staalkaart.members.models import Project, User

    ours = Project.objects.get(slug="tweespan-antwerpen")
    lid = User.objects.get(email="lid@demo.example")
    return [
        ("public", EVERYBODY),
        ("network", INSIDE),
        (ours.region.token, REGION),
        (ours.token, TEAM),
        (f"private:{lid.pk}", frozenset({"member"})),
        ("circle:999", NOBODY),
    ]
