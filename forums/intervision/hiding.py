"""A case without the owner's name: nothing in it, beside it or missing from it points to them."""

from __future__ import annotations

import random
from itertools import combinations

from forums.intervision.errors import NamesItsOwner, WouldBeFound
from forums.intervision.models import Circle, Method, Trajectory
from staalkaart.core.writing.text import fold
from staalkaart.members.models import Grant, Membership, User
from staalkaart.members.recognise.check import Sort

SHORTEST_NAME = 4
BESIDE = 2  # projects that are left out beside the owner's own
lot = random.SystemRandom()


def hide(trajectory: Trajectory, owner: User, circle: Circle, method: Method) -> None:
    """What announcing without a name asks, in memory. Raises NamesItsOwner or WouldBeFound.

    The link to a challenge of the owner's own project is cut: it would say whose case this is, and so would the trail of what is
    learned.
    """
    if would_be_found(owner, circle):
        raise WouldBeFound
    own = projects_of([owner.pk]).get(owner.pk, set())
    challenge = trajectory.challenge
    if challenge is not None and (challenge.author_id == owner.pk or challenge.project_id in own):
        if _same(trajectory.title, challenge.title):
            raise NamesItsOwner
        trajectory.challenge = None
    if not trajectory.left_out:  # once per trajectory: who asks again learns nothing more
        trajectory.left_out = _left_out(owner, own, circle, method, trajectory.own_project_too)


def _same(title: str, other: str) -> bool:
    one, two = (" ".join(fold(text).casefold().split()) for text in (title, other))
    return bool(two) and two in one


def projects_of(users: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Membership.objects.current().filter(user__in=users, project__isnull=False)
    for user, project in rows.values_list("user", "project"):
        found.setdefault(user, set()).add(project)
    return found


def _left_out(owner: User, own: set[int], circle: Circle, method: Method, own_too: bool) -> list[int]:
    """Two more projects of the circle, by lot, so that who is missing points to nobody; nobody is missing where the owner's own
    project does not sit. Raises WouldBeFound when too few people would be left for the method: another circle then."""
    seats = circle.seats.current().filter(role=Grant.Role.MEMBER, user__is_active=True)
    inside = [pk for pk in seats.values_list("user", flat=True) if pk != owner.pk]
    places = projects_of(inside)
    sits = any(places.get(pk, set()) & own for pk in inside) or len(inside) < seats.count()
    if not sits:
        return []
    others = sorted({project for projects in places.values() for project in projects} - own)
    pairs = list(combinations(others, BESIDE))
    lot.shuffle(pairs)
    for pair in pairs:
        gone = set(pair) if own_too else set(pair) | own
        left = [pk for pk in inside if not places.get(pk, set()) & gone]
        if len(left) >= max(method.fewest - 1, 1):
            return list(pair)
    raise WouldBeFound


def would_be_found(owner: User, circle: Circle) -> bool:
    """Would a hidden owner be found by elimination? Somebody from elsewhere is none of the circle, so cannot be missed in it."""
    places: dict[int, set[str]] = {}
    inside = circle.seats.current().filter(role=Grant.Role.MEMBER).values("user")
    rows = Membership.objects.current().filter(user__in=inside, project__isnull=False).select_related("project")
    for row in rows:
        places.setdefault(row.user_id, set()).update({f"p{row.project_id}", f"n{row.project.nis}"})  # type: ignore[union-attr]
    inside_self = inside.filter(user=owner).exists()
    own = places.pop(owner.pk, None)
    if own is None:
        return inside_self  # the only one without a project is found as quickly
    shared = set().union(*places.values()) if places else set()
    return not own <= shared


def words_that_point_to(owner: int) -> dict[str, Sort]:
    """The names of the owner's projects and their municipalities, the longest first."""
    found: dict[str, Sort] = {}
    rows = Membership.objects.current().filter(user=owner, project__isnull=False).select_related("project")
    for project in (row.project for row in rows):
        towns = [town.name for town in project.municipalities]  # type: ignore[union-attr]
        name = str(project)
        short = " ".join(word for word in name.split() if word not in " ".join(towns).split())
        found |= dict.fromkeys([name, *([short] if len(short) >= SHORTEST_NAME else [])], Sort.OWN_PROJECT)
        found |= dict.fromkeys(towns, Sort.OWN_TOWN)
    return dict(sorted(found.items(), key=lambda row: -len(row[0])))
