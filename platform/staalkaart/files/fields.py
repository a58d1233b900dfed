"""Choosing a file: what may be chosen and how large, said before anything is sent (static/js/upload.js)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from staalkaart.files import pictures
from staalkaart.files.checks import KINDS, MAX_BYTES, extension

NAME_MAX = 200
HELP = gettext_lazy(
    "Word, Excel, PowerPoint, PDF of tekst tot 20 MB, of een foto tot 40 MB; foto's maken we zelf kleiner."
)


def is_picture(upload: Any) -> bool:
    return extension(upload.name or "") in pictures.EXTENSIONS


def _too_large(most: int) -> str:
    return _("Dit bestand is te groot ({size}). Hoogstens %(most)s.") % {"most": filesizeformat(most)}


class UploadField(forms.FileField):
    """`kinds` are extensions. The limits stand in the markup too, so that a phone does not send 60 MB in vain."""

    def __init__(
        self, *, kinds: Iterable[str] = KINDS, most: int = MAX_BYTES, help_text: Any = HELP, **kwargs: Any
    ) -> None:
        kinds = sorted(kinds)
        takes = [*(f".{kind}" for kind in kinds), *(["image/*"] if set(kinds) >= pictures.EXTENSIONS else [])]
        limits = {"data-most": most, "data-too-large": lazy(_too_large, str)(most)}
        if pictures.EXTENSIONS & set(kinds):
            limits |= {
                "data-most-picture": pictures.MAX_BYTES,
                "data-picture-too-large": lazy(_too_large, str)(pictures.MAX_BYTES),
                "data-pictures": " ".join(sorted(pictures.EXTENSIONS)),
            }
        widget = forms.FileInput(attrs={"accept": ",".join(takes), **limits})
        super().__init__(max_length=NAME_MAX, widget=widget, help_text=help_text, **kwargs)
