"""Whatever refuses a form, the sender's own text comes back in full, and nothing is said of the thing itself.

Walks every address to which text is posted, in each of the states in which it can be refused.
"""

import re
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from staalkaart.core.access.rights import declared_rights
from staalkaart.core.writing import receipts
from tests.builders import demo_user

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "proofs"), str(ROOT / "bench")]

pytestmark = pytest.mark.django_db
TEXT = "Een lange tekst die niet verloren mag gaan. " * 4 + "\nTweede regel “met” <haken> en é."
HERE = {"origin": "http://testserver"}
# They answer a script in JSON, which keeps the text itself; the last looks at a text and keeps nothing
FOR_SCRIPTS = {"practices:draft_keep", "intervision:text_keep", "network_days:block_keep", "network_days:report_keep",
               "network_days:tick", "members:recognise"}  # fmt: skip
CHANGES_NOTHING = {"choice_aid:questions", "choice_aid:easy", "choice_aid:sheet", "choice_aid:sheet_pdf"}
WITHOUT_AN_ACCOUNT = {
    *CHANGES_NOTHING,
    "choose_language",
    "knowledge:review",
    "learning:report",
    "members:accept",
    "members:first_sign_in",
    "members:ask_new_link",
    "members:address_confirm",
    "members:address_undo",
    "notifications:unsubscribe",
}


def written() -> list[str]:
    rows = [row for row in declared_rights().rows if row.sort == "url" and "write" in row.how]
    names = [row.name for row in rows if not row.name.startswith(("account_", "mfa_", "usersessions_"))]
    return sorted(set(names) - FOR_SCRIPTS)


@pytest.fixture
def places(db):
    """Route name → (an address that is there, one of the same pattern that is not, who may)."""
    from access_world import build

    world, found = build(), {}
    for name in written():
        sample = (world.samples.get(name) or [None])[-1]
        kwargs = sample.kwargs if sample else {}
        missing = sample.missing if sample and sample.missing else kwargs
        found[name] = (
            reverse(name, kwargs=kwargs),
            reverse(name, kwargs=missing),
            sample.who if sample else frozenset(),
        )
    return found


def send(client, address):
    return client.post(address, {"tekst": TEXT, "postcode": "2018", "password": "geheim-woord"}, headers=HERE)


def holds_the_text(answer) -> bool:
    body = answer.content.decode()
    return escape(TEXT) in body and "geheim-woord" not in body and 'value="2018"' in body


def without_marks(answer, address) -> str:
    body = answer.content.decode().replace(address, "")
    return re.sub(r'name="(?:csrfmiddlewaretoken|_receipt)" value="[^"]*"|data-account="[^"]*"', "", body)


def test_there_are_as_many_addresses_as_ever(places):
    assert len(places) > 120
    assert len([name for name, (there, missing, _who) in places.items() if there != missing]) > 90


def test_signed_out_the_text_comes_back_and_nothing_tells_what_exists(places):
    client, wrong = Client(), []
    for name, (there, missing, _who) in places.items():
        if name in WITHOUT_AN_ACCOUNT:
            continue
        one, other = send(client, there), send(client, missing)
        if (one.status_code, other.status_code) != (404, 404) or not holds_the_text(one) or not holds_the_text(other):
            wrong.append((name, one.status_code, other.status_code))
        elif without_marks(one, there) != without_marks(other, missing):
            wrong.append((name, "differ"))
        elif "Aanmelden" not in one.content.decode():
            wrong.append((name, "no way in"))
    assert wrong == []


@pytest.mark.parametrize("login", ["partner", "ander"])
def test_forbidden_and_gone_are_one_page_with_the_text(places, login):
    """Of what this person may not do: one answer, whether it is there or not."""
    client, wrong = Client(), []
    client.force_login(demo_user(login))
    role = {"partner": "partner", "ander": "other_project"}[login]
    for name, (there, missing, who) in places.items():
        if role in who or not who or there == missing or name in WITHOUT_AN_ACCOUNT:
            continue
        one, other = send(client, there), send(client, missing)
        if (one.status_code, other.status_code) != (404, 404) or not holds_the_text(one) or not holds_the_text(other):
            wrong.append((name, one.status_code, other.status_code))
        elif without_marks(one, there) != without_marks(other, missing):
            wrong.append((name, "differ"))
    assert wrong == []


def test_an_expired_protection_gives_the_text_back(places):
    client, wrong = Client(enforce_csrf_checks=True), []
    client.force_login(demo_user("lid"))
    for name, (there, _missing, _who) in places.items():
        if name not in {"choose_language", "notifications:unsubscribe", *CHANGES_NOTHING}:
            answer = send(client, there)
            if answer.status_code != 403 or not holds_the_text(answer):
                wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    ("status", "happens"), [(503, OperationalError("database is locked")), (500, ValueError()), (429, None)]
)
def test_busy_broken_and_too_often_give_the_text_back(places, monkeypatch, status, happens):
    def fails(*_given):
        if happens is not None:
            raise happens
        return HttpResponse(status=429)

    monkeypatch.setattr(receipts.ReceiptMiddleware, "process_view", fails)
    client, wrong = Client(raise_request_exception=False), []
    client.force_login(demo_user("lid"))
    for name, (there, _missing, _who) in places.items():
        answer = send(client, there)
        if answer.status_code != status or not holds_the_text(answer):
            wrong.append((name, answer.status_code))
        elif status == 503 and answer.headers.get("Retry-After") != "20":
            wrong.append((name, "when?"))
    assert wrong == []


def test_a_page_elsewhere_gets_no_text_back():
    answer = Client().post("/mijn/profiel/", {"introduction": TEXT}, headers={"origin": "https://elders.example"})
    assert answer.status_code == 404
    assert escape(TEXT) not in answer.content.decode()


def test_an_editor_whose_session_ended_gets_the_page_back():
    answer = Client().post("/beheer/pages/3/edit/", {"title": "Titel", "body": TEXT}, headers=HERE)
    assert answer.status_code == 404
    assert escape(TEXT) in answer.content.decode()


def test_a_text_that_is_too_long_for_an_act_comes_back_with_how_much_to_drop():
    from tests.builders import make_practice, project

    page = make_practice(project=project(), by=demo_user("coordinator"))
    client = Client()
    client.force_login(demo_user("lid"))
    answer = client.post(f"{page.url}reageren/", {"tekst": "a" * 4007}, headers=HERE)
    assert answer.status_code == 422
    assert "7 tekens te lang" in answer.content.decode()
    assert "a" * 4007 in answer.content.decode()


@pytest.mark.parametrize("locked", [True, False])
def test_a_locked_store_is_not_somebody_who_tried_too_often(monkeypatch, locked):
    """The limiter counts in the database; when it cannot, signing in says what is the matter."""
    from django.core.cache.backends.db import DatabaseCache

    real = DatabaseCache._base_set
    monkeypatch.setattr(DatabaseCache, "_base_set", lambda *given: False if locked else real(*given))
    client = Client(raise_request_exception=False)
    answer = client.post("/rekening/login/", {"login": "lid@demo.example", "password": "buddy-demo-2026"})
    assert answer.status_code == (503 if locked else 302)
    assert ("te vaak" in answer.content.decode()) is False
