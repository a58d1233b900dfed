"""The screens of intervision, by forged requests too: what one may not see is missing, what one typed is never lost."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.intervision import case_intake, circles, phases
from forums.intervision.choices import Openness
from forums.intervision.models import Circle, CircleSeat, Contribution, Trajectory
from staalkaart.core.writing.autosave import AutosaveBuffer
from tests.builders import demo_user, make_member, project

pytestmark = pytest.mark.django_db
RARE = "kwiblafant"


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def write(client, user, trajectory, kind, text, *, phase=None, **more):
    client.force_login(user)
    at = Trajectory.objects.get(pk=trajectory.pk).at
    data = {"tekst": text, "_fase": (at if phase is None else phase) + 1, **more}
    return client.post(f"/intervisie/{trajectory.pk}/schrijf/{kind}/", data)


def act(client, user, trajectory, verb, **more):
    client.force_login(user)
    fresh = Trajectory.objects.get(pk=trajectory.pk)
    return client.post(f"/intervisie/{trajectory.pk}/{verb}/", {"_versie": fresh.version, **more}, follow=True)


# --- doors -----------------------------------------------------------------------------------------------------------
OUTSIDE = ("", "ander", "lid", "partner", "redacteur", "beheerder", "begeleider")
WHERE = ("", "casus/", "starten/", "schrijf/kern/", "bijdrage/{post}/", "bewaren/kern/0/")


def test_a_trajectory_does_not_exist_for_those_outside(client, table):
    """Seven identities, six addresses, four methods: the same answer as for a number that nobody has."""
    trajectory = table.at_phase(2)
    post = Contribution.objects.filter(trajectory=trajectory, kind="vraag").first()
    for login in OUTSIDE:
        client.logout()
        if login:
            client.force_login(demo_user(login))
        for where in WHERE:
            ends = [f"/intervisie/{pk}/{where.format(post=post.pk)}" for pk in (trajectory.pk, 999999)]
            for method in (client.get, client.post, client.head, client.options):
                here, nowhere = (method(address) for address in ends)
                assert here.status_code == nowhere.status_code
                assert here.status_code in (404, 405)
                plain = [
                    answer.content.replace(address.encode(), b"")
                    for answer, address in zip((here, nowhere), ends, strict=True)
                ]
                assert plain[0] == plain[1], (login, where)


@pytest.mark.parametrize("login", ["ander", "redacteur", "beheerder", "partner"])
def test_a_rare_word_of_a_case_is_found_nowhere(client, table, indexed, drain, login):
    trajectory = table.at_phase(2)
    drain()
    client.force_login(demo_user(login))
    found = client.get(f"/zoeken/?q={RARE}")
    assert found.context["found"].result.total == 0
    assert not found.context["found"].hits
    assert client.get(f"/zoeken/aanvullen/?q={RARE[:8]}").content.decode().count(RARE) == 0
    assert client.get(f"/api/v1/search?q={RARE}").json()["total"] == 0
    for address in ("/mijn/", "/intervisie/", "/mijn/meldingen/", "/mijn/gegevens/"):
        text = client.get(address).content.decode()
        assert RARE not in text
        assert f"/intervisie/{trajectory.pk}/" not in text
        assert table.circle.name not in text


def test_the_admin_knows_no_circle_and_no_case(client, table):
    table.at_phase(2)
    client.force_login(demo_user("redacteur"))
    for address in (
        "/beheer/",
        "/beheer/reports/site-history/",
        "/beheer/snippets/",
        "/beheer/snippets/intervision/method/",
    ):
        text = client.get(address, follow=True).content.decode()
        assert RARE not in text
        assert "Kring Proef" not in text


def test_a_blind_phase_shows_ones_own_text_and_a_count(client, table):
    trajectory = table.at_phase(2)
    first, second = table.thinkers(trajectory)[:2]
    write(client, first, trajectory, "kern", "De kern is vertrouwen, zegt blindwoord.")
    assert "blindwoord" in page(client, first, trajectory.get_absolute_url()).content.decode()
    for user in (second, table.lead, table.owner):
        text = page(client, user, trajectory.get_absolute_url()).content.decode()
        assert "blindwoord" not in text
        assert "1 tekst is klaar" in text


def test_the_owner_reads_the_analysis_from_the_advice_round_on(client, table):
    trajectory = table.at_phase(2)
    table.everybody_says(trajectory, "kern")
    assert "kern 0" not in page(client, table.owner, trajectory.get_absolute_url()).content.decode()
    table.advance(trajectory)
    assert "kern 0" in page(client, table.owner, trajectory.get_absolute_url()).content.decode()


# --- writing ---------------------------------------------------------------------------------------------------------
def test_out_of_turn_nothing_is_posted_and_the_text_comes_back(client, table):
    trajectory = table.at_phase(2)
    answer = write(client, table.owner, trajectory, "kern", "Ik schrijf toch mee.")
    assert answer.status_code == 409
    assert not Contribution.objects.filter(kind="kern", trajectory=trajectory).exists()
    assert "Ik schrijf toch mee." in answer.content.decode()
    assert AutosaveBuffer.objects.get(user=table.owner).data["tekst"] == ["Ik schrijf toch mee."]


def test_a_number_blocks_a_name_warns_once(client, table):
    trajectory = table.at_phase(1)
    user = table.people[0]
    blocked = write(client, user, trajectory, "vraag", "Belde je 0485 12 34 56?")
    assert blocked.status_code == 422
    assert "telefoonnummer" in blocked.content.decode()
    assert "Belde je 0485 12 34 56?" in blocked.content.decode()
    warned = write(client, user, trajectory, "vraag", "Wat zei Fatima daarvan?")
    assert warned.status_code == 422
    form = next(row["form"] for row in warned.context["composers"] if row["kind"].code == "vraag")
    posted = write(client, user, trajectory, "vraag", "Wat zei Fatima daarvan?", _gezien=form.examination.token)
    assert posted.status_code == 302
    assert Contribution.objects.filter(text="Wat zei Fatima daarvan?").exists()


def test_a_text_for_a_phase_that_just_ended_is_kept_for_the_facilitator(client, table):
    trajectory = table.at_phase(2)
    user = table.thinkers(trajectory)[0]
    assert write(client, user, trajectory, "vraag", "Te laat gevraagd?", phase=1).status_code == 302
    assert "Te laat gevraagd?" in page(client, table.lead, trajectory.get_absolute_url()).content.decode()
    assert "Te laat gevraagd?" not in page(client, table.owner, trajectory.get_absolute_url()).content.decode()


def test_an_answer_hangs_on_its_question(client, table):
    trajectory = table.at_phase(1)
    question = table.say(trajectory, table.people[0], "vraag", "Sinds wanneer?")
    write(client, table.owner, trajectory, "antwoord", "Sinds september.", op=question.pk)
    assert Contribution.objects.get(kind="antwoord", trajectory=trajectory).reply_to == question


def test_what_one_typed_is_kept_and_comes_back(client, table):
    trajectory = table.at_phase(1)
    client.force_login(table.people[0])
    answer = client.post(
        f"/intervisie/{trajectory.pk}/bewaren/vraag/0/", {"tekst": "Half getypte vraag", "_base": 0, "_stamp": 0}
    )
    assert answer.status_code == 200
    assert "Half getypte vraag" in client.get(trajectory.get_absolute_url()).content.decode()
    client.force_login(table.people[1])
    assert "Half getypte vraag" not in client.get(trajectory.get_absolute_url()).content.decode()


def test_beside_a_contribution_that_was_changed_stands_its_own_text_and_nothing_of_the_case(client, table):
    trajectory = table.at_phase(1)
    row = table.say(trajectory, table.people[0], "vraag", "Mijn vraag?")
    client.force_login(table.people[0])
    keep = f"/intervisie/{trajectory.pk}/bewaren/vraag/{row.pk}/"
    body = {"tekst": "Op mijn telefoon", "_base": row.stamp, "_stamp": 0}
    assert not client.post(keep, body).json()["moved"]
    row.text, row.edited_at = "Op mijn laptop", timezone.now()
    row.save()
    told = client.post(keep, body | {"_stamp": 1}).json()
    assert (told["moved"], told["now"]) == (True, {"tekst": ["Op mijn laptop"]})


def test_somebody_elses_contribution_cannot_be_changed(client, table):
    trajectory = table.at_phase(1)
    row = table.say(trajectory, table.people[0], "vraag", "Mijn vraag?")
    for user in (table.people[1], table.lead, table.owner):
        client.force_login(user)
        address = f"/intervisie/{trajectory.pk}/bijdrage/{row.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"tekst": "Gekaapt"}).status_code == 404
    row.refresh_from_db()
    assert row.text == "Mijn vraag?"


# --- the case --------------------------------------------------------------------------------------------------------
def case_form(table, **changes):
    case = table.case()
    data = {"title": case["title"], "case": case["case"], "question": case["question"], "circle": table.circle.pk,
            "method": case["method"].pk, "openness": "open", "person_knows": "True", "organisation_agrees": "on",
            "nobody_recognisable": "on", "no_danger": "on", "_base": 1, **changes}  # fmt: skip
    return {name: value for name, value in data.items() if value is not None}


def test_a_case_is_written_announced_and_read_by_its_facilitator_alone(client, table):
    client.force_login(table.owner)
    address = client.post("/intervisie/nieuw/", {"kring": table.circle.pk}).url
    assert "112" in client.get(address).content.decode()
    assert client.post(address + "aankondigen/", case_form(table)).status_code == 302
    trajectory = Trajectory.objects.latest("pk")
    assert RARE in page(client, table.lead, trajectory.get_absolute_url()).content.decode()
    assert page(client, table.people[0], trajectory.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"question": "Ik weet het niet"}, "vraagteken"),
        ({"case": "Bel haar op 0485 12 34 56"}, "telefoonnummer"),
        ({"no_danger": None}, "niemand in gevaar"),
        ({"person_knows": "False"}, "waarom niet"),
        ({"circle": ""}, "kring"),
    ],
)
def test_a_case_that_is_not_ready_says_why_and_keeps_the_words(client, table, changes, words):
    client.force_login(table.owner)
    address = client.post("/intervisie/nieuw/", {"kring": table.circle.pk}).url
    answer = client.post(address + "aankondigen/", case_form(table, **changes))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert (changes.get("case") or RARE) in text
    assert Trajectory.objects.latest("pk").state == "draft"


def test_one_cannot_bring_a_case_to_a_circle_one_is_not_in(client, table):
    outsider = make_member(project=project("zeegang-oostende"))
    client.force_login(outsider)
    assert client.post("/intervisie/nieuw/", {"kring": table.circle.pk}).status_code == 404
    address = client.post("/intervisie/nieuw/").url
    assert client.post(address, case_form(table)).status_code == 422


# --- hidden owner ----------------------------------------------------------------------------------------------------
def hidden(table) -> Trajectory:
    table.circle.takes_guests = True
    table.circle.save()
    table.owner = make_member(project=project("zeegang-oostende"), name="Gerda Geheim")
    return table.at_phase(1, openness=Openness.HIDDEN)


def test_a_hidden_owner_is_named_nowhere_but_to_the_facilitator(client, table):
    trajectory = hidden(table)
    writer = table.people[0]
    write(client, writer, trajectory, "vraag", "Sinds wanneer gaat het zo?")
    for user in table.people[1:3]:
        text = page(client, user, trajectory.get_absolute_url()).content.decode()
        assert "Gerda" not in text
        assert str(writer) not in text
        assert "Zeegang" not in text
        assert "namen verborgen" in text
        assert "Gerda" not in page(client, user, "/mijn/meldingen/").content.decode()
    assert "Gerda Geheim" in page(client, table.lead, trajectory.get_absolute_url()).content.decode()
    own = page(client, table.owner, trajectory.get_absolute_url()).content.decode()
    assert str(writer) not in own.replace("Lot Leider", "")


def test_a_hidden_owner_stays_hidden_after_the_end(client, table):
    trajectory = hidden(table)
    Trajectory.objects.filter(pk=trajectory.pk).update(state="closed", closed_at=timezone.now())
    assert "Gerda" not in page(client, table.people[0], trajectory.get_absolute_url()).content.decode()


# --- circles ---------------------------------------------------------------------------------------------------------
def test_a_circle_is_seen_by_its_people_only(client, table):
    address = table.circle.get_absolute_url()
    assert page(client, table.people[0], address).status_code == 200
    for login in ("lid", "ander", "partner", "redacteur", "beheerder", "begeleider"):
        assert page(client, demo_user(login), address).status_code == 404, login


def test_the_facilitator_invites_and_the_invited_person_accepts(client, table):
    guest = make_member(project=project("maasduo"), name="Nieuwe Gast")
    client.force_login(table.lead)
    assert "Nieuwe Gast" in client.get(table.circle.get_absolute_url() + "?zoek=nieuwe").content.decode()
    client.post(table.circle.get_absolute_url() + "uitnodigen/", {"wie": guest.pk})
    seat = CircleSeat.objects.get(user=guest)
    client.force_login(guest)
    assert client.get(table.circle.get_absolute_url()).status_code == 404
    address = f"/intervisie/uitnodiging/{seat.pk}/"
    client.post(address, {})
    assert not CircleSeat.objects.get(user=guest).joined_at
    assert client.post(address, {"akkoord": "on"}).status_code == 302
    assert client.get(table.circle.get_absolute_url()).status_code == 200
    client.force_login(demo_user("ander"))
    assert client.get(address).status_code == 404


def test_a_member_does_what_the_facilitator_may_not_leave_to_them(client, table):
    client.force_login(table.people[0])
    seat = CircleSeat.objects.get(user=table.people[1])
    answer = client.post(table.circle.get_absolute_url() + "weghalen/", {"plaats": seat.pk})
    assert answer.status_code == 404
    assert CircleSeat.objects.get(pk=seat.pk).left_at is None


def test_only_facilitators_start_circles(client, table):
    client.force_login(demo_user("lid"))
    client.post("/intervisie/kring/nieuw/", {"name": "Eigen kring"})
    assert not Circle.objects.filter(name="Eigen kring").exists()
    client.force_login(demo_user("begeleider"))
    for words in ({"name": "Kring 0470 12 34 56"}, {"name": "Kring", "purpose": "Mail mij@voorbeeld.example"}):
        shown = client.post("/intervisie/kring/nieuw/", {"purpose": "Samen denken", **words}).content.decode()
        assert "Haal dit eerst weg" in shown
    assert not Circle.objects.filter(name__startswith="Kring 0").exists()
    assert (
        client.post("/intervisie/kring/nieuw/", {"name": "Nieuwe kring", "purpose": "Samen denken"}).status_code == 302
    )
    assert Circle.objects.filter(name="Nieuwe kring").exists()


# --- what it costs ---------------------------------------------------------------------------------------------------
def queries(client, address) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["lead", "owner", "thinker"])
def test_a_trajectory_costs_the_same_with_1_and_500_contributions(client, table, who):
    trajectory = table.at_phase(1)
    user = {"lead": table.lead, "owner": table.owner, "thinker": table.people[0]}[who]
    client.force_login(user)
    table.say(trajectory, table.people[1], "vraag", "Vraag 0?")
    client.get(trajectory.get_absolute_url())
    one = queries(client, trajectory.get_absolute_url())
    phase = trajectory.phases.get(number=1)
    Contribution.objects.bulk_create(
        Contribution(trajectory=trajectory, phase=phase, author=table.people[n % 6], role="participant", kind="vraag",
                     text=f"Vraag {n}?", html=f"<p>Vraag {n}?</p>") for n in range(500)
    )  # fmt: skip
    assert queries(client, trajectory.get_absolute_url()) <= one <= 20


def test_the_overview_costs_the_same_for_1_and_12_trajectories(client, table):
    table.at_phase(1)
    client.force_login(table.people[0])
    client.get("/intervisie/")
    one = queries(client, "/intervisie/")
    for _trajectory in range(11):
        table.started()
    assert queries(client, "/intervisie/") == one <= 20


# --- the whole way ---------------------------------------------------------------------------------------------------
def test_five_people_walk_the_incident_method_through_the_screens(client, table):
    client.force_login(table.owner)
    address = client.post("/intervisie/nieuw/", {"kring": table.circle.pk}).url
    client.post(address + "aankondigen/", case_form(table))
    trajectory = Trajectory.objects.latest("pk")
    chosen = [user.pk for user in case_intake.candidates(trajectory)]
    act(client, table.lead, trajectory, "samenstellen", wie=chosen, geen_leidinggevende="on")
    act(client, table.owner, trajectory, "namen", wie=chosen[1:])
    act(client, table.lead, trajectory, "starten")
    act(client, table.lead, trajectory, "volgende")
    thinkers = table.thinkers(trajectory)
    assert len(thinkers) == 5
    for kind in ("vraag", "kern", "advies"):
        for n, user in enumerate(thinkers):
            assert write(client, user, trajectory, kind, f"Mijn {kind} nummer {n}.").status_code == 302
        act(client, table.lead, trajectory, "volgende")
    for kind in ("reactie", "keuze"):
        write(client, table.owner, trajectory, kind, f"Mijn {kind}.")
    act(client, table.lead, trajectory, "volgende")
    write(client, thinkers[0], trajectory, "leerpunt", "Zet afspraken op papier.")
    write(client, table.lead, trajectory, "samenvatting", "Kort samengevat.")
    summary = trajectory.contributions.get(kind="samenvatting")
    act(client, table.owner, trajectory, "akkoord", samenvatting=summary.pk, _stempel=summary.stamp)
    act(client, table.lead, trajectory, "afronden")
    trajectory.refresh_from_db()
    assert trajectory.state == "closed"
    client.force_login(table.owner)
    refused = client.post(f"/intervisie/{trajectory.pk}/verslag/", {"tekst": "Bel 0485 12 34 56"})
    assert (refused.status_code, "0485 12 34 56" in refused.content.decode()) == (422, True)
    client.post(f"/intervisie/{trajectory.pk}/verslag/", {"tekst": "Het is gelukt om taken terug te geven."})
    trajectory.refresh_from_db()
    assert trajectory.state == "reported"
    assert "Het is gelukt" in page(client, thinkers[1], trajectory.get_absolute_url()).content.decode()


def test_when_two_press_next_the_second_hears_it(client, table):
    trajectory = table.at_phase(1)
    table.everybody_says(trajectory, "vraag")
    seen = Trajectory.objects.get(pk=trajectory.pk).version
    phases.advance(trajectory=trajectory, by=table.lead)
    client.force_login(table.lead)
    answer = client.post(f"/intervisie/{trajectory.pk}/volgende/", {"_versie": seen}, follow=True)
    assert "net voor" in answer.content.decode()
    assert Trajectory.objects.get(pk=trajectory.pk).at == 2


def test_a_suspended_circle_member_closes_every_door(client, table):
    trajectory = table.at_phase(1)
    user = table.people[0]
    client.force_login(user)
    assert client.get(trajectory.get_absolute_url()).status_code == 200
    circles.leave(seat=CircleSeat.objects.get(user=user, circle=table.circle), by=table.lead)
    assert client.get(trajectory.get_absolute_url()).status_code == 404
    assert client.get(table.circle.get_absolute_url()).status_code == 404


def test_two_tabs_never_overwrite_each_other(client, table):
    client.force_login(table.owner)
    address = client.post("/intervisie/nieuw/", {"kring": table.circle.pk}).url
    client.post(address, case_form(table, case="Van de tablet."))
    answer = client.post(address, case_form(table, case="Van de gsm."))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Van de tablet." in text
    assert "Van de gsm." in text


def test_my_own_page_names_what_waits_for_me(client, table):
    trajectory = table.at_phase(1)
    text = page(client, table.people[0], "/mijn/").content.decode()
    assert f'href="{trajectory.get_absolute_url()}"' in text
    assert f"Kring Proef, traject {trajectory.pk}: Jij bent aan zet" in text
    assert "De grens tussen helpen en overnemen" not in page(client, demo_user("redacteur"), "/mijn/").content.decode()


def test_my_own_page_shows_an_invitation(client, table):
    guest = make_member(project=project("maasduo"))
    circles.invite(circle=table.circle, user=guest, by=table.lead)
    assert "Zeg ja of nee op de uitnodiging voor Kring Proef" in page(client, guest, "/mijn/").content.decode()
