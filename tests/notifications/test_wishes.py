"""What is mailed, when, and to whom: preferences, quiet hours, a pause, muting, gathering, switching off."""

import email
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from django.utils import timezone

from practices.models import PracticePage
from staalkaart.core import registry
from staalkaart.core.delivery import events
from staalkaart.core.delivery.events import PLACE, REPLY, EventKind, tell
from staalkaart.core.models import OutboxRow
from staalkaart.core.web.dates import spoken_moment
from staalkaart.notifications import preferences
from staalkaart.notifications.choices import LINES, Follow, Frequency
from staalkaart.notifications.models import Following, MailPause, Notification, Preference, subjects
from staalkaart.notifications.quiet import next_open
from staalkaart.notifications.unsubscribing import DIGEST, read_token, token_for
from tests.builders import demo_user, project
from tests.moments import coming

pytestmark = pytest.mark.django_db
TUESDAY = coming("di", "11:00")


@pytest.fixture(autouse=True)
def nothing_told():
    Notification.objects.all().delete()
    OutboxRow.objects.filter(topic="mail").delete()


@pytest.fixture
def kinds(monkeypatch):
    for name, group in {"spoken": REPLY, "fixed": PLACE, "followed": events.FOLLOWED, "turned": events.TURN}.items():
        kind = EventKind(name, lambda data: f"Iets over {data['what']}", group, "Kijk", "omdat het kan")
        monkeypatch.setitem(registry.event_kinds, name, kind)


def say(kind: str, *users: str, what: str = "x", about=None) -> None:
    tell(kind, to=[demo_user(user).pk for user in users], url="/mijn/", about=about, what=what)


class TestTheRegistry:
    def test_every_kind_has_a_line_or_always_comes_and_says_why(self):
        for kind in registry.event_kinds.values():
            assert kind.group in {*LINES, PLACE}, kind.name
            assert str(kind.because).startswith("omdat"), kind.name

    def test_the_defaults_are_those_of_the_product(self):
        held = {group: line.default for group, line in LINES.items()}
        assert held == {
            "turn": "now", "reply": "now", "invited": "now", "news": "weekly", "followed": "weekly", "care": "monthly",
            "desk": "daily",
        }  # fmt: skip

    def test_what_an_event_is_about_decides_who_is_told(self, kinds):
        assert PracticePage in subjects()
        with pytest.raises(TypeError, match="no subject"):
            say("spoken", "lid", about=demo_user("ander"))


class TestQuietHours:
    @pytest.mark.parametrize(
        ("now", "opens"),
        [
            ("2026-09-15 11:00", "2026-09-15 11:00"),
            ("2026-09-15 06:59", "2026-09-15 07:00"),
            ("2026-09-15 20:00", "2026-09-16 07:00"),
            ("2026-09-18 20:58", "2026-09-21 07:00"),  # a Friday evening
            ("2026-09-19 12:00", "2026-09-21 07:00"),
            ("2026-10-25 02:30", "2026-10-26 07:00"),  # the clock goes back that night
            ("2027-03-26 21:00", "2027-03-29 07:00"),  # and forward in that weekend
        ],
    )
    def test_the_first_morning_on_which_mail_may_leave(self, settings, now, opens):
        settings.MAIL_QUIET_HOURS = True
        brussels = timezone.get_default_timezone()
        at = datetime.fromisoformat(now).replace(tzinfo=brussels)
        assert next_open(at).astimezone(brussels).isoformat(" ")[:16] == opens

    @pytest.mark.parametrize("kind", ["spoken", "fixed", "turned"])
    def test_a_mail_of_friday_evening_leaves_on_monday_morning(self, settings, drain, kinds, kind):
        settings.MAIL_QUIET_HOURS = True
        with time_machine.travel(coming("vr", "20:58"), tick=False):
            say(kind, "lid", about=project())
        later = (
            ("vr", "21:20", 0, 0),
            ("zo", "12:00", 0, 0),
            ("ma", "06:59", 1, 0),
            ("ma", "07:01", 1, 1),
            ("ma", "07:30", 1, 1),
        )
        for day, at, week, count in later:
            with time_machine.travel(coming(day, at, week=week), tick=False):
                drain()
                assert len(mail.outbox) == count, (day, at)
        assert OutboxRow.objects.filter(topic="mail").count() == 0

    def test_what_cannot_wait_leaves_at_night(self, settings, drain):
        settings.MAIL_QUIET_HOURS = True
        from staalkaart.network_days.models import NetworkDay

        day = NetworkDay.objects.exclude(date=None).first()
        night = coming("za", "23:30")
        NetworkDay.objects.filter(pk=day.pk).update(date=(night + timedelta(days=1)).date())
        day.refresh_from_db()
        with time_machine.travel(night, tick=False):
            to = {"to": [demo_user("lid").pk], "url": "/", "about": day, "title": "Dag"}
            tell("seat_offered", **to, until=night.isoformat())
            tell("day_cancelled", **to, reason="storm")
            tell("programme_fixed", **to)
            drain()
            assert [m.subject for m in mail.outbox] == [
                f"Er is een plaats voor je: Dag. Aanvaard ze voor {spoken_moment(night)}.",
                "Dag gaat niet door: storm",
            ]

    @pytest.mark.parametrize(
        ("day", "at", "leaves"),
        [
            ("za", "09:30", True),
            ("zo", "18:00", True),
            ("ma", "09:30", True),
            ("di", "09:30", True),
            ("do", "09:30", False),
        ],
    )
    def test_called_off_on_friday_evening(self, settings, drain, day, at, leaves):
        """A day that begins before mail could leave, or within 48 hours after it, cannot wait for Monday."""
        settings.MAIL_QUIET_HOURS = True
        from staalkaart.network_days.models import NetworkDay

        when = timezone.localtime(coming(day, at, week=int(day not in {"za", "zo"})))
        pk = NetworkDay.objects.exclude(date=None).first().pk
        NetworkDay.objects.filter(pk=pk).update(date=when.date(), start=when.time())
        with time_machine.travel(coming("vr", "20:30"), tick=False):
            about = NetworkDay.objects.get(pk=pk)
            tell("day_cancelled", to=[demo_user("lid").pk], url="/", about=about, title="Dag", reason="x")
            drain()
        assert len(mail.outbox) == leaves

    def test_a_day_that_is_weeks_away_waits_for_the_morning(self, settings, drain):
        settings.MAIL_QUIET_HOURS = True
        from staalkaart.network_days.models import NetworkDay

        day = NetworkDay.objects.exclude(date=None).first()
        NetworkDay.objects.filter(pk=day.pk).update(date=(coming("za", "23:30") + timedelta(days=30)).date())
        with time_machine.travel(coming("za", "23:30"), tick=False):
            tell(
                "day_cancelled",
                to=[demo_user("lid").pk],
                url="/",
                about=NetworkDay.objects.get(pk=day.pk),
                title="Dag",
                reason="x",
            )
            drain()
        assert mail.outbox == []


class TestPreferences:
    def test_what_somebody_chose_decides_when_it_is_sent(self, drain, kinds):
        say("turned", "lid", "ander")
        preferences.choose(user=demo_user("lid"), lines={"turn": Frequency.NEVER}, until=None)
        drain()
        assert [m.to for m in mail.outbox] == [["ander@demo.example"]]
        assert Notification.objects.for_mail().get().user == demo_user("lid")

    def test_a_default_is_no_row(self):
        user = demo_user("lid")
        preferences.choose(user=user, lines={"news": Frequency.DAILY}, until=None)
        assert Preference.objects.filter(user=user).count() == 1
        preferences.choose(user=user, lines={"news": Frequency.WEEKLY}, until=None)
        assert not Preference.objects.filter(user=user).exists()

    def test_the_screen_keeps_them_and_says_what_goes_along(self, client):
        user = demo_user("lid")
        client.force_login(user)
        kind = ContentType.objects.get_for_model(project())
        for slug in ("tweespan-antwerpen", "netepaar"):
            Following.objects.create(user=user, about_type=kind, about_id=project(slug).pk)
        page = client.get("/mijn/voorkeuren/")
        form = page.context["form"]
        data = {name: form[name].value() or "" for name in form.fields} | {"followed": "daily"}
        first = Following.objects.filter(user=user).first()
        data[f"state-{first.pk}"] = Follow.MUTED
        answer = client.post("/mijn/voorkeuren/", data, follow=True).content.decode()
        assert "Je keuzes zijn bewaard. Dat geldt ook voor 2 gesprekken die je al volgt." in answer
        assert preferences.chosen_by(user)["followed"] == "daily"
        assert Following.objects.get(pk=first.pk).state == Follow.MUTED

    @pytest.mark.parametrize(
        ("until", "status"), [("14/08/20266", 422), ("morgen", 422), ("2030-01-01", 422), ("", 302)]
    )
    def test_a_date_that_is_none_is_refused_and_the_rest_stays(self, client, until, status):
        client.force_login(demo_user("lid"))
        data = dict.fromkeys(LINES, "never") | {"until": until}
        answer = client.post("/mijn/voorkeuren/", data)
        assert answer.status_code == status
        if status == 422:
            text = answer.content.decode()
            assert text.count('value="never" selected') == len(LINES) - 1  # the line of the desk is not a member's
            assert until in text

    def test_a_line_does_not_know_what_another_one_does(self, client):
        client.force_login(demo_user("lid"))
        assert client.post("/mijn/voorkeuren/", dict.fromkeys(LINES, "now") | {"news": "monthly"}).status_code == 422

    def test_who_is_away_is_mailed_only_what_always_comes(self, drain, kinds):
        MailPause.objects.create(user=demo_user("lid"), until=timezone.localdate() + timedelta(days=3))
        say("turned", "lid", what="beurt")
        say("fixed", "lid", what="plaats")
        drain()
        assert [m.subject for m in mail.outbox] == ["Iets over plaats"]
        assert [row.data["what"] for row in Notification.objects.for_mail()] == ["beurt"], (
            "it comes in an overview later"
        )


class TestFollowing:
    def follow(self, state: str, frequency: str = "") -> None:
        kind = ContentType.objects.get_for_model(project())
        Following.objects.create(
            user=demo_user("lid"), about_type=kind, about_id=project().pk, state=state, frequency=frequency
        )

    def test_muted_is_not_even_told_but_for_what_always_comes(self, kinds):
        self.follow(Follow.MUTED)
        for kind in ("spoken", "followed", "turned", "fixed"):
            say(kind, "lid", about=project(), what=kind)
        assert [row.kind for row in Notification.objects.all()] == ["fixed"]

    def test_only_what_is_addressed_to_me(self, kinds):
        self.follow(Follow.ONLY_ME)
        for kind in ("spoken", "followed"):
            say(kind, "lid", about=project(), what=kind)
        assert [row.kind for row in Notification.objects.all()] == ["spoken"]

    def test_muting_survives_a_new_name_and_a_reply_of_somebody_else(self, kinds):
        self.follow(Follow.MUTED)
        ours = project()
        ours.name = "Tweespan heet nu anders"
        ours.save()
        say("spoken", "lid", "ander", about=ours)
        assert [row.user.email for row in Notification.objects.all()] == ["ander@demo.example"]

    def test_a_thing_may_be_told_sooner_than_its_line(self, drain, kinds):
        self.follow(Follow.ALL, Frequency.NOW)
        say("followed", "lid", "ander", about=project())
        drain()
        assert [m.to for m in mail.outbox] == [["lid@demo.example"]]


class TestGathering:
    def test_what_is_said_within_a_quarter_of_an_hour_is_one_mail(self, drain, kinds):
        with time_machine.travel(TUESDAY, tick=False) as clock:
            say("spoken", "lid", "ander", about=project(), what="een")
            clock.shift(60)
            say("spoken", "lid", about=project(), what="twee")
            drain()
            assert mail.outbox == []
            clock.shift(15 * 60)
            drain()
        to = {m.to[0]: m for m in mail.outbox}
        assert sorted(to) == ["ander@demo.example", "lid@demo.example"]
        assert "Iets over een" in to["lid@demo.example"].body
        assert "Iets over twee" in to["lid@demo.example"].body
        assert not Notification.objects.filter(mailed_at=None).exists()

    def test_what_comes_while_it_is_being_sent_is_a_mail_of_its_own(self, drain, kinds):
        with time_machine.travel(TUESDAY, tick=False) as clock:
            say("spoken", "lid", about=project(), what="een")
            OutboxRow.objects.filter(topic="mail").update(
                claimed_by="ander", claimed_until=TUESDAY + timedelta(hours=1)
            )
            say("spoken", "lid", about=project(), what="twee")
            assert OutboxRow.objects.filter(topic="mail").count() == 2
            clock.shift(2 * 3600)
            drain()
        assert len(mail.outbox) == 2

    def test_an_old_line_that_is_in_no_mail_hides_none_that_is_gathering(self, drain, kinds):
        """As an upgrade and the demo leave them."""
        with time_machine.travel(TUESDAY, tick=False) as clock:
            say("spoken", "lid", about=project(), what="oud")
            Notification.objects.update(mail_key="before")
            OutboxRow.objects.filter(topic="mail").delete()
            for what in ("een", "twee"):
                say("spoken", "lid", about=project(), what=what)
            clock.shift(16 * 60)
            drain()
        [message] = mail.outbox
        assert "Iets over een" in message.body
        assert "Iets over twee" in message.body

    def test_other_things_are_other_mails_and_each_thing_is_a_thread(self, drain, kinds):
        with time_machine.travel(TUESDAY, tick=False) as clock:
            for slug in ("tweespan-antwerpen", "netepaar"):
                say("spoken", "lid", about=project(slug), what=slug)
            say("fixed", "lid", about=project(), what="later")
            clock.shift(3600)
            drain()
        threads = [m.extra_headers["References"] for m in mail.outbox]
        assert len(threads) == 3
        assert len(set(threads)) == 2
        assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 3

    def test_five_hundred_readers_cost_as_many_queries_as_one(self, kinds, django_assert_max_num_queries):
        from staalkaart.members.models import User

        users = User.objects.bulk_create(User(email=f"veel{n}@x.example") for n in range(500))
        with django_assert_max_num_queries(22):  # SQLite takes some eighty rows at a time
            tell("spoken", to=[user.pk for user in users], url="/", about=project(), what="x")
        assert Notification.objects.count() == OutboxRow.objects.filter(topic="mail").count() == 500


class TestTheMail:
    def sent(self, drain, kind="turned") -> email.message.EmailMessage:
        say(
            kind,
            "lid",
            what="één café ☕ met “Zoë” en een heel lange naam die over het einde van de regel gaat, éénmaal",
        )
        drain()
        return mail.outbox[-1]

    def test_its_headers_say_that_a_machine_wrote_it(self, drain, kinds):
        headers = self.sent(drain).extra_headers
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["X-Auto-Response-Suppress"] == "All"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_a_long_subject_with_accents_arrives_whole(self, drain, kinds):
        message = self.sent(drain)
        raw = message.message().as_bytes()
        assert max(len(line) for line in raw.splitlines()) <= 998
        read = email.message_from_bytes(raw, policy=email.policy.default)
        assert read["Subject"] == message.subject
        assert read["Subject"].startswith("Iets over één café ☕ met “Zoë”")

    def test_it_says_why_and_what_to_do_in_text_and_html(self, drain, kinds):
        message = self.sent(drain)
        html = message.alternatives[0][0]
        for text in (message.body, html):
            assert "Waarom kreeg ik dit? Omdat het kan." in text
            assert "/afmelden/" in text
            assert "/mijn/voorkeuren/" in text
        assert "Kijk: http://testserver/mijn/" in message.body
        assert 'style="' in html.partition("<body")[2], "styles stand on the elements"
        assert "<" not in message.body

    def test_what_always_comes_cannot_be_switched_off(self, drain, kinds):
        message = self.sent(drain, "fixed")
        assert "List-Unsubscribe" not in message.extra_headers
        assert "/afmelden/" not in message.body
        assert "Deze mail kan je niet uitzetten" in message.body


class TestSwitchingOff:
    def address(self, group: str = "turn") -> str:
        return f"/afmelden/{token_for(demo_user('lid').pk, group)}/"

    def test_a_hundred_looks_change_nothing_and_one_post_does(self):
        client = Client(enforce_csrf_checks=True)
        for _ in range(100):
            assert client.get(self.address()).status_code == 200
            assert client.head(self.address()).status_code == 200
        assert not Preference.objects.exists()
        answer = client.post(self.address(), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert preferences.chosen_by(demo_user("lid"))["turn"] == Frequency.NEVER
        client.post(self.address())
        assert Preference.objects.count() == 1

    def test_the_overviews_go_off_and_what_comes_at_once_stays(self):
        Client().post(self.address(DIGEST))
        held = preferences.chosen_by(demo_user("lid"))
        assert {group for group, frequency in held.items() if frequency == "never"} == {
            "news",
            "followed",
            "care",
            "desk",
        }
        assert held["turn"] == "now"

    @pytest.mark.parametrize(
        "change", [lambda t: t[:-1], lambda t: t.replace(":", ";"), lambda t: "x" * 40, lambda t: t + "a"]
    )
    def test_an_address_that_we_did_not_sign_is_none(self, client, change):
        token = token_for(demo_user("lid").pk, "turn")
        assert read_token(token)
        assert client.post(f"/afmelden/{change(token)}/").status_code == 404
        assert client.get(f"/afmelden/{token_for(999_999, 'turn')}/").status_code == 404
        assert client.get(f"/afmelden/{token_for(demo_user('lid').pk, 'bestaat-niet')}/").status_code == 404

    def test_the_link_of_the_mail_is_that_address(self, drain, kinds):
        say("turned", "lid")
        drain()
        link = re.search(r"http://testserver(/afmelden/\S+/)", mail.outbox[0].body)[1]
        assert "Zet uit" in Client().get(link).content.decode()
        assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<http://testserver{link}>"


class TestTheList:
    def test_the_bell_the_list_and_the_card_say_the_same(self, client, kinds):
        from staalkaart.core.access import set_audience

        closed = project("netepaar")
        say("turned", "ander", about=project(), what="open")
        say("turned", "ander", about=closed, what="dicht")
        set_audience(obj=closed, audience=closed.token, by=None)
        client.force_login(demo_user("ander"))
        page = client.get("/mijn/meldingen/")
        text = page.content.decode()
        assert page.context["unread"] == 1
        assert "Iets over open" in text
        assert "Iets over dicht" not in text
        assert "1 nieuwe melding<" in text

    def test_by_thing_with_what_to_do_and_read_by_pressing(self, client, kinds):
        for what in ("een", "twee"):
            say("turned", "lid", about=project(), what=what)
        say("turned", "ander", about=project(), what="van een ander")
        client.force_login(demo_user("lid"))
        page = client.get("/mijn/meldingen/")
        [item] = page.context["items"]
        assert [row.data["what"] for row in item.rows] == ["twee", "een"]
        assert item.todo == "Kijk"
        theirs = Notification.objects.get(user=demo_user("ander"))
        client.post("/mijn/meldingen/gelezen/", {"melding": f"{item.rows[0].pk} {theirs.pk} x -1"})
        assert list(Notification.objects.unread().values_list("data__what", flat=True).order_by("pk")) == [
            "een",
            "van een ander",
        ]
