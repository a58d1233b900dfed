"""Everyday Flemish: the questions that were written before the search was tuned, and the rules that came out of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from proofs.search_questions import judge
from staalkaart.core.access import VISITOR
from staalkaart.members import geography
from staalkaart.search import dutch, misses
from staalkaart.search.intent import read_intent
from staalkaart.search.models import MissedWord
from staalkaart.search.phonetic import sound_of
from staalkaart.search.question import ask
from tests.builders import demo_user

pytestmark = pytest.mark.django_db
DATA = Path(__file__).with_name("data")


def api(client, **asked):
    return client.get("/api/v1/search", asked).json()


def titles(client, **asked) -> list[str]:
    return [hit["title"] for hit in api(client, **asked)["hits"]]


@pytest.mark.parametrize(("name", "first", "five"), [("everyday", 0.80, 0.95), ("heldout", 0.75, 0.90)])
def test_everyday_questions_are_answered(indexed, name, first, five):
    scores, missed = judge(json.loads((DATA / f"{name}.json").read_text()), VISITOR)
    all_ = scores["all"]
    assert all_.empty == 0, missed
    assert all_.first >= first * all_.asked, missed
    assert all_.in_five >= five * all_.asked, missed
    sentences = scores["sentence"].hits
    assert sum(sentences) / len(sentences) <= 12


@pytest.mark.parametrize(
    ("question", "sides", "left"),
    [
        ("nadelen van een buddy", ("zwakte", "uitdaging"), "van een buddy"),
        ("sterke punten van lotgenoten", ("sterkte", "kans"), "van lotgenoten"),
        ("kansen inloophuis", ("kans",), "inloophuis"),
        ("voor- en nadelen van een cursus", (), "en van een cursus"),
        ("valkuilen", (), "valkuilen"),  # alone it is a word like any other
        ("hij vindt het moeilijk", (), "hij vindt het moeilijk"),
    ],
)
def test_evaluation_words_choose_a_side_and_are_not_looked_for(question, sides, left):
    intent = read_intent(question)
    assert intent.sides == sides
    assert " ".join(token for token, _denied in intent.tokens) == left


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("problemen met geld", ()),
        ("mijn leven verbeteren", ()),
        ("problemen met een maatje", ("zwakte", "uitdaging")),
        ("problemen bij lotgenotencontact", ("zwakte", "uitdaging")),
        ("nadelen geld", ("zwakte", "uitdaging")),
    ],
)
def test_a_phrase_that_is_said_of_anything_asks_for_a_side_of_a_named_model_only(question, sides):
    assert ask(question).sides == sides


@pytest.mark.parametrize(
    ("question", "towns"),
    [
        ("buddy in borgerhout", ["Antwerpen"]), ("iemand in Gent", ["Gent"]), ("wonen in Peer", ["Peer"]), ("Mol", ["Mol"]),
        ("een fout melden", []), ("werken met vrijwilligers", []), ("wie leest voor", []), ("Landen en mensen", []),
        ("vogels voeren", []), ("bel 1712", []), ("is 1813 gratis", []), ("groep in 3500", ["Hasselt"]),
    ],
)  # fmt: skip
def test_an_everyday_word_is_no_place(question, towns):
    assert [geography.municipalities()[nis].name for nis in ask(question).places] == towns


def test_what_is_denied_is_marked_and_the_negation_is_gone():
    assert read_intent("iemand die geen cursus wil").tokens == (
        ("iemand", False), ("die", False), ("cursus", True), ("wil", False),
    )  # fmt: skip


def test_a_side_is_proposed_as_a_filter_that_can_be_taken_away(client, indexed):
    answer = client.get("/zoeken/", {"q": "nadelen van een buddy"})
    found = answer.context["found"]
    assert {hit.obj.quadrant for hit in found.hits} <= {"zwakte", "uitdaging"}
    assert {hit.obj.page.slug for hit in found.hits[:5]} == {"persoonlijke-vriend"}
    assert "kwadrant=alle" in answer.content.decode()
    everything = api(client, q="nadelen van een buddy", kwadrant="alle")
    assert everything["total"] > found.result.total


def test_who_wants_no_course_does_not_get_courses_first(client, indexed):
    assert titles(client, q="iemand die geen cursus wil")[0] not in {
        "Een cursus",
        "Persoonlijke competentieversterking",
    }


@pytest.mark.parametrize(("asked", "never"), [("rouw", "wantrouwen"), ("ouderen", "alleenstaande ouders")])
def test_a_word_inside_another_word_is_not_that_word(asked, never):
    assert not {dutch.lemma(asked)} & {term for word in dutch.words(never) for term in word.terms}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("wagtlijst", "wachtlijst"), ("matsjing", "matching"), ("intervizie", "intervisie"), ("budy", "buddy"),
     ("eenzaamhijd", "eenzaamheid"), ("dakloozen", "daklozen")],
)  # fmt: skip
def test_words_that_sound_alike_are_found(typed, meant):
    assert sound_of(typed) == sound_of(meant)
    assert sound_of("buurt") != sound_of("beurt")


def test_a_project_is_one_hit_with_its_readable_parts(client, indexed):
    names = titles(client, q="tweespan antwerpen")
    assert names.count("Tweespan Antwerpen") == 1
    assert names[0] == "Tweespan Antwerpen"


def test_a_place_leads_to_the_directory_and_to_nothing_that_only_sounds_like_it(client, indexed):
    answer = client.get("/zoeken/", {"q": "buddy gent"})
    body = answer.content.decode()
    assert "/projecten/?gemeente=Gent#antwoord" in body
    assert "Dit ligt er dicht bij" not in body


def test_did_you_mean_only_when_it_finds_more(client, indexed):
    assert api(client, q="wachtlijstn")["suggestion"].startswith("wachtlijst")
    assert api(client, q="nadelen buddy")["suggestion"] == ""


@pytest.mark.parametrize("words", ["maatje", "vervoer", "sint", "kort", "rolk", "keuz"])
def test_something_is_offered_while_typing(client, indexed, words):
    items = client.get("/zoeken/aanvullen/", {"q": words}).json()["items"]
    assert 0 < len(items) <= 8
    assert all(item["url"].startswith("/") for item in items)


class TestWordsThatFoundNothing:
    def ask(self, client, *questions):
        for question in questions:
            client.get("/zoeken/", {"q": question})

    def take_in(self, days: int = 1):
        misses.take_in(timezone.now() + timedelta(days=days))

    def test_a_search_writes_no_row_and_the_clock_counts_days(self, client, indexed):
        self.ask(client, "ruimtevaart", "ruimtevaart", "ruimtevaart")
        assert not MissedWord.objects.exists()
        self.take_in()
        self.take_in()
        assert MissedWord.objects.get(word="ruimtevaart").days == 1

    def test_only_what_was_missed_on_three_days_is_shown_to_editors(self, client, indexed):
        today = timezone.localdate()
        for days in range(3):
            misses._take({"ruimtevaart"} | ({"zeilkamp"} if days else set()), today - timedelta(days=5 - days))
        client.force_login(demo_user("redacteur"))
        shown = client.get("/beheer/rapporten/zonder-resultaat/").content.decode()
        assert "ruimtevaart" in shown
        assert "zeilkamp" not in shown
        assert "van=ruimtevaart" in shown
        ring = client.get("/beheer/snippets/search/synonymring/add/?van=ruimtevaart").content.decode()
        assert "ruimtevaart" in ring

    def test_names_numbers_and_words_that_only_ask_are_not_kept(self, client, indexed):
        assert set(misses._worth_keeping("Waar woont fatima 0476123456 ruimtevaart peeters Vandenbroucke")) == {
            "woont",
            "ruimtevaart",
        }
