"""Every address that is read, from rights.csv: its queries are within the budget, and as many with one row as with twelve."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staalkaart.members.demo_accounts import DEMO_PASSWORD
from tests.builders import demo_user
from tests.many_rows import ONE_OR_FIXED, more_of_everything
from tests.read_addresses import LOGIN, addresses, make_what_is_missing

pytestmark = pytest.mark.django_db

MOST = 20
# What is put together from every app may ask each of them its own question; the number of rows changes nothing to that
PUT_TOGETHER = {
    "/mijn/": 39,  # a card and a first-week step of every feature
    "/mijn/gegevens/": 49,  # every table that holds something of one person
    "/mijn/gegevens/wissen/": 23,  # every feature says what is still in hand
    "/netwerkdagen/regio/noordoost/": 28,  # the harvest of all sources, and the region's own figures
    "/netwerkdagen/1/agenda/": 30,  # the harvest board beside the day
    "/netwerkdagen/1/oogst/": 21,
    "/zoeken/?q=buddy": 31,  # two or three for each of eleven kinds of hits
    "/api/v1/search?q=buddy": 32,
    "/projecten/tweespan-antwerpen/bewerken/": 22,  # five forms on one screen
    "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/": 25,  # comments, uses, files, models, points, what it leads to
    "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/naar-kaart/punt-0-werkt/": 21,  # two forms over the staalkaarten
    "/praktijken/1/voorstel/": 25,  # three versions of one practice
}


@pytest.fixture
def counted(indexed):
    """See `count`."""
    make_what_is_missing()
    clients = {}

    def client_of(who: str) -> Client:
        if who not in clients:
            clients[who] = Client()
            if who:
                clients[who].force_login(demo_user(LOGIN.get(who, who)))
        return clients[who]

    def count() -> dict[str, int]:
        """Address → its queries, with nothing in the cache of pages."""
        found = {}
        for who, path in addresses():
            client = client_of(who)
            first = client.get(path)  # what is read once per process
            if "/reauthenticate/" in first.get("Location", ""):
                client.post(first["Location"], {"password": DEMO_PASSWORD})
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            found[path] = len(asked)
        return found

    return count


def test_every_page_has_a_budget_and_twelve_rows_cost_what_one_costs(counted):
    more_of_everything(1)
    with_one = counted()
    more_of_everything(11)
    with_twelve = counted()
    over = {
        path: found for path, found in with_one.items() if found > PUT_TOGETHER.get(re.sub(r"/\d+/", "/1/", path), MOST)
    }
    grown = {path: (with_one[path], found) for path, found in with_twelve.items() if found > with_one[path]}
    assert (over, grown) == ({}, {})


def test_the_twelve_rows_are_of_every_kind():
    """A new model either stands on a page, and then it is in `more_of_everything`, or it says there why not."""
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("staalkaart.", "forums.", "home.", "practices."))
    ]
    before = {model: model._base_manager.count() for model in ours}
    more_of_everything(3)
    still = {model.__name__ for model in ours if model._base_manager.count() < before[model] + 3}
    assert still == ONE_OR_FIXED
