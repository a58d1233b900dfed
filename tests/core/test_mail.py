"""Mail through the outbox, and notifications that ask again whether one may know."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from staalkaart.core import registry
from staalkaart.core.access import set_audience
from staalkaart.core.delivery.events import PLACE, EventKind, tell
from staalkaart.core.delivery.mail import Mail, ShownMail, post
from staalkaart.core.models import OutboxRow
from staalkaart.members.break_glass import NotAllowed, break_glass
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def proef(monkeypatch):
    kind = EventKind("proef", lambda data: f"Iets over {data['what']}", PLACE)
    monkeypatch.setitem(registry.event_kinds, "proef", kind)


def test_a_mail_has_text_and_html_and_one_identity(drain, proef):
    tell("proef", to=[demo_user("lid").pk], url="/mijn/", what="de <b>dag</b>")
    drain()
    (message,) = mail.outbox
    assert message.subject == "Iets over de <b>dag</b>"
    assert "Dag Lies" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "&lt;b&gt;" in html
    assert message.extra_headers["Message-ID"].startswith("<notification.")


def test_two_mails_of_one_second_are_two_files(tmp_path, capsys):
    """Made one after the other, the second object gets the address in memory of the first."""
    for name in ("een", "twee", "drie"):
        ShownMail(file_path=str(tmp_path)).send_messages([EmailMessage(name, "tekst", to=[f"{name}@demo.example"])])
    capsys.readouterr()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_newline_in_a_name_makes_no_header(drain, monkeypatch):
    monkeypatch.setitem(
        registry.mail_kinds,
        "proef",
        lambda payload: Mail("a@demo.example", "account", {"subject_line": "Hoi\r\nBcc: x@y.be", "body": "."}),
    )
    post("proef")
    drain()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["a@demo.example"]


def test_who_may_not_see_it_any_more_is_neither_mailed_nor_told(client, drain, proef):
    ours = project()
    tell("proef", to=[demo_user("lid").pk, demo_user("ander").pk], url=ours.get_absolute_url(), about=ours, what="ons")
    set_audience(obj=ours, audience=ours.token, by=None)
    drain()
    assert [m.to for m in mail.outbox] == [["lid@demo.example"]]
    client.force_login(demo_user("ander"))
    assert "Iets over ons" not in client.get("/mijn/meldingen/").content.decode()


def test_who_read_it_already_gets_no_mail(drain, proef):
    tell("proef", to=[demo_user("lid").pk], url="/mijn/", what="x")
    Notification.objects.update(read_at="2026-01-01T00:00Z")
    drain()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_loses_nothing_and_sends_nothing_twice(drain, proef, monkeypatch):
    tell("proef", to=[demo_user("lid").pk, demo_user("ander").pk], url="/mijn/", what="x")
    from django.core.mail import EmailMultiAlternatives

    real, tried = EmailMultiAlternatives.send, []

    def send(message, *args, **kwargs):
        tried.append(message.to)
        if message.to == ["ander@demo.example"]:
            raise ConnectionError("away")
        return real(message, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    drain()
    drain()
    assert tried == [["lid@demo.example"], ["ander@demo.example"]]
    row = OutboxRow.objects.get(topic="mail")
    assert (row.attempts, row.dead) == (0, False), "a server that is away costs no try"
    assert row.away_since is not None
    OutboxRow.objects.update(not_before=None)
    monkeypatch.setattr(EmailMultiAlternatives, "send", real)
    drain()
    assert sorted(m.to[0] for m in mail.outbox) == ["ander@demo.example", "lid@demo.example"]


def test_the_inviter_hears_of_it(client):
    from staalkaart.members import invitations

    invitation = invitations.invite(by=demo_user("coordinator"), email="n@x.example", role="member", project=project())
    invitations.accept(token=invitation.token, name="Nele", password="een lang wachtwoord")
    client.force_login(demo_user("coordinator"))
    assert "Nele aanvaardde je uitnodiging." in client.get("/mijn/").content.decode()
    client.post("/mijn/meldingen/")
    assert not Notification.objects.unread().filter(user=demo_user("coordinator")).exists()


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_costs_the_same_for_one_and_for_many(client, proef, django_assert_num_queries, many):
    for _n in range(many):
        tell("proef", to=[demo_user("lid").pk], url="/mijn/", about=project(), what="x")
    client.force_login(demo_user("lid"))
    client.get("/mijn/meldingen/")
    with django_assert_num_queries(13):
        client.get("/mijn/meldingen/")


class TestBreakGlass:
    def test_it_opens_one_room_for_an_hour_and_the_room_knows(self, client, drain):
        ours, editor = project(), demo_user("redacteur")
        insider = make_member(project=ours)
        assert ours.token not in editor.as_viewer().tokens
        taken = break_glass(by=editor, token=ours.token, reason="Een klacht over veiligheid.")
        assert ours.token in editor.as_viewer().tokens
        assert (taken.until - taken.since).total_seconds() == pytest.approx(3600, abs=5)
        assert "nam noodtoegang" in Notification.objects.get(user=insider).words
        drain()
        assert [insider.email] in [m.to for m in mail.outbox]

    @pytest.mark.parametrize("login", ["lid", "coordinator", "begeleider", "partner"])
    def test_it_is_not_for(self, login):
        with pytest.raises(NotAllowed):
            break_glass(by=demo_user(login), token=project("netepaar").token, reason="Zomaar even kijken.")

    @pytest.mark.parametrize("token", ["network", "public", "project:99999", "private:1", "circle:99999"])
    def test_only_a_room_that_exists(self, token):
        with pytest.raises(NotAllowed):
            break_glass(by=demo_user("redacteur"), token=token, reason="Een klacht over veiligheid.")

    def test_the_screen_asks_a_real_reason(self, client):
        client.force_login(demo_user("redacteur"))
        path = "/beheer/noodtoegang/"
        assert client.post(path, {"room": project().token, "reason": "zomaar"}).status_code == 200
        assert project().token not in demo_user("redacteur").as_viewer().tokens
        client.post(path, {"room": project().token, "reason": "Een melding over geweld in een duo."})
        assert project().token in demo_user("redacteur").as_viewer().tokens
