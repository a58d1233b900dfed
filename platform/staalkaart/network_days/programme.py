"""A fixed programme: frozen, numbered, with what changed since the one before, told only to whom it concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from staalkaart.core.delivery.events import tell
from staalkaart.core.delivery.indexing import request_indexing
from staalkaart.core.web.dates import spoken_date
from staalkaart.members.models import User
from staalkaart.network_days.agenda import blocks_of, lay_trails
from staalkaart.network_days.choices import State
from staalkaart.network_days.errors import CannotFix, NothingChanged, NotNow
from staalkaart.network_days.models import NetworkDay, Programme, Registration
from staalkaart.network_days.timetable import lay_out, spoken_clock, spoken_length

Data = dict[str, Any]
PLACE = ("venue", "address")


def frozen(day: NetworkDay) -> Data:
    """The day and its blocks as plain data. Shape: ``date, start, end, venue, address`` text, ``link`` a mark · ``blocks`` list of
    {key, title, start, end (minutes since midnight), form, pause, talk, lead, lead_user, room, links}. Of the link for who comes
    online it holds a mark only, because more people read a programme than come. Always in Dutch, whoever fixes it."""
    with override("nl"):
        return _frozen(day)


def _frozen(day: NetworkDay) -> Data:
    table = lay_out(blocks_of(day), start=day.start, end=day.end)
    return {
        "date": day.date.isoformat() if day.date else "",
        "start": f"{day.start:%H:%M}",
        "end": f"{day.end:%H:%M}",
        **{name: getattr(day, name) for name in PLACE},
        "link": hashlib.sha256(day.link.encode()).hexdigest()[:12] if day.link else "",
        "blocks": [
            {
                "key": slot.block.pk,
                "title": slot.block.title,
                "start": slot.start,
                "end": slot.end,
                "form": str(slot.block.form.label),
                "pause": slot.block.form.is_pause,
                "talk": slot.block.form.is_talk,
                "lead": str(slot.block.lead_user) if slot.block.lead_user_id else slot.block.lead,
                "lead_user": slot.block.lead_user_id,
                "room": slot.block.room,
                "links": [link.uid for link in slot.block.links.all()],
            }
            for slot in table.slots
        ],
    }


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Sentences, in the order of the day: what moved, what is new, what is gone."""
    return [*_of_the_day(old, new), *(words for _keys, words in block_changes(old, new))]


def _of_the_day(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    if old["date"] != new["date"]:
        yield _("De datum is nu %(new)s (was %(old)s).") % {
            "new": _said_date(new["date"]),
            "old": _said_date(old["date"]),
        }
    if (old["start"], old["end"]) != (new["start"], new["end"]):
        words = {"start": new["start"], "end": new["end"], "was": f"{old['start']}–{old['end']}"}
        yield _("De dag loopt van %(start)s tot %(end)s uur (was %(was)s).") % words
    for name in PLACE:
        if old[name] != new[name]:
            yield _("Plek: %(new)s (was %(old)s).") % {"new": new[name] or "–", "old": old[name] or "–"}
    if old["link"] != new["link"]:
        yield _("De link voor online veranderde.")


def _said_date(text: str) -> str:
    return spoken_date(date.fromisoformat(text), weekday=True) if text else "–"


def block_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[list[Mapping[str, Any]], str]]:
    """[(the block before and after, what there is to say of it)]."""
    before = {block["key"]: block for block in old["blocks"]}
    after = {block["key"]: block for block in new["blocks"]}
    found: list[tuple[list[Mapping[str, Any]], str]] = []
    for key, block in after.items():
        if key not in before:
            words = _("Nieuw: %(title)s om %(clock)s uur.") % _said(block)
            found.append(([block], words))
        elif words := " ".join(_moved(before[key], block)):
            found.append(([before[key], block], words))
    gone = [block for key, block in before.items() if key not in after]
    return found + [([block], _("Valt weg: %(title)s van %(clock)s uur.") % _said(block)) for block in gone]


def _said(block: Mapping[str, Any]) -> dict[str, str]:
    return {"title": block["title"], "clock": spoken_clock(block["start"])}


def _moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    if old["title"] != new["title"]:
        yield _("%(old)s heet nu %(new)s.") % {"old": old["title"], "new": new["title"]}
    if old["start"] != new["start"]:
        yield _("%(title)s begint om %(clock)s uur in plaats van %(was)s.") % {
            **_said(new),
            "was": spoken_clock(old["start"]),
        }
    if old["end"] - old["start"] != new["end"] - new["start"]:
        yield _("%(title)s duurt %(long)s.") % {"title": new["title"], "long": spoken_length(new["end"] - new["start"])}
    if old["room"] != new["room"]:
        yield _("%(title)s is in %(room)s.") % {"title": new["title"], "room": new["room"] or _("de grote zaal")}
    if old["lead"] != new["lead"]:
        yield _("%(title)s: begeleid door %(who)s.") % {"title": new["title"], "who": new["lead"] or "–"}
    if old["form"] != new["form"]:
        yield _("%(title)s wordt %(form)s.") % {"title": new["title"], "form": new["form"]}
    if old["links"] != new["links"]:
        yield _("%(title)s gaat over iets anders.") % {"title": new["title"]}


def waiting_changes(day: NetworkDay, fixed: Programme | None) -> list[str]:
    """What the agenda says differently from the fixed programme; none while nothing is fixed."""
    return differences(fixed.data, frozen(day)) if fixed else []


@transaction.atomic
def fix(*, day: NetworkDay, by: User) -> Programme:
    """Freeze the agenda as the next version. Raises CannotFix, NothingChanged, NotNow."""
    row = NetworkDay.objects.select_for_update().get(pk=day.pk)
    if row.state not in {State.OPEN, State.FIXED}:
        raise NotNow
    data = frozen(row)
    if not data["blocks"] or max(block["end"] for block in data["blocks"]) > 24 * 60:
        raise CannotFix
    latest = row.programmes.first()
    with override("nl"):
        changes = differences(latest.data, data) if latest else []
    if latest is not None and not changes:
        raise NothingChanged
    version = Programme.objects.create(
        day=row, number=latest.number + 1 if latest else 1, data=data, changes=changes, by=by
    )
    if row.state == State.OPEN:
        NetworkDay.objects.filter(pk=row.pk).update(state=State.FIXED)
    lay_trails(row, by)
    request_indexing(row.index_keys())
    log(row, "staalkaart.programme_fixed", user=by, data={"number": version.number})
    _tell(row, version, latest, by)
    day.refresh_from_db()
    return version


def _tell(day: NetworkDay, version: Programme, latest: Programme | None, by: User) -> None:
    kind = "programme_changed" if latest else "programme_fixed"
    url = f"{day.get_absolute_url()}programma/{version.number}/"
    tell(
        kind,
        to=concerned(day, latest.data if latest else None, version.data),
        url=url,
        about=day,
        by=by,
        title=day.title,
    )


def concerned(day: NetworkDay, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> set[int]:
    """Who has to hear of a version: of the first one and of another hour or place everybody with a seat; otherwise who leads a
    block that changed, and whose question it is about."""
    seated = Registration.objects.filter(day=day).coming().exclude(user=None)
    if old is None or list(_of_the_day(old, new)):
        return set(seated.values_list("user_id", flat=True))
    touched = [block for blocks, _words in block_changes(old, new) for block in blocks]
    named = {block["lead_user"] for block in touched if block["lead_user"]}
    leads = set(User.objects.filter(pk__in=named).values_list("pk", flat=True))  # an account can be gone since
    questions = [
        int(uid.partition(":")[2]) for block in touched for uid in block["links"] if uid.startswith("question:")
    ]
    return leads | set(seated.filter(pk__in=questions).values_list("user_id", flat=True))
