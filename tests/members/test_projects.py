"""Projects, their groups of fields, and the directory."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.members.directory import find
from staalkaart.members.geography import find_municipality, municipalities
from staalkaart.members.models import NetworkPart, Project, Referral, Region, TeamPart
from tests.builders import demo_user, make_member, project, stop

pytestmark = pytest.mark.django_db


def test_every_project_of_the_demo_has_a_team_and_every_region_projects():
    assert all(region.projects.exists() for region in Region.objects.all())
    assert all(row.memberships.current().count() >= 2 for row in Project.objects.all())


@pytest.mark.parametrize(
    ("part", "visitor", "elsewhere", "same_region", "own"),
    [
        ("card", True, True, True, True),
        ("network", False, True, True, True),
        ("region", False, False, True, True),
        ("team", False, False, False, True),
    ],
)
def test_a_group_of_fields_is_shown_to(client, part, visitor, elsewhere, same_region, own):
    ours = project()
    if part == "card":
        Project.objects.filter(pk=ours.pk).update(description="kanarie")
    elif part == "team":
        TeamPart.objects.filter(project=ours).update(agreements="kanarie")
    else:
        NetworkPart.objects.filter(project=ours).update(offers="kanarie")
    if part == "region":
        set_audience(obj=ours.network_part, audience=ours.region.token, by=None)
    viewers = [None, demo_user("ander"), make_member(project=project("netepaar")), demo_user("lid")]
    seen = []
    for user in viewers:
        client.logout()
        if user:
            client.force_login(user)
        seen.append("kanarie" in client.get(ours.get_absolute_url()).content.decode())
    assert seen == [visitor, elsewhere, same_region, own]


def test_a_part_is_never_wider_than_its_project():
    ours = project()
    assert Referral.objects.visible_to(VISITOR).filter(project=ours).exists()
    set_audience(obj=ours, audience="network", by=None)
    assert not Referral.objects.visible_to(VISITOR).filter(project=ours).exists()


def test_a_closed_project_is_a_project_that_does_not_exist(client):
    ours = project()
    set_audience(obj=ours, audience="network", by=None)
    closed, missing = client.get(ours.get_absolute_url()), client.get("/projecten/bestaat-niet-xxxxx/")
    assert (closed.status_code, missing.status_code) == (404, 404)
    assert closed.content.replace(b"tweespan-antwerpen", b"x") == missing.content.replace(b"bestaat-niet-xxxxx", b"x")


class TestDirectory:
    def names(self, client, **params):
        shown = client.get(reverse("members:project_list"), params).content.decode()
        return re.findall(r'<h3 lang="nl" dir="auto"><a href="[^"]*">([^<]+)</a>', shown)

    def test_pins_and_list_say_the_same(self, client):
        shown = client.get("/projecten/?regio=west").content.decode()
        pins = set(re.findall(r'class="pin[^"]*" href="#([^"]+)"', shown))
        assert pins == set(re.findall(r'class="project" id="([^"]+)"', shown))
        assert len(pins) > 9

    @pytest.mark.parametrize("words", ["2800", "mechelen", "Mechelen", "2800 Mechelen", " MECHELEN "])
    def test_a_place_is_found_as_people_type_it(self, client, words):
        assert self.names(client, gemeente=words)[0] == "Maneblussersduo"

    def test_a_person_who_fits_a_peer_group_finds_one(self, client):
        assert "De Praattafel" in self.names(client, model="lotgenotennetwerk")
        assert self.names(client, model="lotgenotennetwerk", gemeente="Lommel")[0] == "De Praattafel"

    def test_where_nothing_is_known_it_says_so_and_names_whom_to_call(self, client):
        shown = client.get("/projecten/", {"gemeente": "8660"}).content.decode()
        assert "kennen we nog geen initiatief" in shown
        assert "/nu-hulp-nodig/" in shown
        assert re.search(r"ongeveer \d+ km", shown)

    def test_an_unknown_place_is_a_friendly_page_with_everything(self, client):
        shown = client.get("/projecten/", {"gemeente": "xyzzy"}).content.decode()
        assert "kennen we niet als gemeente" in shown
        assert "42 werkingen" in shown

    def test_only_those_who_take_new_people_now(self, client):
        names = self.names(client, opname="ja")
        assert "Tweespan Antwerpen" in names
        assert "Maneblussersduo" not in names

    @pytest.mark.parametrize(
        "query",
        ["pagina=999", "pagina=x", "model=zzz", "provincie=zzz", "soort=zzz", "gemeente=%00", "gemeente=" + "a" * 3000],
    )
    def test_an_odd_address_is_a_page(self, client, query):
        assert client.get("/projecten/?" + query).status_code == 200

    def test_a_closed_project_is_on_no_map(self, client):
        set_audience(obj=project(), audience="network", by=None)
        assert "Tweespan" not in client.get("/projecten/").content.decode()

    def test_the_same_queries_for_one_and_for_many(self, client):
        counted = []
        client.force_login(demo_user("lid"))
        for params in ({"gemeente": "Lokeren"}, {"gemeente": "Brussel"}, {"gemeente": "Gent"}):
            client.get("/projecten/", params)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as queries:
                client.get("/projecten/", params)
            counted.append(len(queries))
        assert len(set(counted)) == 1
        assert counted[0] <= 20

    def test_the_nearest_come_first(self):
        found = find(VISITOR, QueryDict("gemeente=Antwerpen"))
        distances = [pin.km for pin in found.pins]
        assert distances == sorted(distances)
        assert distances[0] == 0


def test_every_municipality_has_a_point_in_flanders_or_brussels():
    towns = municipalities().values()
    assert len(towns) == 304
    assert all(2.5 < town.at[0] < 5.95 and 50.65 < town.at[1] < 51.52 for town in towns)
    assert find_municipality("3840").name == "Tongeren-Borgloon"


class TestEditing:
    def post(self, client, **changes):
        from staalkaart.members.project_page import ProjectForms

        page = client.get("/projecten/tweespan-antwerpen/bewerken/")
        forms: ProjectForms = page.context["forms"]
        data = {"version": forms.version}
        for form in forms.all:
            for field in form:
                value = field.value()
                if value not in (None, False, ""):
                    data[field.html_name] = (
                        [str(getattr(v, "pk", v)) for v in value] if isinstance(value, list) else value
                    )
        return data | changes

    def test_a_long_list_is_folded_and_says_what_is_chosen(self, client):
        client.force_login(demo_user("coordinator"))
        page = client.get("/projecten/tweespan-antwerpen/bewerken/")
        themes = page.context["forms"].card["themes"]
        chosen = [option.choice_label for option in themes if option.data["selected"]]
        html = page.content.decode()
        folded = html[html.index(f"Kies uit {len(themes)}") :]
        beside = folded[folded.index("</details>") : folded.index("</fieldset>")]
        assert chosen
        assert all(f">{escape(label)}</li>" in beside for label in chosen)
        assert beside.count("<li") == len(chosen)
        assert folded.index('name="card-themes"') < folded.index("</details>")

    def test_a_coordinator_edits_and_the_page_shows_it(self, client):
        client.force_login(demo_user("coordinator"))
        data = self.post(client, **{"network-offers": "Een vorming over grenzen.", "card-also_in": "Mechelen, 2500"})
        assert client.post("/projecten/tweespan-antwerpen/bewerken/", data).status_code == 302
        shown = client.get("/projecten/tweespan-antwerpen/").content.decode()
        assert "Een vorming over grenzen." in shown
        assert "Mechelen, Lier" in shown

    def test_two_people_at_once_lose_nothing(self, client):
        client.force_login(demo_user("coordinator"))
        mine = self.post(client, **{"card-description": "Mijn tekst."})
        theirs = self.post(client, **{"card-description": "Hun tekst."})
        assert client.post("/projecten/tweespan-antwerpen/bewerken/", theirs).status_code == 302
        answer = client.post("/projecten/tweespan-antwerpen/bewerken/", mine)
        shown = answer.content.decode()
        assert answer.status_code == 409
        assert "Mijn tekst." in shown
        assert "Hun tekst." in shown
        assert project().description == "Hun tekst."

    def test_bad_input_says_what_and_keeps_what_was_typed(self, client):
        client.force_login(demo_user("coordinator"))
        data = self.post(client, **{"card-postal_code": "9000", "network-seeks": "Nog niet weg."})
        answer = client.post("/projecten/tweespan-antwerpen/bewerken/", data)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Deze postcode hoort niet bij die gemeente." in shown
        assert "Nog niet weg." in shown

    def test_extra_fields_are_ignored(self, client):
        client.force_login(demo_user("coordinator"))
        before = project()
        data = self.post(
            client, **{"card-audience": "project:1", "card-region": "3", "is_staff": "1", "card-seats": "99"}
        )
        client.post("/projecten/tweespan-antwerpen/bewerken/", data)
        after = project()
        assert (after.audience, after.region, after.seats) == (before.audience, before.region, before.seats)
        assert not demo_user("coordinator").is_staff

    @pytest.mark.parametrize(
        ("login", "status"),
        [("lid", 404), ("ander", 404), ("begeleider", 404), ("partner", 404), ("redacteur", 404), ("beheerder", 200)],
    )
    def test_nobody_else_edits_it(self, client, login, status):
        client.force_login(demo_user(login))
        assert client.get("/projecten/tweespan-antwerpen/bewerken/").status_code == status

    def test_a_stopped_project_is_read_only_and_still_there(self, client):
        stop(project())
        client.force_login(demo_user("coordinator"))
        assert client.get("/projecten/tweespan-antwerpen/bewerken/").status_code == 404
        assert "gestopt" in client.get("/projecten/tweespan-antwerpen/").content.decode()


class TestAudienceScreen:
    def test_it_says_what_it_will_do_before_it_does_it(self, client):
        client.force_login(demo_user("coordinator"))
        ours = project()
        path = reverse("audience", args=["members.project", ours.pk])
        shown = client.post(path, {"zichtbaar": "network"}).content.decode()
        assert "Voor alle anderen bestaat het dan niet meer" in shown
        assert project().audience == "public"
        client.post(path, {"zichtbaar": "network", "bevestig": "1"})
        assert project().audience == "network"

    @pytest.mark.parametrize("wanted", ["project:999", "circle:1", "zzz", "private:1", ""])
    def test_only_what_is_offered_can_be_chosen(self, client, wanted):
        client.force_login(demo_user("coordinator"))
        part = project().network_part
        client.post(reverse("audience", args=["members.networkpart", part.pk]), {"zichtbaar": wanted, "bevestig": "1"})
        part.refresh_from_db()
        assert part.audience == "network"

    @pytest.mark.parametrize("login", ["lid", "ander", "partner"])
    def test_it_is_not_for(self, client, login):
        client.force_login(demo_user(login))
        assert client.get(reverse("audience", args=["members.project", project().pk])).status_code == 404

    @pytest.mark.parametrize("label", ["members.user", "members.grant", "auth.group", "zz.zz", "zz"])
    def test_things_without_an_audience_have_no_such_screen(self, client, label):
        client.force_login(demo_user("beheerder"))
        assert client.get(reverse("audience", args=[label, 1])).status_code == 404


@pytest.mark.parametrize(
    ("question", "login", "found"),
    [
        ("buddy Mechelen", None, "Maneblussersduo"),
        ("opvolging persoonlijk groeit", "lid", "Tweespan Antwerpen"),
        ("opvolging persoonlijk groeit", None, ""),
        ("praten koffie armoede", None, "De Praattafel"),
    ],
)
def test_search_finds_projects_for(client, indexed, question, login, found):
    if login:
        client.force_login(demo_user(login))
    shown = client.get("/zoeken/", {"q": question, "soort": ["project", "initiatief"]}).content.decode()
    shown = re.sub(r"</?mark>", "", shown)
    assert (found in shown) if found else ("Tweespan" not in shown)


def test_a_coordinator_takes_somebody_out_of_the_team_and_anybody_leaves_it(client):
    ours = project()
    gone, leaving = make_member(project=ours, name="Weg Gestuurd"), make_member(project=ours, name="Zelf Weg")

    def address(user) -> str:
        return f"/projecten/{ours.slug}/ploeg/{ours.memberships.get(user=user).pk}/weg/"

    client.force_login(leaving)
    client.post(address(gone))
    assert gone.memberships.current().exists()
    assert client.post(address(leaving))["Location"] == "/mijn/"
    client.force_login(demo_user("coordinator"))
    assert client.post(address(gone))["Location"] == f"/projecten/{ours.slug}/ploeg/"
    assert not gone.memberships.current().exists()
    assert not leaving.memberships.current().exists()
    client.force_login(gone)
    assert client.get(f"/projecten/{ours.slug}/ploeg/").status_code == 404
