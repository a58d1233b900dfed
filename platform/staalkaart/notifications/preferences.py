"""What somebody wants mailed: read, chosen, switched off from a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.delivery.events import FOLLOWED, NEWS, REPLY
from staalkaart.notifications.choices import LINES, Follow, Frequency, default_of
from staalkaart.notifications.models import Following, MailPause, Preference
from staalkaart.notifications.unsubscribing import DIGEST, Ticket


def chosen_by(user: Any) -> dict[str, str]:
    """The frequency of every line."""
    said = dict(Preference.objects.filter(user=user).values_list("group", "frequency"))
    return {group: said.get(group, line.default) for group, line in LINES.items()}


@transaction.atomic
def choose(*, user: Any, lines: Mapping[str, str], until: date | None) -> list[str]:
    """Keep the choices; a default is no row, so a better default later reaches who never chose.

    What is followed already goes along with its line; how much that is, is said.
    """
    before = chosen_by(user)
    for group, frequency in lines.items():
        if frequency == default_of(group):
            Preference.objects.filter(user=user, group=group).delete()
        else:
            Preference.objects.update_or_create(user=user, group=group, defaults={"frequency": frequency})
    if any(frequency not in {Frequency.NOW, Frequency.NEVER} for frequency in lines.values()):
        Preference.objects.filter(user=user, group=DIGEST).delete()  # overviews are wanted again
    if until is None:
        MailPause.objects.filter(user=user).delete()
    else:
        MailPause.objects.update_or_create(user=user, defaults={"until": until})
    if lines.get(FOLLOWED, before[FOLLOWED]) == before[FOLLOWED]:
        return []
    return _goes_along(user)


def _goes_along(user: Any) -> list[str]:
    count = Following.objects.filter(user=user, state=Follow.ALL, frequency="").count()
    words = ngettext(
        "Dat geldt ook voor %(n)s gesprek dat je al volgt.",
        "Dat geldt ook voor %(n)s gesprekken die je al volgt.",
        count,
    )
    return [words % {"n": count}] if count else []


def follow(*, row: Following, state: str, frequency: str) -> None:
    if (row.state, row.frequency) != (state, frequency):
        Following.objects.filter(pk=row.pk).update(state=state, frequency=frequency)


@transaction.atomic
def switch_off(ticket: Ticket) -> None:
    """From a mail: that line is not mailed any more, or for a digest none of what comes in digests."""
    held = chosen_by(ticket.user)
    often = {Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY}
    groups = [group for group in LINES if held[group] in often] if ticket.group == DIGEST else [ticket.group]
    for group in groups:
        Preference.objects.update_or_create(user=ticket.user, group=group, defaults={"frequency": Frequency.NEVER})
    following = Following.objects.filter(user=ticket.user)
    if ticket.group == DIGEST:
        Preference.objects.update_or_create(user=ticket.user, group=DIGEST, defaults={"frequency": Frequency.NEVER})
        following.filter(frequency__in=often).update(frequency=Frequency.NEVER)
    elif ticket.group in {FOLLOWED, REPLY, NEWS}:
        following.exclude(frequency="").update(frequency=Frequency.NEVER)


def name_of(group: str) -> str:
    return _("De overzichten per mail") if group == DIGEST else str(LINES[group].words)
