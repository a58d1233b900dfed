"""Notifications in somebody's own data: exported, gone with the account, and without their name in other people's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.own_data import Part
from staalkaart.core.retention import Rule
from staalkaart.notifications.choices import LINES, Frequency
from staalkaart.notifications.models import Digest, Following, MailPause, Notification
from staalkaart.notifications.preferences import chosen_by

READ_KEPT = timedelta(days=180)
FORMER = "een voormalig lid"
PERSON_KEYS = {"name", "who"}  # where an event holds the name of whoever caused it, as it was then


def notifications_part(user: Any) -> Part:
    viewer = user.as_viewer()  # what a notification is about may have closed since: its title closed with it
    rows = Notification.objects.filter(user=user).tellable_to(viewer)
    return Part(_("Meldingen"), [{"op": row.created_at, "wat": row.words, "gelezen op": row.read_at} for row in rows])


def wishes_part(user: Any) -> Part:
    """Which mail this person wants, and what they follow."""
    viewer = user.as_viewer()
    rows: list[dict[str, Any]] = [
        {"lijn": str(LINES[group].words), "mail": str(Frequency(frequency).label)}
        for group, frequency in chosen_by(user).items()
    ]
    rows += [{"lijn": _("Even weg, tot en met"), "mail": row.until} for row in MailPause.objects.filter(user=user)]
    following = Following.objects.filter(user=user).tellable_to(viewer).prefetch_related("about")
    rows += [{"lijn": str(row.about), "mail": row.get_state_display()} for row in following]  # names: asked just now
    return Part(_("Welke mail je krijgt"), rows)


def purge_digests(now: datetime) -> int:
    old = Digest.objects.filter(made_at__lt=now - READ_KEPT)
    Notification.objects.filter(digest__in=old).update(mail_key="old")  # half a year later it is no news
    return old.delete()[0]


def forget_name(user: Any) -> None:
    """The person's own rows go with the account; in those of others the name is replaced."""
    for row in Notification.objects.filter(by_id=user.pk):
        row.data = {key: FORMER if key in PERSON_KEYS else value for key, value in row.data.items()}
        row.by_id = None
        row.save(update_fields=["data", "by_id"])


def strike(about: Any, out: Callable[[Any], Any]) -> None:
    kind = ContentType.objects.get_for_model(type(about))
    for row in Notification.objects.filter(about_type=kind, about_id=about.pk):
        Notification.objects.filter(pk=row.pk).update(data=out(row.data), url=out(row.url))


def purge_read(now: datetime) -> int:
    return Notification.objects.filter(read_at__lt=now - READ_KEPT).delete()[0]


RULE = Rule("notifications", _("Meldingen die je las"), _("zes maanden"), purge_read)


DIGESTS = Rule("digests", _("Overzichten per mail: wanneer ze vertrokken"), _("zes maanden"), purge_digests)
OWN_DATA = registry.OwnData(
    export={"meldingen": notifications_part, "mailvoorkeuren": wishes_part},
    erase=forget_name,
    retain=(RULE, DIGESTS),
    strike=strike,
)
