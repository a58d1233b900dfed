"""The two lists of points of a practice, with the face of a form: any number up to twelve, in order, empty ones disappear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from practices.choices import MOST_POINTS, POINT_MAX, TITLE_MAX, Basis
from practices.content import Data
from practices.step_forms import text_field
from staalkaart.core.access import Viewer
from staalkaart.core.writing.forms import PlainForm


class PointForm(PlainForm, forms.Form):
    refuses = False  # with its step: when the practice is shared
    title = forms.CharField(label=_("In één zin"), required=False, max_length=TITLE_MAX)
    text = text_field(_("Hoe doen jullie dat?"), rows=4, most=POINT_MAX)
    basis = forms.ChoiceField(
        label=_("Hoe weet je dat?"),
        required=False,
        choices=[("", _("Zeg ik liever niet")), *Basis.choices],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("text", "").strip() and not data.get("title", "").strip():
            self.add_error("title", _text("Geef dit punt een titel van één zin. De uitleg staat er nog."))
        return data

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name, "").strip() for name in ("title", "text"))


class PointsForm:
    """A list of points with the face of a form: any number, in order; empty ones disappear."""

    name = ""

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None, viewer: Viewer) -> None:
        self.is_bound = data is not None
        if data is None:
            rows = (initial or {}).get("points") or [{}]
            self.points = [PointForm(prefix=f"p{n}", initial=row) for n, row in enumerate(rows)]
        else:
            numbers = sorted({n for name in data if (n := _number(name)) is not None})
            self.points = [PointForm(data, prefix=f"p{n}") for n in numbers] or [PointForm(prefix="p0")]
        self.blank = PointForm(prefix="p__n__")

    @classmethod
    def initial_of(cls, data: Data) -> dict[str, Any]:
        return {"points": data[cls.name]}

    def add_blank(self) -> None:
        """One more, for whoever has no script that does it."""
        if len(self.points) < MOST_POINTS:
            self.points.append(PointForm(prefix=f"p{len(self.points)}"))

    def is_valid(self) -> bool:
        return not self.errors

    def changes(self) -> dict[str, Any]:
        rows = [
            {name: point.cleaned_data.get(name, "").strip() for name in ("title", "text", "basis")}
            for point in self.points
            if point.is_bound and not point.is_blank
        ]
        return {self.name: rows}

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(id, label, message) of every fault."""
        filled = [point for point in self.points if point.is_bound and point.is_valid() and not point.is_blank]
        words = _text("Hoogstens %(most)s punten. Voeg er een paar samen; ze staan er nog allemaal.") % {
            "most": MOST_POINTS
        }
        many = [(self.points[-1]["title"].id_for_label, _text("Punten"), words)] if len(filled) > MOST_POINTS else []
        return many + [
            (point[name].id_for_label, f"{_text('Punt')} {number}", str(message))
            for number, point in enumerate(self.points, 1)
            if point.is_bound
            for name, messages in point.errors.items()
            for message in messages
        ]


class WorksForm(PointsForm):
    name = "works"


class ClashesForm(PointsForm):
    name = "clashes"


def _number(name: str) -> int | None:
    head, _sep, tail = name.partition("-")
    return (
        int(head[1:])
        if tail in {"title", "text", "basis"} and head[:1] == "p" and head[1:].isdecimal() and len(head) < 5
        else None
    )
