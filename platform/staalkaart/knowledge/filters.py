"""The small language of the address bar: which quadrants, theme and perspective a card is looked at through."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from staalkaart.knowledge.models import CardEntry, Quadrant
from staalkaart.knowledge.models.card import PERSPECTIVES

PAIRS = {
    "draagt": (Quadrant.STRENGTH, Quadrant.OPPORTUNITY),
    "aandacht": (Quadrant.WEAKNESS, Quadrant.CHALLENGE),
}


def read_quadrants(params: QueryDict) -> tuple[str, ...]:
    """`kwadrant=` may repeat, be a comma list, or name a pair; unknown words are left out."""
    asked = [word for value in params.getlist("kwadrant")[:8] for word in value.split(",")[:8]]
    wanted = {str(q) for word in asked for q in PAIRS.get(word, (word,))}
    return tuple(q.value for q in Quadrant if q.value in wanted)


@dataclass(frozen=True)
class CardFilter:
    quadrants: tuple[str, ...] = field(default_factory=tuple)
    theme: str = ""
    perspective: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> CardFilter:
        perspective = params.get("perspectief", "")
        return cls(
            read_quadrants(params), params.get("thema", "")[:80], perspective if perspective in PERSPECTIVES else ""
        )

    @property
    def is_on(self) -> bool:
        return bool(self.quadrants or self.theme or self.perspective)

    def keeps(self, entry: CardEntry) -> bool:
        return (
            (not self.quadrants or entry.quadrant in self.quadrants)
            and (not self.theme or any(theme.slug == self.theme for theme in entry.visible_themes))
            and (not self.perspective or getattr(entry, PERSPECTIVES[self.perspective][0]))
        )
