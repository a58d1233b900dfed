"""Files of a practice: each with a kind and terms of use, checked at the door, within a quota."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Case, When
from django.http import Http404
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from practices.choices import MaterialSort
from practices.models import Draft, PracticePage
from practices.publishing import attachments_of
from staalkaart.core.access import PUBLIC
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.web.limits import spend
from staalkaart.core.writing.forms import PlainForm
from staalkaart.files.attachments import UPLOADS, UPLOADS_OF_A_PROJECT, attach, detach
from staalkaart.files.fields import UploadField, is_picture
from staalkaart.files.licences import Licence
from staalkaart.files.models import Attachment
from staalkaart.members.models import User

QUOTA = 100 * 1024 * 1024


class MaterialForm(PlainForm, forms.Form):
    file = UploadField(label=_("Kies een bestand of neem een foto"))
    title = forms.CharField(
        label=_("Wat is het?"), max_length=120, help_text=_("Bijvoorbeeld: Afsprakennota voor duo's")
    )
    seen = forms.CharField(
        label=_("Wat is er op het beeld te zien?"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"data-asked": _("Schrijf in één zin wat er op het beeld te zien is.")}),
        help_text=_("In één zin, voor wie het niet ziet. Bijvoorbeeld: twee mensen lachen aan een tafel met soep."),
    )
    sort = forms.ChoiceField(label=_("Soort"), choices=[("", _("Kies een soort")), *MaterialSort.choices])
    licence = forms.ChoiceField(
        label=_("Wat mogen collega's ermee?"),
        choices=Licence.choices,
        initial=Licence.NETWORK,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].is_asked = True  # of a picture; the script shows it then, and wants an answer


def files_of(draft: Draft) -> list[Attachment]:
    """What the practice will have once this is shared: what it has now but for what was taken away, and what was added."""
    kept = [row for row in attachments_of(draft.page) if row.pk not in draft.removed_files] if draft.page else []
    return [*kept, *attachments_of(draft)]


@transaction.atomic
def add(*, draft: Draft, file: Any, title: str, sort: str, licence: str, by: User, seen: str = "") -> Attachment:
    spend("upload", by.pk, UPLOADS)
    spend("upload-project", draft.project_id, UPLOADS_OF_A_PROJECT)
    Draft.objects.select_for_update().get(pk=draft.pk)
    used = sum(row.size for row in files_of(draft))
    told: dict[str, Any] = {"title": title, "sort": sort, "licence": licence, "seen": seen if is_picture(file) else ""}
    return attach(owner=draft, used=used, quota=QUOTA, upload=file, by=by, **told)


def open_files(page: PracticePage, numbers: Iterable[int]) -> list[Attachment] | None:
    """Let these files leave the network with their practice, and no others; None when that was so already. What has a licence for
    the network only never goes."""
    rows = attachments_of(page)
    wanted = {row.pk for row in rows if row.may_be_opened} & set(numbers)
    changed = [row.pk for row in rows if row.is_open != (row.pk in wanted)]
    if not changed:
        return None
    Attachment.objects.filter(pk__in=changed).update(is_open=Case(When(pk__in=wanted, then=True), default=False))
    request_indexing([f"practice:{page.pk}", *(f"material:{number}" for number in changed)])
    return [row for row in rows if row.pk in wanted]


def what_happens(obj: Any, audience: str) -> list[str]:
    """For the screen that asks whether a practice may be opened to everybody: what becomes of each of its files."""
    if not isinstance(obj, PracticePage) or audience != PUBLIC:
        return []
    opened = _text("“%(file)s” gaat mee: iedereen kan het bestand openen.")
    closed = _text("“%(file)s” blijft binnen het netwerk. Bezoekers zien niet dat het bestaat.")
    return [(opened if row.is_open else closed) % {"file": row.title} for row in attachments_of(obj)]


@transaction.atomic
def remove(*, draft: Draft, number: str) -> None:
    """Take a file away: at once from the draft, from the practice itself only when this draft is shared."""
    row = next((row for row in files_of(draft) if str(row.pk) == number), None)
    if row is None:
        raise Http404
    if row.owner == draft:
        detach(row)
        return
    removed = sorted({*draft.removed_files, row.pk})
    Draft.objects.filter(pk=draft.pk).update(removed_files=removed)
