"""The check in a form: what blocks is an error, what warns is shown once and then the writer's to decide."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from staalkaart.members.recognise.check import Finding, Sort, check
from staalkaart.members.recognise.known import not_published, not_waved, wave_away

SEEN = "_gezien"


@dataclass(frozen=True)
class Examination:
    """What was found in some texts. `token` stands for these warnings: sent back, it says that they were seen."""

    blocks: Mapping[str, list[Finding]] = field(default_factory=dict)
    warnings: Mapping[str, list[Finding]] = field(default_factory=dict)

    @property
    def token(self) -> str:
        words = sorted({finding.words for found in self.warnings.values() for finding in found})
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16] if words else ""

    @property
    def all(self) -> list[Finding]:
        """Every finding once, what blocks first."""
        rows = [row for found in (*self.blocks.values(), *self.warnings.values()) for row in found]
        return list({row.words: row for row in rows}.values())

    def settle(self, seen: str) -> bool:
        """Whether the text may go on. Warnings that were seen with `seen` are waved away, and stay so for these sentences."""
        if self.blocks or (self.token and self.token != seen):
            return False
        wave_away(finding for found in self.warnings.values() for finding in found)
        return True


def examine(
    texts: Mapping[str, str], own: Mapping[str, Sort] | None = None, softens: frozenset[Sort] = frozenset()
) -> Examination:
    """What blocks and what warns (what is in `softens` too), without what this writer waved away before, and without the contact of
    their own project."""
    blocks: dict[str, list[Finding]] = {}
    warnings: dict[str, list[Finding]] = {}
    for name, text in texts.items():
        for finding in not_waved(not_published(check(text, own))):
            (blocks if finding.blocks and finding.sort not in softens else warnings).setdefault(name, []).append(
                finding
            )
    return Examination(blocks, warnings)


def said_of(found: Iterable[Finding]) -> str:
    return " ".join(dict.fromkeys(f"“{finding.words}”: {finding.reason}" for finding in found))


def refusal(text: str) -> str:
    """For every text that others read (`registry.text_refusals`)."""
    found = not_published(finding for finding in check(text) if finding.blocks)
    return _("Haal dit eerst weg, dan kan je verder. %(what)s") % {"what": said_of(found)} if found else ""


class RecognisingForm(forms.BaseForm):
    """Mix in before PlainForm, which refuses what blocks. `checked_fields` names the free texts that are warned for; all of them when it
    is empty. `warns` False where people write about themselves or their project on purpose.
    """

    contact_fields: tuple[str, ...]  # PlainForm's
    warns = True
    checked_fields: tuple[str, ...] = ()
    examination: Examination = Examination()
    softens: frozenset[Sort] = (
        frozenset()
    )  # what blocks elsewhere is a warning here; for `contact_fields`, which PlainForm leaves alone
    own_words: Mapping[str, Sort] | None = None  # what points to the writer, where they write without their name

    def checked_texts(self) -> dict[str, str]:
        names = self.checked_fields or [
            name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)
        ]
        values = {name: self.cleaned_data.get(name) for name in names}
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.warns:
            return cleaned
        self.examination = examine(self.checked_texts(), self.own_words, self.softens)
        for name, found in self.examination.blocks.items():
            if self.softens and name in self.contact_fields:
                self.add_error(name, ValidationError(said_of(found), code="refused"))
        if not self.errors and not self.examination.settle(self.data.get(SEEN, "")):
            for name, found in self.examination.warnings.items():
                words = _("Hier kan iemand herkend worden. %(what)s") % {"what": said_of(found)}
                self.add_error(name, ValidationError(words, code="recognised"))
            if self.examination.warnings:
                self.add_error(None, ValidationError(
                    _("Pas de tekst aan, of verstuur nog eens als je zeker bent dat niemand herkend kan worden."),
                    code="recognised"))  # fmt: skip
        return cleaned
