"""The loop: what a practice taught becomes a point of a staalkaart, or shows how to deal with one. Both sides keep the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from practices.choices import BLOCK_BY_SLUG, PointKind
from practices.models import PracticePage
from staalkaart.core.access import Viewer
from staalkaart.knowledge.models import CardEntry, Quadrant, Theme
from staalkaart.learning import promotion
from staalkaart.members.models import User


@dataclass(frozen=True)
class Passage:
    """A point or a block of a practice, by the anchor it has on its page."""

    anchor: str
    title: str
    text: str
    carries: bool


def passages(page: PracticePage) -> dict[str, Passage]:
    """{anchor: passage} of everything that can be promoted."""
    points = [
        Passage(point.anchor, point.title, point.text, kind == PointKind.WORKS)
        for kind, rows in page.points.items()
        for point in rows
    ]
    blocks = [Passage(row.kind, str(BLOCK_BY_SLUG[row.kind].title), row.text, True) for row in page.block_rows.all()]
    return {row.anchor: row for row in [*points, *blocks]}


class PromoteForm(promotion.PromoteForm):
    """A new point on a card, with the practice's main model to start from, and themes."""

    themes = forms.MultipleChoiceField(
        label=_("Thema's"), required=False, choices=[], widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, page: PracticePage, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.fields["model"].initial = next((model.pk for model in page.working_models), None)
        self.fields["themes"].choices = [(theme.slug, theme.name) for theme in Theme.objects.visible_to(viewer)]


class AdviseForm(promotion.AdviseForm):
    """A weakness or challenge of one of the practice's models."""

    def __init__(self, *args: Any, page: PracticePage, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, models=page.working_models, **kwargs)


def first_words(page: PracticePage, passage: Passage) -> dict[str, Any]:
    """What the form starts with. Words of a practice that is not open to everybody are never put on a public card by themselves."""
    start: dict[str, Any] = {"quadrant": Quadrant.STRENGTH if passage.carries else Quadrant.CHALLENGE}
    if page.consents.current().exists():
        start |= {"title": passage.title[:80], "text": passage.text[:600]}
    ticked = [theme.slug for theme in page.themes.all()]  # names: ticks among choices that are visible ones
    return start | {"themes": ticked}


def make_entry(*, page: PracticePage, passage: Passage, by: User, **values: Any) -> CardEntry:
    """The point names no practice in its own words: who may see the practice finds it through the trail."""
    reference = _text("Een praktijk van een project in het netwerk")
    source = f"practice:{page.pk}"
    return promotion.become_entry(source=source, anchor=passage.anchor, by=by, reference=reference, **values)


def make_advice(*, page: PracticePage, passage: Passage, entry: CardEntry, by: User) -> None:
    promotion.advise(source=f"practice:{page.pk}", anchor=passage.anchor, entry=entry, by=by)
