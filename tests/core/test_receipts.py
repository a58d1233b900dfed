"""Proof of arrival: recorded with what was accepted, told to nobody else, and the same post does its work once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.models import Draft
from staalkaart.core.models import Receipt
from staalkaart.core.writing import receipts
from staalkaart.learning.models import Comment
from tests.builders import demo_user, make_practice, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_practice(project=project(), by=demo_user("coordinator"))


def receipt_in(answer) -> str:
    return re.search(r'name="_receipt" value="([\w-]+)"', answer.content.decode())[1]


def comment(client, page, text, receipt, **headers):
    return client.post(f"{page.url}reageren/", {"tekst": text, "_receipt": receipt}, headers=headers)


def told(client, receipt):
    return client.get(f"/ontvangst/{receipt}/").json()


def test_a_form_brings_its_receipt_and_the_server_confirms_it(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    assert told(client, receipt) == {"arrived": False, "leads": ""}
    answer = comment(client, page, "Dit werkt ook bij ons.", receipt)
    assert told(client, receipt) == {"arrived": True, "leads": answer["Location"]}


def test_two_forms_have_two_receipts(client, page):
    client.force_login(demo_user("lid"))
    found = re.findall(r'name="_receipt" value="([\w-]+)"', client.get(page.url).content.decode())
    assert len(found) > 2
    assert len(set(found)) == len(found)


def test_the_same_post_twice_is_one_row_and_leads_to_the_same_place(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    first, second = (comment(client, page, "Twee keer gedrukt.", receipt) for _press in range(2))
    assert first["Location"] == second["Location"]
    assert Comment.objects.filter(text="Twee keer gedrukt.").count() == 1


def test_another_text_under_the_same_receipt_is_another_post(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    for text in ("Eerst dit.", "Dan dat."):
        comment(client, page, text, receipt)
    assert set(Comment.objects.values_list("text", flat=True)) >= {"Eerst dit.", "Dan dat."}


def test_a_text_that_is_changed_back_is_not_swallowed(client):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get("/mijn/profiel/"))
    for text in ("Eén", "Twee", "Eén"):
        client.post("/mijn/profiel/", {"name": "Lid", "language": "nl", "introduction": text, "_receipt": receipt})
    assert demo_user("lid").introduction == "Eén"


def test_what_was_refused_has_not_arrived(client):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get("/praktijken/nieuw/"))
    assert client.post("/praktijken/nieuw/", {"title": "", "_receipt": receipt}).status_code == 422
    assert not told(client, receipt)["arrived"]
    client.post("/praktijken/nieuw/", {"title": "Nu wel", "_receipt": receipt})
    assert told(client, receipt)["arrived"]


def test_who_is_led_back_with_a_complaint_has_not_sent_anything(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    assert comment(client, page, "   ", receipt).status_code == 302
    assert not told(client, receipt)["arrived"]


def test_a_crash_leaves_neither_row_nor_receipt(client, page, monkeypatch):
    from staalkaart.learning import comments

    def broken(**_given):
        Draft.objects.create(project=project(), title="Half", created_by=demo_user("lid"))
        raise RuntimeError

    monkeypatch.setattr(comments, "comment", broken)
    client.force_login(demo_user("lid"))
    client.raise_request_exception = False
    receipt = receipt_in(client.get(page.url))
    assert comment(client, page, "Half werk.", receipt).status_code == 500
    assert not Draft.objects.filter(title="Half").exists()
    assert not told(client, receipt)["arrived"]


def test_somebody_else_learns_nothing_about_a_receipt(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    comment(client, page, "Van lid.", receipt)
    unknown = receipt[::-1].replace("-", "x")
    for login in ("ander", "coordinator", "beheerder", None):
        client.logout() if login is None else client.force_login(demo_user(login))
        mine, none = client.get(f"/ontvangst/{receipt}/"), client.get(f"/ontvangst/{unknown}/")
        assert (mine.status_code, mine.content) == (none.status_code, none.content)


def test_a_page_of_somebody_else_that_stayed_open_sends_and_shows_nothing(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    client.force_login(demo_user("ander"))
    answer = comment(client, page, "Getypt door lid.", receipt, origin="http://testserver")
    assert answer.status_code == 403
    assert "Getypt door lid." not in answer.content.decode()
    assert not Comment.objects.filter(text="Getypt door lid.").exists()


def test_an_open_form_does_not_keep_for_another_account(client):
    client.force_login(demo_user("lid"))
    client.post("/praktijken/nieuw/", {"title": "Van lid"})
    draft = Draft.objects.get(title="Van lid")
    body = {
        "summary": "Getypt door lid",
        "_base": "0",
        "_stamp": "0",
        "_account": receipts.account_mark(demo_user("lid").pk),
    }
    client.force_login(demo_user("coordinator"))
    assert client.post(f"/praktijken/{draft.pk}/bewaren/samenvatting/", body).status_code == 403


def test_a_script_that_sends_what_waited_hears_where_it_led(client, page):
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get(page.url))
    answer = comment(client, page, "Uit de wachtrij.", receipt, **{"x-requested-with": "fetch"})
    assert answer.json() == {"arrived": True, "leads": told(client, receipt)["leads"]}


def test_a_visitor_has_receipts_too(client):
    from staalkaart.knowledge import review
    from tests.builders import friend_model

    _round, token = review.ask_review(
        page=friend_model(), reviewer="An", reviewer_role="onderzoeker", by=demo_user("redacteur")
    )
    receipt = receipt_in(client.get(f"/nazicht/{token}/"))
    entry = friend_model().entries.first()
    client.post(f"/nazicht/{token}/", {f"opmerking-{entry.pk}": "Klopt.", "bewaren": "1", "_receipt": receipt})
    assert told(client, receipt)["arrived"]


def test_receipts_are_forgotten(client, page):
    client.force_login(demo_user("lid"))
    comment(client, page, "Lang geleden.", receipt_in(client.get(page.url)))
    now = timezone.now()
    assert receipts.purge(now) == 0
    assert receipts.purge(now + timedelta(days=46)) == 1
    assert not Receipt.objects.exists()


def test_the_mark_of_an_account_is_its_own_and_says_nothing():
    marks = {receipts.account_mark(pk) for pk in range(1, 200)}
    assert len(marks) == 199
    assert receipts.account_mark(None) == ""


def test_every_form_of_ours_carries_a_receipt(settings):
    ours = [
        path
        for path in (settings.ROOT / "templates").rglob("*.html")
        if path.relative_to(settings.ROOT / "templates").parts[0]
        not in {"account", "allauth", "mfa", "usersessions", "wagtailadmin"}
        and path.name != "returned_form.html"
        and path.parent.name != "choice_aid"  # a post there changes nothing and is recorded nowhere
        and path.name != "unsubscribe.html"  # the address is all: a mail program posts there without a form
    ]
    without = [
        f"{path.name}: {form[:80]}"
        for path in ours
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL)
        if "{% post_token %}" not in form and "choose_language" not in form
    ]
    assert without == []


def test_what_a_view_raises_passes_the_other_middleware(client):
    """The login asks for a fresh sign-in by raising; a form with a receipt is led there, and has not arrived."""
    client.force_login(demo_user("lid"))
    receipt = receipt_in(client.get("/mijn/profiel/"))
    answer = client.post("/mijn/gegevens/wissen/", {"bevestig": "wissen", "_receipt": receipt})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not told(client, receipt)["arrived"]
