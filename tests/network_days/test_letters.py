"""Calling people to a day: a letter that is looked at, tried and sent; and what goes by itself."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from staalkaart.core.models import OutboxRow
from staalkaart.members.models import Membership
from staalkaart.network_days import calling, date_poll, letters, planning, seats
from staalkaart.network_days.choices import MOST_LETTERS, CallSort, Form, Readers, State
from staalkaart.network_days.models import DayCall, DayLetter, LetterTo, NetworkDay, Registration
from staalkaart.notifications import preferences
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, project
from tests.moments import coming

pytestmark = pytest.mark.django_db
# six weeks from this Monday: fourteen and three days before it are no weekend
AHEAD = timezone.localdate() - timedelta(days=timezone.localdate().weekday()) + timedelta(days=42)


@pytest.fixture
def lead():
    return demo_user("begeleider")


@pytest.fixture
def day(lead):
    """Open, forty days from now, nobody registered; what happened before it is forgotten."""
    region = NetworkDay.objects.filter(region__slug="noordoost").first().region
    values = {
        "title": "Oogstdag",
        "region": region,
        "form": Form.PLACE,
        "date": AHEAD,
        "venue": "De Brug",
        "capacity": 30,
    }
    day = planning.start_day(by=lead, values=values)
    DayCall.objects.create(day=day, sort=CallSort.OPEN, is_on=False)
    day = planning.open_registration(day=day, by=lead)
    NetworkDay.objects.exclude(pk=day.pk).update(state=State.OVER)
    DayCall.objects.exclude(day=day).delete()
    forget()
    return day


def forget():
    Notification.objects.all().delete()
    OutboxRow.objects.filter(topic="mail").delete()


def write(client, day, act="bekijk", **changes):
    data = {
        "gezien": "region",
        "readers": "region",
        "subject": "Kom je naar {dag}?",
        "text": "Dag {naam}, tot {datum} in {plek}.\n\n{afzender}",
    }
    return client.post(f"/netwerkdagen/{day.pk}/aanschrijven/{act}/", data | changes)


class TestWhom:
    def test_each_choice_is_who_it_says(self, day, lead):
        lid, coordinator = demo_user("lid"), demo_user("coordinator")
        seats.register(day=day, user=lid, project=project(), values={})
        found = {value: set(letters.readers_of(day, value)) for value in Readers.values}
        assert found[Readers.REGISTERED] == {lid}
        assert found[Readers.WAITING] == set()
        assert {lid, coordinator, lead} <= found[Readers.REGION]
        assert demo_user("ander") not in found[Readers.REGION], "another region"
        assert coordinator not in found[Readers.WITHOUT], "somebody of that project comes"
        others = (
            Membership.objects.current()
            .filter(project__region=day.region, project__status="active")
            .exclude(project=project())
        )
        assert {row.user for row in others.select_related("user")} == found[Readers.WITHOUT]

    def test_who_may_not_see_the_day_is_not_written(self, day):
        before = letters.people_of(day).count()
        NetworkDay.objects.filter(pk=day.pk).update(audience="private:1")
        day.refresh_from_db()
        assert before > 5
        assert letters.people_of(day).count() == 0

    def test_nobody_is_written_a_fifth_time(self, day, lead):
        lid = demo_user("lid")
        letters.note_written(day, [lid.pk] * MOST_LETTERS)
        may, full = letters.chosen(day, Readers.REGION, by=lead)
        assert full == [lid]
        assert lid not in may
        letters.send(day=day, by=lead, which=Readers.REGION, subject="x", text="y")
        assert not Notification.objects.filter(user=lid).exists()


class TestTheScreen:
    def test_looking_names_and_counts_and_sends_nothing(self, client, day, lead):
        client.force_login(lead)
        text = write(client, day).content.decode()
        expected = letters.readers_of(day, Readers.REGION).exclude(pk=lead.pk).count()
        assert f"Dit krijgen {expected} mensen" in text
        assert "Kom je naar Oogstdag?" in text
        assert "De Brug" in text
        assert f"Verstuur naar {expected} mensen" in text
        assert lead.email in text
        assert not DayLetter.objects.filter(day=day).exists()
        assert not Notification.objects.exists()

    def test_a_template_fills_the_form(self, client, day, lead):
        client.force_login(lead)
        text = client.get(f"/netwerkdagen/{day.pk}/aanschrijven/?sjabloon=uitnodiging").content.decode()
        assert "Kom je ook naar {dag}?" in text
        assert re.search(r'value="without"[^>]*checked', text)
        assert client.get(f"/netwerkdagen/{day.pk}/aanschrijven/?sjabloon=bestaat-niet").status_code == 200

    def test_a_trial_goes_to_oneself_and_is_not_kept(self, client, day, lead, drain):
        client.force_login(lead)
        answer = write(client, day, "proef")
        assert "De proef is onderweg" in answer.content.decode()
        drain()
        assert [m.to for m in mail.outbox] == [[lead.email]]
        assert "Dag Ben," in mail.outbox[0].body
        assert "Verstuurd</h2>" not in client.get(f"/netwerkdagen/{day.pk}/aanschrijven/").content.decode()

    def test_sent_it_reaches_each_by_name_and_answers_go_to_the_writer(self, client, day, lead, drain):
        client.force_login(lead)
        assert write(client, day, "verstuur").status_code == 302
        drain()
        to = {m.to[0]: m for m in mail.outbox}
        message = to["lid@demo.example"]
        assert message.subject == "Kom je naar Oogstdag?"
        assert message.body.split("\n")[2].startswith("Dag Lies, tot ")
        assert message.extra_headers["Reply-To"] == lead.email
        assert "List-Unsubscribe" in message.extra_headers
        assert len(to) == DayLetter.objects.get(day=day).count == letters.readers_of(day, Readers.REGION).count() - 1
        assert "Kom je naar" in client.get(f"/netwerkdagen/{day.pk}/aanschrijven/").content.decode()

    def test_it_is_read_on_the_site_by_who_got_it_and_by_nobody_else(self, client, day, lead):
        letter = letters.send(day=day, by=lead, which=Readers.REGION, subject="Voor {naam}", text="Dag {naam}")
        for login, status in (("lid", 200), ("begeleider", 200), ("ander", 404), ("partner", 404)):
            client.force_login(demo_user(login))
            answer = client.get(letter.get_absolute_url())
            assert answer.status_code == status, login
            if login == "lid":
                assert "Voor Lies" in answer.content.decode()

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"text": "Dag {nam}"}, "{nam} kennen we niet"),
            ({"subject": ""}, "Vul dit nog in."),
            ({"readers": "iedereen"}, "field__error"),
            ({"text": ""}, "Vul dit nog in."),
            ({"subject": "Dag\r\nBcc: x@y.be"}, ""),
        ],
    )
    @pytest.mark.parametrize("act", ["bekijk", "proef", "verstuur"])
    def test_bad_input_is_refused_and_nothing_typed_is_lost(self, client, day, lead, drain, act, changes, error):
        client.force_login(lead)
        answer = write(client, day, act, **({"text": "Een lange brief over {dag}."} | changes))
        assert answer.status_code == 422
        text = answer.content.decode()
        assert error in text
        assert "Een lange brief over {dag}." in text or "text" in changes
        drain()
        assert mail.outbox == []

    def test_nothing_goes_to_people_who_were_not_shown(self, client, day, lead):
        client.force_login(lead)
        for seen in ("", "registered"):
            answer = write(client, day, "verstuur", gezien=seen)
            assert answer.status_code == 200
            assert "Verstuur naar" in answer.content.decode()
        assert not DayLetter.objects.filter(day=day).exists()

    def test_braces_of_a_writer_do_nothing(self, day, lead):
        odd = "{naam} {naam.__class__} {0} {{naam}} %s %(x)s {naam!r}"
        said = letters.merged(odd, day=day, reader=demo_user("lid"), by=lead)
        assert said == "Lies {naam.__class__} {0} {Lies} %s %(x)s {naam!r}"


class TestByItself:
    def at(self, days: int, hour: int = 8):
        local = timezone.make_aware(
            timezone.datetime.combine(AHEAD - timedelta(days=days), timezone.datetime.min.time())
        )
        return local.replace(hour=hour)

    def run(self, moment) -> set[str]:
        forget()
        with time_machine.travel(moment, tick=False):
            calling.run_clock(timezone.now())
        return set(Notification.objects.values_list("kind", flat=True))

    def test_a_reminder_and_a_practical_mail_once_and_on_their_day(self, day):
        seats.register(day=day, user=demo_user("lid"), project=project(), values={})
        assert self.run(self.at(15)) == set()
        assert self.run(self.at(14, hour=6)) == set(), "not before seven"
        assert self.run(self.at(14)) == {"day_reminder"}
        told = set(Notification.objects.values_list("user__email", flat=True))
        assert "coordinator@demo.example" not in told
        assert told
        assert self.run(self.at(14, hour=9)) == set()
        assert self.run(self.at(3)) == {"day_practical"}
        assert set(Notification.objects.values_list("user__email", flat=True)) == {"lid@demo.example"}
        assert self.run(self.at(2)) == set()

    def test_two_days_late_is_still_in_time_and_later_it_is_not(self, day):
        assert self.run(self.at(12)) == {"day_reminder"}
        DayCall.objects.filter(sort=CallSort.REMINDER).update(done_at=None)
        assert self.run(self.at(11)) == set()

    def test_a_switch_that_is_off_and_another_date(self, client, day, lead):
        client.force_login(lead)
        address = f"/netwerkdagen/{day.pk}/aanschrijven/"
        page = client.get(address).content.decode()
        assert page.count('type="checkbox"') == 2  # a poll and an opening are behind us
        other = AHEAD - timedelta(days=20)
        data = {"on-poll": "on", "on-open": "on", "on-reminder": "on", "date-reminder": other.isoformat()}
        data["date-practical"] = (AHEAD - timedelta(days=3)).isoformat()
        assert client.post(address + "vanzelf/", data).status_code == 302
        assert self.run(self.at(20)) == {"day_reminder"}
        assert self.run(self.at(3)) == set()
        bad = client.post(address + "vanzelf/", data | {"on-practical": "on", "date-practical": AHEAD.isoformat()})
        assert bad.status_code == 422
        assert "Kies een dag tussen vandaag en de dag zelf." in bad.content.decode()

    def test_opening_calls_everybody_and_off_calls_nobody(self, lead, day):
        values = {"title": "Tweede", "region": day.region, "form": Form.PLACE, "date": AHEAD, "venue": "De Brug"}
        for is_on in (True, False):
            fresh = planning.start_day(by=lead, values=values | {"title": f"Dag {is_on}"})
            DayCall.objects.create(day=fresh, sort=CallSort.OPEN, is_on=is_on)
            forget()
            planning.open_registration(day=fresh, by=lead)
            assert Notification.objects.filter(kind="day_open").exists() is is_on

    def test_a_poll_is_told_half_an_hour_after_the_last_date_with_all_of_them(self, lead, day):
        fresh = planning.start_day(by=lead, values={"title": "Prik", "region": day.region, "form": Form.PLACE})
        now = timezone.now()
        clock = timezone.datetime(2000, 1, 1, 9).time()
        with time_machine.travel(now, tick=False) as travel:
            date_poll.offer_date(day=fresh, on=AHEAD, start=clock, end=clock)
            travel.shift(20 * 60)
            date_poll.offer_date(day=fresh, on=AHEAD + timedelta(days=1), start=clock, end=clock)
            travel.shift(20 * 60)
            assert self.run(timezone.now()) == set()
            travel.shift(11 * 60)
            assert self.run(timezone.now()) == {"day_poll"}
            date_poll.offer_date(day=fresh, on=AHEAD + timedelta(days=2), start=clock, end=clock)
            travel.shift(3600)
            assert self.run(timezone.now()) == set(), "a mail once"

    def test_a_day_that_is_called_off_calls_nobody(self, day, lead):
        planning.call_off(day=day, by=lead, reason="Storm")
        assert NetworkDay.objects.get(pk=day.pk).state == State.CANCELLED
        assert self.run(self.at(14)) == set()


def test_moving_a_day_is_one_mail_with_before_and_after_and_the_file(day, lead, drain):
    seats.register(day=day, user=demo_user("lid"), project=project(), values={})
    forget()
    day.refresh_from_db()
    planning.change(day=day, by=lead, values={"date": AHEAD + timedelta(days=7), "venue": "De Krook"}, base=day.version)
    drain()
    [message] = mail.outbox
    assert "Plek" in message.body
    assert "eerst: De Brug" in message.body
    assert "De Krook" in message.body
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("netwerkdag.ics", "text/calendar")
    assert "METHOD:PUBLISH" in (content if isinstance(content, str) else content.decode())
    mail.outbox.clear()
    day.refresh_from_db()
    planning.call_off(day=day, by=lead, reason="Storm")
    drain()
    [message] = mail.outbox
    assert message.subject == "Oogstdag gaat niet door: Storm"
    assert Registration.objects.get(day=day).user == demo_user("lid")
    assert LetterTo.objects.filter(day=day).count() == 0


class TestWhoMayReadWhat:
    """Found by a second reader: each of these went wrong once."""

    LINK = "https://meet.example/geheime-kamer"

    def test_a_link_is_in_no_letter_and_in_no_change(self, day, lead, drain):
        NetworkDay.objects.filter(pk=day.pk).update(venue="", address="", form=Form.ONLINE, link=self.LINK)
        day.refresh_from_db()
        seats.register(day=day, user=demo_user("lid"), project=project(), values={})
        Registration.objects.filter(day=day).update(state="waiting")
        forget()
        letters.send(day=day, by=lead, which=Readers.REGION, subject="x", text="We zijn in {plek}.")
        planning.change(
            day=day, by=lead, values={"link": self.LINK + "-2", "date": AHEAD + timedelta(days=1)}, base=day.version
        )
        drain()
        assert any(m.to == ["lid@demo.example"] for m in mail.outbox)
        said = " ".join(m.body + str(m.alternatives) for m in mail.outbox)
        assert "de link staat op de pagina van de dag" in said
        assert "geheime-kamer" not in said + str(list(Notification.objects.values_list("data", flat=True)))

    def test_a_partner_from_elsewhere_who_comes_is_written(self, day, lead):
        partner = demo_user("partner")
        assert partner not in letters.people_of(day)
        NetworkDay.objects.filter(pk=day.pk).update(audience="network")
        day.refresh_from_db()
        Registration.objects.create(day=day, user=partner, ticket=1)
        assert list(letters.readers_of(day, Readers.REGISTERED)) == [partner]

    def test_a_trial_leaves_at_once_whatever_the_hour_and_the_wishes(self, day, lead, drain, settings):
        settings.MAIL_QUIET_HOURS = True
        preferences.choose(user=lead, lines={"invited": "never"}, until=None)
        with time_machine.travel(coming("za", "23:30"), tick=False):
            for _ in range(2):
                letters.try_out(day=day, by=lead, which=Readers.REGION, subject="Proef", text="Dag {naam}")
            drain()
        assert {m.to[0] for m in mail.outbox} == {lead.email}
        assert DayLetter.objects.filter(day=day).count() == 1, "the trial before it is gone"

    def test_a_name_is_for_the_text_and_nobody_is_greeted_by_an_address(self, client, day, lead):
        client.force_login(lead)
        answer = write(client, day, subject="{naam}, kom je?")
        assert answer.status_code == 422
        assert "{naam} kan in de tekst" in answer.content.decode()
        nameless = demo_user("lid")
        nameless.name = ""
        assert letters.merged("Dag {naam},", day=day, reader=nameless, by=lead) == "Dag ,"


class TestByItselfAndTrue:
    """What leaves by itself never contradicts what was said just before."""

    run, at = TestByItself.run, TestByItself.at

    def test_no_reminder_in_the_days_after_the_opening_nor_for_a_full_day(self, day):
        row = DayCall.objects.get(day=day, sort=CallSort.OPEN)
        DayCall.objects.filter(pk=row.pk).update(is_on=True, done_at=self.at(15))
        assert self.run(self.at(14)) == set()
        DayCall.objects.filter(pk=row.pk).update(done_at=self.at(30))
        NetworkDay.objects.filter(pk=day.pk).update(capacity=0)
        assert self.run(self.at(14)) == set()
        NetworkDay.objects.filter(pk=day.pk).update(capacity=30)
        assert self.run(self.at(14)) == {"day_reminder"}

    def test_a_day_that_moves_is_called_to_anew(self, day, lead):
        assert self.run(self.at(14)) == {"day_reminder"}
        planning.change(day=day, by=lead, values={"date": AHEAD + timedelta(days=28)}, base=day.version)
        assert self.run(self.at(14 - 28)) == {"day_reminder"}

    @pytest.mark.parametrize("weekday", range(7))
    def test_it_goes_on_a_working_day(self, day, weekday):
        day.date = AHEAD + timedelta(days=(weekday - AHEAD.weekday()) % 7)
        for sort in (CallSort.REMINDER, CallSort.PRACTICAL):
            assert calling.usual_day(day, sort).weekday() < 5
