""" "Klopt dit niet?": asked and answered."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from staalkaart.learning.models import Remark


@transaction.atomic
def remark(*, about: Any, by: Any, text: str) -> Remark:
    """The same question twice by the same person is one question."""
    row, _made = (
        Remark.objects.about(about)
        .filter(handled_at=None)
        .get_or_create(
            user=by, text=text, defaults={"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk}
        )
    )
    return row


@transaction.atomic
def handle_remark(*, row: Remark, by: Any) -> bool:
    """Settled; False when somebody else did it meanwhile."""
    return bool(Remark.objects.filter(pk=row.pk, handled_at=None).update(handled_at=timezone.now(), handled_by=by))
