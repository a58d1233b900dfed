"""A day in a calendar, as four kinds of programs read it: all of them at the same moment, in summer and in winter, for years."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil import rrule, tz
from icalendar import Calendar

from staalkaart.network_days import calendar_feed
from staalkaart.network_days.models import NetworkDay
from tests.network_days.test_days import make_day

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
# the days on which the clocks change, the days around them, and years for which no list of changes was ever made
DAYS = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 7, 14), date(2026, 10, 24), date(2026, 10, 25), date(2027, 1, 5),
        date(2039, 7, 1), date(2061, 2, 1)]  # fmt: skip


def ics_on(day: date) -> str:
    made = make_day(is_open=False)
    NetworkDay.objects.filter(pk=made.pk).update(date=day)
    return calendar_feed.calendar_of([NetworkDay.objects.get(pk=made.pk)]).decode()


def with_icalendar(text: str) -> datetime:
    return Calendar.from_ical(text).events[0].start


def with_vobject(text: str) -> datetime:
    """Takes the zone from the file, not from the machine."""
    return vobject.readOne(StringIO(text)).vevent.dtstart.value


def local_start(text: str) -> datetime:
    found = re.search(r"BEGIN:VEVENT.*?DTSTART;TZID=Europe/Brussels:(\d{8}T\d{6})", text, re.S)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S")


def with_dateutil(text: str) -> datetime:
    zone = re.search(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE", text, re.S)[0]
    return local_start(text).replace(tzinfo=tz.tzical(StringIO(zone)).get("Europe/Brussels"))


def with_rules_only(text: str) -> datetime:
    """As a calendar that knows RRULE and nothing else: the last change before the moment says what holds."""
    start, changes = local_start(text), []
    for part in re.findall(r"BEGIN:(?:STANDARD|DAYLIGHT)(.*?)END:", text, re.S):
        onset = re.search(r"DTSTART:(\d{8}T\d{6})", part)[1]
        rule = re.search(r"RRULE:(\S+)", part)[1]
        sign, hours = re.search(r"TZOFFSETTO:([+-])(\d\d)00", part).groups()
        last = rrule.rrulestr(f"DTSTART:{onset}\nRRULE:{rule}").before(start, inc=True)
        changes.append((last, timedelta(hours=int(hours) * (-1 if sign == "-" else 1))))
    return (start - max(changes)[1]).replace(tzinfo=UTC)


@pytest.mark.parametrize("read", [with_icalendar, with_vobject, with_dateutil, with_rules_only])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_moment_is_the_same_whoever_reads(read, day):
    assert read(ics_on(day)).astimezone(UTC) == datetime(
        day.year, day.month, day.day, 9, 30, tzinfo=BRUSSELS
    ).astimezone(UTC)


def test_the_zone_stands_once_before_the_events_and_holds_rules_only():
    text = ics_on(date(2026, 7, 14))
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert "RDATE" not in text
    assert re.search(r"DTSTART:19700329T020000\r\n", text)
    assert re.search(r"DTSTART:19701025T030000\r\n", text)
