"""How much one person may do in a while: the text is kept, the page says when, and others are not in the way."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from staalkaart.core.delivery.outbox import drain as send_all
from staalkaart.core.web import limiting
from staalkaart.core.web.limits import TooOften, Window, spend, spoken_wait
from staalkaart.members import invitations
from staalkaart.members.models import Invitation, User
from tests.builders import demo_user, make_practice, project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits_as_they_are(settings, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_800_000_010.0)  # no window turns while a test counts
    settings.LIMIT_FACTOR = 1
    cache.clear()


def test_a_window_counts_and_says_how_long(monkeypatch):
    now = [1_800_000_010.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    for _ in range(3):
        spend("proef", "iemand", Window(3, 60))
    with pytest.raises(TooOften) as caught:
        spend("proef", "iemand", Window(3, 60))
    assert 0 < caught.value.seconds <= 60
    spend("proef", "iemand anders", Window(3, 60))
    now[0] += caught.value.seconds + 1
    spend("proef", "iemand", Window(3, 60))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "één minuut"),
        (61, "twee minuten"),
        (599, "tien minuten"),
        (900, "15 minuten"),
        (3600, "een uur"),
        (7000, "twee uur"),
    ],
)
def test_the_wait_is_said_in_words(seconds, words):
    with translation.override("nl"):
        assert spoken_wait(seconds) == words


def test_a_program_that_writes_is_stopped_and_keeps_its_text(client, monkeypatch):
    monkeypatch.setattr(limiting, "WRITING", (Window(5, 60),))
    page = make_practice(project=project("netepaar"), by=demo_user("coordinator"))
    client.force_login(demo_user("lid"))
    address = f"/praktijken/{page.slug}/reageren/"
    here = {"origin": "http://testserver"}
    found = [client.post(address, {"tekst": f"Nog een zin {n}."}, headers=here) for n in range(7)]
    assert [answer.status_code for answer in found] == [302] * 5 + [429] * 2
    assert int(found[-1]["Retry-After"]) <= 60
    assert "Nog een zin 6." in found[-1].content.decode()
    assert "één minuut" in found[-1].content.decode()
    other = Client()
    other.force_login(demo_user("ander"))
    assert other.post(address, {"tekst": "Ik mag nog."}).status_code == 302


def test_exports_are_counted_for_a_visitor_too(client, monkeypatch):
    monkeypatch.setattr(limiting, "MAKING", (Window(2, 600),))
    page = make_practice(project=project(), by=demo_user("coordinator"), audience="public")
    address = f"/praktijken/{page.slug}/uitvoer/json/"
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(address, REMOTE_ADDR="10.9.9.9").status_code == 200
    assert client.get(page.url).status_code == 200


def test_ten_invitations_an_hour_and_fifty_a_day(client, monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    client.force_login(demo_user("coordinator"))
    address = f"/projecten/{project().slug}/uitnodigen/"
    codes = [
        client.post(address, {"email": f"mens{n}@voorbeeld.be", "kind": "member", "name": "An"}).status_code
        for n in range(12)
    ]
    assert codes == [302] * 10 + [429] * 2
    sent = 10
    for hour in range(1, 8):
        now[0] += 3600
        for n in range(12):
            sent += client.post(address, {"email": f"u{hour}m{n}@voorbeeld.be", "kind": "member"}).status_code == 302
    assert sent == 50


def test_a_list_that_is_too_long_goes_in_parts(client):
    """The first ten leave; the others stand there still, ready for the next hour."""
    client.force_login(demo_user("coordinator"))
    address = f"/projecten/{project().slug}/uitnodigen/lijst/"
    lines = "\n".join(f"Mens {n} <lijst{n}@voorbeeld.be>" for n in range(14))
    shown = client.post(address, {"lines": lines})
    answer = client.post(address, {"lines": lines, "versturen": "1", "_gelezen": shown.context["form"].read_mark})
    assert Invitation.objects.filter(email__startswith="lijst").count() == 10
    text = answer.content.decode()
    assert "10 verstuurd" in text
    assert "lijst13@voorbeeld.be" in text
    assert answer.context["good"] == 4


@pytest.mark.parametrize(
    ("typed", "mailed"),
    [
        ("An Peeters", "An Peeters"), ("J.P. Claes", "J.P. Claes"),
        ("Win een fiets op https://kwaad.example/x nu", "Win een fiets op nu"), ("www.kwaad.example", ""),
        ("Kijk kwaad.example/geld", "Kijk"), ("<b>An</b>", "<b>An</b>"), ("An\r\nBcc: x@y.be", "An Bcc:"), ("A" * 90, "A" * 40),
    ],
)  # fmt: skip
def test_a_name_in_a_mail_is_a_name(typed, mailed):
    assert invitations.plain_name(typed) == mailed


def test_the_mail_shows_the_inviters_own_name_and_no_markup():
    by = demo_user("coordinator")
    User.objects.filter(pk=by.pk).update(name="Rika https://kwaad.example <script>")
    by.refresh_from_db()
    invitations.invite(by=by, email="nieuw@voorbeeld.be", role="member", name="<img src=x> Jan", project=project())
    send_all()
    message = mail.outbox[-1]
    html = str(message.alternatives[0][0])
    assert "kwaad.example" not in message.body + html
    assert "<script>" not in html
    assert "<img src=x>" not in html
    assert "Rika" in html
