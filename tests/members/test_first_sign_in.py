"""The first administrator, before mail works; and a real site that does not know the demo's accounts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from staalkaart.members.address_lists import read_people
from staalkaart.members.demo_accounts import DEMO_PASSWORD
from staalkaart.members.forms import AcceptForm, InviteForm
from staalkaart.members.models import Membership, User
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db
PASSWORD = "drie gewone woorden hier"


@pytest.fixture
def nobody():
    """A site without an administrator."""
    Membership.objects.filter(role="admin").delete()


@pytest.fixture
def link(nobody, capsys):
    def make():
        call_command("first_administrator", "an@echt.example", "An Peeters")
        return re.search(r"http\S+", capsys.readouterr().out)[0].replace("http://testserver", "")

    return make


def open_with(client, address, name="An Peeters", password=PASSWORD):
    return client.post(address, {"name": name, "password": password})


def test_the_link_opens_once_and_leaves_an_administrator_signed_in(client, link):
    address = link()
    assert "an@echt.example" in client.get(address).content.decode()
    assert open_with(client, address).headers["location"] == "/mijn/?welkom"
    assert client.get("/beheer/").status_code == 200
    client.logout()
    assert client.get(address).status_code == 404
    assert open_with(client, address).status_code == 404
    assert authenticate(email="an@echt.example", password=PASSWORD)


def test_a_weak_password_keeps_the_name_and_the_link(client, link):
    address = link()
    shown = open_with(client, address, name="Anneke", password="kort").content.decode()
    assert 'value="Anneke"' in shown
    assert open_with(client, address).status_code == 302


def test_after_an_hour_it_is_closed_and_the_command_gives_another(client, link):
    address = link()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert client.get(address).status_code == 404
        assert client.get(link()).status_code == 200


@pytest.mark.parametrize("token", ["x", "eyJ1c2VyIjoxfQ:1:abc", "%00"])
def test_a_made_up_link_is_closed(client, token):
    assert client.get(f"/rekening/eerste-keer/{token}/").status_code == 404


def test_there_is_one_first_administrator(client, link):
    open_with(client, link())
    for address in ("an@echt.example", "bo@echt.example"):
        with pytest.raises(CommandError, match="al een beheerder"):
            call_command("first_administrator", address, "Bo")


@pytest.mark.parametrize("address", ["geen adres", "baas@demo.example"])
def test_an_address_that_cannot_be_is_refused(nobody, settings, address):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("first_administrator", address, "Bo")
    assert not Membership.objects.filter(role="admin").exists()


class TestARealSiteKnowsNoDemo:
    @pytest.fixture(autouse=True)
    def real(self, settings):
        settings.DEMO_ALLOWED = False

    def test_its_accounts_do_not_open(self, client):
        user = demo_user("beheerder")
        client.force_login(user)
        assert client.get("/mijn/").status_code == 302
        answer = client.post("/rekening/login/", {"login": user.email, "password": DEMO_PASSWORD})
        assert answer.status_code == 200
        assert "Aanmelden lukte niet" in answer.content.decode()

    def test_its_password_opens_no_account_and_cannot_be_chosen(self):
        user = User(email="an@echt.example", name="An")
        user.set_password(DEMO_PASSWORD)
        user.save()
        assert authenticate(email=user.email, password=DEMO_PASSWORD) is None
        form = AcceptForm({"name": "An", "password": DEMO_PASSWORD.upper()}, email="bo@echt.example")
        assert "wachtwoord van de demo" in str(form.errors["password"])

    def test_its_addresses_are_not_invited(self):
        form = InviteForm({"email": "x@demo.example", "kind": "member"})
        assert "adres van de demo" in str(form.errors["email"])
        assert "adres van de demo" in str(read_people("x@DEMO.example", project())[0].problem)
        with pytest.raises(ValidationError):
            User.objects.create_user("x@demo.example")


def test_somebody_who_has_an_account_gets_the_role_beside_it(nobody, capsys):
    call_command("first_administrator", "lid@demo.example".replace("demo.example", "echt.example"), "Lies")
    Membership.objects.filter(role="admin").delete()
    User.objects.filter(email="lid@echt.example").update(last_login=timezone.now())
    capsys.readouterr()
    call_command("first_administrator", "Lid@echt.example", "Lies")
    said = capsys.readouterr().out
    assert "had al een account" in said
    assert "http" not in said
    assert User.objects.get(email="lid@echt.example").memberships.current().filter(role="admin").count() == 1


def test_a_suspended_account_does_not_become_administrator(nobody):
    user = User.objects.create_user("weg@echt.example", None, name="Weg")
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(CommandError, match="geschorst"):
        call_command("first_administrator", "weg@echt.example", "Weg")
    assert not user.memberships.exists()
