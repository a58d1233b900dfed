"""Who is there for this person: place, age, language, target group; whom one can always call; a map on which nothing covers anything."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from django.http import QueryDict
from django.template import Context, Template

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.members import geography
from staalkaart.members.directory import find
from staalkaart.members.directory_map import Box, draw
from staalkaart.members.models import Initiative, LocalService, Project, Referral
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db


def asked(**values):
    query = QueryDict(mutable=True)
    query.update(values)
    return find(VISITOR, query)


def names(found) -> list[str]:
    return [pin.name for pin in found.pins]


@pytest.mark.parametrize(
    ("question", "fits", "not_shown_as_fitting"),
    [
        ({"gemeente": "Sint-Niklaas", "leeftijd": "55", "doelgroep": "alleenwonenden"}, ["Ros en Ruiter"],
         ["Waasland Wij", "Tafel van Acht"]),
        ({"gemeente": "Heist-op-den-Berg", "leeftijd": "29", "doelgroep": "alleenstaande-ouders"}, ["De Tafelmaten", "Netepaar"], []),
        ({"gemeente": "Kortrijk", "leeftijd": "34", "doelgroep": "nieuwkomers", "taal": "Dari"}, ["Leieduo"], ["Stapduo"]),
    ],
)  # fmt: skip
def test_three_people_find_who_fits_them_first(question, fits, not_shown_as_fitting):
    found = asked(**question)
    assert set(names(found)[: len(fits)]) == set(fits)
    assert not set(names(found)) & set(not_shown_as_fitting)
    assert all(row.contact.phone for _pin, row in found.page.object_list[: len(fits)])


def test_what_does_not_fit_is_said_to_be_so(client):
    body = client.get("/projecten/?gemeente=Sint-Niklaas&leeftijd=55&doelgroep=alleenwonenden").content.decode()
    assert "Ook in de buurt, maar voor iemand anders" in body
    assert "Is er voor nieuwkomers" in body


def test_what_is_not_noted_stands_in_nobodys_way():
    Referral.objects.filter(project=project()).update(age_from=None, age_to=None, languages="")
    assert "Tweespan Antwerpen" in names(
        asked(gemeente="Antwerpen", leeftijd="99", taal="Dari", doelgroep="alleenwonenden")
    )


@pytest.mark.parametrize("typed", ["vijfenvijftig", "-", "999", "5555", "3-5", "12 en 14"])
def test_an_odd_age_says_what_to_write_and_hides_nobody(client, typed):
    body = client.get("/projecten/", {"leeftijd": typed}).content.decode()
    assert "Schrijf een leeftijd in jaren" in body
    assert typed in body
    assert "42 werkingen" in body


@pytest.mark.parametrize("typed", ["55", "55 jaar", " 55"])
def test_an_age_is_read_as_people_write_it(typed):
    assert asked(leeftijd=typed).query.age == 55


def test_the_ocmw_and_the_caw_are_always_there_by_their_own_number_where_it_is_known(client):
    body = client.get("/projecten/?gemeente=Lommel").content.decode()
    assert "OCMW Lommel" in body
    assert "tel:080013500" in body
    town = geography.find_municipality("Lommel")
    LocalService.objects.create(kind="ocmw", name="Sociaal Huis Lommel", towns=[town.nis], phone="011 12 34 56")
    body = client.get("/projecten/?gemeente=Lommel").content.decode()
    assert "Sociaal Huis Lommel" in body
    assert "tel:+3211123456" in body


def test_contact_that_one_may_not_read_neither_fits_nor_shows(client):
    referral = Referral.objects.get(project__slug="ros-en-ruiter")
    set_audience(obj=referral, audience="network", by=None)
    body = client.get("/projecten/?gemeente=Sint-Niklaas").content.decode()
    assert referral.phone not in body
    assert "nog geen nummer bekend" in body
    client.force_login(demo_user("lid"))
    assert referral.phone in client.get("/projecten/?gemeente=Sint-Niklaas").content.decode()


def test_an_invented_number_can_be_called_in_a_demo_only(settings):
    line = Template("{% phone_link '0400 00 00 01' invented %}")
    assert "tel:" in line.render(Context({"invented": True}))
    settings.DEMO_ALLOWED = False
    assert "tel:" not in line.render(Context({"invented": True}))
    assert "tel:" in line.render(Context({"invented": False}))


def test_passing_a_number_on_says_name_and_number_and_never_why(client):
    body = client.get("/projecten/ros-en-ruiter/").content.decode()
    link = re.search(r"<a[^>]*data-share=.*?>", body, re.DOTALL)[0]
    assert "0400 00 00 21" in link
    assert "sms:?" in link
    assert "alleen wonen" not in link
    assert 'data-share-url="http://testserver/projecten/ros-en-ruiter/"' in link


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("St-Niklaas", "Sint-Niklaas"), ("st. niklaas", "Sint-Niklaas"), ("Sinaai", "Sint-Niklaas"), ("Gijzegem", "Aalst"),
        ("O.L.V.-Waver", "Sint-Katelijne-Waver"), ("Sint-Niklaes", "Sint-Niklaas"), ("Kortrik", "Kortrijk"),
        ("heist op den berg", "Heist-op-den-Berg"), ("Borgloon", "Tongeren-Borgloon"), ("2220 heist", "Heist-op-den-Berg"),
        ("Halle", "Halle"), ("Aalst", "Aalst"), ("xyzzy", None), ("Beveren", "Beveren-Kruibeke-Zwijndrecht"),
        ("8791 Beveren", "Waregem"), ("Moerbeke", "Lokeren"), ("Heverlee", "Leuven"), ("Berchem", "Antwerpen"),
    ],
)  # fmt: skip
def test_places_as_people_type_them(typed, town):
    found = geography.find_municipality(typed, close=True)
    assert (found.name if found else None) == town


def test_parts_of_municipalities_lie_where_their_postal_code_does():
    assert len(geography.localities()) > 1000
    wrong = [place.name for place in geography.localities() if place.postal_code not in place.town.postal_codes]
    assert wrong == []


def test_places_are_offered_while_typing(client):
    items = client.get("/projecten/plaatsen/?q=sina").json()["items"]
    assert {"title": "Sinaai", "kind": "Sint-Niklaas", "value": "9112 Sinaai"} in items
    assert client.get("/projecten/plaatsen/?q=s").json()["items"] == []


@pytest.mark.parametrize("words", ["bever", "moer", "hof", "berg", "3500", "st-"])
def test_what_is_chosen_from_the_list_stands_for_the_place_that_was_shown(words):
    for row in geography.suggest(words, most=30):
        town = geography.find_municipality(row.typed)
        assert row.place in {town.name, *town.postal_codes}, row


def test_a_part_says_which_municipality_is_shown_and_which_else_has_that_name(client):
    body = client.get("/projecten/?gemeente=Moerbeke").content.decode()
    assert "“Moerbeke”: we tonen Lokeren." in body
    assert "Of bedoelde je Geraardsbergen?" in body
    assert "“9506 Idegem”: we tonen Geraardsbergen." in client.get("/projecten/?gemeente=9506 Idegem").content.decode()


def test_brussels_means_its_nineteen_municipalities():
    found = asked(gemeente="Brussel")
    assert not found.none_here
    assert any(pin.town != "Brussel" for pin in found.pins if pin.km == 0)


@pytest.mark.parametrize("params", [{}, {"gemeente": "Gent"}, {"provincie": "Limburg"}, {"regio": "west"}])
def test_no_name_on_the_map_covers_a_pin_or_another_name(params):
    drawn = asked(**params).map
    written = [*drawn.places, *drawn.provinces]
    boxes = [
        Box(n.x - len(n.words) * n.size * 0.28, n.y - n.size * 0.9, len(n.words) * n.size * 0.56, n.size * 1.1)
        for n in written
    ]
    assert written
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]


def test_many_in_one_town_are_one_mark_with_how_many():
    original = Initiative.objects.first()
    for number in range(5):
        Initiative.objects.create(
            slug=f"nog-{number}", name=f"Nog {number}", sort="x", nis=original.nis, description="x"
        )
    drawn = draw(asked().pins, None, close=False)
    cluster = next(cluster for cluster in drawn.clusters if cluster.town.nis == original.nis)
    assert cluster.count >= 6


def test_an_age_that_cannot_be_is_refused_in_words(client):
    client.force_login(demo_user("coordinator"))
    page = client.get("/projecten/tweespan-antwerpen/bewerken/")
    data = {"version": page.context["forms"].version}
    for form in page.context["forms"].all:
        for field in form:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = [str(getattr(v, "pk", v)) for v in value] if isinstance(value, list) else value
    answer = client.post(page.request["PATH_INFO"], data | {"referral-age_from": "60", "referral-age_to": "18"})
    assert "Dit is jonger dan de leeftijd vanaf." in answer.content.decode()
    client.post(
        page.request["PATH_INFO"], data | {"referral-age_from": "18", "referral-transport": "Bushalte aan de deur."}
    )
    assert Project.objects.get(slug="tweespan-antwerpen").referral.transport == "Bushalte aan de deur."
