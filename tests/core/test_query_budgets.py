"""Every address that is read, from rights.csv: its queries are within the budget, and as many with one row as with twelve."""

from __future__ import annotations

import re
from typing import NamedTuple

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
    "/mijn/": 44,  # a card, a first-week step and what waits of every feature
    "/mijn/gegevens/": 54,  # every table that holds something of one person
    "/mijn/gegevens/wissen/": 24,  # every feature says what is still in hand
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

A_FEW_ROWS = 200  # characters
# The first page of what is paged, full already; search, whose index is not of the new rows
FULL_ALREADY = {
    "/projecten/", "/praktijken/", "/praktijken/?q=wachtlijst", "/mijn/meldingen/", "/zoeken/?q=buddy", "/zoeken/aanvullen/?q=bud",
    "/api/v1/search?q=buddy",
}  # fmt: skip
# One thing, a form, or the seven models: it gets no longer
ONE_THING = {
    "/", "/keuzehulp/", "/keuzehulp/blad/gesprek/", "/keuzehulp/blad/gesprek.pdf", "/keuzehulp/kaarten/", "/keuzehulp/kaarten.pdf",
    "/hulpmiddelen/", "/melden/", "/melden/dank/", "/projecten/plaatsen/?q=sint",
    "/api/v1/docs", "/api/v1/models", "/api/v1/openapi.json", "/gewist/", "/initiatieven/eerste-babbel-gent/",
    "/intervisie/1/bijdrage/1/", "/intervisie/1/verslag/", "/intervisie/afspraken/", "/intervisie/kring/nieuw/",
    "/intervisie/methodes/incident/", "/intervisie/nieuw/", "/leerpunten/1/naar-kaart/", "/mijn/gegevens/", "/mijn/gegevens/wissen/",
    "/mijn/profiel/", "/mijn/e-mailadres/",
    "/nazicht/dank/", "/netwerkdagen/1/bewerken/", "/netwerkdagen/1/brief/1/",
    "/netwerkdagen/1/dag.ics", "/netwerkdagen/1/vandaag/notitie/",
    "/netwerkdagen/1/vandaag/notitie/1/", "/netwerkdagen/1/verslag/", "/netwerkdagen/1/verslag/bewerken/", "/netwerkdagen/1/vragen/",
    "/netwerkdagen/agenda/", "/netwerkdagen/nieuw/", "/ontvangst/van-niemand-0000000000/",
    "/praktijken/1/bewerken/", "/praktijken/1/voorstel/", "/praktijken/invoer/",
    "/praktijken/nieuw/", "/privacy/register/", "/projecten/tweespan-antwerpen/ploeg/1/", "/projecten/tweespan-antwerpen/uitnodigen/",
    "/projecten/tweespan-antwerpen/uitnodigen/lijst/", "/robots.txt", "/favicon.ico", "/uitdagingen/1/", "/werkmodellen/matrix/",
    "/werkmodellen/vergelijken/", "/werkmodellen/vergelijken/?m=lotgenotennetwerk",
}  # fmt: skip


class Cost(NamedTuple):
    queries: int
    length: int  # of what is between head and foot


def main_of(answer) -> int:
    """Characters: the foot shows help lines, and says nothing about a list."""
    if answer.streaming:
        return 0
    text = answer.content.decode(errors="ignore")
    found = re.search(r"<main.*?</main>", text, re.DOTALL)
    return len(found[0] if found else text)


def of_the_cache(sql: str) -> bool:
    """The limiter's count of what is made for one person: with Redis it is no query at all."""
    return '"cache"' in sql or "SAVEPOINT" in sql


def nameless(path: str) -> str:
    return re.sub(r"/\d+/", "/1/", path)


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

    def count() -> dict[str, Cost]:
        """By address, with nothing in the cache of pages."""
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
            found[path] = Cost(len([row for row in asked if not of_the_cache(row["sql"])]), main_of(answer))
        return found

    return count


def test_every_page_has_a_budget_and_twelve_rows_cost_what_one_costs(counted):
    more_of_everything(1)
    with_one = counted()
    more_of_everything(11)
    with_twelve = counted()
    asked = {path: (cost.queries, with_twelve[path].queries) for path, cost in with_one.items()}
    over = {path: one for path, (one, _twelve) in asked.items() if one > PUT_TOGETHER.get(nameless(path), MOST)}
    per_row = {path: found for path, found in asked.items() if found[1] > found[0]}
    assert (over, per_row) == ({}, {})
    longer = {path for path, cost in with_twelve.items() if cost.length > with_one[path].length + A_FEW_ROWS}
    assert {nameless(path) for path in with_one.keys() - longer} == ONE_THING | FULL_ALREADY


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
