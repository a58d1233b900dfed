"""What somebody said, kept and asked: exported; after an erasure the words stay without the name, as "voormalig lid"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from staalkaart.core.own_data import Part, named
from staalkaart.learning.models import Bookmark, Challenge, Comment, PolicySignal, Remark


def said(user: Any) -> Part:
    viewer = user.as_viewer()
    rows: list[dict[str, Any]] = [
        {"op": row.created_at, "reactie": row.text} for row in Comment.objects.filter(author=user)
    ]
    rows += [{"op": row.created_at, "klopt dit niet": row.text} for row in Remark.objects.filter(user=user)]
    kept = Bookmark.objects.filter(user=user).prefetch_related("about")
    rows += [{"op": row.created_at, "bewaard": named(viewer, row.about)} for row in kept]
    rows += [
        {"op": row.created_at, "uitdaging": row.title, "meer": row.text}
        for row in Challenge.objects.filter(author=user)
    ]
    rows += [
        {"op": row.created_at, "signaal": row.text, "citaat": row.quote}
        for row in PolicySignal.objects.filter(author=user)
    ]
    return Part(_("Reacties, vragen en bladwijzers"), rows)
