"""The edges: headers, clean input, language, the visitors' page cache, health."""

import re
from datetime import UTC

import pytest
from builders import make_chapter, make_user
from django.test import Client

from staalkaart.core.access import set_audience

pytestmark = pytest.mark.django_db
PUBLIC_PAGES = [
    "/",
    "/werkmodellen/",
    "/werkmodellen/persoonlijke-vriend/",
    "/werkmodellen/matrix/",
    "/themas/",
    "/zoeken/?q=buddy",
    "/bestaat-niet/",
    "/rekening/login/",
]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_pages_carry_a_strict_policy_and_nothing_inline(client, path):
    response = client.get(path)
    policy, body = response.headers["Content-Security-Policy"], response.content.decode()
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "<style" not in body
    assert " style=" not in body
    assert " onclick=" not in body
    assert "<script>" not in body
    assert "http://" not in body.replace("http://www.w3.org", "").replace("http://testserver", "")


def test_a_preview_may_be_framed_by_the_admin_and_a_page_may_not(client):
    from builders import friend_model

    from staalkaart.members.models import User

    client.force_login(User.objects.get(email="redacteur@demo.example"))
    page = friend_model()
    response = client.get(f"/beheer/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.one_sentence in response.content.decode()
    assert "frame-ancestors 'none'" in client.get(page.url).headers["Content-Security-Policy"]


def test_public_pages_set_no_cookie(client):
    for path in PUBLIC_PAGES[:-1]:
        assert not client.get(path).cookies


@pytest.mark.parametrize(
    "path", ["/zoeken/?q=%00", "/?x=%00%1f", "/zoeken/?thema=%0b&q=buddy", "/themas/%00/", "/werkmodellen/?aanpak=%00"]
)
def test_control_characters_never_break_a_page(client, path):
    assert client.get(path).status_code in (200, 404)


def test_english_is_a_choice_that_is_remembered(client):
    assert b"Werkmodellen" in client.get("/zoeken/", headers={"accept-language": "en"}).content
    answer = client.post("/taal/", {"taal": "en", "terug": "/themas/"})
    assert answer.headers["Location"] == "/themas/"
    body = client.get("/themas/").content.decode()
    assert '<html lang="en"' in body
    assert "Working models" in body
    assert client.post("/taal/", {"taal": "nl"}).headers["Location"] == "/"
    assert '<html lang="nl-BE"' in client.get("/themas/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://kwaad.example/", "//kwaad.example/", "javascript:alert(1)", "/\\kwaad.example"]
)
def test_the_language_choice_never_leads_off_the_site(client, back):
    assert client.post("/taal/", {"taal": "en", "terug": back}).headers["Location"] == "/"


def test_a_kept_page_is_never_older_than_the_content(client):
    page = make_chapter(title="Wat morgen dicht gaat")
    assert b"Wat morgen dicht gaat" in client.get("/kennis/").content
    set_audience(obj=page, audience="network", by=None)
    assert b"Wat morgen dicht gaat" not in client.get("/kennis/").content
    assert client.get(page.url).status_code == 404


def test_what_a_member_sees_is_never_kept_for_a_visitor():
    member, page = Client(), make_chapter(title="Alleen onder ons", audience="network")
    member.force_login(make_user())
    assert b"Alleen onder ons" in member.get("/kennis/").content
    assert b"Alleen onder ons" not in Client().get("/kennis/").content
    assert page.url.encode() not in Client().get("/sitemap.xml").content


def test_a_kept_page_costs_one_query(client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_health_names_what_is_wrong(client, indexed, settings):
    from django.utils import timezone

    from staalkaart.core.delivery.jobs import beat

    assert client.get("/healthz").json()["checks"]["worker"] == {"ok": False, "state": "never seen"}
    beat(timezone.now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)


def test_health_says_when_the_index_is_gone(client, engine):
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["index"]["ok"]


def test_the_error_page_needs_neither_database_nor_session(rf, django_assert_num_queries):
    from staalkaart.core.web.error_pages import broken

    with django_assert_num_queries(0):
        assert broken(rf.get("/")).status_code == 500


def test_dates_are_said_as_in_flanders():
    from datetime import datetime

    from django.utils import translation

    from staalkaart.core.web.dates import spoken_moment

    moment = datetime(2026, 4, 14, 7, 30, tzinfo=UTC)
    assert spoken_moment(moment) == "di 14 april 2026 om 9.30 uur"
    with translation.override("en"):
        assert spoken_moment(moment) == "Tue 14 April 2026, 09:30"


def test_one_style_sheet_with_every_layer_and_rewritten_addresses():
    from django.conf import settings

    from staalkaart.core.web.static_bundle import bundle

    css = bundle(settings.ROOT / "static/css/main.css")
    assert "@import" not in css
    assert css.count("@layer components {") > 8
    assert 'url("../fonts/atkinson-next.woff2")' in css


def test_a_browser_without_light_dark_still_shows_every_colour(settings):
    """The sheet as such a browser reads it: the declarations that it does not know fall away, the spare ones count."""
    from staalkaart.core.web.static_bundle import bundle

    text = bundle(settings.ROOT / "static/css/main.css")
    names = set(re.findall(r"(--[\w-]+):\s*light-dark\(", text))
    spare = text[text.index("@supports not (color: light-dark(red, red))") :]
    light, dark = spare.split("@media screen and (prefers-color-scheme: dark)")[:2]
    for block in (light, dark.split("@media")[0]):
        assert names <= set(re.findall(r"(--[\w-]+): [^;]+;", block))
    assert len(names) > 45
