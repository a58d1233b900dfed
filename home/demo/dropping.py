"""Removes everything fictional that `home/demo/fictional.py` finds: rows, logs, mails, sessions and files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.deletion import ProtectedError
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from home.demo.fictional import LOGS, Found, find_fictional, keys_of
from home.models import DemoRecord
from staalkaart.core import registry
from staalkaart.core.delivery.mail import TOPIC as MAIL
from staalkaart.core.delivery.outbox import NotYet
from staalkaart.core.models import ContentStamp, OutboxRow
from staalkaart.members.demo_accounts import DEMO_DOMAIN
from staalkaart.members.models import Membership, User
from staalkaart.members.teams import sync_grants


@transaction.atomic
def drop_fictional(found: Found | None = None) -> Found:
    """Remove it all, with logs, mails, sessions and files; the caller rebuilds the index. Returns what went."""
    found = find_fictional() if found is None else found
    addresses = set(User.objects.filter(pk__in=found.get(User, ())).values_list("email", flat=True))
    files = list(_stored_files(found))
    _drop_sessions({str(key) for key in found.get(User, ())})
    guests = list(User.objects.filter(memberships__in=found.get(Membership, ())).exclude(pk__in=found.get(User, ())))
    _delete(found)
    for guest in guests:  # real people who had a place in something fictional
        sync_grants(user=guest)
    for log in LOGS:
        _drop_log(log, found)
    _drop_queued_mail(addresses)
    DemoRecord.objects.all().delete()
    ContentStamp.advance()
    transaction.on_commit(lambda: _drop_files(files, addresses))
    return found


def _delete(found: Found) -> None:
    """Pages through the tree, rows in whichever order their protections allow."""
    for model in [model for model in found if issubclass(model, Page)]:
        for page in model._base_manager.filter(pk__in=found[model]):
            page.delete()
    left = [model for model in found if not issubclass(model, Page)]
    while left:
        held = [model for model in left if not _try_delete(model, found[model])]
        if len(held) == len(left):
            raise RuntimeError(f"rows hold each other: {held}")
        left = held


def _try_delete(model: type[models.Model], keys: Iterable[Any]) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=list(keys)).delete()
    except ProtectedError:
        return False
    return True


def _drop_log(log: Any, found: Found) -> None:
    """What fictional people did, and what was done to fictional things."""
    log.objects.filter(user__in=found.get(User, ())).delete()
    for model, keys in list(found.items()):
        if log is PageLogEntry and issubclass(model, Page):
            log.objects.filter(page__in=keys).delete()
        elif log is ModelLogEntry:
            sort = ContentType.objects.get_for_model(model, for_concrete_model=False)
            log.objects.filter(content_type=sort, object_id__in=[str(key) for key in keys]).delete()


def _drop_sessions(people: set[str]) -> None:
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") in people:
            session.delete()


def _drop_queued_mail(addresses: set[str]) -> None:
    """Of the queue go mails to these addresses and those whose reader or reason is gone: they would be sent to nobody."""
    for row in OutboxRow.objects.filter(topic=MAIL):
        words = json.dumps(row.payload)
        if any(address in words for address in addresses) or _is_pointless(row):
            row.delete()


def _is_pointless(row: OutboxRow) -> bool:
    try:
        return registry.mail_kinds[row.payload["kind"]](row.payload) is None
    except NotYet:
        return False


def _stored_files(found: Found) -> Iterator[str]:
    for model, keys in list(found.items()):
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
        for name in names:
            yield from filter(None, model._base_manager.filter(pk__in=keys).values_list(name, flat=True))


def _drop_files(names: list[str], addresses: set[str]) -> None:
    for name in names:
        default_storage.delete(name)
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    for mail in Path(folder).glob("*.log") if folder and Path(folder).is_dir() else ():
        text = mail.read_text(encoding="utf-8", errors="replace")
        if any(address in text for address in addresses):
            mail.unlink()


def edited_by_demo(found: Found) -> list[Page]:
    """Real pages that somebody changed with a demo account: they stay, and an editor should look at them."""
    gone = keys_of(Page, {model: keys for model, keys in found.items() if issubclass(model, Page)})
    people = User.objects.filter(email__endswith=DEMO_DOMAIN)
    keys = Revision.objects.filter(user__in=people, base_content_type__app_label="wagtailcore").values_list(
        "object_id", flat=True
    )
    return list(Page.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()]).exclude(pk__in=gone))
