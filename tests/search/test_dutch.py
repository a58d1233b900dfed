"""The Dutch analysis on 42 words with texts that must and must not match."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staalkaart.search import dutch
from staalkaart.search.question import ask, lemmas

PAIRS = json.loads((Path(__file__).parent / "data" / "pairs.json").read_text())
CASES = [
    (pair["query"], text, wanted)
    for pair in PAIRS
    for key, wanted in (("match", True), ("not_match", False))
    for text in pair[key]
]


def finds(question: str, text: str) -> bool:
    """Does every word of the question stand in the text, in one of its ways?"""
    words = list(dutch.words(text))
    terms = {term for word in words for term in word.terms}
    sequence = [word.lemma for word in words]

    def stands(way) -> bool:
        if not way.phrase:
            return set(way.terms) <= terms
        size = len(way.terms)
        return any(tuple(sequence[at : at + size]) == way.terms for at in range(len(sequence) - size + 1))

    return all(any(stands(way) for way in group.ways) for group in ask(question, rings=()).groups)


@pytest.mark.parametrize(("question", "text", "wanted"), CASES)
def test_a_word_finds_a_text(question, text, wanted):
    assert finds(question, text) is wanted


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("buurthuis", {"buurt", "huis"}),
        ("vrijwilligerswerking", {"vrijwilliger", "werk"}),
        ("wachtlijst", {"wacht", "lijst"}),
    ],
)
def test_a_compound_is_taken_apart(word, parts):
    assert {part for split in dutch.splits(word) for part, _start, _end in split} >= parts


@pytest.mark.parametrize("word", ["uitdaging", "dagboekje", "begeleiding", "netwerk", "metaal"])
def test_a_word_that_only_looks_like_a_compound_is_left_whole(word):
    assert dutch.splits(word) == ()


@pytest.mark.parametrize(
    "forms",
    [
        ("gezin", "gezinnen"),
        ("kind", "kinderen"),
        ("huis", "huizen"),
        ("grens", "grenzen"),
        ("cursus", "cursussen"),
        ("vriend", "vriendje"),
        ("doorverwijzing", "doorverwijzen"),
        ("eenzaam", "eenzame", "eenzaamheid"),
    ],
)
def test_forms_of_one_word_share_a_lemma(forms):
    assert len({dutch.lemma(form) for form in forms}) == 1


def test_a_question_of_stop_words_is_not_empty():
    assert [group.word for group in ask("wie ben je en waar", rings=()).groups]


@given(st.text(max_size=400))
def test_any_text_is_analysed_and_asked_without_trouble(text):
    for word in dutch.words(text):
        assert text[word.start : word.end]
    assert len(ask(text, rings=()).groups) <= 12


def test_exceptions_are_fixed_points():
    assert [value for value in dutch.EXCEPTIONS.values() if dutch.lemma(value) != value] == []


class TestRings:
    def rings(self, sources, targets):
        return ((tuple((word, lemmas(word)) for word in sources), tuple((word, lemmas(word)) for word in targets)),)

    def labels(self, question, rings):
        return {way.label for way in ask(question, rings=rings).related}

    def test_words_of_a_ring_find_each_other(self):
        ring = self.rings(["buurt", "wijk"], ["buurt", "wijk"])
        assert self.labels("wijk", ring) == {"buurt"}
        assert self.labels("buurt", ring) == {"wijk"}

    def test_a_ring_with_a_direction_goes_one_way_and_shows_no_word_of_its_left_side(self):
        ring = self.rings(["bejaarden", "oude mensen"], ["ouderen"])
        assert self.labels("bejaarden", ring) == {"ouderen"}
        assert self.labels("iets voor oude mensen", ring) == {"ouderen"}
        assert self.labels("ouderen", ring) == set()

    def test_the_old_are_no_parents(self):
        assert lemmas("ouderen") != lemmas("ouders")
        assert lemmas("oudere") == lemmas("ouderen")
