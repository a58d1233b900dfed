"""What programs read: the same querysets, titles as text, and errors that they can read too."""

from __future__ import annotations

import pytest

from practices.models import PracticePage
from staalkaart.core.access import set_audience
from staalkaart.members.models import Referral
from tests.builders import add_entry, demo_user, friend_model

pytestmark = pytest.mark.django_db


def test_projects_answer_as_the_directory_does(client):
    answer = client.get("/api/v1/projects", {"gemeente": "Kortrijk", "doelgroep": "nieuwkomers", "taal": "Dari"}).json()
    assert answer["items"][0]["title"] == "Leieduo"
    assert answer["items"][0]["phone"] == "0400 00 00 13"
    assert client.get("/api/v1/projects").json()["total"] == 42


def test_a_number_that_is_not_public_is_not_there(client):
    set_audience(obj=Referral.objects.get(project__slug="leieduo-kortrijk"), audience="network", by=None)
    rows = {row["slug"]: row for row in client.get("/api/v1/projects").json()["items"]}
    assert rows["leieduo-kortrijk"]["phone"] == ""


def test_practices_and_days_are_those_of_the_viewer(client):
    visitor = client.get("/api/v1/practices").json()["total"]
    assert visitor == PracticePage.objects.filter(live=True, audience="public").count()
    assert client.get("/api/v1/network-days").json() == {"total": 0, "items": []}
    client.force_login(demo_user("lid"))
    assert client.get("/api/v1/practices").json()["total"] > visitor
    days = client.get("/api/v1/network-days").json()
    assert days["total"] > 0
    assert days["items"][0]["url"].startswith("/netwerkdagen/")


@pytest.mark.parametrize("path", ["/api/v1/nope", "/api/nope/", "/api/v1/models/nope"])
def test_what_is_not_there_is_said_in_json(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"detail": "Not found"}


def test_titles_are_text(client, indexed, drain):
    add_entry(page=friend_model(), title="Vrijwilligers & <b>vrienden</b> zeilkamp")
    drain()
    assert (
        client.get("/api/v1/search?q=zeilkamp").json()["hits"][0]["title"] == "Vrijwilligers & <b>vrienden</b> zeilkamp"
    )
