"""A code by mail: how long it lives, how many tries, a new one, no promise to an address that nobody knows, a way back."""

import re
import time

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from tests.builders import demo_user

pytestmark = pytest.mark.django_db
ASK = {"login": "account_request_login_code", "reset": "account_reset_password"}
TYPE = {"login": "account_confirm_login_code", "reset": "account_confirm_password_reset_code"}
BOTH = pytest.mark.parametrize("way", ["login", "reset"])
START = 1_800_000_000


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def text_of(answer) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def ask(client, way, address="lid@demo.example"):
    return client.post(reverse(ASK[way]), {"email": address}, follow=True)


def last_code() -> str:
    return re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.MULTILINE).group(1)


@BOTH
class TestTheCode:
    def test_the_page_and_the_mail_say_how_long_it_works(self, client, drain, way):
        with time_machine.travel(START, tick=False):  # 9.00 in Brussels
            assert "Ze werkt 15 minuten, tot 9.15 uur" in text_of(ask(client, way))
            drain()
        assert "Ze werkt 15 minuten, op het toestel waarop je ze vroeg." in mail.outbox[-1].body

    def test_it_works_until_then_and_not_later(self, client, drain, way):
        with time_machine.travel(START, tick=False) as clock:
            ask(client, way)
            drain()
            clock.shift(14 * 60)
            assert client.post(reverse(TYPE[way]), {"code": last_code()}).status_code == 302
        with time_machine.travel(START, tick=False) as clock:
            client.logout()
            ask(client, way)
            drain()
            clock.shift(16 * 60)
            answer = client.post(reverse(TYPE[way]), {"code": last_code()}, follow=True)
            assert answer.redirect_chain[-1][0] == reverse(ASK[way])
            assert "Ze werkt 15 minuten, op het toestel waarop je ze vroeg. Vraag een nieuwe." in text_of(answer)

    def test_the_mail_leads_back_to_the_page(self, client, drain, way):
        ask(client, way)
        drain()
        back = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)
        assert back == reverse(TYPE[way])
        assert "Vul de code uit je mail in" in text_of(client.get(back))

    def test_a_wrong_code_says_how_many_tries_are_left(self, client, way):
        ask(client, way)
        for left in ("nog 4 keer", "nog 3 keer", "nog 2 keer", "nog één keer"):
            assert f"Deze code klopt niet. Je kan {left} proberen." in text_of(
                client.post(reverse(TYPE[way]), {"code": "AAAA-0000"})
            )
        answer = client.post(reverse(TYPE[way]), {"code": "AAAA-0000"}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse(ASK[way])
        assert "Dat was te vaak fout. De code werkt niet meer: vraag een nieuwe." in text_of(answer)

    def test_an_empty_field_is_no_try(self, client, drain, way):
        ask(client, way)
        drain()
        for _ in range(8):
            assert "Vul dit nog in." in text_of(client.post(reverse(TYPE[way]), {"code": ""}))
        assert client.post(reverse(TYPE[way]), {"code": last_code().lower().replace("-", " ")}).status_code == 302

    def test_a_new_code_twice_and_the_last_one_counts(self, client, drain, way):
        ask(client, way)
        drain()
        first = last_code()
        for _ in range(2):
            said = text_of(client.post(reverse(TYPE[way]), {"action": "resend"}, follow=True))
            assert "dan is er een nieuwe code onderweg. De vorige werkt niet meer." in said
        drain()
        assert len(mail.outbox) == 3
        assert "Stuur een nieuwe code" not in said
        client.post(reverse(TYPE[way]), {"action": "resend"})
        drain()
        assert len(mail.outbox) == 3
        assert "Deze code klopt niet" in text_of(client.post(reverse(TYPE[way]), {"code": first}))
        assert client.post(reverse(TYPE[way]), {"code": last_code()}).status_code == 302

    def test_an_unknown_address_is_promised_nothing_and_reads_the_same(self, client, drain, way):
        known, unknown = ask(client, way), None
        client.logout()
        unknown = ask(client, way, "nietvanons@demo.example")
        drain()
        assert [message.to for message in mail.outbox] == [["lid@demo.example"]]
        said = [text_of(page).replace("nietvanons@", "lid@") for page in (known, unknown)]
        assert said[0] == said[1]
        assert "Hoort lid@demo.example bij een account, dan is er een code naar dat adres onderweg." in said[0]
        assert "Deze code klopt niet. Je kan nog 4 keer" in text_of(client.post(reverse(TYPE[way]), {"code": "A"}))
        again = text_of(client.post(reverse(TYPE[way]), {"action": "resend"}, follow=True))
        assert "Hoort dit adres bij een account" in again

    def test_another_device_hears_where_to_ask(self, client, way):
        answer = client.get(reverse(TYPE[way]), follow=True)
        assert answer.redirect_chain[-1][0] == reverse(ASK[way])
        assert "Hier wacht geen code." in text_of(answer)


def test_after_a_new_password_one_signs_in(client, drain):
    ask(client, "reset")
    drain()
    client.post(reverse(TYPE["reset"]), {"code": last_code()})
    new = "zeven fietsen in de gang"
    answer = client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new}, follow=True)
    assert answer.redirect_chain == [(reverse("account_login"), 302)]
    assert "Je wachtwoord is veranderd." in text_of(answer)
    client.post(reverse("account_login"), {"login": "lid@demo.example", "password": new})
    assert client.get("/mijn/").status_code == 200
    drain()
    told = mail.outbox[-1].body
    assert "Je hebt een nieuw wachtwoord gekozen." in told
    assert "Was jij dit niet?" in told


def test_showing_once_more_who_one_is_by_mail(client, drain):
    client.force_login(demo_user("lid"))
    ask_page = reverse("account_request_reauthentication_code") + "?next=/mijn/e-mailadres/"
    assert client.get(ask_page).status_code == 200
    shown = client.post(ask_page, {"recipient": "lid@demo.example", "next": "/mijn/e-mailadres/"}, follow=True)
    assert "We stuurden een code naar lid@demo.example." in text_of(shown)
    drain()
    assert "Met deze code toon je dat jij het bent:" in mail.outbox[-1].body
    confirm = reverse("account_confirm_reauthentication_code")
    assert confirm in mail.outbox[-1].body
    assert "nog 4 keer" in text_of(client.post(confirm, {"code": "AAAA-0000"}))
    done = client.post(confirm, {"code": last_code(), "next": "/mijn/e-mailadres/"})
    assert done["Location"] == "/mijn/e-mailadres/"


class TestSecondFactorOnAPhone:
    @pytest.fixture
    def lid(self, client):
        user = demo_user("lid")
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": "buddy-demo-2026"})
        return user

    def test_a_link_opens_the_app_and_the_key_can_be_copied(self, client, lid):
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        address = re.search(r'href="(otpauth://totp/[^"]+)"', page).group(1)
        secret = re.search(r'<code class="secret" id="secret">([A-Z2-7]+)</code>', page).group(1)
        assert f"secret={secret}" in address
        assert 'data-copy="secret"' in page

    def test_what_was_done_is_said_once(self, client, lid, drain, monkeypatch):
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        secret = re.search(r'id="secret">([A-Z2-7]+)<', page).group(1)
        code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
        monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_using: act())  # a test never commits
        page = text_of(client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True))
        assert page.count("Je stelde een app met codes in.") == 1
        name = client.get(reverse("mfa_download_recovery_codes"))["Content-Disposition"]
        assert name == 'attachment; filename="noodcodes-staalkaart.txt"'
        drain()
        assert "Je stelde een app met codes in." in mail.outbox[-1].body

    def test_the_codes_are_said_once_with_a_way_on(self, client, lid):
        totp.TOTP.activate(lid, totp.generate_totp_secret())
        RecoveryCodes.activate(lid)
        answer = client.post(reverse("mfa_generate_recovery_codes"), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
        page = answer.content.decode()
        assert '<a class="btn btn--main" href="/mijn/">Klaar</a>' in page
        codes = re.findall(r"<li><code>(\w+)</code></li>", page)
        assert len(codes) == len(set(codes)) == 10
        assert all(page.count(code) == 1 for code in codes)
        assert "notice" not in page.partition("<main")[2].partition("</main>")[0]
