"""Who has a seat: two per project first, a numbered queue, offers that run and lapse, never one too many."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from staalkaart.members.models import Project
from staalkaart.network_days import planning, seats, waiting_list
from staalkaart.network_days.choices import ON_LIST, RegistrationStatus
from staalkaart.network_days.errors import AlreadyOnList, Full, NotNow, NotOnList
from staalkaart.network_days.models import NetworkDay, Registration
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_day, make_member, project, register

pytestmark = pytest.mark.django_db


def projects(count: int) -> list[Project]:
    return list(Project.objects.filter(region__slug="noordoost").order_by("pk")[:count])


def told(user, kind: str) -> bool:
    return Notification.objects.filter(user=user, kind=kind).exists()


def full_day(**changes) -> NetworkDay:
    """Two seats, both taken, free for all (within three weeks)."""
    day = make_day(days=10, capacity=2, **changes)
    for of in projects(2):
        register(day=day, of=of)
    return day


# --- registering -----------------------------------------------------------------------------------------------------
def test_a_project_has_two_seats_until_three_weeks_before():
    day = make_day(days=60, capacity=10)
    states = [register(day=day).state for _n in range(3)]
    assert states == [RegistrationStatus.IN, RegistrationStatus.IN, RegistrationStatus.WAITING]
    assert register(day=day, of=project("netepaar")).state == RegistrationStatus.IN


def test_three_weeks_before_every_free_seat_is_anybodys():
    day = make_day(days=20, capacity=3)
    assert [register(day=day).state for _n in range(4)] == [RegistrationStatus.IN] * 3 + [RegistrationStatus.WAITING]


def test_who_waited_for_the_three_weeks_comes_before_who_comes_after_them():
    day = make_day(days=22, capacity=3)
    third = [register(day=day) for _n in range(3)][2]
    assert third.state == RegistrationStatus.WAITING
    now = day.free_from + timedelta(minutes=1)
    seats.run_clock(now)
    third.refresh_from_db()
    assert third.state == RegistrationStatus.OFFERED
    late = seats.register(
        day=day, user=make_member(project=project("netepaar")), project=project("netepaar"), values={}, now=now
    )
    assert late.state == RegistrationStatus.WAITING


def test_the_same_person_twice_is_once():
    day, user = make_day(), demo_user("lid")
    register(day=day, user=user)
    with pytest.raises(AlreadyOnList):
        register(day=day, user=user)
    assert Registration.objects.filter(day=day, user=user).count() == 1


@pytest.mark.parametrize("state", ["idea", "preparing", "over", "reported", "cancelled"])
def test_only_an_open_day_takes_people(state):
    day = make_day()
    NetworkDay.objects.filter(pk=day.pk).update(state=state)
    with pytest.raises(NotNow):
        register(day=day)


def test_nobody_registers_once_the_day_began():
    day = make_day()
    with pytest.raises(NotNow):
        seats.register(day=day, user=demo_user("lid"), project=project(), values={}, now=day.starts_at)


# --- the queue -------------------------------------------------------------------------------------------------------
def test_a_free_seat_is_offered_to_who_waits_longest_for_48_hours():
    day = full_day()
    first, second = register(day=day), register(day=day)
    assert [waiting_list.place_in_queue(row) for row in (first, second)] == [1, 2]
    seats.leave(registration=Registration.objects.filter(day=day, state=RegistrationStatus.IN).first(), by=None)
    first.refresh_from_db()
    assert first.state == RegistrationStatus.OFFERED
    assert timedelta(hours=47) < first.offer_until - timezone.now() <= timedelta(hours=48)
    assert told(first.user, "seat_offered")
    assert waiting_list.place_in_queue(second) == 1
    seats.accept(registration=first)
    assert Registration.objects.get(pk=first.pk).state == RegistrationStatus.IN


def test_a_lapsed_offer_goes_to_the_next_and_says_so():
    day = full_day()
    first, second = register(day=day), register(day=day)
    seats.leave(registration=Registration.objects.filter(day=day, state=RegistrationStatus.IN).first(), by=None)
    seats.run_clock(timezone.now() + timedelta(hours=49))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (RegistrationStatus.CANCELLED, RegistrationStatus.OFFERED)
    assert told(first.user, "seat_lapsed")
    with pytest.raises(NotOnList):
        seats.accept(registration=first)


def test_an_offer_cannot_be_accepted_after_its_hour():
    day = full_day()
    row = register(day=day)
    seats.leave(registration=Registration.objects.filter(day=day, state=RegistrationStatus.IN).first(), by=None)
    with pytest.raises(NotOnList):
        seats.accept(registration=row, now=timezone.now() + timedelta(hours=49))


def test_somebody_else_cancels_while_an_offer_runs():
    day = full_day()
    first, second = register(day=day), register(day=day)
    one, other = Registration.objects.filter(day=day, state=RegistrationStatus.IN)
    seats.leave(registration=one, by=None)
    seats.leave(registration=other, by=None)
    states = set(Registration.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
    assert states == {RegistrationStatus.OFFERED}
    seats.leave(registration=first, by=first.user)  # says no
    assert waiting_list.free_seats(day) == 1


@pytest.mark.parametrize(
    ("hours_before", "at", "until"),
    [
        (100, 10, "+48"),
        (60, 9, "13.00"),  # four hours by day
        (60, 18, "10.00"),  # two hours today, two tomorrow
        (60, 22, "12.00"),  # begins in the morning
        (20, 14, None),  # the facilitator fills seats
    ],
)
def test_how_long_an_offer_runs(hours_before, at, until):
    day = make_day(days=30)
    now = timezone.localtime(day.starts_at - timedelta(hours=hours_before)).replace(hour=at, minute=0)
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localtime(now + timedelta(hours=hours_before)).date())
    day.refresh_from_db()
    ends = waiting_list.offer_ends(day, now)
    if until is None:
        assert ends is None
    elif until == "+48":
        assert ends == now + timedelta(hours=48)
    else:
        local = timezone.localtime(ends)
        assert f"{local.hour}.{local.minute:02d}" == until


def test_in_the_last_day_the_facilitator_fills_seats():
    day = full_day()
    waits = register(day=day)
    near = day.starts_at - timedelta(hours=20)
    seats.leave(
        registration=Registration.objects.filter(day=day, state=RegistrationStatus.IN).first(), by=None, now=near
    )
    waits.refresh_from_db()
    assert waits.state == RegistrationStatus.WAITING
    assert told(demo_user("begeleider"), "seat_to_fill")
    newcomer = seats.register(day=day, user=demo_user("lid"), project=project(), values={}, now=near)
    assert newcomer.state == RegistrationStatus.WAITING  # not past who waits
    seats.fill(registration=waits, by=demo_user("begeleider"))
    with pytest.raises(Full):
        seats.fill(registration=newcomer, by=demo_user("begeleider"))


def test_fewer_places_send_nobody_away_and_offer_nothing():
    day = make_day(days=10, capacity=4)
    rows = [register(day=day) for _n in range(5)]
    planning.change(day=day, by=demo_user("begeleider"), values={"capacity": 2}, base=day.version)
    assert Registration.objects.filter(day=day, state=RegistrationStatus.IN).count() == 4
    assert waiting_list.free_seats(NetworkDay.objects.get(pk=day.pk)) == -2
    seats.leave(registration=rows[0], by=None)
    assert not Registration.objects.filter(day=day, state=RegistrationStatus.OFFERED).exists()


def test_more_places_are_offered_at_once():
    day = full_day()
    waits = register(day=day)
    planning.change(day=day, by=demo_user("begeleider"), values={"capacity": 3}, base=day.version)
    waits.refresh_from_db()
    assert waits.state == RegistrationStatus.OFFERED


# --- instead of, and at the door -------------------------------------------------------------------------------------
def test_a_colleague_takes_the_seat_and_not_the_answers():
    day = full_day()
    row = Registration.objects.filter(day=day, state=RegistrationStatus.IN).first()
    Registration.objects.filter(pk=row.pk).update(diet="noten")
    other = seats.replace(registration=row, user=make_member(project=row.project), by=row.user)
    assert (other.state, other.diet) == (RegistrationStatus.IN, "")
    assert Registration.objects.filter(day=day).taken().count() == 2


def test_a_walk_in_is_present_and_never_one_too_many():
    day = make_day(days=1, capacity=1)
    row = seats.walk_in(day=day, by=demo_user("begeleider"), name="Iemand van het buurthuis", project=project())
    assert (row.present, row.state) == (True, RegistrationStatus.IN)
    with pytest.raises(Full):
        seats.walk_in(day=day, by=demo_user("begeleider"), name="Nog iemand")


def test_who_is_signed_up_weeks_before_is_not_present_yet_and_hears_of_it():
    day, user = make_day(days=40), make_member(project=project())
    row = seats.walk_in(day=day, by=demo_user("begeleider"), user=user, project=project())
    assert (row.present, row.ticked_at) == (None, None)
    assert told(user, "seat_taken")


# --- whatever happens ------------------------------------------------------------------------------------------------
ACTS = st.lists(st.tuples(st.sampled_from(["come", "leave", "accept", "tick", "fewer", "more", "send", "door"]), st.integers(0, 9)),
                max_size=25)  # fmt: skip


@settings(max_examples=15)
@given(acts=ACTS, days=st.sampled_from([5, 40]))
def test_there_is_never_a_seat_too_many_and_the_queue_keeps_its_order(db, acts, days):
    Registration.objects.all().delete()
    day = make_day(days=days, capacity=3)
    people = [make_member(project=of) for of in projects(5) for _n in range(2)]
    now = timezone.now()
    for act, who in acts:
        before = Registration.objects.filter(day=day).taken().count()
        now = _do(act, people[who], day, now)
        day.refresh_from_db()
        taken = Registration.objects.filter(day=day).taken().count()
        assert taken <= max(day.capacity, before)
        waiting = list(Registration.objects.filter(day=day).waiting().values_list("ticket", flat=True))
        assert waiting == sorted(waiting)


def _do(act, user, day, now):
    mine = Registration.objects.filter(day=day, user=user).first()
    on_list = mine is not None and mine.state in ON_LIST
    if act == "tick":
        now = min(now + timedelta(hours=20), day.starts_at - timedelta(hours=1))
        seats.run_clock(now)
    elif act in {"fewer", "more"}:
        values = {"capacity": max(1, day.capacity + (1 if act == "more" else -1))}
        planning.change(
            day=day, by=demo_user("begeleider"), values=values, base=NetworkDay.objects.get(pk=day.pk).version
        )
    elif act == "door" and waiting_list.free_seats(day) > 0:
        seats.walk_in(day=day, by=demo_user("begeleider"), name="Iemand")
    elif act == "come" and not on_list:
        seats.register(day=day, user=user, project=user.memberships.first().project, values={}, now=now)
    elif on_list:
        _do_with(act, mine, user, now)
    return now


def _do_with(act, mine, user, now):
    if act == "leave":
        seats.leave(registration=mine, by=user, now=now)
    elif act == "accept" and mine.offer_runs(now):
        seats.accept(registration=mine, now=now)
    elif act == "send" and mine.state == RegistrationStatus.IN:
        seats.replace(registration=mine, user=make_member(project=mine.project), by=user)
