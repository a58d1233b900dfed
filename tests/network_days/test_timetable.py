"""Times of an agenda: computed, parallel, warned about; and what changed between two fixed programmes."""

from dataclasses import dataclass
from datetime import time

import pytest

from staalkaart.network_days.programme import differences
from staalkaart.network_days.timetable import lay_out, spoken_clock, spoken_length


@dataclass
class Part:
    minutes: int
    is_pause: bool = False
    beside: bool = False
    room: str = ""
    lead_user_id: int | None = None
    lead_user: str = "Ben"


def table(*parts: Part, end: time = time(15, 0)):
    return lay_out(parts, start=time(9, 30), end=end)


def test_a_block_begins_where_the_one_before_ends():
    assert [slot.clock for slot in table(Part(30), Part(45), Part(15)).slots] == ["9.30", "10.00", "10.45"]


def test_parallel_blocks_begin_together_and_the_next_waits_for_the_longest():
    laid = table(Part(30), Part(60), Part(40, beside=True), Part(15))
    assert [slot.clock for slot in laid.slots] == ["9.30", "10.00", "10.00", "11.00"]
    assert laid.minutes == 105


def test_the_first_block_is_beside_nothing():
    assert [slot.clock for slot in table(Part(30, beside=True), Part(30)).slots] == ["9.30", "10.00"]


@pytest.mark.parametrize(
    ("parts", "warned"),
    [
        ([Part(60), Part(30)], 0),
        ([Part(60), Part(31)], 1),
        ([Part(60), Part(15, is_pause=True), Part(60)], 0),
        ([Part(120)], 1),
        ([Part(60), Part(45), Part(45)], 1),  # said once, where it begins
        ([Part(60), Part(10, is_pause=True), Part(60, beside=True), Part(60)], 1),  # some rest while others work
    ],
)
def test_ninety_minutes_without_a_pause_are_warned_about(parts, warned):
    assert sum(bool(slot.warning) for slot in table(*parts).slots) == warned


def test_a_day_that_is_too_long_says_how_much():
    words = table(Part(360)).warnings[0]
    assert "15.30" in words
    assert "30 min" in words


def test_fourteen_hours_are_laid_out_and_warned_about():
    laid = table(*[Part(60, is_pause=n % 2 == 1) for n in range(14)])
    assert laid.closes == "23.30"
    assert len(laid.warnings) == 2
    assert not laid.is_past_midnight


def test_past_midnight_it_says_so():
    laid = table(*[Part(480), Part(480)])
    assert laid.is_past_midnight
    assert "dag erna" in laid.closes


def test_nobody_leads_two_blocks_at_once_and_no_room_is_given_twice():
    words = " ".join(
        table(Part(30, room="Zaal 1", lead_user_id=1), Part(30, beside=True, room="zaal 1", lead_user_id=1)).warnings
    )
    assert "Ben" in words
    assert "zaal 1" in words.lower()
    assert not table(Part(30, room="Zaal 1", lead_user_id=1), Part(30, room="Zaal 1", lead_user_id=1)).warnings


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 u"), (75, "1 u 15 min")])
def test_lengths_are_said_as_people_say_them(minutes, words):
    assert spoken_length(minutes) == words


def test_clocks_are_said_as_people_say_them():
    assert spoken_clock(9 * 60 + 5) == "9.05"


# --- differences -----------------------------------------------------------------------------------------------------
def data(*blocks, **day):
    base = {"date": "2026-12-10", "start": "09:30", "end": "15:00", "venue": "De Brug", "address": "", "link": ""}
    return {**base, **day, "blocks": list(blocks)}


def block(key=1, **changes):
    return {"key": key, "title": "Lunch", "start": 720, "end": 780, "form": "maaltijd", "pause": True, "talk": False, "lead": "",
            "lead_user": None, "room": "", "links": [], **changes}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (data(block()), data(block()), []),
        (data(block()), data(block(start=735, end=795)), ["Lunch begint om 12.15 uur in plaats van 12.00."]),
        (data(block()), data(block(end=765)), ["Lunch duurt 45 min."]),
        (data(block()), data(block(title="Soep")), ["Lunch heet nu Soep."]),
        (data(block()), data(block(), block(2, title="Slot", start=840)), ["Nieuw: Slot om 14.00 uur."]),
        (data(block()), data(), ["Valt weg: Lunch van 12.00 uur."]),
        (data(), data(venue="De Kade"), ["Plek: De Kade (was De Brug)."]),
        (data(), data(start="10:00"), ["De dag loopt van 10:00 tot 15:00 uur (was 09:30–15:00)."]),
    ],
)
def test_what_changed_is_said_in_sentences(old, new, said):
    assert differences(old, new) == said
