"""The loop, the other way: what was learned elsewhere goes into a practice, as a proposal that the project decides about."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from practices import content
from practices.choices import BLOCKS, MOST_POINTS, POINT_MAX, TITLE_MAX, PointKind
from practices.drafting import rework, save_step
from practices.models import Draft, PracticePage
from practices.step_forms import text_field
from staalkaart.core.access import Viewer, seen_by
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.models import User


class NoRoom(Exception):
    """The practice has as many points there as it can carry."""


class TakeUpForm(PlainForm, forms.Form):
    """Where in which practice. Nothing changes there before the project agrees."""

    practice: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("In welke praktijk?"), queryset=PracticePage.objects.none(), empty_label=None
    )
    place = forms.ChoiceField(
        label=_("Waar in die praktijk?"),
        choices=[*PointKind.choices, *((block.slug, block.title) for block in BLOCKS)],
    )
    text = text_field(_("Wat zou er bij komen?"), rows=5, most=POINT_MAX)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        rows = PracticePage.objects.visible_to(viewer).select_related("project").order_by("title")
        self.fields["practice"].queryset = rows
        self.fields["practice"].label_from_instance = lambda row: " · ".join(
            filter(None, [row.title, str(seen_by(viewer, row.project) or "")])
        )


@transaction.atomic
def take_up(*, source: str, page: PracticePage, place: str, text: str, by: User) -> Draft:
    """Add what was learned (by its search uid) to the editor's proposal for this practice. Raises NotWritable when a proposal
    already waits for the project, NoRoom when it has twelve points there. The trail is laid once the project agreed."""
    draft = rework(page=page, by=by, kind=Draft.Kind.PROPOSAL)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    data = content.complete(draft.data)
    if place in PointKind.values:
        name = next(name for name, kind in content.POINT_LISTS.items() if kind == place)
        if len(data[name]) >= MOST_POINTS:
            raise NoRoom
        step, changes = place, {name: [*data[name], {"title": first_sentence(text), "text": text, "basis": ""}]}
    else:
        before = data["blocks"].get(place, "").strip()
        step, changes = "verhaal", {"blocks": data["blocks"] | {place: f"{before}\n\n{text}".strip()}}
    draft = save_step(draft=draft, step=step, changes=changes, base=draft.stamps.get(step, 0), by=by)
    Draft.objects.filter(pk=draft.pk).update(sources=sorted({*draft.sources, source}))
    return draft


def first_sentence(text: str) -> str:
    """A title for a point: its first sentence, cut at a word."""
    return Truncator(re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]).chars(TITLE_MAX)
