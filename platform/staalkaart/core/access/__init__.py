"""Who may see and do what: the one place that decides.

Every readable row carries one *audience*, a short text such as ``public``, ``network``, ``region:3``, ``project:12``,
``circle:7`` or ``private:41``. A :class:`Viewer` holds a set of such tokens. **Visible = published and the audience is one
of the viewer's tokens.** Lists, pages, search, feeds, mail, files and the API all ask :meth:`AudienceQuerySet.visible_to`.
Unpublished things are reached only through :func:`can`.
"""

from __future__ import annotations

from staalkaart.core.access.audience import (
    AUDIENCE_PATTERN,
    GLASS,
    NETWORK,
    PUBLIC,
    AudienceObstacle,
    FixedAudience,
    UnknownAudience,
    check_audience,
    is_wider,
    key_of,
    narrower_of,
)
from staalkaart.core.access.audience_model import AudienceModel, AudienceQuerySet, keep_stored_audience
from staalkaart.core.access.change_audience import audience_obstacles, set_audience
from staalkaart.core.access.verbs import can, holders_of
from staalkaart.core.access.viewer import ANY_MEMBER, VISITOR, Viewer, viewer_of
from staalkaart.core.access.visibility import can_see, nameable, reveal, seen_by

__all__ = [
    "ANY_MEMBER",
    "AUDIENCE_PATTERN",
    "GLASS",
    "NETWORK",
    "PUBLIC",
    "VISITOR",
    "AudienceModel",
    "AudienceObstacle",
    "AudienceQuerySet",
    "FixedAudience",
    "UnknownAudience",
    "Viewer",
    "audience_obstacles",
    "can",
    "can_see",
    "check_audience",
    "holders_of",
    "is_wider",
    "keep_stored_audience",
    "key_of",
    "nameable",
    "narrower_of",
    "reveal",
    "seen_by",
    "set_audience",
    "viewer_of",
]
