"""Sources are cited as readers are used to, and the label of a point never promises more than its sources carry."""

import re

import pytest

from staalkaart.knowledge.models import CardEntry, Citation, Source, SourceKind, WorkingModelPage, kind_of

pytestmark = pytest.mark.django_db
OLD_CODE = re.compile(r"\b[SP]\d{1,2}(:\d+)?\b|regel \d+")


@pytest.mark.parametrize(
    ("kinds", "is_estimate", "label"),
    [
        ([], False, SourceKind.PROPOSAL),
        (["onderzoek"], False, SourceKind.RESEARCH),
        (["onderzoek", "onderzoek"], False, SourceKind.RESEARCH),
        (["onderzoek", "vakartikel"], False, SourceKind.WITH_RESEARCH),
        (["onderzoek", "website"], False, SourceKind.WITH_RESEARCH),
        (["onderzoek"], True, SourceKind.PARTLY),
        (["vakartikel"], False, SourceKind.PUBLISHED),
        (["vakartikel", "beleidstekst"], False, SourceKind.PUBLISHED),
        (["vakartikel", "website"], False, SourceKind.DESCRIBED),
        (["praktijk"], False, SourceKind.DESCRIBED),
        (["website"], True, SourceKind.PARTLY),
    ],
)
def test_the_label_follows_from_the_weakest_source(kinds, is_estimate, label):
    assert kind_of(kinds, is_estimate=is_estimate) == label


def test_an_editor_may_say_how_it_is_known():
    entry = CardEntry.objects.first()
    entry.source_kind = SourceKind.PRACTICE
    assert entry.kind_of_source == SourceKind.PRACTICE


def test_research_is_said_of_few_points_and_an_estimate_of_what_a_source_does_not_say():
    """The texts of the site themselves: who says "inschatting van de redactie" does not carry a label of a source alone."""
    entries = CardEntry.objects.for_cards()
    own = re.compile(r"(inschatting|afleiding|gevolgtrekking) van de redactie|voorstel van de redactie")
    for entry in entries:
        if own.search(entry.certainty):
            assert entry.kind_of_source in {SourceKind.PARTLY, SourceKind.PROPOSAL}, entry.title
    research = [entry for entry in entries if entry.kind_of_source == SourceKind.RESEARCH]
    assert 0 < len(research) <= 5
    assert {entry.title for entry in entries if entry.kind_of_source == SourceKind.MIXED} == {
        "Winst in zelfvertrouwen",
        "Bewijs is verdeeld",
    }
    assert all(citation.source.kind == "onderzoek" for entry in research for citation in entry.citations.all())


def test_every_point_has_a_scene_advice_and_what_its_source_says():
    assert not CardEntry.objects.filter(scene="").exists()
    assert not CardEntry.objects.filter(advice="").exists()
    assert not CardEntry.objects.filter(certainty="").exists()


class TestThePageOfASource:
    def test_says_what_it_is_and_which_points_lean_on_it(self, client):
        source = Source.objects.get(slug="nuyts-2017")
        page = client.get("/bronnen/nuyts-2017/").content.decode()
        assert source.citation in " ".join(page.split())
        shown = re.findall(r"#punt-(\d+)", page)
        assert sorted(map(int, shown)) == sorted(Citation.objects.filter(source=source).values_list("entry", flat=True))

    def test_shows_no_note_of_the_editors_and_no_old_code(self, client):
        for source in Source.objects.filter(is_listed=True):
            page = client.get(source.get_absolute_url()).content.decode()
            main = page.partition("<main")[2].partition("</main>")[0]
            assert not source.editors_note or source.editors_note[:40] not in page
            assert not OLD_CODE.search(re.sub(r"<[^>]+>", " ", main)), source.slug

    def test_one_that_is_not_listed_has_no_page_and_no_link(self, client):
        source = Source.objects.filter(is_listed=False).first()
        entry = CardEntry.objects.filter(page__live=True).first()
        Citation.objects.create(entry=entry, source=source)
        assert client.get(source.get_absolute_url()).status_code == 404
        page = client.get(entry.page.url).content.decode()
        assert source.get_absolute_url() not in page
        assert source.slug not in client.get("/bronnen/").content.decode()

    def test_points_of_a_closed_model_are_not_named(self, client):
        citation = Citation.objects.filter(source__slug="nuyts-2017").select_related("entry__page").first()
        WorkingModelPage.objects.filter(pk=citation.entry.page_id).update(audience="circle:1")
        page = client.get("/bronnen/nuyts-2017/").content.decode()
        assert f'#punt-{citation.entry_id}"' not in page
        listed = client.get("/bronnen/").content.decode()
        left = Citation.objects.filter(source__slug="nuyts-2017").exclude(entry__page=citation.entry.page)
        count = left.values("entry").distinct().count()
        row = listed.partition('href="/bronnen/nuyts-2017/"')[2].partition("</li>")[0]
        assert f"{count} punten" in row

    def test_costs_few_queries(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(8):
            client.get("/bronnen/nuyts-2017/")
        with django_assert_max_num_queries(8):
            client.get("/bronnen/")


def test_no_page_of_the_knowledge_shows_an_old_code(client):
    for path in ("/themas/mobiliteit/", "/begrippen/bridging/", "/werkmodellen/persoonlijke-vriend/", "/bronnen/"):
        main = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
        assert not OLD_CODE.search(re.sub(r"<[^>]+>", " ", main)), path
