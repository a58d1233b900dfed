"""Taking words out of a practice for good: out of what is read now, out of every version of it, and out of whatever was told about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from practices.models import Draft, PracticePage
from practices.publishing import attachments_of, free_slug
from staalkaart.core import registry
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.models import AutosaveBuffer, Receipt
from staalkaart.core.own_data import scrub_soon
from staalkaart.core.writing.text import fold
from staalkaart.members.models import User

GONE = "[…]"
LEAST = 3  # letters: fewer would empty half a page
PAGE_TEXTS = (
    "title", "draft_title", "seo_title", "search_description", "summary", "contact_role", "languages", "words",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Where the words stand: in what is read now, in how many older versions, in how many drafts."""

    now: bool
    versions: int
    drafts: int

    def __bool__(self) -> bool:
        return self.now or bool(self.versions or self.drafts)


class Striker:
    """Finds one passage however its white space and capitals run, as whole words, and puts "[…]" in its place."""

    def __init__(self, passage: str) -> None:
        parts = [re.escape(part) for part in passage.split()]
        before, after = (r"(?<!\w)" if passage.split()[0][:1].isalnum() else ""), ""
        if passage.split()[-1][-1:].isalnum():
            after = r"(?!\w)"
        self.pattern = re.compile(before + r"\s+".join(parts) + after, re.IGNORECASE)
        self.slug = slugify(fold(passage))
        self.moved: tuple[str, str] | None = None  # the address before and after, where the words stood in it

    def __call__(self, value: Any) -> Any:
        """The value without the passage, in every text that it holds."""
        if isinstance(value, str):
            return self.pattern.sub(GONE, value.replace(*self.moved) if self.moved else value)
        if isinstance(value, dict):
            return {key: self(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self(one) for one in value]
        return value


def is_long_enough(passage: str) -> bool:
    return sum(letter.isalnum() for letter in passage) >= LEAST


def find(page: PracticePage, passage: str) -> Found:
    strike = Striker(passage)
    versions = sum(strike(row.content) != row.content for row in page.revisions.all())
    drafts = sum(
        strike([row.title, row.data, row.reason]) != [row.title, row.data, row.reason] for row in page.drafts.open()
    )
    texts = [getattr(page, name) for name in PAGE_TEXTS]
    rows = [[row.title, row.text] for row in page.point_rows.all()] + [[row.text] for row in page.block_rows.all()]
    texts += [text for row in rows for text in row]
    texts += [text for file in attachments_of(page) for text in (file.title, file.seen)]
    return Found(strike(texts) != texts, versions, drafts)


@transaction.atomic
def strike(*, page: PracticePage, passage: str, by: User) -> Found:
    """Out of everything at once. That it was done is logged, with the numbers; the words are not."""
    found, out = find(page, passage), Striker(passage)
    for drop in registry.each(registry.audience_watchers, "before"):  # nothing is found by these words from here on
        drop(page)
    _from_page(page, out)
    _from_versions(page, out)
    _from_drafts(page, out)
    _from_what_was_told(page, out)
    request_indexing(page.index_keys())
    scrub_soon()
    log(page, "staalkaart.practice_struck", user=by, data={"versions": found.versions, "drafts": found.drafts})
    return found


def _change(row: Model, out: Callable[[Any], Any], *names: str) -> None:
    """Write the columns that held the words, and those only."""
    changed = {name: new for name in names if (new := out(getattr(row, name))) != getattr(row, name)}
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)


def _from_page(page: PracticePage, out: Striker) -> None:
    for row in page.point_rows.all():
        _change(row, out, "title", "text")
    for row in page.block_rows.all():
        _change(row, out, "text")
    for file in attachments_of(page):
        _change(file, out, "title", "seen")
    fresh = PracticePage.objects.get(pk=page.pk)
    for name in PAGE_TEXTS:
        setattr(fresh, name, out(getattr(fresh, name)))
    if out.slug and out.slug in fresh.slug:  # a name in the address goes too; the old address is not kept
        fresh.slug = free_slug(fresh.title)
    fresh.save(clean=False)
    before = page.url
    page.refresh_from_db()
    if page.url != before:
        out.moved = (before, page.url)


def _from_versions(page: PracticePage, out: Striker) -> None:
    for row in page.revisions.all():
        content = out(row.content) | {"slug": page.slug, "url_path": page.url_path}
        type(row).objects.filter(pk=row.pk).update(content=content, object_str=out(row.object_str))


def _from_drafts(page: PracticePage, out: Striker) -> None:
    for draft in page.drafts.all():
        _change(draft, out, "title", "data", "reason")
        for buffer in AutosaveBuffer.objects.filter(key__startswith=f"practice:{draft.pk}:"):
            _change(buffer, out, "data")
        for file in attachments_of(draft):
            _change(file, out, "title", "seen")


def _from_what_was_told(page: PracticePage, out: Striker) -> None:
    """The log and the notifications name a practice by its title, and give reasons in words."""
    for entry in PageLogEntry.objects.filter(page=page.pk):
        _change(entry, out, "label", "data")
    project = ContentType.objects.get_for_model(page.project)
    for row in ModelLogEntry.objects.filter(content_type=project, object_id=str(page.project_id)):
        _change(row, out, "data")
    if out.moved:
        for receipt in Receipt.objects.filter(Q(path__contains=out.moved[0]) | Q(location__contains=out.moved[0])):
            _change(receipt, out, "path", "location")
    for retell in registry.each(registry.own_data, "strike"):
        for thing in (page, *Draft.objects.filter(page=page)):
            retell(thing, out)
