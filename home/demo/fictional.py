"""Finds everything fictional: what the demo made, and what was made with its accounts or in its projects.

Fictional are the demo's accounts, whatever carries `fictional`, regions and partners that the demo brought and nobody real uses,
circles and days that only fictional people lead; and then every row that hangs on one of those or was written by one of those
people, until nothing new is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.deletion import CASCADE, PROTECT
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from forums.intervision.models import Circle, CircleSeat, Trajectory
from home.models import DemoRecord
from practices.models import PracticePage
from staalkaart.core.delivery.indexing import uid_of
from staalkaart.files.models import Attachment
from staalkaart.learning.models import Challenge, LearningPoint, TrailLink
from staalkaart.members.demo_accounts import DEMO_DOMAIN
from staalkaart.members.models import Grant, Initiative, Invitation, Partner, Project, Region, User
from staalkaart.network_days.models import BlockLink, BoardVote, NetworkDay, Report

# Who wrote it, where the database only clears the name when an account goes. Words of somebody who does not exist go along.
WRITTEN_BY = {
    "learning.Challenge": "author",
    "learning.SignalRelease": "released_by",
    "learning.Comment": "author",
    "learning.Remark": "user",
    "learning.TrailLink": "by",
    "practices.Draft": "created_by",
    "practices.Use": "by",
    "network_days.BoardItem": "by",
    "network_days.Note": "author",
    "network_days.Action": "owner",
    "intervision.Contribution": "author",
    "members.Invitation": "invited_by",
    "knowledge.ReviewRound": "created_by",
    "files.Attachment": "uploaded_by",
    "files.Document": "uploaded_by_user",
    "files.Image": "uploaded_by_user",
}
# What trails, votes and origins call these things
UID_NAMES: dict[type[models.Model], str] = {
    Attachment: "material",
    Challenge: "challenge",
    Initiative: "initiative",
    LearningPoint: "point",
    NetworkDay: NetworkDay.uid_name,
    PracticePage: PracticePage.search_source,
    Project: "project",
    Report: "report",
    Trajectory: "trajectory",
}
Found = dict[type[models.Model], set[Any]]
LOGS = (ModelLogEntry, PageLogEntry)


def find_fictional() -> Found:
    """model → primary keys of everything that would go."""
    found: Found = defaultdict(set)
    _seed(found)
    _spread(found)
    for prefix, place in (("region", Region), ("partner", Partner)):
        keys = DemoRecord.objects.filter(key__startswith=f"{prefix}:").values_list("key", flat=True)
        brought = place._default_manager.filter(slug__in=[key.partition(":")[2] for key in keys])
        _add(found, brought.exclude(pk__in=_used(place, found)))
    _spread(found)
    return {model: keys for model, keys in list(found.items()) if keys}


def _spread(found: Found) -> None:
    """Add what hangs on something found, until nothing new is."""
    size = -1
    while size != (size := sum(map(len, found.values()))):
        _leaderless(found)
        for model in _our_models():
            for rows in _hanging(model, found):
                found[model].update(rows.values_list("pk", flat=True))
        _by_words(found)


def _our_models() -> Iterator[type[models.Model]]:
    skipped = {*LOGS, Session, DemoRecord, Revision}
    return (model for model in apps.get_models() if model._meta.managed and model not in skipped)


def _add(found: Found, rows: models.QuerySet) -> None:
    found[rows.model].update(rows.values_list("pk", flat=True))


def _seed(found: Found) -> None:
    _add(found, User.objects.filter(email__endswith=DEMO_DOMAIN))
    for model in (Project, Initiative, NetworkDay):
        _add(found, model._default_manager.filter(fictional=True))


def _used(place: type[models.Model], found: Found) -> set[Any]:
    """Regions or partners that something points at which stays: a person, a project, a circle, a day, somebody's seat. They stay too."""
    used: set[Any] = set()
    for model in _our_models():
        for field in model._meta.concrete_fields:
            if field.remote_field and field.remote_field.model is place:
                rows = model._base_manager.exclude(pk__in=keys_of(model, found))
                used.update(rows.values_list(field.name, flat=True))
    return used - {None}


def _leaderless(found: Found) -> None:
    """Circles and days that only fictional people lead, cases that only they own."""
    people = found[User]
    leads = CircleSeat.objects.filter(role="facilitator")
    real = leads.exclude(user__in=people).values("circle")
    _add(found, Circle.objects.filter(pk__in=leads.filter(user__in=people).values("circle")).exclude(pk__in=real))
    _add(found, Trajectory.objects.filter(seats__role="owner", seats__user__in=people))
    _add(found, Trajectory.objects.filter(circle__in=found[Circle]))
    days = NetworkDay.objects.filter(facilitators__in=people)
    _add(found, days.exclude(facilitators__in=User.objects.exclude(pk__in=people)))


def _hanging(model: type[models.Model], found: Found) -> Iterator[models.QuerySet]:
    """Rows of `model` that cannot stand without something found, or that say something about it."""
    rows = model._base_manager.all()
    author = WRITTEN_BY.get(model._meta.label)
    for field in model._meta.concrete_fields:
        relation: Any = field.remote_field
        keys = keys_of(relation.model, found) if relation else set()
        if keys and (relation.on_delete in {CASCADE, PROTECT} or field.name == author):
            yield rows.filter(**{f"{field.name}__in": keys})
    for field in model._meta.private_fields:
        if hasattr(field, "ct_field"):
            yield from _about(rows, field, found)


def keys_of(target: Any, found: Found) -> set[Any]:
    """Primary keys of `target`; a page is found under its own class, and pointed at as a page too."""
    return set().union(*(keys for model, keys in list(found.items()) if issubclass(model, target)))


def _about(rows: models.QuerySet, field: Any, found: Found) -> Iterator[models.QuerySet]:
    for model, keys in list(found.items()):
        if keys:
            sort = ContentType.objects.get_for_model(model, for_concrete_model=False)
            yield rows.filter(**{field.ct_field: sort, f"{field.fk_field}__in": keys})


def _by_words(found: Found) -> None:
    """What points at things by a name of theirs: search uids and tokens of rooms."""
    uids, tokens = uids_of(found), tokens_of(found)
    _add(found, LearningPoint.objects.filter(origin__in=uids))
    _add(found, TrailLink.objects.filter(models.Q(from_uid__in=uids) | models.Q(to_uid__in=uids)))
    for model in (BlockLink, BoardVote):
        _add(found, model.objects.filter(uid__in=uids))
    _add(found, Grant.objects.filter(token__in=tokens))
    _add(found, Invitation.objects.filter(email__endswith=DEMO_DOMAIN))
    kind: Any
    for kind in _our_models():
        if "audience" in {field.name for field in kind._meta.local_fields} and not issubclass(kind, Page):
            _add(found, kind._base_manager.filter(audience__in=tokens))


def uids_of(found: Found) -> list[str]:
    return [uid_of(name, key) for model, name in UID_NAMES.items() for key in found.get(model, ())]


def tokens_of(found: Found) -> list[str]:
    kinds = {Project: "project", Region: "region", Circle: "circle", User: "private"}
    return [f"{kind}:{key}" for model, kind in kinds.items() for key in found[model]]
