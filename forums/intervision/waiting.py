"""What waits for somebody in intervision: their turn, a question to answer, a learning point, an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from forums.intervision.choices import FINISHED, UNDER_WAY, Role
from forums.intervision.circles import without_facilitator
from forums.intervision.models import CircleSeat, Trajectory
from forums.intervision.proposed_points import origin_of
from forums.intervision.turns import Turn, all_turns, mine_first
from staalkaart.core.access import Viewer
from staalkaart.core.waiting import Waiting
from staalkaart.learning.models import LearningPoint
from staalkaart.members.permissions import regions_led


def waits_in_intervision(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    turns = all_turns(viewer, user)
    for turn in mine_first(turns):
        yield Waiting(f"{named(turn)}: {turn.words}", turn.trajectory.get_absolute_url(), turn.deadline)
    for seat in CircleSeat.objects.invited().filter(user=user).select_related("circle"):
        words = _("Zeg ja of nee op de uitnodiging voor %(circle)s") % {"circle": seat.circle}
        yield Waiting(words, reverse("intervision:circle_invitation", args=[seat.pk]))
    for trajectory in points_to_agree(turns, user):
        words = _("%(circle)s, traject %(number)s: zeg of het leerpunt zo mag")
        said = words % {"circle": trajectory.circle, "number": trajectory.pk}
        yield Waiting(said, trajectory.get_absolute_url())
    for circle in without_facilitator(regions_led(viewer)):
        yield Waiting(_("%(circle)s heeft geen begeleider meer") % {"circle": circle}, reverse("intervision:overview"))


def named(turn: Turn) -> str:
    """The circle and the number; of one's own draft that has no circle yet, that."""
    if turn.trajectory.circle is None:
        return _("Je casus")
    return _("%(circle)s, traject %(number)s") % {"circle": turn.trajectory.circle, "number": turn.trajectory.pk}


def points_to_agree(turns: list[Turn], user: Any) -> list[Trajectory]:
    """Where the owner or the facilitator proposed a learning point that the other one did not answer yet; one query."""
    sat = {
        origin_of(turn.trajectory): turn.trajectory for turn in turns if turn.trajectory.state in UNDER_WAY | FINISHED
    }
    found: dict[int, Trajectory] = {}
    for point in LearningPoint.objects.filter(origin__in=sat, is_shared=False).order_by("pk") if sat else ():
        trajectory = sat[point.origin]
        if _is_theirs(trajectory, point, user.pk):
            found[trajectory.pk] = trajectory
    return list(found.values())


def _is_theirs(trajectory: Trajectory, point: LearningPoint, user: int) -> bool:
    roles = {seat.role for seat in trajectory.sitting if seat.user_id == user}  # type: ignore[attr-defined]
    return (Role.OWNER in roles and point.owner_agreed_at is None) or (
        Role.FACILITATOR in roles and point.facilitator_agreed_at is None
    )
