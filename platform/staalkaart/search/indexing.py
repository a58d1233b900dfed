"""The outbox's side of search: what changed is brought into the index, what was lost is built again."""

from __future__ import annotations

import logging
import sys

from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.db.models import Max
from django.utils import timezone
from tqdm import tqdm

from staalkaart.core.access import NETWORK, PUBLIC
from staalkaart.core.delivery.indexing import INDEX_TOPIC, all_documents, documents_for
from staalkaart.core.models import ContentStamp, OutboxRow
from staalkaart.search.engine import IndexUnavailable, get_engine

logger = logging.getLogger(__name__)


def bring_up_to_date(rows: list[OutboxRow]) -> None:
    """Handler of the topic `index`: idempotent, whatever the order or number of times.

    The content stamp moves once more: a list that was made between the change and this must not be kept.
    """
    found = documents_for(row.key for row in rows)
    upserts = [doc for doc in found.values() if doc is not None]
    deletes = [uid for uid, doc in found.items() if doc is None]
    try:
        get_engine().apply(upserts, deletes)
    except IndexUnavailable:
        rebuild_index()
    ContentStamp.advance()


def drop_before_narrowing(obj) -> None:
    """Before an audience changes: the documents leave the index at once, to come back under the new audience."""
    if obj.audience in (PUBLIC, NETWORK) and hasattr(obj, "index_keys"):
        keys = list(obj.index_keys())
        try:
            if keys:
                get_engine().apply([], keys)
        except IndexUnavailable:
            logger.info("no index to drop from")


def rebuild_index(*, show: bool = False) -> int:
    """Build the index anew. Rows that were written meanwhile stay in the outbox and are drained after the swap."""
    last = OutboxRow.objects.filter(topic=INDEX_TOPIC).aggregate(last=Max("pk"))["last"] or 0
    documents = list(all_documents()) if show else all_documents()
    bar = tqdm(
        total=len(documents) if isinstance(documents, list) else None,
        desc="zoekindex",
        unit="doc",
        file=sys.stderr,
        disable=not show,
    )
    with bar:
        count = get_engine().rebuild(documents, lambda: bar.update(1))
    OutboxRow.objects.filter(topic=INDEX_TOPIC, pk__lte=last).delete()
    ContentStamp.advance()
    return count


def heal(now=None) -> None:
    """Tick job: an index that is missing or broken is built again within a minute."""
    problem = index_problem()
    if problem:
        logger.warning("search index is rebuilt", extra={"problem": problem})
        rebuild_index()


def index_problem() -> str:
    """In words what is wrong with the index; empty when nothing is."""
    try:
        get_engine().stats()
    except Exception as error:  # a broken index raises anything
        return f"{type(error).__name__}: {error}"
    return ""


def index_health() -> tuple[bool, str]:
    problem = index_problem()
    if problem:
        return False, problem[:120]
    oldest = (
        OutboxRow.objects.filter(topic=INDEX_TOPIC, dead=False)
        .order_by("pk")
        .values_list("created_at", flat=True)
        .first()
    )
    late = oldest is not None and (timezone.now() - oldest).total_seconds() > 300
    return not late, "behind by more than five minutes" if late else "ok"


@register()
def check_index(app_configs, **kwargs):
    problem = index_problem()
    return (
        [
            CheckWarning(
                f"De zoekindex is niet bruikbaar ({problem[:80]}).", hint="manage.py search_rebuild", id="search.W001"
            )
        ]
        if problem
        else []
    )
