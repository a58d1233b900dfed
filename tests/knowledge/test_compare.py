"""Two to four models side by side: every point once, what one only has folded, what leads on."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.http import QueryDict

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.knowledge.compare import compare
from staalkaart.knowledge.models import CardEntry

pytestmark = pytest.mark.django_db
ALL = ("persoonlijke-vriend", "lotgenotennetwerk", "contextgericht-werken", "persoonlijk-netwerk")


def address(*slugs: str, more: str = "") -> str:
    return "/werkmodellen/vergelijken/?" + "&".join(f"m={slug}" for slug in slugs) + more


def sections(*slugs: str, more: str = ""):
    return compare(QueryDict(address(*slugs, more=more).split("?")[1]), VISITOR).sections


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_point_stands_once_with_its_other_themes_beside_it(count):
    rows = [row for part in sections(*ALL[:count]) if part.kind == "entries" for row in part.rows]
    entries = [entry for row in rows for cell in row.cells for entry in cell]
    assert set(Counter(entries).values()) == {1}
    assert len(entries) == CardEntry.objects.filter(page__slug__in=ALL[:count]).count()
    for row in rows:
        for entry in (entry for cell in row.cells for entry in cell):
            assert {*entry.other_themes, *([row.theme] if row.theme else [])} == set(entry.themes.all())


@pytest.mark.parametrize("count", [2, 3, 4])
def test_no_point_is_folded_that_has_a_row(count):
    rows = [row for part in sections(*ALL[:count]) if part.kind == "entries" for row in part.rows]
    with_row = {row.theme for row in rows if row.theme}
    for row in rows:
        if row.theme:
            assert sum(bool(cell) for cell in row.cells) > 1
        for entry in (entry for cell in row.cells for entry in cell if row.folded):
            assert with_row.isdisjoint(entry.other_themes)


def test_a_point_without_a_theme_stands_there_too():
    entry = CardEntry.objects.filter(page__slug=ALL[0]).first()
    entry.themes.clear()
    entry.save()
    [row] = next(part for part in sections(*ALL[:2]) if part.anchor == "zonder-thema").rows
    assert row.cells == [[entry], []]


def test_what_no_row_takes_is_folded_with_how_many():
    for part in sections(*ALL[:2]):
        for row in part.rows:
            filled = sum(bool(cell) for cell in row.cells)
            assert not (part.kind == "entries" and filled == 1 and not row.folded)
            assert row.folded == (sum(map(len, row.cells)) if row.folded else 0)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_only_the_differences_leaves_out_what_is_alike(count):
    before = sum(len(part.rows) for part in sections(*ALL[:count]))
    after = sections(*ALL[:count], more="&verschil=1")
    assert sum(len(part.rows) for part in after) < before
    assert all(row.differs for part in after for row in part.rows)


def test_it_leads_on_to_practices_places_and_a_first_step(client):
    body = client.get(address(*ALL[:2])).content.decode()
    assert "Samen koken terwijl je op een buddy wacht" in body
    assert "/projecten/?model=lotgenotennetwerk" in body
    assert "Eerste stap" in body


def test_a_closed_practice_is_in_no_comparison(client):
    from practices.models import PracticePage

    page = PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht")
    set_audience(obj=page, audience="network", by=None)
    assert page.title not in client.get(address(*ALL[:2])).content.decode()


def test_four_models_cost_twelve_queries(client, django_assert_max_num_queries):
    from django.core.cache import caches

    client.get(address(*ALL))
    caches["pages"].clear()
    with django_assert_max_num_queries(12):
        client.get(address(*ALL))


def test_a_card_says_on_paper_where_it_stands_and_asks_for_a_place(client):
    body = client.get("/werkmodellen/lotgenotennetwerk/").content.decode()
    foot = re.search(r'<p class="paper-foot">.*?</p>', body, re.DOTALL)[0]
    assert "/werkmodellen/lotgenotennetwerk/" in foot
    assert "voorlopig" in foot
    assert '<input type="hidden" name="model" value="lotgenotennetwerk">' in body
