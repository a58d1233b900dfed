"""Days as iCalendar (RFC 5545): one event per day with a UID that never changes, personal feeds opened by a secret."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vText

from staalkaart.members.models import User
from staalkaart.network_days.choices import ON_LIST, Form, RegistrationStatus, State
from staalkaart.network_days.models import FeedSecret, NetworkDay, Registration

BRUSSELS = ZoneInfo("Europe/Brussels")
PRODID = "-//Staalkaart//netwerkdagen//NL"
# By hand: libraries list the changes of past years, and a calendar that reads only rules puts a day in July an hour wrong
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
STATUS = {State.IDEA: "TENTATIVE", State.PREPARING: "TENTATIVE", State.CANCELLED: "CANCELLED"}


def host() -> str:
    return settings.SITE_URL.split("//")[-1].split(":")[0].rstrip("/")


def calendar_of(
    days: Iterable[NetworkDay], *, name: str = "", method: str = "PUBLISH", seats: dict[int, str] | None = None
) -> bytes:
    """A calendar with an event per day that has a date; `seats` are the states of the reader, by key of the day."""
    book = Calendar()
    book.add("prodid", PRODID)
    book.add("version", "2.0")
    book.add("method", method)
    if name:
        book.add("x-wr-calname", name)
        book.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    book.add_component(Timezone.from_ical(VTIMEZONE))
    for day in days:
        if day.date is not None:
            book.add_component(_event(day, (seats or {}).get(day.pk, ""), left=method == "CANCEL"))
    return book.to_ical()


def _event(day: NetworkDay, seat: str, *, left: bool) -> Event:
    event = Event()
    event.add("uid", f"{day.uid}@{host()}")
    event.add("sequence", day.sequence)
    event.add("dtstamp", day.changed_at)
    event.add("last-modified", day.changed_at)
    event.add("dtstart", day.starts_at)
    event.add("dtend", day.ends_at)
    event.add("summary", day.title)
    event.add("status", "CANCELLED" if left else STATUS.get(State(day.state), "CONFIRMED"))
    event.add("url", f"{settings.SITE_URL.rstrip('/')}{day.get_absolute_url()}")
    if where := ", ".join(filter(None, [day.venue, day.address])):
        event.add("location", vText(where))
    event.add("description", "\n".join(_about(day, seat)))
    if day.state not in {State.IDEA, State.PREPARING, State.CANCELLED} and not left:
        event.add_component(_reminder(day))
    return event


def _about(day: NetworkDay, seat: str) -> Iterable[str]:
    if seat in RegistrationStatus.values:
        yield str(RegistrationStatus(seat).label).capitalize()
    if day.link and day.form != Form.PLACE and seat == RegistrationStatus.IN:
        yield day.link
    if day.cancelled_reason:
        yield day.cancelled_reason
    yield f"{settings.SITE_URL.rstrip('/')}{day.get_absolute_url()}"


def _reminder(day: NetworkDay) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-1))
    alarm.add("description", day.title)
    return alarm


# --- a feed of one's own ---------------------------------------------------------------------------------------------
def feed_of(user: User) -> bytes:
    """The days that this person may see, from half a year back, with where they stand on the list."""
    since = timezone.localdate() - timedelta(days=183)
    days = NetworkDay.objects.visible_to(user.as_viewer()).filter(date__gte=since)
    rows = Registration.objects.filter(user=user, state__in=ON_LIST).values_list("day_id", "state")
    return calendar_of(days, name=_("Netwerkdagen"), seats=dict(rows))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(secret: FeedSecret) -> str:
    """Made from a nonce and the site's key: the database alone opens nothing, and the page can show it again."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"calendar:{secret.nonce}".encode(), hashlib.sha256)
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")


@transaction.atomic
def renew_secret(*, user: User) -> FeedSecret:
    """A new one; who held the old address reads nothing any more."""
    row = FeedSecret.objects.filter(user=user).first() or FeedSecret(user=user)
    row.nonce, row.made_at = secrets.token_hex(16), timezone.now()
    row.token_hash = _hash(token_of(row))
    row.save()
    return row


@transaction.atomic
def revoke_secret(*, user: User) -> None:
    FeedSecret.objects.filter(user=user).delete()


def user_by_secret(token: str) -> User | None:
    if not 0 < len(token) < 100:
        return None
    row = FeedSecret.objects.filter(token_hash=_hash(token), user__is_active=True).select_related("user").first()
    return row.user if row else None
