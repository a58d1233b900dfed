"""What somebody with a session reads is kept nowhere; what everybody reads is, as before."""

import pytest

from staalkaart.members.demo_accounts import DEMO_PASSWORD
from tests.builders import demo_user
from tests.read_addresses import LOGIN, addresses, make_what_is_missing

pytestmark = pytest.mark.django_db
NOWHERE = "private, no-store"


def test_no_page_of_a_member_may_be_kept(client):
    make_what_is_missing()
    kept, seen = [], 0
    for who, path in addresses():
        if not who:
            who = "member"
        client.force_login(demo_user(LOGIN.get(who, who)))
        answer = client.get(path)
        if answer["Content-Type"].startswith(("text/html", "application/json")):
            seen += 1
            kept += [] if answer["Cache-Control"] == NOWHERE else [f"{path}: {answer.get('Cache-Control')}"]
    assert seen > 80
    assert kept == []


@pytest.mark.parametrize(
    "path", ["/rekening/2fa/recovery-codes/", "/bestaat-niet/", "/api/v1/models", "/rekening/sessions/"]
)
def test_nor_codes_errors_or_answers_for_programs(client, path):
    client.force_login(demo_user("lid"))
    assert client.get(path)["Cache-Control"] == NOWHERE


def test_signing_in_and_out(client):
    told = {"login": "lid@demo.example", "password": DEMO_PASSWORD}
    answer = client.post("/rekening/login/", told)
    assert answer["Cache-Control"] == NOWHERE
    assert "Clear-Site-Data" not in answer
    answer = client.post("/rekening/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'


def test_a_visitor_is_answered_as_before(client):
    assert "no-store" not in client.get("/werkmodellen/").get("Cache-Control", "")
