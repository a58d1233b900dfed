"""Klopt er iets niet? Anybody can say so; it waits for the editors and says nothing of who wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from staalkaart.knowledge.models import SiteTexts
from staalkaart.learning.models import PageReport
from staalkaart.learning.page_reports import own_path, purge
from tests.builders import demo_user

pytestmark = pytest.mark.django_db
ADDRESS = "/melden/?over=/werkmodellen/lotgenotennetwerk/"


def test_a_report_arrives_with_its_page_and_waits_for_an_editor(client):
    assert "/werkmodellen/lotgenotennetwerk/" in client.get(ADDRESS).content.decode()
    data = {"text": "Het nummer van het OCMW klopt niet.", "over": "/werkmodellen/lotgenotennetwerk/"}
    assert client.post("/melden/", data)["Location"] == "/melden/dank/"
    report = PageReport.objects.get()
    assert (report.path, report.is_handled) == ("/werkmodellen/lotgenotennetwerk/", False)
    client.force_login(demo_user("redacteur"))
    assert "1 melding over een pagina wacht" in client.get("/mijn/").content.decode()
    assert "Het nummer van het OCMW" in client.get("/beheer/snippets/learning/pagereport/").content.decode()


@pytest.mark.parametrize("text", ["", "Mijn nummer is 85.07.30-033.28.", "Stort op BE68 5390 0754 7034.", "a" * 1501])
def test_what_cannot_be_taken_comes_back_with_a_sentence(client, text):
    answer = client.post("/melden/", {"text": text, "over": "/"})
    assert answer.status_code == 422
    assert "Wat je typte, staat er nog" in answer.content.decode()
    assert text[:40] in answer.content.decode()
    assert not PageReport.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Meneer Jan Peeters woont daar niet meer.",
        "0476 12 34 56 is een verkeerd nummer.",
        "jan@voorbeeld.be werkt niet.",
    ],
)
def test_a_name_or_a_number_is_asked_about_once(client, text):
    first = client.post("/melden/", {"text": text, "over": "/"})
    assert first.status_code == 422
    token = first.context["form"].examination.token
    assert client.post("/melden/", {"text": text, "over": "/", "_gezien": token}).status_code == 302


@pytest.mark.parametrize(
    ("asked", "kept"), [("/a/", "/a/"), ("//kwaad.example/", ""), ("https://x.example", ""), ("/\\x", "")]
)
def test_only_a_page_of_this_site_is_named(asked, kept):
    assert own_path(asked) == kept


def test_the_foot_names_a_human_or_else_who_can_always_be_called(client):
    foot = client.get("/werkmodellen/").content.decode().split("<footer")[1]
    assert "Stel je vraag aan een mens" in foot
    assert "0800 13 500" in foot
    assert "/melden/?over=/werkmodellen/" in foot
    assert "<textarea" not in foot  # kept pages hold no form but that of the language
    texts = SiteTexts.load()
    texts.contact_name, texts.contact_phone, texts.contact_hours = "Onthaal SAM", "02 123 45 67", "elke voormiddag"
    texts.save()
    foot = client.get("/werkmodellen/").content.decode().split("<footer")[1]
    assert "Onthaal SAM" in foot
    assert "tel:+3221234567" in foot


def test_who_presses_too_often_waits_and_keeps_the_words(settings):
    settings.LIMIT_FACTOR = 1
    client = Client(HTTP_SEC_FETCH_SITE="same-origin")
    answers = [client.post("/melden/", {"text": f"Fout nummer {n}.", "over": "/"}) for n in "abcdef"]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Fout nummer f." in answers[-1].content.decode()


def test_a_report_goes_a_year_after_it_was_handled():
    old = PageReport.objects.create(text="Oud", is_handled=True)
    PageReport.objects.filter(pk=old.pk).update(handled_at=timezone.now() - timedelta(days=366))
    again = PageReport.objects.create(text="Open", is_handled=True)
    PageReport.objects.filter(pk=again.pk).update(handled_at=timezone.now() - timedelta(days=400))
    again.refresh_from_db()
    again.is_handled = False
    again.save()
    assert again.handled_at is None
    assert purge(timezone.now()) == 1
    assert PageReport.objects.get().text == "Open"
