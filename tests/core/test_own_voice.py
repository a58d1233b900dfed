"""Account screens, errors and mails speak as the rest of the site: B1, "je", never "u", never English on a Dutch page."""

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from babel.messages.pofile import read_po
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext

from tests.builders import demo_user
from tests.library_words import ALLAUTH, DJANGO, library_words

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "buddy-demo-2026"
POLITE = re.compile(r"\b(u|uw|uzelf|alstublieft|a\.u\.b|gelieve|dient|dienen)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(the|your|you|please|this|that|with|from|not|are|must|sign in|used|change)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdr]|%d|\{[a-z_]+\}")
# the same word in both languages
SAME = {"Accounts", "Browser", "Code", "Download", "IPv4", "IPv6", "Menu:", "Passkey", ":", ":?.!"}


def own_words() -> dict:
    with (ROOT / "locale/nl/LC_MESSAGES/django.po").open("rb") as lines:
        return {message.id: message.string for message in read_po(lines) if message.id}


OWN = own_words()


def flat(words) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


class TestEverySentence:
    def test_the_libraries_were_read(self):
        found = library_words()
        assert len(found) > 380
        assert "Incorrect code." in found
        assert "This password is too common." in found
        assert "You are about to deactivate authenticator app based authentication. Are you sure?" in found

    def test_each_has_words_of_our_own(self):
        assert [words for words in library_words() if not all(flat(OWN.get(words, "")))] == []

    @pytest.mark.parametrize("words", OWN, ids=lambda words: flat(words)[0][:40])
    def test_each_is_in_plain_dutch(self, words):
        for ours in flat(OWN[words]):
            assert not POLITE.search(ours), ours
            assert not ENGLISH.search(PLACEHOLDER.sub("", ours)), ours
            assert ours.strip() not in {line.strip() for line in flat(words)} - SAME
            assert set(PLACEHOLDER.findall(ours)) <= {
                mark for line in flat(words) for mark in PLACEHOLDER.findall(line)
            }

    def test_each_is_what_a_dutch_page_shows(self):
        with translation.override("nl"):
            for words in library_words():
                if isinstance(words, str):
                    assert gettext(words) == OWN[words]
                else:
                    assert [ngettext(*words, n) for n in (1, 2)] == list(OWN[words])

    def test_and_an_english_page_stays_english(self):
        with translation.override("en"):
            assert gettext("Incorrect code.") == "Incorrect code."


def translations_of_libraries() -> dict[str, str]:
    """Their own Dutch, and their English where they have none, of what we say otherwise: none of it may show."""
    folders = (ALLAUTH / "locale", DJANGO / "conf/locale", DJANGO / "contrib/auth/locale")
    catalogues = []
    for folder in folders:
        with (folder / "nl/LC_MESSAGES/django.mo").open("rb") as lines:
            catalogues.append(GNUTranslations(lines))
    said = {}
    for words in library_words():
        for line in flat(words):
            for theirs in [line, *(catalogue.gettext(line) for catalogue in catalogues)]:
                if " " in theirs.strip() and not PLACEHOLDER.search(theirs):
                    said[" ".join(theirs.split())] = line
    ours = {" ".join(line.split()) for words in OWN.values() for line in flat(words)}
    return {theirs: line for theirs, line in said.items() if theirs not in ours}


NOT_OURS = translations_of_libraries()


def foreign(html: str) -> list[str]:
    """What a page or mail says in words that are not ours."""
    main = html.partition("<main")[2].partition("</main>")[0] or html
    text = " ".join(strip_tags(re.sub(r"<script.*?</script>", " ", main, flags=re.DOTALL)).split())
    text = re.sub(r"\S+@\S+", "", text)
    found = [theirs for theirs in NOT_OURS if re.search(rf"(?<!\w){re.escape(theirs)}(?!\w)", text)]
    return found + [found.group() for pattern in (POLITE, ENGLISH) if (found := pattern.search(text))]


VISITOR_SCREENS = ("account_login", "account_request_login_code", "account_reset_password", "account_inactive")
MEMBER_SCREENS = (
    "account_logout", "account_change_password", "account_reauthenticate", "account_request_reauthentication_code",
    "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate", "usersessions_list",
)  # fmt: skip
OF_A_KEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")
WRONG = {
    "account_login": {"login": "geen adres", "password": ""},
    "account_request_login_code": {"email": "geen adres"},
    "account_reset_password": {"email": ""},
    "account_change_password": {"oldpassword": "fout", "password1": "kort", "password2": "anders"},
    "account_reauthenticate": {"password": "fout"},
    "mfa_activate_totp": {"code": ""},
    "mfa_reauthenticate": {"code": "000000"},
}


@pytest.mark.django_db
class TestEveryScreen:
    @pytest.fixture(autouse=True)
    def _fresh(self):
        cache.clear()

    @pytest.fixture
    def lid(self, client):
        """A member who showed a moment ago who it is, with a passkey, an app and codes for an emergency."""
        user = demo_user("lid")
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return user

    @pytest.fixture
    def passkey(self, lid):
        data = {"name": "Gsm", "credential": {}}
        return Authenticator.objects.create(user=lid, type=Authenticator.Type.WEBAUTHN, data=data)

    @pytest.mark.parametrize("name", VISITOR_SCREENS)
    def test_of_somebody_who_is_not_in(self, client, name):
        shown = client.get(reverse(name))
        assert shown.status_code == 200
        assert foreign(shown.content.decode()) == []
        if name in WRONG:
            assert foreign(client.post(reverse(name), WRONG[name]).content.decode()) == []

    @pytest.mark.parametrize("name", MEMBER_SCREENS)
    def test_of_a_member(self, client, lid, name):
        if name not in {"mfa_activate_totp"}:
            totp.TOTP.activate(lid, totp.generate_totp_secret())
            RecoveryCodes.activate(lid)
        shown = client.get(reverse(name))
        assert shown.status_code == 200, shown.headers.get("Location")
        assert foreign(shown.content.decode()) == []
        links = set(re.findall(r'href="(/rekening/[^"]+)"', shown.content.decode()))
        assert [link for link in links if client.get(link).status_code == 404] == []
        if name in WRONG:
            answer = client.post(reverse(name), WRONG[name])
            assert answer.status_code == 200
            assert foreign(answer.content.decode()) == []

    def test_of_the_second_step(self, client):
        totp.TOTP.activate(demo_user("lid"), totp.generate_totp_secret())
        client.post(reverse("account_login"), {"login": "lid@demo.example", "password": PASSWORD})
        assert foreign(client.get(reverse("mfa_authenticate")).content.decode()) == []
        assert foreign(client.post(reverse("mfa_authenticate"), {"code": "1"}).content.decode()) == []

    def test_of_passkeys(self, client, passkey):
        for name, args in (("mfa_index", []), ("mfa_list_webauthn", []), *((name, [passkey.pk]) for name in OF_A_KEY)):
            assert foreign(client.get(reverse(name, args=args)).content.decode()) == []

    def test_the_test_sees_what_is_not_ours(self):
        assert foreign("<main><p>Het door jou opgegeven e-mailadres en/of wachtwoord is niet correct.</p></main>")
        assert foreign("<main><p>Not used.</p></main>")
        assert foreign("<main><p>Vul uw code in.</p></main>")


MAILS = sorted(
    str(path.relative_to(ALLAUTH / "templates")).removesuffix("_message.txt")
    for folder in ("account", "mfa")
    for path in (ALLAUTH / "templates" / folder / "email").glob("*_message.txt")
    if not path.name.startswith("base_")
)


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", MAILS)
def test_every_mail_of_an_account(rf, prefix):
    context = {
        "user": demo_user("lid"), "email": "lid@demo.example", "code": "ABCD-EFGH", "minutes": 15, "ip": "192.0.2.7",
        "timestamp": timezone.now(), "user_agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "current_site": None,
        "from_email": "a@x.example", "to_email": "b@x.example", "deleted_email": "a@x.example",
    }  # fmt: skip
    mail = get_adapter(rf.get("/")).render_mail(prefix, "lid@demo.example", context)
    assert foreign(f"{mail.subject}\n{mail.body}") == []


def test_the_hints_of_the_password_field():
    with translation.override("nl"):
        assert not [line for line in password_validators_help_texts() if POLITE.search(line) or ENGLISH.search(line)]
