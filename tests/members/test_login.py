"""One door: password, code or passkey, and a second factor that nothing walks around."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from staalkaart.core.models import OutboxRow
from staalkaart.members.second_factor import reset_second_factor
from staalkaart.members.templatetags.devices import device_words
from tests.builders import demo_user

pytestmark = pytest.mark.django_db
LOGIN = "/rekening/login/"
PASSWORD = "buddy-demo-2026"
ELSEWHERE = [
    "https://kwaad.example/",
    "//kwaad.example",
    "javascript:alert(1)",
    "https:kwaad.example",
    "/\\kwaad.example",
]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def log_in(client, login="lid", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": f"{login}@demo.example", "password": password, **extra})


def is_in(client) -> bool:
    return client.get("/mijn/").status_code == 200


def with_app(login: str) -> str:
    """Give this account an app with codes; returns the secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(demo_user(login), secret)
    return secret


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


class TestSecondFactor:
    def test_a_password_alone_is_not_enough(self, client):
        secret = with_app("lid")
        assert log_in(client)["Location"].startswith("/rekening/2fa/authenticate/")
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert not is_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert is_in(client)

    @pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_a_clock_may_be_one_step_off(self, client, steps, opens):
        secret = with_app("lid")
        log_in(client)
        code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))
        shown = client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is opens
        if not opens:
            assert "Kijk de klok van je telefoon na" in shown.content.decode()

    def test_a_code_opens_once_as_long_as_it_is_good(self, client):
        secret = with_app("lid")
        with time_machine.travel(1_800_000_000, tick=False) as clock:
            code = code_now(secret)
            log_in(client)
            client.post(reverse("mfa_authenticate"), {"code": code})
            assert is_in(client)
            client.logout()
            clock.shift(35)  # one step on: the code itself is still good
            log_in(client)
            client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
            assert not is_in(client)
            client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
            assert is_in(client)

    def test_a_code_by_mail_is_not_enough_either(self, client, drain):
        with_app("lid")
        client.post(reverse("account_request_login_code"), {"email": "lid@demo.example"})
        drain()
        code = re.search(r"\n([A-Z0-9-]{6,})\n", mail.outbox[-1].body).group(1)
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert not is_in(client)

    def test_a_new_password_does_not_walk_around_it(self, client, drain):
        with_app("lid")
        client.post(reverse("account_reset_password"), {"email": "lid@demo.example"})
        drain()
        code = re.search(r"\n([A-Z0-9-]{6,})\n", mail.outbox[-1].body).group(1)
        client.post(reverse("account_confirm_password_reset_code"), {"code": code})
        new = {"password1": "een nieuw lang wachtwoord", "password2": "een nieuw lang wachtwoord"}
        client.post(reverse("account_complete_password_reset"), new)
        assert not is_in(client)
        assert log_in(client, password=new["password1"])["Location"].startswith("/rekening/2fa/authenticate/")

    @pytest.mark.parametrize("path", ["/_util/login/", "/beheer/login/", "/beheer/password_reset/", "/admin/login/"])
    def test_no_other_address_takes_a_password(self, client, path):
        with_app("redacteur")
        client.post(
            path, {"username": "redacteur@demo.example", "email": "redacteur@demo.example", "password": PASSWORD}
        )
        assert not is_in(client)
        assert not OutboxRow.objects.filter(topic="mail").exists()

    @pytest.mark.parametrize(
        ("login", "asked"),
        [
            ("lid", False),
            ("coordinator", False),
            ("partner", False),
            ("begeleider", True),
            ("redacteur", True),
            ("beheerder", True),
        ],
    )
    @pytest.mark.parametrize("path", ["/mijn/", "/projecten/", "/api/v1/search"])
    def test_a_real_site_asks_it_of(self, client, settings, login, asked, path):
        settings.SECOND_FACTOR_REQUIRED = True
        client.force_login(demo_user(login))
        answer = client.get(path)
        assert (answer.status_code == 302 and answer["Location"] == reverse("mfa_index")) is asked
        if asked:
            secret = with_app(login)
            client.logout()
            log_in(client, login)
            client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
        assert client.get(path).status_code == 200

    def test_recovery_codes_alone_do_not_count(self, client, settings):
        settings.SECOND_FACTOR_REQUIRED = True
        RecoveryCodes.activate(demo_user("redacteur"))
        client.force_login(demo_user("redacteur"))
        assert client.get("/mijn/").status_code == 302

    def test_the_set_up_page_says_what_and_why(self, client):
        log_in(client)
        shown = client.get(reverse("mfa_index")).content.decode()
        assert "Stel een passkey in" in shown
        assert "Stel een app in" in shown

    def test_setting_one_up_asks_who_you_are_again(self, client):
        client.force_login(demo_user("lid"))
        assert client.get(reverse("mfa_activate_totp"))["Location"].startswith("/rekening/reauthenticate/")

    def test_a_reset_takes_every_factor_and_session_and_tells_the_owner(self, client, drain):
        with_app("lid")
        log_in(client)
        client.post(reverse("mfa_authenticate"), {"code": "x"})
        reset_second_factor(user=demo_user("lid"), by=demo_user("beheerder"), reason="teruggebeld")
        drain()
        assert not Authenticator.objects.filter(user=demo_user("lid")).exists()
        assert not is_in(client)
        assert mail.outbox[-1].to == ["lid@demo.example"]

    def test_an_administrator_resets_with_a_reason_only(self, client):
        with_app("lid")
        client.force_login(demo_user("beheerder"))
        path = reverse("members_person", args=[demo_user("lid").pk])
        client.post(path + "tweede-stap-weg/", {})
        assert Authenticator.objects.filter(user=demo_user("lid")).exists()
        client.post(path + "tweede-stap-weg/", {"reden": "Teruggebeld op 03 123 45 67."})
        assert not Authenticator.objects.filter(user=demo_user("lid")).exists()


class TestDoor:
    def test_in_and_out(self, client):
        assert log_in(client)["Location"] == "/mijn/"
        assert is_in(client)
        client.get("/rekening/logout/")
        assert is_in(client)
        client.post("/rekening/logout/")
        assert not is_in(client)

    @pytest.mark.parametrize(
        "where",
        ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)", "https:kwaad.example", "/\\kwaad.example"],
    )
    def test_it_sends_nobody_elsewhere(self, client, where):
        assert "kwaad" not in log_in(client, next=where)["Location"]

    def test_it_brings_people_back(self, client):
        assert log_in(client, next="/projecten/")["Location"] == "/projecten/"

    def test_a_code_by_mail_works(self, client, drain):
        client.post(reverse("account_request_login_code"), {"email": "lid@demo.example"})
        drain()
        message = mail.outbox[-1]
        code = re.search(r"\n([A-Z0-9-]{6,})\n", message.body).group(1)
        client.post(reverse("account_confirm_login_code"), {"code": code})
        assert is_in(client)
        assert message.alternatives

    @pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, client, name):
        answers = []
        for address in ("lid@demo.example", "niemand@demo.example"):
            client.cookies.clear()
            answer = client.post(reverse(name), {"email": address})
            answers.append((answer.status_code, answer["Location"]))
        assert answers[0] == answers[1]
        assert OutboxRow.objects.filter(topic="mail").count() == 1

    def test_guessing_is_stopped_also_for_the_right_password(self, client):
        for _try in range(6):
            log_in(client, password="fout-fout-fout")
        log_in(client)
        assert not is_in(client)

    def test_who_is_suspended_does_not_come_in(self, client):
        user = demo_user("lid")
        user.is_active = False
        user.save()
        log_in(client)
        assert not is_in(client)

    def test_nobody_signs_up(self, client):
        assert client.get("/rekening/signup/").status_code == 404
        assert client.get("/rekening/email/").status_code == 404

    def test_an_evil_host_is_refused(self, client):
        assert client.get(LOGIN, HTTP_HOST="kwaad.example").status_code == 400


class TestPeopleScreens:
    @pytest.mark.parametrize(
        ("login", "status"), [("lid", 404), ("coordinator", 404), ("redacteur", 404), ("beheerder", 200)]
    )
    def test_are_for_administrators(self, client, login, status):
        client.force_login(demo_user(login))
        assert client.get(reverse("members_people")).status_code == status
        assert client.get(reverse("members_person", args=[demo_user("lid").pk])).status_code == status

    def test_a_role_is_given_and_taken(self, client):
        client.force_login(demo_user("beheerder"))
        person = demo_user("lid")
        path = reverse("members_person", args=[person.pk])
        client.post(path + "plaats/", {"kind": "editor"})
        assert person.as_viewer().has_role("editor")
        assert demo_user("lid").is_staff
        membership = person.memberships.current().get(role="editor")
        client.post(path + "plaats-weg/", {"lidmaatschap": membership.pk})
        assert not person.as_viewer().has_role("editor")
        assert not demo_user("lid").is_staff

    def test_an_administrator_cannot_take_the_own_role(self, client):
        admin = demo_user("beheerder")
        client.force_login(admin)
        own = admin.memberships.get()
        client.post(reverse("members_place_end", args=[admin.pk]), {"lidmaatschap": own.pk})
        assert admin.memberships.current().exists()

    def test_suspending_ends_every_session_at_once(self, client, django_user_model):
        from django.test import Client

        other = Client()
        other.post(LOGIN, {"login": "lid@demo.example", "password": PASSWORD})
        assert is_in(other)
        client.force_login(demo_user("beheerder"))
        client.post(reverse("members_person_suspend", args=[demo_user("lid").pk]), {"reden": "proef"})
        assert not is_in(other)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox op Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome op Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari op iPhone"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent, words):
    assert device_words(user_agent) == words
