"""The three groups: everybody is in one, nobody is named alone, whatever was answered."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product

import pytest

from staalkaart.choice_aid.choices import Group, Weight
from staalkaart.choice_aid.grouping import Count, first_look, grouped
from staalkaart.choice_aid.models import Answer, Question, Reason
from staalkaart.knowledge.models import WorkingModelPage


def first(groups) -> int:
    return sum(group is Group.FITS for group in groups.values())


def test_one_model_by_itself():
    assert first_look(Count(1, 0)) is Group.FITS
    assert first_look(Count(3, 1)) is Group.FITS
    assert first_look(Count(1, 1)) is Group.TALK
    assert first_look(Count(0, 0)) is Group.TALK  # nothing was said about it: that is no no
    assert first_look(Count(0, 1)) is Group.LESS
    assert first_look(Count(1, 3)) is Group.LESS


def test_every_shape_that_answers_can_have_names_nobody_alone():
    """Every model is one of these kinds of counts; so this is every answer set there can be, up to who is who."""
    kinds = [
        Count(0, 0),
        Count(0, 1),
        Count(1, 0),
        Count(1, 1),
        Count(2, 1),
        Count(1, 2),
        Count(3, 1),
        Count(1, 3),
        Count(4, 0),
    ]
    for counts in product(kinds, repeat=4):
        found = grouped(dict(enumerate(counts)))
        assert len(found) == 4
        assert first(found) != 1, counts


def test_who_comes_along_has_something_that_fits():
    found = grouped({"a": Count(3, 0), "b": Count(1, 1), "c": Count(1, 2), "d": Count(0, 0)})
    assert found == {"a": Group.FITS, "b": Group.FITS, "c": Group.TALK, "d": Group.TALK}


def test_where_nothing_else_leans_that_way_it_is_talked_about():
    assert grouped({"a": Count(3, 0), "b": Count(0, 1), "c": Count(1, 2)})["a"] is Group.TALK


def test_all_that_come_next_equally_come_along():
    found = grouped({"a": Count(2, 0), "b": Count(1, 1), "c": Count(2, 2), "d": Count(1, 2)})
    assert [key for key, group in found.items() if group is Group.FITS] == ["a", "b", "c"]


@pytest.mark.django_db
def test_the_editors_matrix_over_every_small_answer_set_and_many_large_ones():
    """All sets of up to two answers, and ten thousand drawn ones of up to three a question."""
    weights = {
        answer: dict(Reason.objects.filter(answer=answer).values_list("model", "weight"))
        for answer in Answer.objects.all()
    }
    models = list(WorkingModelPage.objects.order_by("number").values_list("pk", flat=True))
    by_question = [
        [answer for answer in weights if answer.question_id == question.pk] for question in Question.objects.all()
    ]

    def sizes(chosen) -> int:
        tally = {pk: Counter(weights[answer].get(pk) for answer in chosen) for pk in models}
        found = grouped({pk: Count(count[Weight.FITS], count[Weight.MIND]) for pk, count in tally.items()})
        assert len(found) == 7
        return first(found)

    everything = list(weights)
    small = [*combinations(everything, 1), *combinations(everything, 2)]
    chance = random.Random(16)
    large = [
        [answer for rows in by_question for answer in chance.sample(rows, chance.randint(0, 3))] for _ in range(10_000)
    ]
    sizes_found = Counter(sizes(chosen) for chosen in [*small, *large])
    assert sizes_found[1] == 0
    assert (
        sum(sizes_found[n] for n in range(2, 7)) > sum(sizes_found.values()) * 0.8
    )  # it says something, and not all at once


@pytest.mark.django_db
def test_every_answer_has_a_row_for_most_models_and_points_of_the_right_side():
    assert Reason.objects.count() > 170
    assert not Reason.objects.filter(point=None).exists()
    for reason in Reason.objects.select_related("point"):
        reason.full_clean()
