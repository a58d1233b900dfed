"""rights.csv: closed by default, at build time and at run time."""

from pathlib import Path

import pytest
from builders import make_user
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import get_resolver

from staalkaart.core.access import rights

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def without(tmp_path, settings):
    """rights.csv without the lines that hold some words."""

    def make(words: str):
        lines = (ROOT / "rights.csv").read_text().splitlines()
        path = tmp_path / "rights.csv"
        path.write_text("\n".join(line for line in lines if words not in line))
        settings.RIGHTS_FILE = path
        rights.declared_rights.cache_clear()

    yield make
    rights.declared_rights.cache_clear()


def problems():
    return [error.msg for error in run_checks() if error.id == "core.E001"]


def test_everything_is_declared_and_nothing_else():
    assert problems() == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("knowledge:theme_list", "route knowledge:theme_list is not declared"),
        ("knowledge.KnowledgePage", "page type knowledge.KnowledgePage is not declared"),
        ("/^_util/", "route /^_util/ is not declared"),
    ],
)
def test_an_undeclared_address_or_page_type_fails_the_build(without, line, words):
    without(line)
    assert f"rights.csv: {words}" in problems()


@pytest.mark.django_db
def test_an_undeclared_address_does_not_exist(client, without):
    assert client.get("/themas/").status_code == 200
    without("knowledge:theme_list")
    assert client.get("/themas/?opnieuw").status_code == 404


@pytest.mark.django_db
def test_an_undeclared_page_type_does_not_exist(client, without):
    assert client.get("/over/").status_code == 200
    without("home.StandardPage")
    assert client.get("/over/?opnieuw").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/rekening/signup/",
        "/rekening/email/",
        "/_util/login/",
        "/beheer/password_reset/",
    ],
)
def test_doors_that_libraries_bring_along_are_closed(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/beheer/users/add/", "/beheer/users/", "/beheer/groups/", "/beheer/groups/new/"])
def test_people_and_roles_are_not_kept_on_wagtails_screens(client, path):
    client.force_login(make_user(roles=("admin",)))
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_wagtails_login_leads_to_the_one_door(client):
    assert (
        client.get("/beheer/login/?next=/beheer/pages/").headers["Location"]
        == "/rekening/login/?next=%2Fbeheer%2Fpages%2F"
    )


@pytest.mark.django_db
def test_somebody_signed_in_who_may_not_see_a_page_is_not_sent_round_in_circles(client):

    client.force_login(make_user())
    assert client.get("/rekening/login/?next=/beheer/").status_code == 404


def test_the_check_walks_all_routes():
    assert len(list(rights.routes())) > len(get_resolver().url_patterns)


@override_settings()
def test_every_line_names_known_identities():
    for row in rights.declared_rights().rows:
        assert set(row.who) <= set(rights.IDENTITIES), row.name
