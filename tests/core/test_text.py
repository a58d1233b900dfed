"""One door for text: what is kept reads the same as what was typed, and comparing does not see how it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staalkaart.core.writing.text import clean, fold, fold_with_places, span
from staalkaart.members.recognise.check import check
from staalkaart.search import dutch
from staalkaart.search.question import ask

NARROW, NO_BREAK = "\u202f", "\u00a0"
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e"]
DASHES = ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212"]


@pytest.mark.parametrize(("typed", "kept"), [
    ("coo\u0308rdinator", "coördinator"),
    ("afhanke\u00adlijk\u00adheid", "afhankelijkheid"),
    ("\u200ban@demo.example\u200b", "an@demo.example"),
    ("regel een\r\nregel twee\rdrie\u2028vier", "regel een\nregel twee\ndrie\nvier"),
    (f"een{NO_BREAK}woord", "een woord"),
    (f"5{NARROW}km en 10{NO_BREAK}%", f"5{NO_BREAK}km en 10{NO_BREAK}%"),
    (f"€{NO_BREAK}5", f"€{NO_BREAK}5"),
    (f"03{NO_BREAK}123{NO_BREAK}45", "03 123 45"),
    ("a\x00b\ufffe", "ab"),
    ("\u202eomgekeerd", "omgekeerd"),
    ("👨\u200d👩\u200d👧 en 🌻", "👨\u200d👩\u200d👧 en 🌻"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("zo – en “zo” ’s morgens", "zo – en “zo” ’s morgens"),
])  # fmt: skip
def test_what_is_kept(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(("one", "other"), [
    ("afhankel\u0133kheid", "afhankelijkheid"), ("ﬁets", "fiets"), ("buddy\u2011project", "buddy-project"),
    ("’s morgens", "'s morgens"), ("ｗｉｄｅ", "wide"), ("0470·12·34·56", "0470.12.34.56"),
])  # fmt: skip
def test_what_is_the_same(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_twice_is_once(text):
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_or_not_is_the_same(text):
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_what_was_found_is_pointed_at_in_the_text_itself(text, start, length):
    folded, places = fold_with_places(text)
    assert len(places) == len(folded) + 1
    stop = min(start + length, len(folded))
    if start < stop:
        begin, end = span(places, start, stop)
        assert folded[start:stop] in fold(text[begin:end])


WORDS = [
    "coördinator",
    "cliënt",
    "geïsoleerde",
    "afhankelijkheid",
    "buddy-project",
    "eenzaamheid",
    "vrijwilligerswerking",
]


@given(st.sampled_from(WORDS), st.data())
def test_a_word_is_found_however_it_was_typed(word, data):
    typed = decorated(word, data)
    assert [one.terms for one in dutch.words(typed)] == [one.terms for one in dutch.words(word)]
    assert ask(typed, rings=()).groups == ask(word, rings=()).groups


def decorated(text: str, data) -> str:
    """The same text as another program writes it."""
    text = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), text)
    text = text.replace("-", data.draw(st.sampled_from(DASHES))).replace("ij", data.draw(st.sampled_from(["ij", "ĳ"])))
    at = data.draw(st.integers(0, len(text)))
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return text[:at] + data.draw(st.sampled_from(["", *UNSEEN])) + text[at:]


PERSONS = {
    "85.07.30-033.28": "rijksnummer", "0470-12-34-56": "telefoon", "0470 12 34 56": "telefoon",
    "BE71-0961-2345-6769": "iban", "jan-janssens@voor-beeld.example": "mail",
}  # fmt: skip


@given(st.sampled_from(sorted(PERSONS)), st.data())
def test_what_points_at_a_person_blocks_however_it_was_written(text, data):
    typed = decorated(text.replace(" ", data.draw(st.sampled_from([" ", NO_BREAK, NARROW, "\u2009"]))), data)
    found = check(f"Bel of schrijf: {typed} a.u.b.")
    assert [one.sort for one in found if one.blocks] == [PERSONS[text]]


@pytest.mark.parametrize("typed", [
    "85.07.30\u2011033.28", "850730\u200b03328", "0470\u201112\u201134\u201156", "0470\u201012\u201034\u201056",
    "0470\u221212\u221234\u221256", "0470\xb712\xb734\xb756", "0470\xad123456", "BE71\u20130961\u20132345\u20136769",
    "BE71\u20110961\u20112345\u20116769", "jan.janssens\u200b@\u200bvoorbeeld.example",
    "jan.jans\xadsens@voor\xadbeeld.example", "jan\u2011janssens@voor\u2011beeld.example",
])  # fmt: skip
def test_as_word_teams_and_pdfs_write_it(typed):
    found = check(f"Zie {typed} hier.")
    assert [one.blocks for one in found] == [True]
    assert found[0].words == typed
