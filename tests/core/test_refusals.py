"""Services that say no: each time the reason has its own name, and nothing was changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practices import content, drafting, lifecycle, publishing, taking_up
from practices.models import Draft, PracticePage
from staalkaart.knowledge import review
from staalkaart.knowledge.models import ReviewAnswer, Theme
from staalkaart.learning import policy_signals
from staalkaart.learning.models import PolicySignal, SignalRelease
from staalkaart.members import first_sign_in, invitations, teams
from staalkaart.members.models import Grant, Invitation, Membership, Partner, Project, Region, User
from staalkaart.network_days import errors, evaluation, planning, programme
from staalkaart.network_days.models import Feedback, NetworkDay, Programme
from tests.builders import (
    demo_user,
    friend_model,
    make_block,
    make_day,
    make_draft,
    make_member,
    make_practice,
    make_user,
    project,
    register,
)

pytestmark = pytest.mark.django_db


def over(day: NetworkDay) -> NetworkDay:
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
    day.refresh_from_db()
    planning.finish(day=day, by=demo_user("begeleider"))
    evaluation.thank(timezone.now())
    return day


# --- people ----------------------------------------------------------------------------------------------------------
def test_nobody_is_invited_twice_to_the_same_place():
    asked = {"by": demo_user("coordinator"), "email": "tweemaal@demo.example", "role": "member", "project": project()}
    invitations.invite(**asked)
    with pytest.raises(invitations.AlreadyInvited):
        invitations.invite(**asked | {"email": " Tweemaal@demo.example "})
    assert Invitation.objects.filter(email="tweemaal@demo.example").count() == 1


def test_who_is_in_the_team_is_not_invited_to_it_in_another_role():
    with pytest.raises(teams.AlreadyMember):
        invitations.invite(by=demo_user("coordinator"), email="lid@demo.example", role="coordinator", project=project())
    assert not Invitation.objects.open().filter(email="lid@demo.example").exists()


def test_nobody_gives_a_place_to_themselves():
    admin = demo_user("beheerder")
    with pytest.raises(teams.NotYourself):
        teams.join(membership=Membership(user=admin, role=Grant.Role.COORDINATOR, project=project()), by=admin)
    assert not admin.memberships.current().filter(project=project()).exists()


def test_nobody_has_the_same_place_twice():
    lid = demo_user("lid")
    with pytest.raises(teams.AlreadyMember):
        teams.join(
            membership=Membership(user=lid, role=Grant.Role.COORDINATOR, project=project()), by=demo_user("beheerder")
        )
    assert lid.memberships.current().filter(project=project()).count() == 1


def test_a_second_first_administrator_is_refused():
    count = User.objects.count()
    with pytest.raises(first_sign_in.AdministratorExists):
        first_sign_in.make_first_administrator(email="nog-een@organisatie.example", name="Nog Een")
    assert User.objects.count() == count


# --- what projects run into ------------------------------------------------------------------------------------------
def test_two_projects_are_too_few_for_policy():
    theme, region = Theme.objects.get(slug="mobiliteit"), Region.objects.get(slug="noordoost")
    PolicySignal.objects.all().delete()
    for row in Project.objects.filter(region=region)[:2]:
        PolicySignal.objects.create(project=row, theme=theme, text="De laatste bus rijdt om zeven uur.")
    today, before = timezone.localdate(), SignalRelease.objects.count()
    span = {"start": today - timedelta(days=30), "end": today}
    with pytest.raises(policy_signals.TooFewProjects):
        policy_signals.release(theme=theme, region=region, summary="Vervoer.", by=demo_user("begeleider"), **span)
    assert SignalRelease.objects.count() == before
    third = Project.objects.filter(region=region)[2]
    PolicySignal.objects.create(project=third, theme=theme, text="Een taxi is te duur.")
    done = policy_signals.release(theme=theme, region=region, summary="Vervoer.", by=demo_user("begeleider"), **span)
    assert done.projects == 3


# --- cards -----------------------------------------------------------------------------------------------------------
def test_an_editor_waits_until_the_reviewer_is_ready():
    page, editor = friend_model(), demo_user("redacteur")
    round_, _token = review.ask_review(page=page, reviewer="An Onderzoeker", reviewer_role="onderzoeker", by=editor)
    entry = page.entries.first()
    answer = ReviewAnswer.objects.create(
        round=round_, entry_id_at_review=entry.pk, entry_title=entry.title, verdict=ReviewAnswer.Verdict.RIGHT
    )
    with pytest.raises(review.NotSubmitted):
        review.decide(answer=answer, outcome=ReviewAnswer.Outcome.CONFIRMED, by=editor)
    answer.refresh_from_db()
    assert answer.outcome == ReviewAnswer.Outcome.WAITING


# --- practices -------------------------------------------------------------------------------------------------------
def test_a_practice_that_lacks_something_is_not_shared_and_the_draft_stays():
    draft = make_draft(project=project(), by=demo_user("coordinator"), summary="", contact_role="")
    with pytest.raises(publishing.Incomplete) as refused:
        publishing.publish(draft=draft, by=demo_user("coordinator"))
    assert [row.step for row in refused.value.missing] == ["samenvatting", "contact"]
    draft.refresh_from_db()
    assert (draft.state, draft.page) == (Draft.State.WRITING, None)


def test_a_proposal_that_says_the_same_is_not_offered():
    page = make_practice(project=project(), by=demo_user("coordinator"))
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    with pytest.raises(lifecycle.NothingChanged):
        lifecycle.offer(draft=draft, by=demo_user("redacteur"), reason="Duidelijker.")
    draft.refresh_from_db()
    assert draft.state == Draft.State.WRITING


def test_a_thirteenth_point_has_no_room():
    points = [{"title": f"Punt {number}", "text": "", "basis": ""} for number in range(12)]
    page = make_practice(project=project(), by=demo_user("coordinator"), works=points)
    with pytest.raises(taking_up.NoRoom):
        taking_up.take_up(source="point:1", page=page, place="werkt", text="Nog een punt.", by=demo_user("redacteur"))
    assert len(content.of_page(PracticePage.objects.get(pk=page.pk))["works"]) == 12


# --- network days ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lacks", [{"date": None}, {"venue": "", "link": ""}])
def test_registration_does_not_open_without_a_date_and_a_place(lacks):
    day = make_day(is_open=False, **lacks)
    with pytest.raises(errors.NoDate):
        planning.open_registration(day=day, by=demo_user("begeleider"))
    day.refresh_from_db()
    assert not day.takes_people


def test_an_empty_programme_is_not_fixed():
    day = make_day()
    with pytest.raises(errors.CannotFix):
        programme.fix(day=day, by=demo_user("begeleider"))
    assert not Programme.objects.filter(day=day).exists()


def test_the_same_programme_is_not_fixed_twice():
    day = make_day()
    make_block(day=day)
    programme.fix(day=day, by=demo_user("begeleider"))
    with pytest.raises(errors.NothingChanged):
        programme.fix(day=day, by=demo_user("begeleider"))
    assert Programme.objects.filter(day=day).count() == 1


def test_a_programme_past_midnight_is_not_fixed():
    day = make_day()
    for _number in range(4):
        make_block(day=day, minutes=300)
    with pytest.raises(errors.CannotFix):
        programme.fix(day=day, by=demo_user("begeleider"))
    assert not Programme.objects.filter(day=day).exists()


def test_one_person_answers_once_without_a_name():
    day, user = make_day(), make_member(project=project())
    register(day=day, user=user)
    over(day)
    given = {"answers": {}}
    evaluation.answer(day=day, by=user, **given)
    with pytest.raises(errors.AnsweredAlready):
        evaluation.answer(day=day, by=user, **given)
    assert Feedback.objects.filter(day=day).count() == 1


def test_who_was_not_there_does_not_answer():
    day = over(make_day())
    with pytest.raises(errors.AnsweredAlready):
        evaluation.answer(day=day, by=make_user(), answers={})
    assert not Feedback.objects.filter(day=day).exists()


def test_a_partner_is_no_member_of_a_team():
    """The database keeps it too: a role goes with its kind of place."""
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="role_fits_its_place"), transaction.atomic():
        Membership.objects.create(user=make_user(), role=Grant.Role.MEMBER, partner=Partner.objects.first())
