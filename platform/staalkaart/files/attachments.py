"""Putting a file on something, within a quota, and taking it off again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from staalkaart.core.web.limits import HOUR, Window
from staalkaart.files.models import Attachment

UPLOADS, UPLOADS_OF_A_PROJECT = Window(40, HOUR), Window(120, HOUR)


class QuotaFull(ValidationError):
    """There is no room left."""


@transaction.atomic
def attach(
    *, owner: models.Model, used: int, quota: int, upload: Any, title: str, by: Any, **fields: Any
) -> Attachment:
    """Keep a checked file. The caller locked a row and counted the bytes `used`, so that two uploads cannot both take the last room."""
    if used + upload.size > quota:
        room = filesizeformat(max(quota - used, 0))
        raise QuotaFull(_("Er is nog plaats voor %(room)s. Verwijder eerst iets ouds.") % {"room": room})
    row = Attachment(owner=owner, file=upload, title=title, uploaded_by=by, **fields)
    row.full_clean(exclude=["owner_type", "owner_id"])
    row.save()
    if used + row.size > quota:  # what is kept can be larger than what was sent
        raise QuotaFull(_("Dit bestand past niet meer in de ruimte. Er is niets bewaard."))
    return row


@transaction.atomic
def detach(attachment: Attachment) -> None:
    """The row and its file; the file goes when the removal is certain."""
    files = [(one.storage, str(one.name)) for one in (attachment.file, attachment.small) if one]
    attachment.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
