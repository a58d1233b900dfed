"""The trail: typed links between things that can be found, shown from both sides to whoever may see the other one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.core.delivery.indexing import split_uid
from staalkaart.core.models import ContentStamp
from staalkaart.learning.models import TrailLink


@dataclass(frozen=True)
class TrailStep:
    """The other end of a link, as shown: what it has to do with this one, its title and address."""

    uid: str
    words: str
    title: str
    url: str
    anchor: str


FORWARD = {
    TrailLink.Kind.BECAME: _("werd een punt van een staalkaart"),
    TrailLink.Kind.ADVISES: _("toont hoe je omgaat met"),
    TrailLink.Kind.DISCUSSED: _("besproken op"),
    TrailLink.Kind.USED: _("gebruikt in"),
    TrailLink.Kind.LEARNED: _("hieruit leerden we"),
}
BACK = {
    TrailLink.Kind.BECAME: _("komt uit de praktijk of intervisie"),
    TrailLink.Kind.ADVISES: _("hoe een project ermee omgaat"),
    TrailLink.Kind.DISCUSSED: _("hier besproken"),
    TrailLink.Kind.USED: _("maakt gebruik van"),
    TrailLink.Kind.LEARNED: _("geleerd uit"),
}


def link(*, kind: str, source: str, target: str, by: Any, anchor: str = "", words: str = "") -> TrailLink:
    row, _made = TrailLink.objects.get_or_create(
        kind=kind, from_uid=source, from_anchor=anchor, to_uid=target, defaults={"by": by, "words": words}
    )
    ContentStamp.advance()  # kept pages show trails
    return row


def entry_trail(viewer: Viewer, entry: Any) -> tuple[str, dict[str, Any]] | None:
    """The block under a point of a card. All trails of all points are read at once and kept until any content changes."""
    opened = ",".join(sorted(viewer.tokens))
    key = "trails:" + hashlib.sha256(f"{ContentStamp.current()}:{opened}:{get_language()}".encode()).hexdigest()
    found = caches["pages"].get(key)
    if found is None:
        ends = TrailLink.objects.filter(to_uid__startswith="entry:").values_list("to_uid", flat=True).distinct()
        found = trails_of(ends, viewer)
        caches["pages"].set(key, found)
    steps = found.get(f"entry:{entry.pk}")
    return ("learning/trail_of_entry.html", {"steps": steps}) if steps else None


def trails_of(uids: Iterable[str], viewer: Viewer) -> dict[str, list[TrailStep]]:
    """{uid: steps}, oldest first: one query for the links and one per kind of thing at the other end."""
    wanted = set(uids)
    links = list(TrailLink.objects.filter(Q(from_uid__in=wanted) | Q(to_uid__in=wanted))) if wanted else []
    seen = visible({uid for row in links for uid in (row.from_uid, row.to_uid)}, viewer)
    found: dict[str, list[TrailStep]] = {uid: [] for uid in wanted}
    for row in links:
        for here, there, words in ((row.from_uid, row.to_uid, FORWARD), (row.to_uid, row.from_uid, BACK)):
            if here in wanted and there in seen:
                source, obj = seen[there]
                anchor = row.from_anchor if here == row.from_uid else ""
                url = source.url(obj) + (f"#{row.from_anchor}" if there == row.from_uid and row.from_anchor else "")
                found[here].append(
                    TrailStep(there, str(words[TrailLink.Kind(row.kind)]), source.text(obj)[0], url, anchor)
                )
    return found


def visible(uids: Iterable[str], viewer: Viewer) -> dict[str, tuple[Any, Any]]:
    """{uid: (source, object)} of those that this viewer may see now."""
    by_source: dict[str, list[int]] = {}
    for uid in uids:
        name, pk = split_uid(uid)
        by_source.setdefault(name, []).append(pk)
    found = {}
    for name, pks in by_source.items():
        source = registry.search_sources.get(name)
        for pk, obj in source.visible(pks, viewer).items() if source else ():
            found[f"{name}:{pk}"] = (source, obj)
    return found
