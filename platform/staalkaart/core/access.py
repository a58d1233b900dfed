"""Who may see and do what: the one module that decides (product.md §1).

Every readable row carries one *audience*, a short text such as ``public``, ``network``, ``region:3``, ``project:12``,
``circle:7`` or ``private:41``. A :class:`Viewer` holds a set of such tokens. **Visible = published and the audience is one
of the viewer's tokens.** Lists, pages, search, feeds, mail, files and the API all ask :meth:`AudienceQuerySet.visible_to`.
Unpublished things are reached only through :func:`can`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry

if TYPE_CHECKING:
    from django.http import HttpRequest

Row = TypeVar("Row")
PUBLIC = "public"
NETWORK = "network"
GLASS = "glass"  # the role of a broken glass
AUDIENCE_PATTERN = re.compile(r"^(public|network|(region|project|circle|private):[1-9][0-9]*)$")


class FixedAudience(Exception):
    """Things of this kind are named in so many places that they have one audience only."""


class AudienceObstacle(ValidationError):
    """Something that the object uses may not be seen that widely; the messages name it."""


class UnknownAudience(ValidationError):
    """The text is not one of the six kinds of audience."""


def key_of(token: str, kind: str) -> int:
    """The number in ``region:3`` when the token is of that kind; 0 for any other."""
    name, _colon, number = token.partition(":")
    return int(number) if name == kind and number.isdigit() else 0


def check_audience(value: str) -> None:
    """Raise :class:`UnknownAudience` unless `value` is an audience; an empty audience is nobody's, so it is refused too."""
    if not AUDIENCE_PATTERN.match(value):
        raise UnknownAudience(_("“%(value)s” is geen zichtbaarheid die dit platform kent."), params={"value": value})


def is_wider(audience: str, *, than: str) -> bool:
    """Would `audience` show something to anybody who is outside `than`? Two different rooms are never within each other."""
    if audience == than or than == PUBLIC:
        return False
    return not (than == NETWORK and audience != PUBLIC)


def narrower_of(one: str, other: str) -> str:
    """Who is in both audiences; nobody ("") where neither lies within the other."""
    if not is_wider(one, than=other):
        return one
    return "" if is_wider(other, than=one) else other


@dataclass(frozen=True)
class Viewer:
    """Who looks: the tokens that open things and the (role, token) pairs that allow acts. Frozen, made once per request."""

    user_id: int | None = None
    tokens: frozenset[str] = frozenset({PUBLIC})
    roles: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    @property
    def is_visitor(self) -> bool:
        return self.user_id is None

    @property
    def in_network(self) -> bool:
        return NETWORK in self.tokens

    def within(self, kind: str, *roles: str) -> set[int]:
        """Keys of the rooms of one kind (``project``, ``region``, ``circle``) in which this viewer holds one of `roles`.

        Without roles: whatever role it is, but for a broken glass, which reads for an hour and belongs nowhere.
        """
        held = [token for role, token in self.roles if (role in roles if roles else role != GLASS)]
        return {key for token in held if (key := key_of(token, kind))}

    def has_role(self, *roles: str, token: str | None = None) -> bool:
        """True when one of `roles` is held, within `token` (a project, region, circle) when that is given."""
        return any(role in roles and (token is None or where == token) for role, where in self.roles)

    @classmethod
    def with_grants(cls, user_id: int, grants: Iterable[tuple[str, str]]) -> Viewer:
        """Build from (token, role) pairs; everybody signed in also sees what is public and what is private to them."""
        pairs = list(grants)
        tokens = {PUBLIC, f"private:{user_id}", *(token for token, _role in pairs)}
        return cls(user_id, frozenset(tokens), frozenset((role, token) for token, role in pairs if role))


VISITOR = Viewer()
ANY_MEMBER = Viewer(tokens=frozenset({PUBLIC, NETWORK}))  # for texts that the whole network will read


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer that the middleware put on the request; a request without one is a visitor's (closed by default)."""
    return getattr(request, "viewer", VISITOR)


class AudienceQuerySet(models.QuerySet):
    """Adds the one question every reader asks. A model says what *published* means in `published_lookup`."""

    def visible_to(self, viewer: Viewer) -> Self:
        published = getattr(self.model, "published_lookup", {})
        return self.filter(**published, **{f"{self.model.audience_lookup}__in": viewer.tokens})


def keep_stored_audience(obj: models.Model, kwargs: dict[str, Any]) -> None:
    """Before a save: a row that exists keeps the audience it has in the database, whatever an older copy of it says."""
    if obj.pk is None or kwargs.get("force_insert"):
        return
    stored = type(obj)._base_manager.filter(pk=obj.pk).values_list("audience", flat=True).first()
    if stored:
        obj.audience = stored  # type: ignore[attr-defined]


class AudienceModel(models.Model):
    """A plain model with its own audience column."""

    audience_lookup = "audience"
    published_lookup: dict[str, Any] = {}
    default_audience = NETWORK

    audience = models.CharField(_("zichtbaar voor"), max_length=40, db_index=True, blank=True, editable=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.audience = self.audience or self.default_audience
        check_audience(self.audience)
        keep_stored_audience(self, kwargs)
        super().save(*args, **kwargs)


def can_see(viewer: Viewer, obj: Any) -> bool:
    """The row-wise form of :meth:`AudienceQuerySet.visible_to`, from the values that `obj` already holds.

    A model whose rule asks more than the audience says so with `visible_by_query`, and is asked by its queryset.
    """
    if getattr(obj, "visible_by_query", False):
        return type(obj)._default_manager.visible_to(viewer).filter(pk=obj.pk).exists()
    return _is_published(obj) and bool(obj.audience) and obj.audience in viewer.tokens


def _is_published(obj: Any) -> bool:
    return all(getattr(obj, name) == wanted for name, wanted in getattr(obj, "published_lookup", {}).items())


def seen_by(viewer: Viewer, related: Any) -> Any:
    """A related object, or None when this viewer may not see it; of several, those that may be seen.

    What has no audience of its own (a region, a partner) is nobody's secret.
    """
    if related is None or isinstance(related, models.Model):
        is_open = related is None or not hasattr(related, "audience") or can_see(viewer, related)
        return related if is_open else None
    rows = related.all() if hasattr(related, "all") else related
    return [row for row in rows if seen_by(viewer, row) is not None]


def nameable(audience: str, related: Iterable[Row]) -> list[Row]:
    """Those that everybody in `audience` may see too: what a document for that audience may name."""
    return [row for row in related if _is_published(row) and row.audience and not is_wider(audience, than=row.audience)]  # type: ignore[attr-defined]


def reveal(rows: Iterable[Row], viewer: Viewer, *names: str) -> list[Row]:
    """Give every row `visible_<name>`: what may be named of its relations. Load them with the rows; nothing is asked here.

    Screens, exports and mails read `visible_project`, never `project`: a test reads them for the difference.
    """
    found = list(rows)
    for row in found:
        for name in names:
            setattr(row, f"visible_{name}", seen_by(viewer, getattr(row, name)))
    return found


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


def audience_obstacles(obj: Any, audience: str) -> list[str]:
    """What stands in the way of showing `obj` to `audience`, in sentences that name it."""
    return [words for check in registry.audience_obstacles.values() for words in check(obj, audience)]


def set_audience(*, obj: Any, audience: str, by: Any, reason: str = "") -> bool:
    """Change who may see `obj`, at once; the only way there is. Returns False when it already was so.

    Before the row changes, whatever holds a copy for the old audience (the search index) is told to drop it, so a narrowing
    is never followed by a count or a suggestion from the old state. The change is logged with both values.
    """
    from wagtail.log_actions import log

    check_audience(audience)
    obj = getattr(obj, "specific", obj)  # a page known by its base class has the documents of its own class
    if getattr(obj, "audience_is_fixed", False):
        raise FixedAudience(f"{obj._meta.verbose_name}: {obj.default_audience}")
    before = obj.audience
    if before == audience:
        return False
    if problems := audience_obstacles(obj, audience):
        raise AudienceObstacle(problems)
    for drop in registry.before_audience_change.values():
        drop(obj)
    with transaction.atomic():
        type(obj)._base_manager.filter(pk=obj.pk).update(audience=audience)
        obj.audience = audience
        log(
            obj,
            "staalkaart.audience",
            user=by,
            data={"before": before, "after": audience, "reason": reason},
            timestamp=timezone.now(),
        )
        for note in registry.after_audience_change.values():
            note(obj)
    return True
