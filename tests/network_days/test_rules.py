"""Who may what about a day, and what its services refuse at the wrong moment: the whole table, without a screen in between."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.members.models import Region
from staalkaart.network_days import (
    agenda,
    attendance,
    date_poll,
    errors,
    harvest_board,
    permissions,
    planning,
    programme,
    report,
    seats,
)
from staalkaart.network_days.choices import State
from staalkaart.network_days.models import Block, BoardVote, NetworkDay, PollVote, Programme, Registration, Report
from tests.builders import demo_user, make_block, make_day, make_member, project, register

pytestmark = pytest.mark.django_db
WHO = ("", "ander", "lid", "coordinator", "begeleider", "partner", "redacteur", "beheerder")
RULES = {rule.__name__: rule for rule in (permissions.leads, permissions.prepares, permissions.edits_texts, permissions.takes_part,
                                          permissions.votes)}  # fmt: skip
IN_REGION = {"lid", "coordinator", "begeleider"}
MAY = {
    # of a day of their region, that the network sees
    "leads": {"begeleider"},
    "prepares": {"begeleider", "beheerder"},
    "edits_texts": {"begeleider", "beheerder", "redacteur"},
    "takes_part": IN_REGION | {"partner"},
    "votes": IN_REGION | {"partner"},
}


def viewer_of(login: str):
    return demo_user(login).as_viewer() if login else VISITOR


def at(day: NetworkDay, state: str) -> NetworkDay:
    NetworkDay.objects.filter(pk=day.pk).update(state=state)
    day.refresh_from_db()
    return day


@pytest.mark.parametrize("rule", RULES)
def test_of_a_day_of_the_region(rule):
    day = make_day()
    assert {login for login in WHO if RULES[rule](viewer_of(login), day)} == MAY[rule]


@pytest.mark.parametrize("rule", ["takes_part", "votes"])
def test_every_member_takes_part_in_a_joint_day(rule):
    day = make_day(region="")
    assert {login for login in WHO if RULES[rule](viewer_of(login), day)} == MAY[rule] | {"ander"}


def test_who_may_not_see_it_takes_no_part():
    day = make_day()
    other = Region.objects.exclude(pk=day.region_id).first()
    set_audience(obj=day, audience=other.token, by=None)
    assert not any(permissions.takes_part(viewer_of(login), day) for login in IN_REGION)


@pytest.mark.parametrize("state", [State.OVER, State.REPORTED, State.CANCELLED])
def test_nobody_votes_about_a_day_that_is_behind_us(state):
    day = at(make_day(), state)
    assert not any(permissions.votes(viewer_of(login), day) for login in WHO)


def test_facilitators_start_days_and_coordinators_propose_them():
    assert {login for login in WHO if permissions.starts_days(viewer_of(login))} == {"begeleider", "beheerder"}
    proposing = {login for login in WHO if permissions.proposes_days(viewer_of(login))}
    assert proposing == {"begeleider", "beheerder", "coordinator"}


# --- at the wrong moment ---------------------------------------------------------------------------------------------
ACTS = {
    "prepare": lambda day, by: planning.prepare(day=day, by=by),
    "open": lambda day, by: planning.open_registration(day=day, by=by),
    "fix": lambda day, by: programme.fix(day=day, by=by),
    "call_off": lambda day, by: planning.call_off(day=day, by=by, reason="Sneeuw."),
    "finish": lambda day, by: planning.finish(day=day, by=by),
    "add_block": lambda day, by: agenda.add_block(day=day, values={"title": "Nog iets", "minutes": 10}),
    "vote": lambda day, by: harvest_board.vote(day=day, by=by, uid="x:1", on=True, known=["x:1"]),
    "register": lambda day, by: seats.register(day=day, user=by, project=None, values={}),
}
ALLOWED = {
    "prepare": {State.IDEA},
    "open": {State.IDEA, State.PREPARING},
    "fix": {State.OPEN, State.FIXED},
    "call_off": {State.IDEA, State.PREPARING, State.OPEN, State.FIXED},
    "finish": {State.OPEN, State.FIXED},
    "add_block": {State.IDEA, State.PREPARING, State.OPEN, State.FIXED},
    "vote": {State.IDEA, State.PREPARING, State.OPEN, State.FIXED},
    "register": {State.OPEN, State.FIXED},
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", ACTS)
def test_every_act_knows_its_moment(act, state):
    day = make_day()
    make_block(day=day)
    at(day, state)
    by = demo_user("begeleider")
    if state in ALLOWED[act]:
        ACTS[act](day, by)
        return
    count = (Programme.objects.count(), Block.objects.count(), Registration.objects.count(), BoardVote.objects.count())
    with pytest.raises(errors.NotNow):
        ACTS[act](day, by)
    assert NetworkDay.objects.get(pk=day.pk).state == state
    assert (
        Programme.objects.count(),
        Block.objects.count(),
        Registration.objects.count(),
        BoardVote.objects.count(),
    ) == count


def test_a_block_that_somebody_else_saved_keeps_their_words():
    day = make_day()
    block = make_block(day=day, title="Rondje")
    agenda.change_block(block=block, values={"title": "Kennismaken"}, base=block.stamp)
    with pytest.raises(errors.StaleForm):
        agenda.change_block(block=block, values={"title": "Anders"}, base=block.stamp)
    agenda.change_block(block=block, values={"title": "Kennismaken"}, base=block.stamp)
    assert Block.objects.get(pk=block.pk).title == "Kennismaken"


class TestThePoll:
    def poll(self) -> NetworkDay:
        day = make_day(date=None, is_open=False)
        tomorrow = timezone.localdate() + timedelta(days=1)
        date_poll.offer_date(day=day, on=tomorrow, start=time(9), end=time(12))
        return day

    def test_the_same_date_twice_is_one(self):
        day = self.poll()
        option = day.poll_dates.get()
        assert date_poll.offer_date(day=day, on=option.date, start=time(9), end=time(16)) == option

    def test_dates_of_another_day_and_made_up_answers_are_passed_over(self):
        day, other = self.poll(), self.poll()
        answers = {other.poll_dates.get().pk: "yes", day.poll_dates.get().pk: "misschien wel", 999_999: "yes"}
        date_poll.answer_poll(day=day, by=demo_user("lid"), answers=answers)
        assert not PollVote.objects.filter(user=demo_user("lid"), option__day__in=[day, other]).exists()

    def test_once_there_is_a_date_nothing_of_it_moves(self):
        day = self.poll()
        option = day.poll_dates.get()
        date_poll.choose_date(day=day, option=option, by=demo_user("begeleider"))
        day.refresh_from_db()
        assert (day.date, day.state) == (option.date, State.PREPARING)
        for act in (
            lambda: date_poll.choose_date(day=day, option=option, by=demo_user("begeleider")),
            lambda: date_poll.answer_poll(day=day, by=demo_user("lid"), answers={option.pk: "yes"}),
            lambda: date_poll.offer_date(day=day, on=option.date, start=time(9), end=time(12)),
        ):
            with pytest.raises(errors.NotNow):
                act()

    def test_a_date_that_went_by_is_not_chosen(self):
        day = self.poll()
        option = day.poll_dates.get()
        option.date = timezone.localdate() - timedelta(days=1)
        option.save()
        with pytest.raises(errors.NotNow):
            date_poll.choose_date(day=day, option=option, by=demo_user("begeleider"))


class TestTheReport:
    def held(self) -> Report:
        day = make_day()
        make_block(day=day)
        NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
        day.refresh_from_db()
        planning.finish(day=day, by=demo_user("begeleider"))
        return report.report_of(day)

    def test_there_is_none_before_the_day_is_over(self):
        with pytest.raises(errors.NotNow):
            report.report_of(make_day())

    def test_an_empty_one_is_not_published_nor_emptied_afterwards(self):
        row, by = self.held(), demo_user("begeleider")
        row = report.write_report(report=row, text="", base=row.stamp, by=by)
        with pytest.raises(errors.NotNow):
            report.publish_report(report=row, by=by)
        row = report.write_report(report=row, text="Het was goed.", base=row.stamp, by=by)
        report.publish_report(report=row, by=by)
        with pytest.raises(errors.NotNow):
            report.publish_report(report=row, by=by)
        with pytest.raises(errors.NotNow):
            report.write_report(report=row, text=" ", base=row.stamp, by=by)
        assert Report.objects.get(pk=row.pk).text == "Het was goed."

    def test_two_who_write_keep_both_words(self):
        row, by = self.held(), demo_user("begeleider")
        report.write_report(report=row, text="Van de een.", base=row.stamp, by=by)
        with pytest.raises(errors.StaleForm):
            report.write_report(report=row, text="Van de ander.", base=row.stamp, by=by)
        assert Report.objects.get(pk=row.pk).text == "Van de een."


def test_an_action_is_done_once_and_can_be_taken_back():
    row = attendance.agree_action(day=make_day(), text="Bel het OCMW", owner=demo_user("lid"), due=timezone.localdate())
    done = attendance.finish_action(action=row, done=True, outcome="Gebeld.")
    assert (done.done_at is not None, done.outcome) == (True, "Gebeld.")
    assert attendance.finish_action(action=row, done=False).done_at is None


def test_a_place_that_was_given_up_is_not_given_again():
    day = make_day()
    row = register(day=day, user=make_member(project=project()))
    seats.leave(registration=row, by=row.user)
    for act in (
        lambda: seats.leave(registration=row, by=row.user),
        lambda: seats.accept(registration=row),
        lambda: seats.replace(registration=row, user=demo_user("lid"), by=row.user),
    ):
        with pytest.raises(errors.NotOnList):
            act()
    assert not Registration.objects.filter(day=day).on_list().exists()
