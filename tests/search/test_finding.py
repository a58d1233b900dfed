"""Search as people meet it: grouping, facets, related words, suggestions, the outbox, the API."""

import pytest
from builders import add_entry, friend_model, make_chapter, make_user
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.knowledge.models import CardEntry, GlossaryTerm, Theme
from staalkaart.search.models import SynonymRing

pytestmark = pytest.mark.django_db
BACKEND = "staalkaart.members.auth.Backend"


def hits(response):
    return [hit.obj.title for hit in response.context["found"].hits if hit.source.name == "entry"]


def test_the_main_job_dependence_as_a_weakness(client, indexed):
    response = client.get("/zoeken/?kwadrant=zwakte&q=afhankelijkheid")
    assert {"Afhankelijk van enkele trekkers", "Risico op hulpafhankelijkheid"} <= set(hits(response))
    assert {hit.obj.quadrant for hit in response.context["found"].hits} == {"zwakte"}
    body = response.content.decode()
    assert "hulp<mark>afhankelijkheid</mark>" in body
    assert all(group.model for group in response.context["groups"])


def test_a_related_word_says_why_it_was_found(client, indexed):
    body = client.get("/zoeken/?kwadrant=zwakte&q=afhankelijkheid").content.decode()
    assert "Gevonden op een verwant woord: leunt op" in body


def test_an_editors_ring_works_from_the_next_search_on(client, indexed):
    assert "Wachtlijsten" not in hits(client.get("/zoeken/?q=schaarste"))
    SynonymRing.objects.create(words="schaarste\nwachtlijst")
    assert "Wachtlijsten" in hits(client.get("/zoeken/?q=schaarste"))


def test_facets_count_as_if_their_own_filter_were_off(client, indexed):
    api = client.get("/api/v1/search", {"soort": "staalkaart", "kwadrant": ["sterkte"]}).json()
    counts = {row["value"]: row["count"] for row in api["facets"]["kwadrant"]}
    for quadrant, count in counts.items():
        assert CardEntry.objects.filter(quadrant=quadrant).count() == count
    assert api["total"] == counts["sterkte"]


def test_a_pair_of_quadrants_may_be_one_word_or_two(client, indexed):
    totals = {
        client.get("/api/v1/search?" + query).json()["total"]
        for query in ("kwadrant=zwakte,uitdaging", "kwadrant=zwakte&kwadrant=uitdaging", "kwadrant=aandacht")
    }
    assert totals == {CardEntry.objects.filter(quadrant__in=["zwakte", "uitdaging"]).count()}


def test_unknown_values_find_nothing_and_help(client, indexed):
    body = client.get("/zoeken/?thema=bestaat-niet&q=buddy").content.decode()
    assert "Niets gevonden" in body
    assert "onbekende filter" in body


def test_a_typing_error_gets_a_suggestion(client, indexed):
    api = client.get("/api/v1/search?q=wachtlijstn").json()
    assert api["suggestion"] in {"wachtlijst", "wachtlijsten"}
    assert api["total"] > 0


def test_nothing_found_offers_ways_on(client, indexed):
    body = client.get("/zoeken/?q=xylofoonles").content.decode()
    assert "Niets gevonden" in body
    for way in ("/themas/", "/begrippen/", "/werkmodellen/matrix/"):
        assert way in body


def test_markup_in_content_and_question_is_escaped(client, indexed, drain):
    add_entry(page=friend_model(), title="<script>alert(1)</script> wandelclub", text="<img src=x onerror=alert(1)>")
    drain()
    body = client.get("/zoeken/?q=wandelclub<script>alert(2)</script>").content.decode()
    assert "wandelclub" in body
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "<script>alert" not in client.get("/api/v1/search?q=wandelclub").json()["hits"][0]["snippet"]


class TestTheOutboxBringsChangesIn:
    def test_a_new_entry_is_found_and_a_removed_one_is_not(self, client, indexed, drain):
        entry = add_entry(page=friend_model(), title="Zeilbootvaarders gezocht")
        drain()
        assert hits(client.get("/zoeken/?q=zeilbootvaarders")) == [entry.title]
        page = friend_model()
        page.entries = [other for other in page.entries.all() if other.pk != entry.pk]
        page.save_revision(clean=False).publish()
        drain()
        assert client.get("/api/v1/search?q=zeilbootvaarders").json()["total"] == 0

    def test_unpublishing_a_model_takes_its_entries_along(self, client, indexed, drain):
        friend_model().unpublish()
        drain()
        assert "Wachtlijsten" not in hits(client.get("/zoeken/?q=wachtlijst"))

    def test_renaming_a_theme_reaches_its_entries(self, client, indexed, drain):
        theme = Theme.objects.get(slug="mobiliteit")
        theme.title = "Kajakvervoer"
        theme.save()
        drain()
        assert "Er geraken" in hits(client.get("/zoeken/?q=kajakvervoer"))

    def test_what_closes_is_gone_before_anything_is_drained(self, client, indexed):
        make = make_chapter(title="Kajaktochten", words="Samen kajakken")
        from staalkaart.core.delivery.outbox import drain

        drain()
        assert client.get("/api/v1/search?q=kajaktochten").json()["total"] == 1
        set_audience(obj=make, audience="network", by=None)
        answer = client.get("/api/v1/search?q=kajaktochten").json()
        assert (answer["total"], answer["hits"], answer["facets"]) == (0, [], {})
        assert client.get("/zoeken/aanvullen/?q=kajakt").json()["items"] == []

    def test_a_member_finds_what_the_network_may_read(self, client, indexed, drain):
        make_chapter(title="Kajaktochten", audience="network")
        drain()
        assert client.get("/api/v1/search?q=kajaktochten").json()["total"] == 0
        client.force_login(make_user(), backend=BACKEND)
        assert client.get("/api/v1/search?q=kajaktochten").json()["total"] == 1


def test_autocomplete_offers_titles(client, indexed):
    items = client.get("/zoeken/aanvullen/?q=eenz").json()["items"]
    assert "Eenzaamheid" in [item["title"] for item in items]
    assert len(items) <= 8
    assert client.get("/zoeken/aanvullen/?q=e").json()["items"] == []


def test_few_hits_bring_related_ones_along(client, indexed):
    response = client.get("/zoeken/?q=afhankelijkheid&kwadrant=zwakte&model=lotgenotennetwerk")
    found = response.context["found"]
    assert found.similar
    assert not {hit.uid for hit in found.hits} & {hit.uid for hit in found.similar}
    assert "Dit ligt er dicht bij" in response.content.decode()


def test_searching_costs_as_many_queries_for_one_hit_as_for_twenty(client, indexed, drain):
    def count(query):
        client.get(query)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(query).context["found"].result.total
        return len(queries)

    assert count("/zoeken/?q=wachtlijsten&kwadrant=zwakte") == count("/zoeken/?kwadrant=zwakte") <= 13


def test_empty_text_with_filters_lists_everything_that_matches(client, indexed):
    api = client.get("/api/v1/search?soort=begrip").json()
    assert api["total"] == GlossaryTerm.objects.visible_to(VISITOR).count()
    last = -(-api["total"] // len(api["hits"]))
    assert client.get(f"/api/v1/search?soort=begrip&pagina={last}").json()["hits"]


def test_the_search_page_without_a_question_starts_you_off(client, indexed):
    assert "Waar wil je beginnen?" in client.get("/zoeken/").content.decode()


@pytest.mark.parametrize(
    ("words", "fine"),
    [
        ("buddy\nmaatje", True),
        ("buddy", False),
        ("\n".join(f"woord{n}" for n in range(13)), False),
        ("a" * 61 + "\nb", False),
    ],
)
def test_a_ring_has_two_to_twelve_short_words(words, fine):
    from django.core.exceptions import ValidationError

    ring = SynonymRing(words=words)
    if fine:
        ring.clean()
    else:
        with pytest.raises(ValidationError):
            ring.clean()
