"""Every leak and every way in that was ever found stays a test."""

from datetime import timedelta

import pytest
from builders import friend_model, make_chapter, make_user
from django.utils import timezone

from staalkaart.core.access import FixedAudience, set_audience
from staalkaart.core.delivery.jobs import tick
from staalkaart.core.models import AudiencePage
from staalkaart.knowledge.models import Theme
from staalkaart.members.models import Grant, User

pytestmark = pytest.mark.django_db
BACKEND = "staalkaart.members.auth.Backend"


def test_a_role_that_ran_out_closes_the_admin_at_once_whatever_group_one_is_in(client):
    user = make_user(roles=("editor",))
    client.force_login(user, backend=BACKEND)
    assert client.get("/beheer/").status_code == 200
    Grant.objects.filter(user=user).update(until=timezone.now() - timedelta(seconds=1))
    assert User.objects.get(pk=user.pk).groups.exists()
    assert client.get("/beheer/").status_code == 404
    tick()
    assert not User.objects.get(pk=user.pk).groups.exists()


def test_a_word_of_a_page_that_closed_is_not_suggested(client, indexed, drain):
    page = make_chapter(title="Kwakzalverij", words="Over een kwakzalver")
    drain()
    assert client.get("/api/v1/search?q=kwakzalverj").json()["suggestion"]
    set_audience(obj=page, audience="network", by=None)
    drain()
    assert client.get("/api/v1/search?q=kwakzalverj").json()["suggestion"] == ""


def test_a_filter_on_a_closed_model_does_not_say_its_name(client, indexed):
    page = friend_model()
    page.short_name = "Geheimpje"
    page.save()
    set_audience(obj=page, audience="network", by=None)
    for query in ("?model=persoonlijke-vriend", "?model=persoonlijke-vriend&q=vriend"):
        assert "Geheimpje" not in client.get("/zoeken/" + query).content.decode()


def test_closing_a_page_known_by_its_base_class_takes_its_entries_out_of_every_count(client, indexed, drain):
    before = client.get("/api/v1/search?soort=staalkaart").json()["total"]
    page = AudiencePage.objects.get(slug="persoonlijke-vriend")
    assert type(page) is AudiencePage
    set_audience(obj=page, audience="network", by=None)
    assert client.get("/api/v1/search?soort=staalkaart").json()["total"] == before - friend_model().entries.count() - 1


def test_a_theme_is_named_everywhere_and_so_cannot_be_closed():
    with pytest.raises(FixedAudience):
        set_audience(obj=Theme.objects.get(slug="autonomie"), audience="network", by=None)


def test_an_editor_has_no_avatar_that_would_lock_the_admin(client):
    client.force_login(make_user(roles=("editor",)), backend=BACKEND)
    body = client.get("/beheer/account/").content.decode()
    assert "avatar-avatar" not in body
    assert "first_name" not in body


@pytest.mark.parametrize(
    "path", ["/beheer/api/main/images/", "/beheer/api/main/documents/", "/beheer/users/add/", "/beheer/password_reset/"]
)
def test_doors_of_the_admin_that_are_not_used_are_closed(client, path):
    client.force_login(make_user(roles=("admin",)), backend=BACKEND)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", ["%%0000", "%0%30", "%25%30%30", "%%%000000"])
def test_control_characters_cannot_be_nested(client, query):
    assert client.get(f"/werkmodellen/vergelijken/?m={query}").status_code == 200


def test_a_form_without_its_protection_gets_our_own_page():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/rekening/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "Dit lukte niet" in response.content.decode()
    assert "<style" not in response.content.decode()


def test_signing_in_leaves_no_message_in_a_cookie(client):
    client.post("/rekening/login/", {"login": "lid@demo.example", "password": "buddy-demo-2026"})
    assert "messages" not in client.cookies
