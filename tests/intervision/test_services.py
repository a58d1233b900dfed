"""Circles and trajectories through their services: transitions, the clock, hidden owners, what is really erased."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from forums.intervision import case_intake, circles, closing, errors, hiding, leaving, phases, posting, swapping
from forums.intervision.choices import Openness, State
from forums.intervision.machine import Refusal
from forums.intervision.models import Agreement, CircleSeat, Contribution, Exclusion, Method, Phase, Trajectory
from staalkaart.core.writing.autosave import AutosaveBuffer, keep
from staalkaart.learning.models import Challenge
from staalkaart.members import teams
from staalkaart.members.break_glass import break_glass
from staalkaart.members.grants import grant
from staalkaart.members.models import Membership, Project, User
from staalkaart.members.own_data import erase_account
from staalkaart.members.recognise.check import check
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, make_user, project

pytestmark = pytest.mark.django_db


def sees(user: User, trajectory: Trajectory) -> bool:
    return Trajectory.objects.visible_to(user.as_viewer()).filter(pk=trajectory.pk).exists()


def reasons(call, **arguments) -> list:
    with pytest.raises(errors.Refused) as refused:
        call(**arguments)
    return refused.value.reasons


# --- circles ---------------------------------------------------------------------------------------------------------
def test_an_invitation_opens_nothing_until_the_agreements_are_accepted(table):
    guest = make_member(project=project("maasduo"))
    seat = circles.invite(circle=table.circle, user=guest, by=table.lead)
    assert table.circle.token not in guest.as_viewer().tokens
    circles.accept(seat=seat)
    assert table.circle.token in guest.as_viewer().tokens
    assert circles.has_accepted(guest)


def test_a_new_version_of_the_agreements_is_accepted_anew(table):
    Agreement.objects.create(text="Nieuwe afspraken")
    trajectory = table.assembled()
    case_intake.settle_names(trajectory=trajectory, by=table.owner)
    assert Refusal.NOT_ACCEPTED in reasons(case_intake.start, trajectory=trajectory, by=table.lead)
    for user in table.people:
        circles.accept_agreements(user=user)
    assert case_intake.start(trajectory=trajectory, by=table.lead).state == State.RUNNING


def test_a_circle_has_eight_people_at_most(table):
    extra = make_member(project=project("maasduo"))
    circles.invite(circle=table.circle, user=extra, by=table.lead)
    with pytest.raises(errors.CircleFull):
        circles.invite(circle=table.circle, user=make_member(project=project("hasselduo")), by=table.lead)


def test_a_shared_mailbox_enters_no_circle_without_a_second_factor(table):
    shared = make_member(project=project("maasduo"), email="info@maasduo.example")
    seat = circles.invite(circle=table.circle, user=shared, by=table.lead)
    with pytest.raises(errors.SharedMailbox):
        circles.accept(seat=seat)


def test_whoever_leaves_reads_nothing_from_the_next_request_on(table):
    trajectory = table.at_phase(1)
    leaver = table.people[2]
    assert sees(leaver, trajectory)
    circles.leave(seat=CircleSeat.objects.get(user=leaver, circle=table.circle), by=leaver)
    assert not sees(leaver, trajectory)
    assert table.circle.token not in leaver.as_viewer().tokens


def test_a_circle_is_handed_over_with_what_runs_in_it(table):
    trajectory = table.at_phase(1)
    other = make_user(name="Nieuwe Begeleider", roles=("facilitator",))
    circles.hand_over(circle=table.circle, to=other, by=table.lead)
    assert sees(other, trajectory)
    assert not sees(table.lead, trajectory)
    assert table.circle.token not in table.lead.as_viewer().tokens


def test_nobody_takes_over_a_circle_in_which_their_own_case_runs(table):
    table.at_phase(1)
    grant(user=table.owner, role="facilitator", token="region:1")
    with pytest.raises(errors.StillInHand):
        circles.hand_over(circle=table.circle, to=table.owner, by=table.lead)


# --- before anybody reads --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "field", ["title", "question", "case", "organisation_agrees", "nobody_recognisable", "no_danger"]
)
def test_a_case_is_announced_only_when_everything_was_answered(table, field):
    draft = table.draft(**{field: "" if field in {"title", "question", "case"} else False})
    assert reasons(case_intake.announce, trajectory=draft, by=table.owner) == [Refusal.INCOMPLETE]


def test_a_question_ends_with_a_question_mark(table):
    assert reasons(case_intake.announce, trajectory=table.draft(question="Ik weet het niet."), by=table.owner)


def test_nobody_but_owner_and_facilitator_knows_of_a_case_before_the_start(table):
    trajectory = table.assembled()
    assert sees(table.owner, trajectory)
    assert sees(table.lead, trajectory)
    assert not any(sees(user, trajectory) for user in table.people)


def test_the_owner_leaves_somebody_out_and_they_never_know(table):
    trajectory = table.assembled()
    out = table.people[0]
    case_intake.settle_names(trajectory=trajectory, by=table.owner, without=[out.pk])
    assert out.pk not in {user.pk for user in table.thinkers(trajectory)}
    assert Exclusion.objects.get().user == out
    assert not Notification.objects.filter(user=out, about_id=trajectory.pk).exists()
    assert out not in case_intake.candidates(trajectory)


def test_the_own_project_does_not_think_along_unless_asked(table):
    colleague = make_member(project=Membership.objects.get(user=table.owner).project)
    circles.accept(seat=circles.invite(circle=table.circle, user=colleague, by=table.lead))
    assert colleague not in case_intake.candidates(table.announced())
    assert colleague in case_intake.candidates(table.announced(own_project_too=True))


def test_the_start_waits_for_the_owner_who_looks_at_the_names(table):
    trajectory = table.assembled()
    assert reasons(case_intake.start, trajectory=trajectory, by=table.lead) == [Refusal.NAMES_UNSEEN]


def test_the_start_needs_enough_people(table):
    trajectory = table.announced()
    case_intake.assemble(trajectory=trajectory, by=table.lead, users=table.people[:3])
    case_intake.settle_names(trajectory=trajectory, by=table.owner)
    assert reasons(case_intake.start, trajectory=trajectory, by=table.lead) == [Refusal.TOO_FEW]


def test_a_facilitator_does_not_bring_a_case_to_the_own_circle_under_their_own_name(table):
    draft = case_intake.start_draft(by=table.lead, circle=table.circle)
    case_intake.save_case(trajectory=draft, by=table.lead, values=table.case())
    assert reasons(case_intake.announce, trajectory=draft, by=table.lead) == [Refusal.OWN_FACILITATOR]


# --- openness --------------------------------------------------------------------------------------------------------
def test_a_hidden_owner_who_would_be_found_is_refused(table):
    draft = table.draft(openness=Openness.HIDDEN)
    with pytest.raises(errors.WouldBeFound):
        case_intake.announce(trajectory=draft, by=table.owner)


def test_a_hidden_owner_from_elsewhere_is_taken(table):
    table.circle.takes_guests = True
    table.circle.save()
    table.owner = make_member(project=project("zeegang-oostende"), name="Gast Elders")
    trajectory = table.started(openness=Openness.HIDDEN)
    assert sees(table.owner, trajectory)
    assert table.circle.token not in table.owner.as_viewer().tokens
    names = set(trajectory.seats.filter(role="participant").values_list("pseudonym", flat=True))
    assert "" not in names
    assert len(names) == len(table.thinkers(trajectory))


def full_circle(table) -> None:
    """With a colleague of the owner and a neighbour from the same town, so that counting finds nobody."""
    own = table.owner.memberships.get().project
    others = Project.objects.exclude(pk__in=[own.pk, *places_of(table)]).order_by("pk")[:1]
    for place in others:
        place.nis = own.nis
        place.save()
        guest = make_member(project=place, name="Buur")
        circles.accept(seat=circles.invite(circle=table.circle, user=guest, by=table.lead))
        table.people.append(guest)
    twin = make_member(project=own, name="Collega")
    CircleSeat.objects.create(circle=table.circle, user=twin, role="member", joined_at=timezone.now())
    grant(user=twin, token=table.circle.token, role="member")
    table.people.append(twin)


def places_of(table) -> list[int]:
    return list(Membership.objects.current().filter(user__in=table.people).values_list("project", flat=True))


def test_beside_a_hidden_owners_project_two_others_are_left_out_by_lot(table):
    full_circle(table)
    drawn = set()
    for _time in range(12):
        trajectory = table.announced(openness=Openness.HIDDEN)
        own = table.owner.memberships.get().project_id
        assert len(trajectory.left_out) == 2
        assert own not in trajectory.left_out
        here = {
            pk
            for user in case_intake.candidates(trajectory)
            for pk in user.memberships.values_list("project", flat=True)
        }
        assert not here & {own, *trajectory.left_out}
        assert len(case_intake.candidates(trajectory)) >= trajectory.fewest_people
        again = list(trajectory.left_out)
        hiding.hide(trajectory, table.owner, table.circle, trajectory.method)
        assert trajectory.left_out == again, "once per trajectory"
        drawn.add(tuple(again))
        closing.withdraw(trajectory=trajectory, by=table.owner)
    assert len(drawn) > 1


def test_too_few_for_the_method_then_is_refused(table):
    full_circle(table)
    for seat in CircleSeat.objects.filter(circle=table.circle, user__in=table.people[:2]):
        circles.leave(seat=seat, by=seat.user)
    with pytest.raises(errors.WouldBeFound):
        table.announced(openness=Openness.HIDDEN)


def test_a_hidden_case_forgets_the_challenge_of_its_owners_project(table):
    full_circle(table)
    own = table.owner.memberships.get().project
    challenge = Challenge.objects.create(title="De bus stopt om zes uur", project=own, author=table.owner)
    draft = case_intake.start_draft(by=table.owner, circle=table.circle, challenge=challenge)
    for title in (challenge.title, "Casus: de bus  stopt om zes uur!"):
        case_intake.save_case(
            trajectory=draft, by=table.owner, values=table.case(openness=Openness.HIDDEN, title=title)
        )
        with pytest.raises(errors.NamesItsOwner):
            case_intake.announce(trajectory=draft, by=table.owner)
    case_intake.save_case(
        trajectory=draft, by=table.owner, values=table.case(openness=Openness.HIDDEN, title="Vervoer")
    )
    case_intake.announce(trajectory=draft, by=table.owner)
    draft.refresh_from_db()
    assert draft.challenge is None


def test_a_hidden_owner_is_warned_for_what_points_to_them(table):
    own = table.owner.memberships.get().project
    town = own.municipalities[0].name
    words = hiding.words_that_point_to(table.owner.pk)
    found = {one.words: one.reason for one in check(f"Bij {own} in {town} en in hoofdletters {town.upper()}.", words)}
    assert "de naam van je project" in found[str(own)]
    assert "een gemeente van je project" in found[town.upper()]
    assert all("persoon" not in reason for reason in found.values())


def test_on_behalf_no_row_says_whose_case_it_is(table):
    draft = case_intake.start_draft(by=table.lead, circle=table.circle, on_behalf=True)
    values = table.case()
    del values["openness"]
    case_intake.save_case(trajectory=draft, by=table.lead, values=values)
    case_intake.announce(trajectory=draft, by=table.lead)
    case_intake.assemble(trajectory=draft, by=table.lead, users=table.people)
    started = case_intake.start(trajectory=draft, by=table.lead)
    assert set(started.seats.values_list("role", flat=True)) == {"participant", "facilitator"}
    case = started.contributions.get()
    assert (case.role, case.author) == ("owner", table.lead)


# --- phases ----------------------------------------------------------------------------------------------------------
def test_blind_posts_open_all_at_once_in_another_order(table):
    orders = set()
    for _attempt in range(4):
        trajectory = table.at_phase(2)
        table.everybody_says(trajectory, "kern")
        assert Contribution.objects.filter(trajectory=trajectory, kind="kern", sealed_at=None).count() == 6
        table.advance(trajectory)
        rows = list(Contribution.objects.filter(trajectory=trajectory, kind="kern"))
        assert len({row.sealed_at for row in rows}) == 1
        orders.add(tuple(row.text for row in rows))
        closing.withdraw(trajectory=trajectory, by=table.owner)
    assert len(orders) > 1


def test_two_facilitators_who_advance_at_once_make_one_step(table):
    trajectory = table.at_phase(1)
    table.everybody_says(trajectory, "vraag")
    trajectory.refresh_from_db()
    phases.advance(trajectory=trajectory, by=table.lead, seen=trajectory.version)
    with pytest.raises(errors.MovedOn):
        phases.advance(trajectory=trajectory, by=table.lead, seen=trajectory.version)
    assert Trajectory.objects.get(pk=trajectory.pk).at == 2


def test_the_clock_moves_at_the_deadline_with_two_contributors(table):
    trajectory = table.at_phase(1)
    for user in table.thinkers(trajectory)[:2]:
        table.say(trajectory, user, "vraag", f"Vraag van {user.pk}?")
    deadline = trajectory.phases.get(number=1).deadline
    phases.run_clock(deadline - timedelta(minutes=1))
    assert Trajectory.objects.get(pk=trajectory.pk).at == 1
    phases.run_clock(deadline + timedelta(minutes=1))
    assert Trajectory.objects.get(pk=trajectory.pk).at == 2


def test_the_clock_asks_the_facilitator_once_when_too_few_spoke(table):
    trajectory = table.at_phase(1)
    deadline = trajectory.phases.get(number=1).deadline
    for minute in range(3):
        phases.run_clock(deadline + timedelta(minutes=minute))
    assert Trajectory.objects.get(pk=trajectory.pk).at == 1
    assert Notification.objects.filter(kind="deadline_passed", user=table.lead).count() == 1


def test_a_clock_that_was_down_for_days_skips_nothing(table):
    """Three days late it makes one step, and the next phase gets its full time from then on."""
    trajectory = table.at_phase(1)
    table.everybody_says(trajectory, "vraag")
    late = trajectory.phases.get(number=1).deadline + timedelta(days=3)
    phases.run_clock(late)
    phases.run_clock(late + timedelta(minutes=1))
    trajectory.refresh_from_db()
    assert trajectory.at == 2
    assert trajectory.phases.get(number=2).deadline > late + timedelta(days=2)


def test_the_clock_never_closes(table):
    trajectory = table.at_phase(5)
    deadline = trajectory.phases.get(number=5).deadline
    table.everybody_says(trajectory, "leerpunt")
    phases.run_clock(deadline + timedelta(days=30))
    assert Trajectory.objects.get(pk=trajectory.pk).state == State.RUNNING


def test_a_pause_moves_the_deadline_by_as_long(table):
    trajectory = table.at_phase(1)
    deadline = trajectory.phases.get(number=1).deadline
    phases.pause(trajectory=trajectory, by=table.owner, now=table.now)
    assert reasons(posting.post, trajectory=trajectory, by=table.people[0], kind="vraag", text="Vraag?", phase=1) == [
        Refusal.WRONG_STATE
    ]
    phases.resume(trajectory=trajectory, by=table.lead, now=table.later(days=4))
    assert trajectory.phases.get(number=1).deadline == deadline + timedelta(days=4)


def test_one_goes_back_once(table):
    trajectory = table.at_phase(2)
    phases.go_back(trajectory=trajectory, by=table.lead, reason="Er bleven vragen liggen.")
    assert Trajectory.objects.get(pk=trajectory.pk).at == 1
    table.everybody_says(trajectory, "vraag")
    table.advance(trajectory)
    assert reasons(phases.go_back, trajectory=trajectory, by=table.lead, reason="Nog eens.") == [Refusal.ONCE]


def test_a_nudge_goes_out_once_a_day(table):
    trajectory = table.at_phase(1)
    table.say(trajectory, table.people[0], "vraag", "Sinds wanneer?")
    assert phases.nudge(trajectory=trajectory, by=table.lead, now=table.now) == 5
    assert phases.nudge(trajectory=trajectory, by=table.lead, now=table.later(hours=3)) == 0
    assert phases.nudge(trajectory=trajectory, by=table.lead, now=table.later(hours=21)) == 5


def test_going_on_with_fewer_is_the_facilitators_choice_after_the_deadline(table):
    trajectory = table.at_phase(1)
    assert Refusal.TOO_EARLY in reasons(phases.advance, trajectory=trajectory, by=table.lead, go_on=True)
    late = trajectory.phases.get(number=1).deadline + timedelta(hours=1)
    phases.advance(trajectory=trajectory, by=table.lead, go_on=True, now=late)
    assert Trajectory.objects.get(pk=trajectory.pk).at == 2


def test_a_trajectory_keeps_its_own_copy_of_the_method(table):
    trajectory = table.started()
    Method.objects.get(slug="incident").phases.all().delete()
    assert trajectory.phases.count() == 6
    assert table.advance(trajectory).at == 1


# --- writing ---------------------------------------------------------------------------------------------------------
def test_a_late_post_waits_for_the_facilitator(table):
    trajectory = table.at_phase(2)
    writer, reader = table.thinkers(trajectory)[:2]
    row = posting.post(trajectory=trajectory, by=writer, kind="vraag", text="Nog een vraag?", phase=1)
    assert row.is_late
    posting.let_in(trajectory=trajectory, by=table.lead, pk=row.pk)
    row.refresh_from_db()
    assert not row.is_late
    assert row.is_sealed
    assert reasons(posting.let_in, trajectory=trajectory, by=reader, pk=row.pk) == [Refusal.NOT_YOURS]


def test_what_was_written_is_changed_until_the_phase_ends_and_added_to_afterwards(table):
    trajectory = table.at_phase(1)
    writer = table.thinkers(trajectory)[0]
    row = table.say(trajectory, writer, "vraag", "Eerste vraag?")
    posting.edit(trajectory=trajectory, by=writer, pk=row.pk, text="Betere vraag?")
    for user in table.thinkers(trajectory)[1:]:
        table.say(trajectory, user, "vraag", f"Vraag {user.pk}?")
    table.advance(trajectory)
    assert reasons(posting.edit, trajectory=trajectory, by=writer, pk=row.pk, text="Stiekem anders?") == [Refusal.OVER]
    posting.correct(trajectory=trajectory, by=writer, pk=row.pk, text="Ik bedoelde vorig jaar.")
    row.refresh_from_db()
    assert row.text == "Betere vraag?"
    assert row.corrections.get().text == "Ik bedoelde vorig jaar."


def test_a_button_that_was_tapped_twice_posts_once(table):
    trajectory = table.at_phase(1)
    writer = table.thinkers(trajectory)[0]
    assert table.say(trajectory, writer, "vraag", "Zelfde?").pk == table.say(trajectory, writer, "vraag", "Zelfde?").pk


def agree(table, trajectory) -> None:
    summary = trajectory.contributions.filter(kind="samenvatting").latest("pk")
    closing.agree_summary(trajectory=trajectory, by=table.owner, pk=summary.pk, seen=summary.stamp)


# --- the end ---------------------------------------------------------------------------------------------------------
def finish(table) -> Trajectory:
    trajectory = table.at_phase(5)
    table.say(trajectory, table.owner, "keuze", "Ik bel morgen.")
    table.everybody_says(trajectory, "leerpunt")
    table.say(trajectory, table.lead, "samenvatting", "Samengevat.")
    agree(table, trajectory)
    return closing.close(trajectory=trajectory, by=table.lead, now=table.now)


def test_closing_waits_for_choice_point_and_agreed_summary(table):
    trajectory = table.at_phase(5)
    assert set(reasons(closing.close, trajectory=trajectory, by=table.lead)) == {Refusal.NO_POINT, Refusal.NO_SUMMARY}
    table.say(trajectory, table.lead, "samenvatting", "Samengevat.")
    waits = reasons(closing.close, trajectory=trajectory, by=table.lead, no_point_reason="Te bijzonder om te delen.")
    assert waits == [Refusal.SUMMARY_NOT_AGREED]
    agree(table, trajectory)
    table.say(trajectory, table.lead, "samenvatting", "Toch anders samengevat.")
    assert reasons(closing.close, trajectory=trajectory, by=table.lead, no_point_reason="Zo.") == [
        Refusal.SUMMARY_NOT_AGREED
    ]


def test_six_weeks_later_the_owner_is_asked_once_and_reports(table):
    trajectory = finish(table)
    closing.ask_reports(table.now + timedelta(days=41))
    assert not Notification.objects.filter(kind="report_due", user=table.owner).exists()
    for day in (43, 44):
        closing.ask_reports(table.now + timedelta(days=day))
    assert Notification.objects.filter(kind="report_due", user=table.owner).count() == 1
    closing.report_back(trajectory=trajectory, by=table.owner, text="Het gesprek was moeilijk en goed.")
    assert Trajectory.objects.get(pk=trajectory.pk).state == State.REPORTED


def test_a_year_after_closing_every_word_is_gone(table):
    trajectory = finish(table)
    closing.archive_old(table.now + timedelta(days=364))
    trajectory.refresh_from_db()
    assert trajectory.case
    closing.archive_old(table.now + timedelta(days=366))
    trajectory.refresh_from_db()
    assert trajectory.state == State.ARCHIVED
    assert (trajectory.title, trajectory.question, trajectory.case) == ("", "", "")
    assert not Contribution.objects.filter(trajectory=trajectory).exists()


def test_a_withdrawn_case_takes_everybodys_words_along(table):
    trajectory = table.at_phase(2)
    writer = table.thinkers(trajectory)[0]
    keep(user=writer, key=posting.buffer_key(trajectory, "kern"), data={"tekst": ["half zinnetje"]}, base=0, stamp=0)
    closing.withdraw(trajectory=trajectory, by=table.owner)
    assert not Contribution.objects.filter(trajectory=trajectory).exists()
    assert not AutosaveBuffer.objects.filter(key__startswith="intervision:").exists()
    assert not Phase.objects.filter(contributions__isnull=False).filter(trajectory=trajectory).exists()
    assert reasons(posting.post, trajectory=trajectory, by=writer, kind="kern", text="Toch nog", phase=2)


def test_the_others_cannot_withdraw_it(table):
    trajectory = table.at_phase(1)
    assert reasons(closing.withdraw, trajectory=trajectory, by=table.lead) == [Refusal.NOT_YOURS]
    assert reasons(closing.withdraw, trajectory=trajectory, by=table.people[1]) == [Refusal.NOT_YOURS]


# --- people who go ---------------------------------------------------------------------------------------------------
def told(kind: str) -> set[int]:
    return set(Notification.objects.filter(kind=kind).values_list("user", flat=True))


def test_an_owner_who_leaves_goes_at_once_and_the_case_stands_still(table):
    trajectory = table.at_phase(1)
    teams.leave(membership=Membership.objects.get(user=table.owner), by=None)
    trajectory.refresh_from_db()
    assert trajectory.state == State.PAUSED
    assert not sees(table.owner, trajectory)
    assert not table.owner.grants.current().exists()
    assert told("owner_gone") == {table.lead.pk}, "of a case only the facilitator of its circle hears"
    heir = table.people[0]
    swapping.swap_owner(trajectory=trajectory, by=table.lead, to=heir)
    phases.resume(trajectory=trajectory, by=table.lead)
    assert sees(heir, trajectory)


def test_nobody_hears_of_the_draft_of_who_leaves(table):
    draft = table.draft()
    before = Notification.objects.count()
    teams.leave(membership=Membership.objects.get(user=table.owner), by=None)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert draft.case
    assert Notification.objects.count() == before


def test_a_facilitator_who_leaves_is_missed_by_who_can_take_over(table):
    trajectory = table.at_phase(1)
    near = make_user(name="Uit De Regio", roles=("facilitator",), token=table.circle.region.token)
    grant(user=near, role="member", token="network")
    if not table.lead.memberships.current().exists():
        Membership.objects.create(user=table.lead, region=table.circle.region, role="facilitator")
    for place in table.lead.memberships.current():
        teams.leave(membership=place, by=None)
    inside = set(table.circle.seats.current().values_list("user", flat=True))
    assert {near.pk, *inside} <= told("circle_without")
    assert not sees(table.lead, trajectory)
    circles.take_over(circle=table.circle, by=near)
    assert sees(near, trajectory)
    phases.pause(trajectory=trajectory, by=near)  # and leads what runs


def test_an_erased_owner_takes_the_running_case_along(table):
    trajectory = table.at_phase(1)
    teams_owner = table.owner
    Membership.objects.filter(user=teams_owner).update(until=timezone.now())
    erase_account(user=teams_owner, by=teams_owner)
    trajectory.refresh_from_db()
    assert trajectory.state == State.WITHDRAWN
    assert trajectory.case == ""


def test_an_erased_thinker_stays_as_a_former_member_and_is_not_waited_for(table):
    trajectory = table.at_phase(1)
    gone, *others = table.thinkers(trajectory)
    row = table.say(trajectory, gone, "vraag", "Mijn laatste vraag?")
    erase_account(user=gone, by=gone)
    for user in others:
        table.say(trajectory, user, "vraag", f"Vraag {user.pk}?")
    assert table.advance(trajectory).at == 2
    row.refresh_from_db()
    assert row.author is None


# --- who never reads -------------------------------------------------------------------------------------------------
def test_no_role_reads_a_trajectory(table):
    trajectory = table.at_phase(2)
    for login in ("lid", "ander", "partner", "redacteur", "beheerder", "begeleider"):
        assert not sees(demo_user(login), trajectory), login


def test_a_broken_glass_reads_for_an_hour_and_everybody_knows(table):
    trajectory = table.at_phase(1)
    editor = demo_user("redacteur")
    break_glass(by=editor, token=table.circle.token, reason="Er is een melding van gevaar binnengekomen.")
    assert sees(editor, trajectory)
    told = set(Notification.objects.filter(kind="break_glass").values_list("user", flat=True))
    assert {user.pk for user in table.people} <= told
    assert not sees(demo_user("beheerder"), trajectory)


def test_an_owner_from_elsewhere_hears_of_a_broken_glass_too(table):
    table.circle.takes_guests = True
    table.circle.save()
    table.owner = make_member(project=project("maasduo"))
    table.announced()
    assert table.circle.token not in table.owner.as_viewer().tokens
    break_glass(
        by=demo_user("redacteur"), token=table.circle.token, reason="Er is een melding van gevaar binnengekomen."
    )
    assert Notification.objects.filter(kind="break_glass", user=table.owner).exists()


def test_an_owners_draft_is_not_read_even_then(table):
    draft = table.draft()
    editor = demo_user("redacteur")
    break_glass(by=editor, token=table.circle.token, reason="Er is een melding van gevaar binnengekomen.")
    assert not sees(editor, draft)


def test_nobody_sits_twice_in_a_trajectory(table):
    trajectory = table.at_phase(1)
    with pytest.raises(IntegrityError):
        trajectory.seats.create(user=table.people[0], role="facilitator")


def test_mail_and_notifications_hold_no_word_of_the_case(table, drain, mailoutbox):
    finish(table)
    drain()
    told = " ".join(str(row.data) + row.words for row in Notification.objects.filter(url__startswith="/intervisie/"))
    mailed = " ".join(mail.subject + mail.body + str(mail.alternatives) for mail in mailoutbox)
    assert mailoutbox
    for word in ("helpen en overnemen", "taken terug", "kwiblafant", "Samengevat"):
        assert word not in told
        assert word not in mailed


# --- found by an attacker --------------------------------------------------------------------------------------------
def test_a_circle_that_goes_to_one_of_its_own_members_keeps_a_facilitator(table):
    trajectory = table.at_phase(1)
    member = table.people[0]
    grant(user=member, role="facilitator", token="region:1")
    circles.hand_over(circle=table.circle, to=member, by=table.lead)
    assert trajectory.seats.current().get(role="facilitator").user == member
    assert sees(member, trajectory)


def test_the_owner_of_a_closed_case_can_take_the_circle(table):
    trajectory = finish(table)
    grant(user=table.owner, role="facilitator", token="region:1")
    circles.hand_over(circle=table.circle, to=table.owner, by=table.lead)
    assert table.circle.token in table.owner.as_viewer().tokens
    assert trajectory.seats.current().get(user=table.owner).role == "owner"


def test_a_case_goes_to_nobody_who_was_left_out_or_is_outside(table):
    trajectory = table.assembled()
    out = table.people[0]
    case_intake.settle_names(trajectory=trajectory, by=table.owner, without=[out.pk])
    for wrong in (out, demo_user("partner"), demo_user("ander"), table.lead):
        assert reasons(swapping.swap_owner, trajectory=trajectory, by=table.owner, to=wrong) == [Refusal.NOT_POSSIBLE]


def test_every_question_gets_its_own_rating_and_answer(table):
    trajectory = table.at_phase(1)
    asked = table.everybody_says(trajectory, "vraag")
    for question in asked:
        table.say(trajectory, table.owner, "antwoord", "Ja.", reply_to=question.pk)
    assert trajectory.contributions.filter(kind="antwoord").count() == len(asked)


def test_a_suspended_facilitator_is_replaced_by_a_colleague_of_the_region(table):
    trajectory = table.at_phase(1)
    teams.suspend(user=table.lead, by=None, reason="proef")
    helper = make_user(name="Helper", roles=("member",))
    grant(user=helper, role="facilitator", token=table.circle.region.token)
    assert circles.without_facilitator([table.circle.region_id]) == [table.circle]
    circles.take_over(circle=table.circle, by=helper)
    assert sees(helper, trajectory)
    with pytest.raises(errors.NotInCircle):
        circles.take_over(circle=table.circle, by=helper)


def test_words_of_an_owner_who_is_gone_can_be_taken_away_by_the_facilitator(table):
    trajectory = table.at_phase(2)
    teams.suspend(user=table.owner, by=None, reason="proef")
    closing.withdraw(trajectory=trajectory, by=table.lead)
    assert not Contribution.objects.filter(trajectory=trajectory).exists()


def test_a_case_that_nobody_touched_for_a_year_is_emptied(table):
    trajectory = table.at_phase(1)
    closing.empty_forgotten(table.now + timedelta(days=300))
    trajectory.refresh_from_db()
    assert trajectory.case
    closing.empty_forgotten(table.now + timedelta(days=370))
    trajectory.refresh_from_db()
    assert trajectory.case == ""


def test_after_a_step_back_everybody_writes_anew(table):
    trajectory = table.at_phase(3)
    phases.go_back(trajectory=trajectory, by=table.lead, reason="De analyse was te kort.")
    for user in table.thinkers(trajectory):
        table.say(trajectory, user, "kern", f"Opnieuw bekeken door {user.pk}.")
    assert table.advance(trajectory).at == 3


def test_agreeing_is_to_the_text_that_was_read(table):
    trajectory = table.at_phase(5)
    first = table.say(trajectory, table.lead, "samenvatting", "Zo zat het.")
    stamp = first.stamp
    posting.edit(trajectory=trajectory, by=table.lead, pk=first.pk, text="Toch anders.")
    with pytest.raises(errors.MovedOn):
        closing.agree_summary(trajectory=trajectory, by=table.owner, pk=first.pk, seen=stamp)


def test_accepted_agreements_are_not_changed_under_ones_feet(table):
    accepted = Agreement.current()
    accepted.text = "Andere woorden."
    accepted.save()
    assert Agreement.objects.count() == 2
    assert not circles.has_accepted(table.owner)


def test_a_leaver_of_the_network_reads_no_closed_case_any_more(table):
    trajectory = finish(table)
    assert sees(table.owner, trajectory)
    teams.leave(membership=Membership.objects.get(user=table.owner), by=None)
    assert not sees(table.owner, trajectory)


def test_a_pseudonym_stays_under_the_text_when_its_writer_leaves(table):
    from forums.intervision.reading import Reading

    table.circle.takes_guests = True
    table.circle.save()
    table.owner = make_member(project=project("zeegang-oostende"), name="Gerda Geheim")
    trajectory = table.at_phase(1, openness=Openness.HIDDEN)
    writer, reader = table.thinkers(trajectory)[:2]
    table.say(trajectory, writer, "vraag", "Sinds wanneer?")

    def names() -> list[str]:
        fresh = Trajectory.objects.get(pk=trajectory.pk)
        threads, _part = Reading(fresh, reader.as_viewer()).threads(None, None)
        return [post.name for thread in threads for post in thread.posts]

    before = names()
    circles.leave(seat=CircleSeat.objects.get(user=writer, circle=table.circle), by=writer)
    assert names() == before
    leaving.withdraw_all_of(writer)
    User.objects.filter(pk=writer.pk).delete()
    assert names() == before


@pytest.mark.parametrize(
    "fields", [{"min_owner": 1}, {"min_participant": 1, "participant_kinds": []}, {"max_participant": 0}]
)
def test_a_phase_that_could_never_end_is_refused(fields):
    from django.core.exceptions import ValidationError

    from forums.intervision.models import MethodPhase

    phase = MethodPhase(code="x", label="X", participant_kinds=["kern"], min_participant=1)
    for name, value in fields.items():
        setattr(phase, name, value)
    with pytest.raises(ValidationError):
        phase.clean()


def test_another_method_before_the_second_phase_keeps_the_case(table):
    trajectory = table.started()
    swapping.swap_method(trajectory=trajectory, by=table.lead, method=Method.objects.get(slug="vijf"))
    trajectory.refresh_from_db()
    assert trajectory.phases.count() == 5
    assert trajectory.contributions.get(kind="casus").phase.number == 0
    table.advance(trajectory)
    assert reasons(swapping.swap_method, trajectory=trajectory, by=table.lead, method=Method.objects.first()) == [
        Refusal.STARTED
    ]
