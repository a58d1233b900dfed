"""The rules themselves: random people against an independent judge, deadlines, and the presets as they were given."""

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from forums.intervision.workdays import deadline_after, is_workday
from home.setup.reference import methods as read_methods

sys.path.append(str(Path(__file__).resolve().parents[2] / "proofs"))
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize("seed", [1, 2])
def test_random_people_never_do_what_they_may_not(seed):
    """A sample; `make intervision` walks 100,000 steps."""
    from intervision_walk import walk

    wrong, tally, visited, _stories = walk(4000, seed)
    assert wrong == []
    assert tally["post", True] > 100
    assert tally["read", False] > 1000
    assert len({method for method, _state, _at in visited}) == 6


def test_the_walk_notices_a_rule_that_is_broken(monkeypatch):
    """A proof that cannot fail proves nothing: with kernels open in their blind phase, it must complain."""
    from intervision_walk import walk

    from forums.intervision import machine

    monkeypatch.setattr(machine, "STEERING", "kern")
    assert any(what == "read" for what, *_rest in walk(4000, 5)[0])


@pytest.mark.parametrize(
    ("start", "workdays", "end"),
    [
        ("2026-11-20 10:00", 1, "2026-11-23 18:00"),  # over a weekend
        ("2026-11-10 23:30", 1, "2026-11-12 18:00"),  # 11 November is free
        ("2026-12-24 09:00", 2, "2026-12-29 18:00"),  # Christmas on a Friday, then a weekend
        ("2026-10-23 12:00", 1, "2026-10-26 18:00"),  # the clock goes back in between: still 18.00 there
        ("2027-03-26 12:00", 1, "2027-03-30 18:00"),  # the clock goes on, and Easter Monday is free
        ("2026-07-20 08:00", 3, "2026-07-24 18:00"),  # 21 July is free
    ],
)
def test_a_deadline_is_so_many_belgian_working_days_later(start, workdays, end):
    moment = datetime.fromisoformat(start).replace(tzinfo=BRUSSELS)
    assert deadline_after(moment, workdays) == datetime.fromisoformat(end).replace(tzinfo=BRUSSELS)


def test_no_working_days_is_no_deadline():
    assert deadline_after(datetime(2026, 11, 20, 10, tzinfo=BRUSSELS), 0) is None
    assert not is_workday(datetime(2026, 12, 25).date())


def test_the_presets_say_what_each_phase_asks():
    methods = {row["slug"]: row for row in read_methods()}
    assert {slug: len(row["phases"]) for slug, row in methods.items()} == {
        "incident": 6, "vijf": 5, "roddel": 5, "tien": 8, "balint": 7,
    }  # fmt: skip
    analysis = methods["incident"]["phases"][2]
    assert analysis["blind"]
    assert analysis["hidden_from"] == ["owner"]
    assert analysis["hidden_until"] == "advies"
    assert [slug for slug, row in methods.items() if row["offered_first"]] == ["incident", "vijf"]
    assert all(phase["hint"] for row in methods.values() for phase in row["phases"])
