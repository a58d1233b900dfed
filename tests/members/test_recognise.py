"""Could somebody be recognised? Figures on five fixed sets, and the check in forms and while typing."""

import sys
from pathlib import Path

import pytest
import yaml

from staalkaart.members.recognise import check
from staalkaart.members.recognise.forms import examine
from tests.builders import demo_user

sys.path.append(str(Path(__file__).resolve().parents[2] / "proofs"))
DATA = Path(__file__).parent / "data"


FIGURES = [("herkenbaar", 0.98, 0.98), ("herkenbaar_2", 0.97, 0.94), ("herkenbaar_3", 0.98, 0.97), ("herkenbaar_4", 0.96, 0.97),
           ("herkenbaar_5", 0.97, 0.94)]  # fmt: skip


@pytest.mark.parametrize(("name", "precision", "recall"), FIGURES)
def test_it_finds_what_points_at_a_person(name, precision, recall):
    """The figures of docs/herkenbaarheid.md; a rule that makes them worse fails here."""
    from recognise import figures

    rows = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    counts, misses = figures(rows)
    found, missed, wrong = (
        sum(n for (_s, w), n in counts.items() if w == what) for what in ("found", "missed", "wrong")
    )
    assert found / (found + wrong) >= precision, misses
    assert found / (found + missed) >= recall, misses


@pytest.mark.parametrize(
    "text",
    [
        "bel me op 0 4 8 5 / 12 . 34 . 56",
        "rekening: be71 0961 2345 6769",
        "nr 85.07.30-033 28",
        "jan (at) telenet punt be",
    ],
)
def test_odd_spacing_does_not_hide_what_blocks(text):
    assert any(finding.blocks for finding in check(text))


HOSTILE = ["a", "A", "-", ".", "1", "٣", "straat", "BE12", "Jan-", "x.com", "a.", "@", "a@", "Kerkstraat" + " " * 2000, "punt ",
           "at ", "a punt ", "+32 ", "mevrouw ", "X. ", "Aa Bb ", "rue de ", "facebook.com/", "van 5", "Van "]  # fmt: skip


def test_the_worst_input_is_answered():
    """Twenty thousand letters of anything, one after the other: the signal ends a pattern that runs away."""
    import signal

    def too_long(*args):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    try:
        for unit in HOSTILE:
            signal.alarm(10)
            check((unit * 20_000)[:20_000])
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_warning_is_settled_by_the_same_words_only():
    first = examine({"tekst": "Ik sprak met Fatima Janssens."})
    assert not first.settle("")
    assert first.settle(first.token)
    assert not examine({"tekst": "Ik sprak met Fatima Janssens en Piet Claes."}).settle(first.token)


def test_a_block_is_never_settled():
    found = examine({"tekst": "Bel 0485 12 34 56"})
    assert not found.settle(found.token)


def test_an_exact_age_becomes_a_decade():
    found = check("Een weduwe van 54 uit Diest met drie kinderen.")
    assert [finding.replacements for finding in found] == [["vijftiger"]]


@pytest.mark.django_db
def test_the_check_while_typing_answers_members_and_keeps_nothing(client, caplog):
    assert client.post("/herken/", {"tekst": "Bel 0485 12 34 56"}).status_code in (401, 404)
    client.force_login(demo_user("lid"))
    answer = client.post("/herken/", {"tekst": "Bel Fatima op 0485 12 34 56"}).json()["findings"]
    assert [row["blocks"] for row in answer] == [True, False]
    assert answer[0]["words"] == "0485 12 34 56"
    assert "0485" not in caplog.text
