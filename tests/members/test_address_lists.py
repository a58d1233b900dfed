"""A pasted list of addresses: one person per address, whatever program it came from."""

import pytest

from staalkaart.members import invitations
from staalkaart.members.address_lists import one_address, read_people
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db
AN, JAN, MIA = "an.peeters@buddy.example", "jan.desmet@buddy.example", "mia@buddy.example"


def people(text):
    return [(row.name, row.email) for row in read_people(text, project()) if not row.problem]


@pytest.mark.parametrize(("pasted", "read"), [
    ("Peeters, An <an.peeters@buddy.example>; De Smet, Jan <jan.desmet@buddy.example>; D'Hondt, Mia <mia@buddy.example>",
     [("An Peeters", AN), ("Jan De Smet", JAN), ("Mia D'Hondt", MIA)]),
    ("An Peeters <an.peeters@buddy.example>;\nJan De Smet <jan.desmet@buddy.example>;", [("An Peeters", AN), ("Jan De Smet", JAN)]),
    ("An Peeters <an.peeters@buddy.example>, Jan De Smet <jan.desmet@buddy.example>", [("An Peeters", AN), ("Jan De Smet", JAN)]),
    (f"{AN}; {JAN}; {MIA}", [("", AN), ("", JAN), ("", MIA)]),
    (f"{AN} {JAN}", [("", AN), ("", JAN)]),
    (f"\u200b{AN}\u200b", [("", AN)]),
    (f"1. {AN}\n2) {JAN}\n• {MIA}", [("", AN), ("", JAN), ("", MIA)]),
    (f"- {AN}\n* {JAN}\n– {MIA}", [("", AN), ("", JAN), ("", MIA)]),
    (f'"Peeters, An" <{AN}>', [("An Peeters", AN)]),
    (f"Aan: An Peeters <{AN}>\nCC: {JAN}", [("An Peeters", AN), ("", JAN)]),
    (f"An Peeters\t{AN}\r\nJan De Smet\t{JAN}", [("An Peeters", AN), ("Jan De Smet", JAN)]),
    (f"Peeters\tAn\t{AN}", [("Peeters An", AN)]),
    (f"{AN};An Peeters", [("An Peeters", AN)]),
    (f"An Peeters ({AN})", [("An Peeters", AN)]),
    (f"{AN} <mailto:{AN}>", [("", AN)]),
    (f"An Peeters: {AN.upper()}", [("An Peeters", AN)]),
    ("an\u2011peeters@buddy.example", [("", "an-peeters@buddy.example")]),
    (f"{AN}.", [("", AN)]),
    (f"An\u00a0Peeters\u00a0<{AN}>", [("An Peeters", AN)]),
])  # fmt: skip
def test_however_it_was_pasted(pasted, read):
    assert people(pasted) == read


def test_no_name_ever_holds_an_address_of_somebody_else():
    rows = read_people(f"{AN}; {JAN}; {MIA}\nhallo {AN}, {JAN} en groeten", project())
    assert not [row for row in rows if "@" in row.name]


def test_odd_lines_are_shown():
    rows = read_people(f"Beste collega\n\n{AN}\ngeen adres@\n{AN}", project())
    assert [(row.number, bool(row.problem)) for row in rows] == [(1, True), (3, False), (4, True), (5, True)]


def test_who_is_here_already_is_marked_and_gets_nothing():
    invitations.invite(by=demo_user("coordinator"), email=JAN, role="member", project=project())
    lid = demo_user("lid").email.replace("demo.example", "buddy.example")
    type(demo_user("lid")).objects.filter(pk=demo_user("lid").pk).update(email=lid)
    rows = read_people(f"{lid}\n{JAN}\n{AN}", project())
    assert [row.is_new for row in rows] == [False, False, True]
    assert [bool(row.known) for row in rows] == [True, True, False]


def test_people_of_another_project_are_not_told_apart():
    ander = demo_user("ander")
    type(ander).objects.filter(pk=ander.pk).update(email="ander@buddy.example")
    assert [row.is_new for row in read_people("ander@buddy.example", project())] == [True]


def test_at_most_a_hundred():
    rows = read_people("\n".join(f"p{n}@buddy.example" for n in range(130)), project())
    assert (sum(row.is_new for row in rows), bool(rows[-1].problem)) == (100, True)


@pytest.mark.parametrize("typed", [AN, f" {AN} ", f"An Peeters <{AN}>;", f"mailto:{AN}", f"\u200b{AN}"])
def test_one_address(typed):
    assert one_address(typed) == AN


def test_two_addresses_in_the_field_of_one_are_refused(client):
    client.force_login(demo_user("coordinator"))
    answer = client.post("/projecten/tweespan-antwerpen/uitnodigen/", {"email": f"{AN}; {JAN}", "kind": "member"})
    assert answer.status_code == 200
    assert "Dit is geen e-mailadres." in answer.content.decode()
