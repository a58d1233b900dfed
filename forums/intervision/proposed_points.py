"""From a contribution to a learning point of the network: proposed by the owner or the facilitator, agreed to by the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forums.intervision.choices import FINISHED, Role
from forums.intervision.errors import Refused
from forums.intervision.machine import Refusal, Snapshot
from forums.intervision.models import Trajectory
from forums.intervision.phases import everybody, say
from forums.intervision.state import take_snapshot
from staalkaart.learning import trail
from staalkaart.learning.learning_points import agree_point, drop_proposal, propose_point
from staalkaart.learning.models import LearningPoint, TrailLink
from staalkaart.members.models import User


def origin_of(trajectory: Trajectory) -> str:
    return f"trajectory:{trajectory.pk}"


def points_of(trajectory: Trajectory) -> list[LearningPoint]:
    """Of this trajectory, shared or not; for who may read the trajectory."""
    return list(LearningPoint.objects.filter(origin=origin_of(trajectory)).order_by("pk"))


def _deciding(trajectory: Trajectory, by: User) -> tuple[Snapshot, set[str]]:
    """Owner and facilitator, in the last phase or after the end."""
    snapshot = take_snapshot(trajectory)
    roles = snapshot.roles_of(by.pk) & {Role.OWNER, Role.FACILITATOR}
    if not roles:
        raise Refused([Refusal.NOT_YOURS])
    if not (snapshot.is_last or trajectory.state in FINISHED):
        raise Refused([Refusal.WRONG_STATE])
    return snapshot, roles


@transaction.atomic
def propose(
    *, trajectory: Trajectory, by: User, text: str, themes: Iterable[Any], working_models: Iterable[Any]
) -> LearningPoint:
    _standing, roles = _deciding(trajectory, by)
    point = propose_point(
        text=text, themes=themes, working_models=working_models, origin=origin_of(trajectory), audience=trajectory.audience,
        as_owner=Role.OWNER in roles, as_facilitator=Role.FACILITATOR in roles,
    )  # fmt: skip
    return _told(trajectory, point, by)


@transaction.atomic
def agree(*, trajectory: Trajectory, by: User, pk: int) -> LearningPoint:
    _standing, roles = _deciding(trajectory, by)
    point = LearningPoint.objects.get(origin=origin_of(trajectory), pk=pk)
    done = agree_point(point=point, as_owner=Role.OWNER in roles, as_facilitator=Role.FACILITATOR in roles)
    return _told(trajectory, done, by)


def _told(trajectory: Trajectory, point: LearningPoint, by: User) -> LearningPoint:
    """The other one hears that a point waits; once it is shared, its trail leads back to the challenge it began with."""
    if not point.is_shared:
        say("point_waits", trajectory, to=everybody(trajectory, Role.OWNER, Role.FACILITATOR), by=by)
    elif trajectory.challenge is not None:
        trail.link(kind=TrailLink.Kind.LEARNED, source=trajectory.challenge.uid, target=point.uid, by=None)
    return point


@transaction.atomic
def drop(*, trajectory: Trajectory, by: User, pk: int) -> None:
    _deciding(trajectory, by)
    drop_proposal(point=LearningPoint.objects.get(origin=origin_of(trajectory), pk=pk))
