"""The whole content of a new site, in the order in which it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Collection, Locale, Page

from home.models import ContentRecord
from home.setup import choice_aid, reference, skeleton, working_models
from home.setup.records import Change, ContentKind, apply, compare
from staalkaart.members.groups import setup_groups

OUR_PACKAGES = {"staalkaart", "home", "practices", "forums"}
KINDS: tuple[ContentKind, ...] = (
    *skeleton.FIRST,
    *reference.KINDS,
    working_models.Conditions(),
    working_models.Cards(),
    working_models.ThemesWithoutPoints(),
    *choice_aid.KINDS,
    *skeleton.LAST,
)


def is_migrated() -> bool:
    return ContentRecord._meta.db_table in connection.introspection.table_names()


def waiting_migrations() -> int:
    """How many this release brings that the database does not have yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_of_before() -> bool:
    """Does this database know a migration of ours that no longer exists? Migrations began anew before the first real site."""
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if config.name.partition(".")[0] in OUR_PACKAGES}
    return any(
        label in ours and (label, name) not in loader.disk_migrations for label, name in loader.applied_migrations
    )


def plan() -> Iterator[tuple[ContentKind, list[Change]]]:
    """What this release would do, kind by kind; reads and writes nothing. Raises ContentError."""
    known = {record.key: record for record in ContentRecord.objects.all()}
    for kind in KINDS:
        yield kind, compare(kind, known)


def check_files() -> None:
    """Raise ContentError when any file is broken: asked before the first row is written."""
    for kind in KINDS:
        kind.wanted()


@transaction.atomic
def set_up(report: Callable[[ContentKind, list[Change]], None] = lambda kind, changes: None) -> None:
    """Make or bring up to date everything that a site starts with, or nothing; `report` hears of each kind once it is written."""
    check_files()
    restore_roots()
    setup_groups()
    for kind, changes in plan():
        apply(kind, changes)
        report(kind, changes)


def restore_roots() -> None:
    """Wagtail's first rows: locale, root page, root collection. A migration makes them; emptying a database takes them away."""
    Locale.objects.get_or_create(language_code="nl")
    if not Page.objects.exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
