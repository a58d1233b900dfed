"""Changing an e-mail address: by its owner, by an administrator after a call back; confirmed, told, and undone within seven days."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from staalkaart.core.delivery.outbox import drain as send_all
from staalkaart.core.writing.receipts import new_receipt
from staalkaart.members.demo_accounts import DEMO_PASSWORD
from staalkaart.members.models import AddressChange, User
from tests.builders import demo_user

pytestmark = pytest.mark.django_db
NEW = "lies.nieuw@voorbeeld.be"


def links(to: str) -> list[str]:
    """Paths in the mails that were sent to an address, the last one last."""
    bodies = [str(message.body) for message in mail.outbox if message.to == [to]]
    return [path for body in bodies for path in re.findall(r"https?://[^/\s]+(/\S+)", body)]


def sign_in(client, email: str, password: str = DEMO_PASSWORD):
    client.post("/rekening/login/", {"login": email, "password": password})
    client.get("/mijn/e-mailadres/", follow=True)
    client.post("/rekening/reauthenticate/", {"password": password})


@pytest.fixture
def asked(client):
    """Lies signed in a moment ago and asks for another address."""
    sign_in(client, "lid@demo.example")
    receipt = new_receipt(demo_user("lid").pk)
    answer = client.post("/mijn/e-mailadres/", {"email": f" {NEW.upper()} ", "_receipt": receipt})
    assert NEW in client.get(answer["Location"]).content.decode()
    assert client.get(f"/ontvangst/{receipt}/").json()["arrived"]  # the device lets go of its copy
    send_all()
    return client


def test_the_whole_way(asked, client):
    lid = demo_user("lid")
    confirm = links(NEW)[-1]
    for _ in range(100):  # a mail scanner opens every link
        assert client.get(confirm).status_code == 200
    lid.refresh_from_db()
    assert lid.email == "lid@demo.example"
    client.post(confirm)
    send_all()
    lid.refresh_from_db()
    assert lid.email == NEW
    assert list(EmailAddress.objects.filter(user=lid).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert client.post(confirm).status_code == 410  # once
    assert ModelLogEntry.objects.filter(action="staalkaart.address_changed", object_id=str(lid.pk)).count() == 1
    undo = links("lid@demo.example")[-1]
    other = type(client)()
    assert "oude adres" in other.get(undo).content.decode()
    answer = other.post(undo)
    assert answer.url == reverse("account_reset_password")
    lid.refresh_from_db()
    assert lid.email == "lid@demo.example"
    assert not lid.has_usable_password()
    assert client.get("/mijn/").status_code == 302  # signed out everywhere
    assert other.post(undo).status_code == 410


def test_it_is_asked_after_signing_in_again(client):
    client.force_login(demo_user("lid"))
    answer = client.get("/mijn/e-mailadres/")
    assert answer.status_code == 302
    assert "/rekening/reauthenticate/" in answer.url
    assert client.post("/mijn/e-mailadres/", {"email": NEW}).status_code == 302
    assert not AddressChange.objects.exists()


def test_undoing_the_first_change_undoes_the_later_ones_too(asked, client):
    """Whoever took an account over and changed it twice loses it at the first old address."""
    lid = demo_user("lid")
    client.post(links(NEW)[-1])
    client.post("/mijn/e-mailadres/", {"email": "derde@voorbeeld.be"})
    send_all()
    client.post(links("derde@voorbeeld.be")[-1])
    send_all()
    later = links(NEW)[-1]
    client.post(links("lid@demo.example")[-1])
    lid.refresh_from_db()
    assert lid.email == "lid@demo.example"
    assert client.post(later).status_code == 410


def test_a_link_that_still_waited_opens_nothing_after_undoing(asked, client):
    """Whoever took the account over asked for a third address meanwhile."""
    lid = demo_user("lid")
    client.post(links(NEW)[-1])
    client.post("/mijn/e-mailadres/", {"email": "derde@voorbeeld.be"})
    send_all()
    client.post(links("lid@demo.example")[-1])
    assert client.post(links("derde@voorbeeld.be")[-1]).status_code == 410
    lid.refresh_from_db()
    assert lid.email == "lid@demo.example"


def test_an_address_with_an_account_is_not_told_to_who_asks(client):
    sign_in(client, "lid@demo.example")
    taken = client.post("/mijn/e-mailadres/", {"email": "ander@demo.example"}, follow=True)
    free = client.post("/mijn/e-mailadres/", {"email": NEW}, follow=True)
    same = [
        re.sub(r"ander@demo.example|lies.nieuw@voorbeeld.be|[A-Za-z0-9]{64}", "", answer.content.decode())
        for answer in (taken, free)
    ]
    assert same[0] == same[1]
    send_all()
    assert not any("/rekening/e-mailadres/" in path for path in links("ander@demo.example"))
    assert AddressChange.objects.count() == 1


def test_only_the_last_link_works_and_for_a_day(asked, client):
    client.post("/mijn/e-mailadres/", {"email": "tweede@voorbeeld.be"})
    send_all()
    assert client.post(links(NEW)[-1]).status_code == 410
    AddressChange.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert client.post(links("tweede@voorbeeld.be")[-1]).status_code == 410
    assert demo_user("lid").email == "lid@demo.example"


def test_the_old_address_is_nobody_elses_for_a_week(asked, client):
    client.post(links(NEW)[-1])
    other = type(client)()
    sign_in(other, "ander@demo.example")
    other.post("/mijn/e-mailadres/", {"email": "lid@demo.example"})
    assert AddressChange.objects.filter(new="lid@demo.example").count() == 0
    AddressChange.objects.update(done_at=timezone.now() - timedelta(days=8))
    other.post("/mijn/e-mailadres/", {"email": "lid@demo.example"})
    assert AddressChange.objects.filter(new="lid@demo.example").count() == 1
    send_all()
    assert client.post(links("lid@demo.example")[0]).status_code == 410  # too late to undo


def test_an_administrator_after_a_call_back(client):
    lid = demo_user("lid")
    theirs = type(client)()
    sign_in(theirs, lid.email)
    client.force_login(demo_user("beheerder"))
    address = reverse("members_address_set", args=[lid.pk])
    assert "Schrijf erbij waarom" in client.post(address, {"email": NEW}).content.decode()
    taken = client.post(address, {"email": "ander@demo.example", "reden": "Teruggebeld op 03 123 45 67."})
    assert "van een ander account" in taken.content.decode()
    assert "Teruggebeld op 03 123 45 67." in taken.content.decode()
    client.post(address, {"email": NEW, "reden": "Teruggebeld op 03 123 45 67."})
    send_all()
    lid.refresh_from_db()
    assert lid.email == NEW
    assert theirs.get("/mijn/").status_code == 302
    entry = ModelLogEntry.objects.get(action="staalkaart.address_changed")
    assert (entry.user, entry.data) == (demo_user("beheerder"), {"reason": "Teruggebeld op 03 123 45 67."})
    assert links("lid@demo.example")
    client.force_login(demo_user("redacteur"))
    assert client.post(address, {"email": "x@y.be", "reden": "x"}).status_code == 404


def test_an_account_that_is_suspended_has_no_links(asked, client):
    User.objects.filter(email="lid@demo.example").update(is_active=False)
    assert client.post(links(NEW)[-1]).status_code == 410
