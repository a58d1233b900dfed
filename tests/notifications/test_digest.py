"""The overview by mail: each row once, whatever the clock, the worker or the reader does."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.access import set_audience
from staalkaart.core.delivery.events import DESK, FOLLOWED, NEWS, EventKind, tell
from staalkaart.core.delivery.jobs import tick
from staalkaart.core.models import JobRun, OutboxRow
from staalkaart.notifications import digest, preferences
from staalkaart.notifications.choices import Frequency
from staalkaart.notifications.models import Digest, MailPause, Notification
from staalkaart.notifications.unsubscribing import DIGEST, token_for
from tests.builders import demo_user, project
from tests.moments import coming

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY_EARLY, TUESDAY = coming("ma", "12:00"), coming("di", "07:59"), coming("di", "08:00")
NEXT = coming("di", "08:00", week=1)


@pytest.fixture(autouse=True)
def only_digests(monkeypatch):
    """Nothing was told before, and no other job of the clock runs."""
    Notification.objects.all().delete()
    OutboxRow.objects.filter(topic="mail").delete()
    JobRun.objects.all().delete()
    for name in [name for name in registry.tick_jobs if not name.startswith("digest-")]:
        monkeypatch.delitem(registry.tick_jobs, name)
    for name, group in {"news": NEWS, "followed": FOLLOWED, "desk": DESK}.items():
        monkeypatch.setitem(
            registry.event_kinds,
            name,
            EventKind(name, lambda data: f"Iets over {data['what']}.", group, "", "omdat het kan"),
        )
    with time_machine.travel(MONDAY, tick=False) as clock:
        tick(timezone.now())
        yield clock


def say(kind: str = "news", *users: str, what: str = "x", about=None, url: str = "/mijn/") -> None:
    to = [demo_user(user).pk for user in users or ("lid",)]
    tell(kind, to=to, url=url, about=about, what=what)


def run(at: datetime, clock, drain) -> list:
    mail.outbox.clear()
    clock.move_to(at)
    tick(timezone.now())
    drain("mail")
    return list(mail.outbox)


@pytest.mark.parametrize(
    ("period", "moment", "name"),
    [
        (digest.weekly, "2026-09-15 05:59", "2026-W37"),
        (digest.weekly, "2026-09-15 06:00", "2026-W38"),
        (digest.weekly, "2026-10-27 06:59", "2026-W43"),  # winter time: 7.59
        (digest.weekly, "2026-10-27 07:00", "2026-W44"),
        (digest.daily, "2026-10-26 05:59", "2026-10-23"),  # 6.59 on Monday: still Friday's
        (digest.daily, "2026-10-26 06:00", "2026-10-26"),
        (digest.daily, "2026-10-24 12:00", "2026-10-23"),  # no overview of a Saturday
        (digest.daily, "2027-03-29 04:59", "2027-03-26"),
        (digest.daily, "2027-03-29 05:00", "2027-03-29"),
        (digest.monthly, "2026-10-01 04:59", "2026-09"),
        (digest.monthly, "2026-10-01 05:00", "2026-10"),
    ],
)
def test_a_period_begins_on_the_wall_clock_of_brussels(period, moment, name):
    assert period(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == name


def test_a_week_is_one_mail_on_tuesday_at_eight(only_digests, drain):
    say(what="een")
    say("followed", what="twee")
    assert run(TUESDAY_EARLY, only_digests, drain) == []
    [message] = run(TUESDAY, only_digests, drain)
    assert "Iets over een." in message.body
    assert "Iets over twee." in message.body
    assert "Omdat het kan." in message.body
    assert run(TUESDAY + timedelta(minutes=1), only_digests, drain) == []
    assert run(NEXT, only_digests, drain) == [], "nothing new is no mail"


def test_each_has_it_as_often_as_they_want(only_digests, drain):
    preferences.choose(user=demo_user("ander"), lines={"news": Frequency.DAILY}, until=None)
    preferences.choose(user=demo_user("partner"), lines={"news": Frequency.NEVER}, until=None)
    say("news", "lid", "ander", "partner")
    assert [m.to for m in run(TUESDAY - timedelta(hours=1), only_digests, drain)] == [["ander@demo.example"]]
    assert [m.to for m in run(TUESDAY, only_digests, drain)] == [["lid@demo.example"]]


def test_three_days_late_is_one_mail_and_nothing_is_missed(only_digests, drain):
    say(what="voor dinsdag")
    only_digests.move_to(TUESDAY + timedelta(days=2))
    say(what="na dinsdag")
    [message] = run(TUESDAY + timedelta(days=3), only_digests, drain)
    assert "voor dinsdag" in message.body
    assert "na dinsdag" in message.body
    assert run(NEXT, only_digests, drain) == []


def test_what_was_read_or_mailed_or_closed_meanwhile_is_not_in_it(only_digests, drain):
    ours = project("netepaar")
    for what in ("gelezen", "gemaild", "blijft"):
        say(what=what)
    say("news", "ander", what="gesloten", about=ours)
    say("news", "partner", what="gelezen")
    now = timezone.now()
    Notification.objects.filter(data__what="gelezen").update(read_at=now)
    Notification.objects.filter(data__what="gemaild").update(mailed_at=now)
    only_digests.move_to(TUESDAY)
    tick(timezone.now())
    set_audience(obj=ours, audience=ours.token, by=None)  # between making and sending
    mail.outbox.clear()
    drain("mail")
    assert [m.to for m in mail.outbox] == [["lid@demo.example"]]
    assert "blijft" in mail.outbox[0].body
    assert "gelezen" not in mail.outbox[0].body
    assert "gemaild" not in mail.outbox[0].body


def test_what_is_told_after_it_was_made_comes_in_the_next(only_digests, drain):
    say(what="een")
    only_digests.move_to(TUESDAY)
    tick(timezone.now())
    say(what="twee")
    drain("mail")
    assert "twee" not in mail.outbox[0].body
    [message] = run(NEXT, only_digests, drain)
    assert "twee" in message.body
    assert "Iets over een" not in message.body


def test_a_worker_that_died_before_it_was_sent_sends_the_same_one(only_digests, drain):
    say()
    only_digests.move_to(TUESDAY)
    tick(timezone.now())
    row = OutboxRow.objects.get(topic="mail")
    OutboxRow.objects.filter(pk=row.pk).update(claimed_by="dood", claimed_until=timezone.now() + timedelta(minutes=2))
    drain("mail")
    assert mail.outbox == [], "its lease still runs"
    only_digests.shift(121)
    drain("mail")
    [message] = mail.outbox
    assert message.extra_headers["Message-ID"] == f"<digest.{Digest.objects.get().pk}@testserver>"


def test_seven_things_the_newest_first_and_how_many_more(only_digests, drain):
    for n in range(12):
        say(what=f"ding {n}", url=f"/mijn/?{n}")
    for n in range(5):
        say(what=f"ook {n}", about=project())
    [message] = run(TUESDAY, only_digests, drain)
    assert "ook 4" in message.body
    assert "en nog 2" in message.body
    assert [n for n in range(12) if f"ding {n}." in message.body] == [6, 7, 8, 9, 10, 11]
    assert message.body.index("ook 4") < message.body.index("ding 11.") < message.body.index("ding 6.")
    assert "En nog 6 op de site" in message.body


def test_who_was_away_has_it_when_they_are_back(only_digests, drain):
    MailPause.objects.create(user=demo_user("lid"), until=TUESDAY.date() + timedelta(days=3))
    say(what="een")
    assert run(TUESDAY, only_digests, drain) == []
    [message] = run(NEXT, only_digests, drain)
    assert "Iets over een." in message.body


def test_it_waits_for_the_morning_after_a_weekend(only_digests, drain, settings):
    settings.MAIL_QUIET_HOURS = True
    preferences.choose(user=demo_user("lid"), lines={"news": Frequency.DAILY}, until=None)
    friday = coming("vr", "22:00")
    only_digests.move_to(friday)
    say()
    assert run(friday + timedelta(hours=12), only_digests, drain) == []
    assert run(friday + timedelta(days=2), only_digests, drain) == []
    assert len(run(coming("ma", "07:00", week=1), only_digests, drain)) == 1


def test_it_says_what_waits_and_can_be_switched_off(only_digests, drain):
    say("news", "begeleider")
    [message] = run(TUESDAY, only_digests, drain)
    assert "Wat op jou wacht" in message.body
    assert message.extra_headers["List-Unsubscribe"].startswith("<http://testserver/afmelden/")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_making_them_costs_the_same_for_many(only_digests, django_assert_max_num_queries):
    from staalkaart.members.models import User

    users = User.objects.bulk_create(User(email=f"veel{n}@x.example") for n in range(60))
    tell("news", to=[user.pk for user in users], url="/", what="x")
    only_digests.move_to(TUESDAY)
    with django_assert_max_num_queries(60 + 12):  # one to mark the rows of each
        assert digest.make(Frequency.WEEKLY, timezone.now()) == 60


def test_who_switched_overviews_off_gets_none_that_was_made_already(only_digests, drain):
    say(what="een")
    only_digests.move_to(TUESDAY)
    tick(timezone.now())
    Client().post(f"/afmelden/{token_for(demo_user('lid').pk, DIGEST)}/")
    mail.outbox.clear()
    drain("mail")
    assert mail.outbox == []
    assert run(NEXT, only_digests, drain) == []


def test_a_weekend_has_one_overview_on_monday(only_digests, drain, settings):
    settings.MAIL_QUIET_HOURS = True
    preferences.choose(user=demo_user("lid"), lines={"news": Frequency.DAILY}, until=None)
    for day in ("vr", "za", "zo"):
        only_digests.move_to(coming(day, "12:00"))
        say(what=day)
        assert run(coming(day, "12:01"), only_digests, drain) == ([] if day != "vr" else mail.outbox)
    [message] = run(coming("ma", "07:00", week=1), only_digests, drain)
    assert "Iets over za." in message.body
    assert "Iets over zo." in message.body


def test_an_english_reader_reads_all_of_it_in_english(only_digests, drain):
    lid = demo_user("lid")
    lid.language = "en"
    lid.save()
    say()
    [message] = run(TUESDAY, only_digests, drain)
    assert "What waits for you" in message.body
    assert "it is your turn" in message.body.lower() or "your turn" in message.body.lower()
    assert "Jij bent aan zet" not in message.body
