"""rights.csv: every address and page type of ours, the identities that may use it, and how. Undeclared does not exist.

Columns: `sort` (url, pattern, prefix or page), `name`, `who` (identities, separated by spaces, or "all"), `how`.
Unnamed patterns are declared by their pattern, `/beheer/` by its prefix.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

IDENTITIES = (
    "visitor",
    "invited",
    "suspended",
    "other_project",
    "member",
    "coordinator",
    "facilitator",
    "partner",
    "editor",
    "admin",
)
SORTS = ("url", "pattern", "prefix", "page")


@dataclass(frozen=True)
class Right:
    sort: str
    name: str
    who: tuple[str, ...]
    how: str


@dataclass(frozen=True)
class Rights:
    rows: tuple[Right, ...]

    def names(self, sort: str) -> frozenset[str]:
        return frozenset(row.name for row in self.rows if row.sort == sort)

    def allows_route(self, match, path: str) -> bool:
        """Is this resolved route declared, by name, by pattern or by prefix?"""
        if any(path.startswith(prefix) for prefix in self.names("prefix")):
            return True
        if match.view_name in self.names("url"):
            return True
        return f"/{match.route}" in self.names("pattern")

    def roles_for_prefix(self, path: str) -> tuple[str, ...]:
        """The roles that a declared prefix is for; empty when no prefix fits."""
        return next((row.who for row in self.rows if row.sort == "prefix" and path.startswith(row.name)), ())

    def allows_page(self, page) -> bool:
        return page._meta.label in self.names("page")


def read_rights(path: Path) -> Rights:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [
            Right(
                row["sort"], row["name"], IDENTITIES if row["who"] == "all" else tuple(row["who"].split()), row["how"]
            )
            for row in csv.DictReader(lines)
        ]
    return Rights(tuple(rows))


@cache
def declared_rights() -> Rights:
    return read_rights(Path(settings.RIGHTS_FILE))


def routes(resolver=None, prefix: str = "", namespace: str = ""):
    """Yield (view name or '', pattern) of every route of the site."""
    from django.urls import get_resolver

    item: Any
    for item in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(item.pattern)
        if hasattr(item, "url_patterns"):
            inner = f"{namespace}{item.namespace}:" if item.namespace else namespace
            yield from routes(item, pattern, inner)
        else:
            yield (namespace + item.name if item.name else "", "/" + pattern)


@register()
def check_rights(app_configs, **kwargs):
    """The build fails on a route or page type that rights.csv does not declare, and on a line that declares nothing."""
    from staalkaart.core.models import AudiencePage

    rights = declared_rights()
    problems = [
        f"line for {row.name!r}: unknown sort or identity"
        for row in rights.rows
        if row.sort not in SORTS or not row.who or set(row.who) - set(IDENTITIES)
    ]
    named, prefixes, patterns = rights.names("url"), rights.names("prefix"), rights.names("pattern")
    seen: set[str] = set()
    for name, pattern in routes():
        declared = (
            name in named or pattern in patterns or any(pattern.replace("/^", "/").startswith(p) for p in prefixes)
        )
        seen.update({name, pattern})
        if not declared and not name.startswith(CLOSED):
            problems.append(f"route {name or pattern} is not declared")
    pages = {model._meta.label for model in _subclasses(AudiencePage)}
    problems += [f"page type {label} is not declared" for label in sorted(pages - rights.names("page"))]
    problems += [f"{name} is declared but does not exist" for name in sorted((named | patterns) - seen)]
    problems += [f"page type {label} is declared but does not exist" for label in sorted(rights.names("page") - pages)]
    return [Error(f"rights.csv: {problem}", id="core.E001") for problem in problems]


# Routes that a library brings along and that stay closed: 404 at run time. Ours are never in this list.
CLOSED = ("account_", "mfa_", "usersessions_", "wagtailcore_")


def _subclasses(model) -> set:
    found = set(model.__subclasses__())
    return found.union(*(_subclasses(sub) for sub in found)) if found else set()
