"""Who may do what: one table of verbs, filled by every feature."""

from __future__ import annotations

from typing import Any

from staalkaart.core import registry
from staalkaart.core.access.viewer import Viewer
from staalkaart.core.access.visibility import can_see


def can(viewer: Viewer, verb: str, obj: Any) -> bool:
    """May this viewer do `verb` to `obj`? Reads the table of verbs; what is not in it is not allowed."""
    if verb == "read":
        return can_see(viewer, obj)
    for model in type(obj).__mro__:
        rule = registry.verbs.get((verb, model))
        if rule is not None:
            return bool(rule(viewer, obj))
    return False


def holders_of(*roles: str):
    """A rule for the table of verbs: whoever holds one of these roles, wherever."""
    return lambda viewer, obj: viewer.has_role(*roles)
