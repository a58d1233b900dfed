"""Who may do what with circles and trajectories, in the table of verbs. What happens inside a phase is the machine's."""

from __future__ import annotations

from django.utils.translation import gettext as _

from forums.intervision.circles import guests_of
from forums.intervision.models import Circle, Trajectory
from staalkaart.core import registry
from staalkaart.core.access import NETWORK, Viewer, can_see
from staalkaart.members.models import Grant

LEADERS = (Grant.Role.FACILITATOR,)


def starts_circles(viewer: Viewer) -> bool:
    """Facilitators of a region, who start and lead circles."""
    return viewer.has_role(*LEADERS) and NETWORK in viewer.tokens


def leads(viewer: Viewer, circle: Circle) -> bool:
    return circle.stopped_at is None and viewer.has_role(*LEADERS, token=circle.token)


def brings_to(viewer: Viewer, circle: Circle) -> bool:
    """A member of the circle, or of the network where the circle takes cases from outside."""
    if viewer.is_visitor or circle.stopped_at is not None or NETWORK not in viewer.tokens:
        return False
    inside = viewer.has_role(Grant.Role.MEMBER, token=circle.token)
    works = viewer.has_role(Grant.Role.MEMBER, Grant.Role.COORDINATOR)
    return inside or (circle.takes_guests and works and not leads(viewer, circle))


def reads_by_glass(viewer: Viewer, trajectory: Trajectory) -> bool:
    """Somebody broke the glass of this circle: reads as its facilitator would, for an hour, and writes nothing."""
    return viewer.has_role(Grant.Role.GLASS, token=trajectory.audience) and can_see(viewer, trajectory)


def circle_words(number: int) -> str:
    name = Circle.objects.filter(pk=number).values_list("name", flat=True).first()
    return _("de kring %(circle)s") % {"circle": name} if name else ""


def circle_rooms() -> list[tuple[str, str]]:
    return [(circle.token, circle_words(circle.pk)) for circle in Circle._base_manager.order_by("pk")]


def register_rules() -> None:
    registry.verbs.add(("lead", Circle), leads)
    registry.verbs.add(("bring", Circle), brings_to)
    registry.verbs.add(("glass", Trajectory), reads_by_glass)
    registry.audience_kinds.add("circle", registry.AudienceKind(circle_words, circle_rooms, guests_of))
