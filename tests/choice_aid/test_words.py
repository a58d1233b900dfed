"""What is read together is short: counted over everything that is said to the person."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from staalkaart.choice_aid.models import Answer, ChoiceAidTexts, ChoiceCard, Question, Reason

pytestmark = pytest.mark.django_db
LONGEST, MEAN = 18, 10
TO_THE_PERSON = ("situation", "choice", "start", "together", "takes", "help_now", "privacy", "always", "stays_close",
                 "safety_first", "easy_start", "interest", "uncertainty")  # fmt: skip
CARD = ("what", "how", "gives", "asks", "if_not", "ask_first", "how_sure", "easy_sentence")


def texts() -> Iterator[str]:
    around = ChoiceAidTexts.load()
    yield from (getattr(around, name) for name in TO_THE_PERSON)
    for card in ChoiceCard.objects.all():
        yield from (getattr(card, name) for name in CARD)
    for question in Question.objects.all():
        yield from (question.title, question.explanation, question.why)
    yield from Answer.objects.values_list("label", flat=True)
    for reason in Reason.objects.all():
        yield from (reason.text, reason.talk_about)


def sentences(text: str) -> list[int]:
    """Words of every sentence."""
    parts = re.split(r"[.!?:]\s|\n|[.!?]$", text)
    return [len(re.findall(r"[\w’'-]+", part)) for part in parts if part.strip()]


def test_no_sentence_is_long_and_most_are_short():
    counted = [(words, text) for text in texts() for words in sentences(text)]
    too_long = [text for words, text in counted if words > LONGEST]
    assert too_long == []
    assert sum(words for words, _text in counted) / len(counted) <= MEAN
    assert len(counted) > 500


def test_good_and_difficult_sides_have_equal_room():
    for card in ChoiceCard.objects.all():
        assert len(card.gives_lines) == len(card.asks_lines) == len(card.ask_first_lines) == 3
        assert 0.7 <= len(card.gives) / len(card.asks) <= 1.4, card.name


def test_the_longest_sentence_is_seen_when_there_is_one():
    assert max(sentences("Kort. " + "woord " * 19 + "einde.")) == 20
