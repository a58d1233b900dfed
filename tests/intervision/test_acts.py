"""Every act of a circle or a case that has an address of its own: pressed as who may, it changes that; as somebody else, nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.intervision import case_intake, proposed_points
from forums.intervision.choices import State
from forums.intervision.models import Circle, Contribution, Method, Seat, Trajectory
from staalkaart.learning.models import LearningPoint
from staalkaart.members.grants import grant
from staalkaart.notifications.models import Notification
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def press(client, user, address, **data):
    client.force_login(user)
    return client.post(address, data)


def act(client, user, trajectory, verb, **data):
    fresh = Trajectory.objects.get(pk=trajectory.pk)
    return press(client, user, f"/intervisie/{trajectory.pk}/{verb}/", _versie=fresh.version, **data)


def now_at(trajectory) -> int:
    return Trajectory.objects.get(pk=trajectory.pk).at


def test_the_facilitator_adds_somebody_before_the_start(client, table):
    trajectory = table.announced()
    first, *_rest, last = case_intake.candidates(trajectory)
    chosen = [user for user in case_intake.candidates(trajectory) if user != last]
    case_intake.assemble(trajectory=trajectory, by=table.lead, users=chosen)
    act(client, first, trajectory, "toevoegen", wie=last.pk)
    assert last not in table.thinkers(trajectory)
    act(client, table.lead, trajectory, "toevoegen", wie=last.pk)
    assert last in table.thinkers(trajectory)


def test_going_on_with_who_wrote_is_for_the_facilitator_after_the_deadline(client, table):
    trajectory = table.at_phase(1)
    act(client, table.lead, trajectory, "verder")
    assert now_at(trajectory) == 1
    trajectory.phases.filter(number=1).update(deadline=timezone.now() - timedelta(hours=1))
    act(client, table.owner, trajectory, "verder")
    assert now_at(trajectory) == 1
    act(client, table.lead, trajectory, "verder")
    assert now_at(trajectory) == 2


def test_going_back_needs_a_reason_that_the_group_reads(client, table):
    trajectory = table.at_phase(2)
    answer = act(client, table.lead, trajectory, "terug", tekst=" ")
    assert now_at(trajectory) == 2
    assert "Zeg in een zin waarom" in client.get(answer["Location"]).content.decode()
    act(client, table.lead, trajectory, "terug", tekst="Er bleven vragen liggen.")
    assert now_at(trajectory) == 1
    assert Contribution.objects.filter(trajectory=trajectory, text="Er bleven vragen liggen.").exists()


def test_a_nudge_reaches_who_is_waited_for(client, table):
    trajectory = table.at_phase(1)
    act(client, table.people[0], trajectory, "duwtje")
    nudged = Notification.objects.filter(kind="nudge")
    assert not nudged.exists()
    act(client, table.lead, trajectory, "duwtje")
    assert set(nudged.values_list("user", flat=True)) == {user.pk for user in table.thinkers(trajectory)}


def test_the_facilitator_lets_a_late_text_in(client, table):
    trajectory = table.at_phase(2)
    writer, reader = table.thinkers(trajectory)[:2]
    press(client, writer, f"/intervisie/{trajectory.pk}/schrijf/vraag/", tekst="Te laat gevraagd?", _fase=2)
    late = Contribution.objects.get(trajectory=trajectory, text="Te laat gevraagd?")
    act(client, reader, trajectory, "toelaten", bijdrage=late.pk)
    late.refresh_from_db()
    assert late.is_late
    act(client, table.lead, trajectory, "toelaten", bijdrage=late.pk)
    late.refresh_from_db()
    assert not late.is_late


def test_what_cannot_be_changed_any_more_is_added_to(client, table):
    trajectory = table.at_phase(2)
    own = Contribution.objects.filter(trajectory=trajectory, kind="vraag").first()
    other = next(user for user in table.thinkers(trajectory) if user != own.author)
    address = f"/intervisie/{trajectory.pk}/bijdrage/{own.pk}/aanvullen/"
    assert press(client, other, address, tekst="Niet van mij.").status_code == 404
    press(client, own.author, address, tekst="Ik bedoelde vorig jaar.")
    assert [row.text for row in own.corrections.all()] == ["Ik bedoelde vorig jaar."]


def test_the_owner_hands_the_case_over_to_somebody_who_may_have_it(client, table):
    trajectory = table.at_phase(1)
    heir = table.people[0]
    act(client, heir, trajectory, "doorgeven", wie=heir.pk)
    act(client, table.owner, trajectory, "doorgeven", wie=make_user(name="Buiten Staander").pk)
    owners = Seat.objects.current().filter(trajectory=trajectory, role="owner")
    assert owners.get().user == table.owner
    act(client, table.owner, trajectory, "doorgeven", wie=heir.pk)
    assert owners.get().user == heir


def test_the_method_is_changed_in_the_first_phase_only(client, table):
    trajectory = table.started()
    other = Method.objects.filter(is_offered=True).exclude(slug="incident").order_by("fewest").first()
    act(client, table.people[0], trajectory, "methode", methode=other.pk)
    assert Trajectory.objects.get(pk=trajectory.pk).method.slug == "incident"
    act(client, table.lead, trajectory, "methode", methode=other.pk)
    assert Trajectory.objects.get(pk=trajectory.pk).method == other


def test_only_the_owner_withdraws_and_every_word_goes(client, table):
    trajectory = table.at_phase(2)
    act(client, table.lead, trajectory, "intrekken")
    assert Contribution.objects.filter(trajectory=trajectory).exists()
    act(client, table.owner, trajectory, "intrekken")
    assert not Contribution.objects.filter(trajectory=trajectory).exists()
    assert Trajectory.objects.get(pk=trajectory.pk).state == State.WITHDRAWN


def test_a_proposed_point_is_dropped_by_owner_or_facilitator(client, table):
    trajectory = table.at_phase(5)
    table.say(trajectory, table.owner, "leerpunt", "Grenzen bespreek je vooraf.")
    proposal = {"text": "Bespreek grenzen vooraf.", "themes": [], "working_models": []}
    point = proposed_points.propose(trajectory=trajectory, by=table.owner, **proposal)
    act(client, table.people[0], trajectory, "leerpunt-weg", leerpunt=point.pk)
    assert LearningPoint.objects.filter(pk=point.pk).exists()
    act(client, table.lead, trajectory, "leerpunt-weg", leerpunt=point.pk)
    assert not LearningPoint.objects.filter(pk=point.pk).exists()


def test_a_circle_goes_to_another_facilitator_of_the_region(client, table):
    other = make_user(name="Toon Tweede", roles=("member",))
    grant(user=other, role="facilitator", token=table.circle.region.token)
    address = f"/intervisie/kring/{table.circle.pk}/doorgeven/"
    press(client, table.people[0], address, wie=other.pk)
    press(client, table.lead, address, wie=table.people[0].pk)
    leads = table.circle.seats.current().filter(role="facilitator")
    assert leads.get().user == table.lead
    press(client, table.lead, address, wie=other.pk)
    assert leads.get().user == other


def test_a_circle_stops_once_nothing_runs_in_it(client, table):
    trajectory = table.at_phase(1)
    address = f"/intervisie/kring/{table.circle.pk}/stoppen/"
    press(client, table.lead, address)
    assert Circle.objects.get(pk=table.circle.pk).stopped_at is None
    act(client, table.owner, trajectory, "intrekken")
    assert press(client, table.people[0], address).status_code in {302, 403, 404}
    assert Circle.objects.get(pk=table.circle.pk).stopped_at is None
    press(client, table.lead, address)
    assert Circle.objects.get(pk=table.circle.pk).stopped_at is not None
