"""The loop: what was learned anywhere becomes a point of a staalkaart, or shows how to deal with one. Both sides keep the trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.knowledge.card_entries import add_entry
from staalkaart.knowledge.models import CardEntry, Quadrant, WorkingModelPage
from staalkaart.learning import trail
from staalkaart.learning.models import TrailLink


class PromoteForm(PlainForm, forms.Form):
    """A new point on a card."""

    model: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Op welke staalkaart?"), queryset=WorkingModelPage.objects.none(), empty_label=None
    )
    quadrant = forms.ChoiceField(label=_("In welk vak?"), choices=Quadrant.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Titel van het punt"), max_length=80)
    text = forms.CharField(
        label=_("Eén tot drie zinnen"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf het zo algemeen dat het voor andere werkingen geldt."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = WorkingModelPage.objects.visible_to(viewer).order_by("number")


class AdviseForm(PlainForm, forms.Form):
    """An existing weakness or challenge that this shows a way with; of `models` only, when that is given."""

    entry = forms.ModelChoiceField(label=_("Bij welk punt?"), queryset=CardEntry.objects.none(), empty_label=None)

    def __init__(self, *args: Any, viewer: Viewer, models: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = CardEntry.objects.visible_to(viewer).filter(quadrant__in=[Quadrant.WEAKNESS, Quadrant.CHALLENGE])
        rows = asks if models is None else asks.filter(page__in=models)
        self.fields["entry"].queryset = rows.select_related("page").order_by("page__number", "sort_order")
        self.fields["entry"].label_from_instance = lambda row: (
            f"{row.page.name} · {row.get_quadrant_display()} · {row.title}"
        )


@transaction.atomic
def become_entry(
    *, source: str, by: Any, reference: str, model: WorkingModelPage, anchor: str = "", **values: Any
) -> CardEntry:
    """`source` is the uid of what was learned; pressed twice it is one point."""
    known = CardEntry.objects.filter(page=model, title=values["title"], text=values["text"]).first()
    if known is not None:
        return known
    entry = add_entry(page=model, by=by, reference=reference, **values)
    trail.link(kind=TrailLink.Kind.BECAME, source=source, anchor=anchor, target=f"entry:{entry.pk}", by=by)
    return entry


def advise(*, source: str, entry: CardEntry, by: Any, anchor: str = "") -> None:
    trail.link(kind=TrailLink.Kind.ADVISES, source=source, anchor=anchor, target=f"entry:{entry.pk}", by=by)
