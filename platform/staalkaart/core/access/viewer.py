"""Who looks: the tokens that open things, and the roles that allow acts."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from staalkaart.core.access.audience import GLASS, NETWORK, PUBLIC, key_of

if TYPE_CHECKING:
    from staalkaart.core.web.request import Request


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

    @property
    def edits_content(self) -> bool:
        """May use the admin: the two roles whose groups may (members.groups)."""
        return self.has_role("editor", "admin")

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


# Whose request is being answered, for what no argument reaches: a check of a text that knows the writer's own project
asking: ContextVar[Viewer] = ContextVar("asking", default=VISITOR)


def viewer_of(request: Request) -> Viewer:
    """The viewer that the middleware put on the request; a request without one is a visitor's (closed by default)."""
    return getattr(request, "viewer", VISITOR)
