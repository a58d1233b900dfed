"""Content that is pages: made as a child of their parent, published, and changed by a new published revision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from home.setup.records import ContentKind, Values
from home.setup.rows import Read, read_value, set_plain
from staalkaart.core.models import AudiencePage

UNDER_WAY = "has unpublished changes"  # an editor is at work: then the page counts as edited


def add_page(parent: Page, page: Page) -> Page:
    """Add a page and publish its first revision, so that editors start with a history."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page


def under_way(page: Page) -> Values:
    """The mark of a page that an editor is at work on: what was loaded is no longer what stands there."""
    return {UNDER_WAY: True} if page.has_unpublished_changes else {}


def publish_again(page: Page) -> None:
    page.save_revision(clean=False).publish()


class Pages(ContentKind):
    """Pages of one type under one parent, known by their slug. Nothing is written while the parent does not exist."""

    def __init__(
        self, name: str, model: type[AudiencePage], read: Read, parent: Callable[[], Page | None], inner: tuple = ()
    ) -> None:
        self.name, self.model, self.read, self.parent, self.inner = name, model, read, parent, list(inner)

    def wanted(self) -> dict[str, Values]:
        return {self.key(row["slug"]): row for row in self.read()}

    def key(self, slug: str) -> str:
        return f"page:{self.model._meta.model_name}:{slug}"

    def present(self) -> dict[str, Values]:
        wanted = self.wanted()
        rows = {self.key(page.slug): page for page in self.model.objects.all()}
        return {key: self._read(rows[key], values) for key, values in wanted.items() if key in rows}

    def _read(self, page: Any, names: Values) -> Values:
        values = {name: read_value(page, name, self.inner) for name in names}
        return values | under_way(page)

    def write(self, changes: dict[str, Values]) -> None:
        for values in changes.values():
            found = self.model.objects.filter(slug=values["slug"]).first()
            page = found or self.model(show_in_menus=hasattr(self.model, "max_count"))
            set_plain(page, values)
            parent = self.parent()
            if found:
                publish_again(page)
            elif parent is not None:
                add_page(parent, page)
