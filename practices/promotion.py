"""The loop: what a practice taught becomes a point of a staalkaart, or shows how to deal with one. Both sides keep the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.forms import PlainForm
from staalkaart.knowledge.growing import add_entry
from staalkaart.knowledge.models import CardEntry, Quadrant, Theme, WorkingModelPage
from staalkaart.learning import trail
from staalkaart.learning.models import TrailLink
from staalkaart.members.models import User

from .choices import BLOCK_BY_SLUG, PointKind
from .models import PracticePage


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


class PromoteForm(PlainForm, forms.Form):
    """A new point on a card."""

    model = forms.ModelChoiceField(
        label=_("Op welke staalkaart?"), queryset=WorkingModelPage.objects.none(), empty_label=None
    )
    quadrant = forms.ChoiceField(label=_("In welk vak?"), choices=Quadrant.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Titel van het punt"), max_length=80)
    text = forms.CharField(
        label=_("Eén tot drie zinnen"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf het zo algemeen dat het voor andere werkingen geldt."),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Thema's"), required=False, choices=[], widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, page: PracticePage, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {model.pk for model in page.working_models}
        models = WorkingModelPage.objects.visible_to(viewer).order_by("number")
        self.fields["model"].queryset = models
        self.fields["model"].initial = next(iter(own), None)
        self.fields["themes"].choices = [(theme.slug, theme.name) for theme in Theme.objects.visible_to(viewer)]


class AdviseForm(PlainForm, forms.Form):
    """An existing weakness or challenge that this passage shows a way with."""

    entry = forms.ModelChoiceField(label=_("Bij welk punt?"), queryset=CardEntry.objects.none(), empty_label=None)

    def __init__(self, *args: Any, page: PracticePage, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = CardEntry.objects.visible_to(viewer).filter(quadrant__in=[Quadrant.WEAKNESS, Quadrant.CHALLENGE])
        rows = asks.filter(page__in=page.working_models).select_related("page").order_by("page__number", "sort_order")
        self.fields["entry"].queryset = rows
        self.fields["entry"].label_from_instance = lambda row: (
            f"{row.page.name} · {row.get_quadrant_display()} · {row.title}"
        )


def first_words(page: PracticePage, passage: Passage) -> dict[str, Any]:
    """What the form starts with. Words of a practice that is not open to everybody are never put on a public card by themselves."""
    start: dict[str, Any] = {"quadrant": Quadrant.STRENGTH if passage.carries else Quadrant.CHALLENGE}
    if page.consents.current().exists():
        start |= {"title": passage.title[:80], "text": passage.text[:600]}
    return start | {"themes": [theme.slug for theme in page.themes.all()]}


@transaction.atomic
def make_entry(*, page: PracticePage, passage: Passage, by: User, **values: Any) -> CardEntry:
    """The point names no practice in its own words: who may see the practice finds it through the trail."""
    model = values.pop("model")
    known = CardEntry.objects.filter(page=model, title=values["title"], text=values["text"]).first()
    if known is not None:  # pressed twice
        return known
    entry = add_entry(page=model, by=by, reference=_text("Een praktijk van een project in het netwerk"), **values)
    trail.link(
        kind=TrailLink.Kind.BECAME,
        source=f"practice:{page.pk}",
        anchor=passage.anchor,
        target=f"entry:{entry.pk}",
        by=by,
    )
    return entry


def make_advice(*, page: PracticePage, passage: Passage, entry: CardEntry, by: User) -> None:
    trail.link(
        kind=TrailLink.Kind.ADVISES,
        source=f"practice:{page.pk}",
        anchor=passage.anchor,
        target=f"entry:{entry.pk}",
        by=by,
    )
