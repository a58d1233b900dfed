"""The card, the list, compare, matrix, themes and glossary as a visitor reads them."""

import pytest
from builders import add_entry, friend_model, make_chapter
from django.core.exceptions import ValidationError

from staalkaart.core.access import set_audience
from staalkaart.knowledge.models import CardEntry, GlossaryTerm, Quadrant, Status, Theme, WorkingModelPage

pytestmark = pytest.mark.django_db
COMPARE = "/werkmodellen/vergelijken/"


def text_of(response) -> str:
    return response.content.decode()


def test_the_seven_models_are_there_with_something_in_every_quadrant(client):
    assert WorkingModelPage.objects.count() == 7
    for page in WorkingModelPage.objects.all():
        assert {entry.quadrant for entry in page.entries.all()} == set(Quadrant.values)
    for page in WorkingModelPage.objects.all():
        assert client.get(page.url).status_code == 200


def test_a_card_shows_its_four_quadrants_and_says_that_nobody_checked_it(client):
    body = text_of(client.get(friend_model().url))
    for quadrant in Quadrant:
        assert f'id="{quadrant.value}"' in body
    assert "Deze kaart is nog een voorstel" in body
    assert "nog niet nagekeken" in body
    assert "Geen enkel model vervangt een voldoende inkomen" in body


def test_a_pair_of_quadrants_and_a_theme_filter_the_card(client):
    response = client.get(friend_model().url, {"kwadrant": "aandacht", "thema": "continuiteit"})
    shown = [entry.title for block in response.context["card"]["blocks"] for entry in block.entries]
    assert shown == ["Leunt op één persoon"]
    assert [block.quadrant for block in response.context["card"]["blocks"]] == [Quadrant.WEAKNESS, Quadrant.CHALLENGE]


@pytest.mark.parametrize(
    "params",
    [{"kwadrant": "onzin"}, {"thema": "x" * 500}, {"perspectief": "__class__"}, {"kwadrant": ["zwakte"] * 300}],
)
def test_odd_filters_show_a_card_all_the_same(client, params):
    assert client.get(friend_model().url, params).status_code == 200


def test_empty_fields_are_not_shown(client):
    body = text_of(client.get(friend_model().url))
    assert "Kijk als" not in body  # no perspectives were noted
    assert "Hoe ga je ermee om?" not in body


def test_a_combination_shows_on_both_models(client):
    for slug, other in (("persoonlijke-vriend", "lotgenotennetwerk"), ("lotgenotennetwerk", "persoonlijke-vriend")):
        response = client.get(f"/werkmodellen/{slug}/")
        assert other in [page.slug for page, _text, _caution in response.context["card"]["combinations"]]


class TestTheStatusOfACard:
    @pytest.mark.parametrize(
        ("statuses", "expected"),
        [
            (["proposed", "proposed"], Status.PROPOSED),
            (["confirmed", "proposed"], Status.PROPOSED),
            (["confirmed", "confirmed"], Status.CONFIRMED),
            (["confirmed", "disputed"], Status.DISPUTED),
            ([], Status.PROPOSED),
        ],
    )
    def test_follows_from_its_entries(self, statuses, expected):
        assert WorkingModelPage.status_of([CardEntry(status=status) for status in statuses]) == expected

    def test_a_confirmed_entry_needs_a_name_and_a_date(self):
        entry = CardEntry(page=friend_model(), title="Rust", text="Een zin.", quadrant="kans", status="confirmed")
        with pytest.raises(ValidationError) as caught:
            entry.clean()
        assert "checked_on" in caught.value.message_dict

    def test_an_evaluation_needs_a_year(self):
        entry = CardEntry(title="Rust", quadrant="kans", source_kind="evaluated", reference="Rapport van Odisee")
        with pytest.raises(ValidationError):
            entry.clean()
        entry.reference = "Rapport van Odisee (2019)"
        entry.clean()

    @pytest.mark.parametrize(
        ("quadrant", "heading"),
        [
            ("sterkte", "Zo benut je het"),
            ("kans", "Zo benut je het"),
            ("zwakte", "Zo ga je ermee om"),
            ("uitdaging", "Zo ga je ermee om"),
        ],
    )
    def test_advice_is_called_after_its_half(self, quadrant, heading):
        entry = CardEntry(title="Rust", quadrant=quadrant, advice="Doe dit.\n\n Doe dat.")
        entry.clean()
        assert entry.advice_heading == heading
        assert entry.advice_lines == ["Doe dit.", "Doe dat."]


def test_plain_words_are_at_most_sixty():
    page = friend_model()
    page.plain_words = "woord " * 61
    with pytest.raises(ValidationError, match="61"):
        page.full_clean()


class TestComparing:
    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("", "Kies twee tot vier"),
            ("?m=", "Kies twee tot vier"),
            ("?m=persoonlijke-vriend", "Kies twee tot vier"),
            ("?m=persoonlijke-vriend&m=persoonlijke-vriend", "twee keer"),
            ("?m=persoonlijke-vriend&m=onbekend", "kennen we niet"),
            (
                "?m=persoonlijke-vriend&m=persoonlijk-netwerk&m=lotgenotennetwerk&m=contextgericht-werken&m=persoonlijke-competentieversterking",
                "Vier modellen",
            ),
            ("?m=" + "x" * 3000, "kennen we niet"),
        ],
    )
    def test_a_choice_that_cannot_be_compared_is_a_friendly_page(self, client, query, words):
        response = client.get(COMPARE + query)
        assert response.status_code == 200
        assert words in text_of(response)
        assert "<table" not in text_of(response)

    def test_empty_cells_say_so_and_no_cell_names_a_winner(self, client):
        body = text_of(client.get(COMPARE + "?m=persoonlijke-vriend&m=contextgericht-werken"))
        assert "geen punt genoteerd" in body
        assert "Wachtlijsten" in body

    def test_only_differences_leaves_out_what_is_the_same(self, client):
        address = COMPARE + "?m=persoonlijke-vriend&m=contextgericht-werken"
        all_rows = client.get(address).context["comparison"].sections[0].rows
        different = client.get(address + "&verschil=1").context["comparison"].sections[0].rows
        assert {row.label for row in all_rows} - {row.label for row in different} == {"Aanpak"}

    def test_the_order_of_the_address_is_the_order_of_the_columns(self, client):
        models = client.get(COMPARE + "?m=lotgenotennetwerk&m=persoonlijke-vriend").context["comparison"].models
        assert [model.slug for model in models] == ["lotgenotennetwerk", "persoonlijke-vriend"]

    def test_a_closed_model_is_an_unknown_model(self, client):
        set_audience(obj=friend_model(), audience="network", by=None)
        assert "kennen we niet" in text_of(client.get(COMPARE + "?m=persoonlijke-vriend&m=lotgenotennetwerk"))


def test_every_filled_cell_of_the_matrix_leads_to_as_many_entries(client, indexed):
    matrix = client.get("/werkmodellen/matrix/").context["matrix"]
    assert len(matrix.models) == 7
    cells = [cell for row in matrix.rows for cell in row.cells if cell.total]
    assert len(cells) > 30
    for cell in cells[::7]:
        assert client.get(cell.address).context["found"].result.total == cell.total, cell.words


def test_a_theme_shows_where_it_carries_and_where_it_asks_care(client):
    halves = dict(client.get("/themas/mobiliteit/").context["shown"]["halves"])
    assert "Geen verplaatsing nodig" in [entry.title for entry in halves[True]]
    assert "Er geraken" in [entry.title for entry in halves[False]]


@pytest.mark.parametrize(
    "path",
    ["/themas/bestaat-niet/", "/begrippen/bestaat-niet/", "/werkmodellen/bestaat-niet/", "/kennis/bestaat-niet/"],
)
def test_unknown_addresses_are_not_found(client, path):
    assert client.get(path).status_code == 404


class TestTheGlossary:
    def test_the_first_mention_links_and_the_second_does_not(self, client):
        page = make_chapter(words="")
        page.body = [
            ("text", "<p>Bridging helpt. Bridging helpt nog eens.</p>"),
            ("heading", {"text": "Over bridging"}),
        ]
        page.save_revision(clean=False).publish()
        body = text_of(client.get(page.url))
        assert body.count('class="term" href="/begrippen/bridging/"') == 1

    def test_a_term_does_not_link_to_itself(self, client):
        assert 'class="term" href="/begrippen/bridging/"' not in text_of(client.get("/begrippen/bridging/"))

    def test_nothing_links_inside_a_link_or_heading(self):
        from staalkaart.core.access import VISITOR
        from staalkaart.knowledge.glossary import Autolinker

        html = '<h2>Bridging</h2><p><a href="/x/">bridging</a> &amp; <b>bridging</b></p>'
        assert Autolinker(VISITOR).html(html).count('class="term"') == 1
        assert "&amp;" in Autolinker(VISITOR).html(html)

    def test_text_is_escaped(self):
        from staalkaart.core.access import VISITOR
        from staalkaart.knowledge.glossary import Autolinker

        assert "<script>" not in Autolinker(VISITOR).plain("bridging <script>alert(1)</script>")

    def test_a_term_without_autolink_is_never_linked(self, client):
        GlossaryTerm.objects.filter(slug="bridging").update(autolink=False)
        from staalkaart.core.access import VISITOR
        from staalkaart.knowledge.glossary import Autolinker

        assert "term" not in Autolinker(VISITOR).plain("bridging")


def test_the_list_filters_by_parameter_and_theme(client):
    response = client.get("/werkmodellen/", {"relatie": "ja"})
    assert {page.personal_relation for page in response.context["models"]} == {"ja"}
    response = client.get("/werkmodellen/", {"aandacht": "mobiliteit"})
    assert response.context["models"]
    for page in response.context["models"]:
        assert page.entries.filter(quadrant__in=["zwakte", "uitdaging"], themes__slug="mobiliteit").exists()
    assert "Geen enkel model past" in text_of(client.get("/werkmodellen/", {"aandacht": "bestaat-niet"}))


class TestListsCostTheSame:
    """As many queries for one as for twelve."""

    def count(self, client, path, most):
        from django.core.cache import caches
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(path)  # content types and the like are looked up once per process
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= most, path
        return len(queries)

    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("/themas/gelijkwaardigheid/", 20),
            ("/werkmodellen/persoonlijke-vriend/", 15),
            ("/werkmodellen/matrix/", 12),
            ("/werkmodellen/", 20),
            ("/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk", 12),
        ],
    )
    def test_entries(self, client, path, most):
        CardEntry.objects.exclude(
            pk=CardEntry.objects.filter(page=friend_model(), themes__slug="gelijkwaardigheid").first().pk
        ).delete()
        one = self.count(client, path, most)
        for number in range(11):
            add_entry(page=friend_model(), title=f"Punt {number}", themes=("gelijkwaardigheid", "vertrouwen"))
        assert self.count(client, path, most) == one

    @pytest.mark.parametrize(
        "path",
        ["/begrippen/", "/themas/", "/bronnen/", "/kennis/", "/", "/sitemap.xml", "/api/v1/themes", "/api/v1/models"],
    )
    def test_other_lists(self, client, path):
        full = self.count(client, path, 20)
        GlossaryTerm.objects.exclude(slug="bridging").delete()
        Theme.objects.filter(entries=None).delete()
        assert self.count(client, path, 20) == full

    def test_the_glossary_term_page(self, client):
        assert self.count(client, "/begrippen/bridging/", 20) < 20
