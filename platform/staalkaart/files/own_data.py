"""Files in somebody's own data: what they added, as files. A project keeps what was added for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core.own_data import Part
from staalkaart.files.models import Attachment, Document, Image


def files_part(user: Any) -> Part:
    own = [*Attachment.objects.filter(uploaded_by=user)]
    for model in (Document, Image):
        own += model.objects.filter(uploaded_by_user=user)
    rows = [{"titel": row.title, "naam": str(row.file.name).rsplit("/", 1)[-1]} for row in own]
    files = {f"{n}-{row['naam']}": obj.file for n, (row, obj) in enumerate(zip(rows, own, strict=True), 1)}
    return Part(_("Bestanden die je toevoegde"), rows, files)
