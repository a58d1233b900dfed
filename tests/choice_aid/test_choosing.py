"""Choosing together: without a script, with the way back, and without a trace."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from staalkaart.choice_aid.models import ChoiceAidTexts, Question
from staalkaart.core.access import set_audience
from staalkaart.knowledge.models import WorkingModelPage

pytestmark = pytest.mark.django_db
QUESTIONS = "/keuzehulp/vragen/"
ALL = {"waarden": ["rust", "zelf-kiezen"], "hoe-samen": ["een-persoon"]}


def shown(answer) -> str:
    return answer.content.decode()


def current(answer) -> int:
    """The number of the only question that is not hidden."""
    return int(re.findall(r'data-question="(\d+)"(?![^>]*hidden)', shown(answer))[0])


def checked(answer) -> set[str]:
    return set(re.findall(r'value="([\w-]+)" checked', shown(answer)))


def main(answer) -> str:
    return re.search(r"<main.*?</main>", shown(answer), re.DOTALL)[0]


def test_step_by_step_there_and_back_the_answers_stay(client):
    first = client.get(QUESTIONS)
    assert current(first) == 1
    second = client.post(QUESTIONS, {"waarden": ["rust", "leren"], "naar": "2"})
    assert (current(second), checked(second)) == (2, {"rust", "leren"})
    back = client.post(QUESTIONS, {"waarden": ["rust", "leren"], "hoe-samen": ["groep"], "naar": "1"})
    assert (current(back), checked(back)) == (1, {"rust", "leren", "groep"})


def test_skipping_drops_only_the_answers_of_that_question(client):
    answer = client.post(QUESTIONS, {"waarden": ["rust"], "hoe-samen": ["groep"], "over": "2"})
    assert (current(answer), checked(answer)) == (3, {"rust"})


def test_more_than_three_cards_stay_on_their_question_with_a_sentence(client):
    answer = client.post(QUESTIONS, {"waarden": ["rust", "leren", "doen", "geven"], "naar": "2"})
    assert current(answer) == 1
    assert not re.search(r"data-too-many hidden", shown(answer).split("</fieldset>")[0])
    assert checked(answer) == {"rust", "leren", "doen", "geven"}


def test_the_outcome_shows_all_seven_and_nothing_yet_and_says_why_in_their_words(client):
    answer = main(client.post(QUESTIONS, {**ALL, "naar": "uitkomst"}))
    for page in WorkingModelPage.objects.all():
        assert answer.count(f'<li class="card m-{page.number}">') == 1
    assert "Nu nog niets, en dat is ook een keuze" in answer
    assert "“rust”" in answer
    assert "%" not in answer.replace("%20", "")
    assert "Bespreek dit" in answer


def test_what_counts_for_the_person_comes_first_among_the_reasons(client):
    answer = client.post(QUESTIONS, {"waarden": ["rust"], "hoe-samen": ["een-persoon"], "naar": "uitkomst"})
    buddy = shown(answer).split('<li class="card m-2">')[1]
    assert buddy.index("“rust”") < buddy.index("“met één iemand”")


def test_nothing_answered_is_fine_and_odd_values_are_as_if_they_were_not_there(client):
    nothing = main(client.post(QUESTIONS, {"naar": "uitkomst"}))
    assert "Je sloeg alles over. Dat mag." in nothing
    odd = client.post(
        QUESTIONS, {"waarden": ["zzz", "<script>"], "hoe-is-het-nu": ["rustig", "op-en-af"], "naar": "-4"}
    )
    assert odd.status_code == 200
    assert "<script>" not in main(odd).replace('<script type="module"', "")


def test_a_lot_at_once_takes_nobody_away_and_keeps_somebody_close(client):
    answer = main(client.post(QUESTIONS, {"hoe-is-het-nu": ["veel-tegelijk"], "naar": "uitkomst"}))
    assert ChoiceAidTexts.load().stays_close in answer
    assert answer.count('<li class="card m-') == 7
    unsafe = main(client.post(QUESTIONS, {"hoe-is-het-nu": ["niet-veilig"], "naar": "uitkomst"}))
    assert "1712" in unsafe


def test_a_closed_model_is_in_no_outcome_and_on_no_card(client):
    page = WorkingModelPage.objects.get(slug="lotgenotennetwerk")
    set_audience(obj=page, audience="network", by=None)
    for answer in (client.get("/keuzehulp/kaarten/"), client.post(QUESTIONS, {**ALL, "naar": "uitkomst"})):
        assert "Een groep van lotgenoten" not in shown(answer)
    assert "Een groep van lotgenoten" not in shown(client.get("/keuzehulp/blad/gesprek/"))


def test_a_closed_model_takes_its_card_out_of_search(client, indexed, drain):
    def hits():
        answer = client.get("/api/v1/search", {"q": "groep van lotgenoten"}).json()
        return [hit["title"] for hit in answer["hits"]]

    assert "Keuzekaart: Een groep van lotgenoten" in hits()
    set_audience(obj=WorkingModelPage.objects.get(slug="lotgenotennetwerk"), audience="network", by=None)
    drain()
    assert "Keuzekaart: Een groep van lotgenoten" not in hits()
    page = WorkingModelPage.objects.get(slug="lotgenotennetwerk")
    assert f"choice:{page.choice_card.pk}" in page.index_keys()


def test_reading_writes_no_row_and_without_questions_the_way_on_is_shown(client):
    ChoiceAidTexts.objects.all().delete()
    Question.objects.all().delete()
    for path in ("", "kaarten/", "gemaakt/", "vragen/", "makkelijk/"):
        assert client.get(f"/keuzehulp/{path}").status_code == 200
    assert not ChoiceAidTexts.objects.exists()
    answer = client.get(QUESTIONS).content.decode()
    assert "Er staan nog geen vragen klaar." in answer
    assert "choose.js" not in answer


def test_nearby_says_what_it_read_and_keeps_what_was_chosen(client):
    first = client.post(QUESTIONS, {"gemeente": "Moerbeke", "leeftijd": "3-5", "naar": "uitkomst"})
    words = main(first)
    assert "“Moerbeke”: we tonen Lokeren." in words
    assert 'value="Geraardsbergen"' in words
    assert "Schrijf een leeftijd in jaren" in words
    line = re.search(r'name="kaartje_voor"\s+value="([^"]+)"', words)[1]
    again = main(client.post(QUESTIONS, {"gemeente": "Moerbeke", "kaartje_voor": line, "naar": "uitkomst"}))
    assert re.search(rf'value="{re.escape(line)}"\s+checked', again)


def test_nearby_fits_age_language_and_group(client):
    asked = {"gemeente": "Sint-Niklaas", "leeftijd": "55", "doelgroep": "alleenwonenden", "naar": "uitkomst"}
    answer = main(client.post(QUESTIONS, asked))
    names = re.findall(r'rel="noopener noreferrer">([^<]+)</a></h3>', answer)
    assert names[0] == "Ros en Ruiter"
    assert "Waasland Wij" not in names
    assert "OCMW Sint-Niklaas" in answer
    assert "0800 13 500" in answer


def test_the_sheets_leave_the_answers_out_unless_asked(client):
    without = shown(
        client.post("/keuzehulp/blad/gesprek/", {**ALL, "wat": "Koffie drinken", "proberen": "persoonlijke-vriend"})
    )
    assert "Dit zei ik" not in without
    assert "Koffie drinken" in without
    assert "✓" in without
    assert "Dit zei ik" in shown(client.post("/keuzehulp/blad/gesprek/", {**ALL, "met_antwoorden": "ja"}))
    assert client.get("/keuzehulp/blad/zzz/").status_code == 404


@pytest.mark.parametrize(
    "path", [QUESTIONS, "/keuzehulp/makkelijk/", "/keuzehulp/blad/gesprek/", "/keuzehulp/blad/verwijzing.pdf"]
)
def test_answers_are_kept_nowhere_on_the_way(path):
    client = Client()
    for answer in (client.get(path), client.post(path, {**ALL, "wat": "kanarie"})):
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    assert not client.cookies


def test_no_token_and_no_cookie_is_asked_for():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(QUESTIONS, {**ALL, "naar": "uitkomst"}).status_code == 200


def test_easy_reading_asks_the_same_in_fewer_words(client):
    easy = main(client.get("/keuzehulp/makkelijk/"))
    assert "Eén iemand voor mij" in easy
    assert easy.count("data-question=") == 8
    assert "Je leert hoe je contact maakt." in main(client.post("/keuzehulp/makkelijk/", {"naar": "uitkomst"}))


def test_how_it_was_made_says_what_is_not_met_and_that_it_is_a_trial(client):
    page = main(client.get("/keuzehulp/gemaakt/"))
    assert page.count('<th scope="row"') == 12
    assert "nog niet" in page
    assert "proefversie" in page
    texts = ChoiceAidTexts.load()
    texts.tested_with, texts.tested_on = "Een groep in Gent", "2027-01-10"
    texts.save()
    assert "proefversie" not in main(client.get("/keuzehulp/"))
    assert "Een groep in Gent" in main(client.get("/keuzehulp/gemaakt/"))


def test_choosing_costs_the_same_however_much_is_answered(client, django_assert_max_num_queries):
    client.get(QUESTIONS)
    everything = {"waarden": ["rust", "leren", "doen"], "hoe-samen": ["groep", "enkelen"], "wat-zoek-je": ["een-plek"]}
    with django_assert_max_num_queries(20):
        client.post(QUESTIONS, {**everything, "gemeente": "Gent", "naar": "uitkomst"})
