"""Learning points, challenges and signals: who sees them, when, and what they cost."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.intervision import closing, errors, proposed_points
from staalkaart.core.access import can_see
from staalkaart.knowledge.models import CardEntry, Theme
from staalkaart.learning import challenges, learning_points
from staalkaart.learning.models import Challenge, LearningPoint, PolicySignal, SignalRelease
from staalkaart.members.models import Project, Region
from tests.builders import demo_user, friend_model, project

pytestmark = pytest.mark.django_db
TEXT = "Zet het gesprek over later al na acht maanden in de agenda, zegt kanariewoord."


def theme() -> Theme:
    return Theme.objects.get(slug="mobiliteit")


def make_point(*, shared: bool = True, text: str = TEXT, audience: str = "circle:1") -> LearningPoint:
    return learning_points.propose_point(text=text, themes=[theme()], working_models=[friend_model()], origin="trajectory:0",
                                 audience=audience, as_owner=True, as_facilitator=shared)  # fmt: skip


# --- learning points -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("door", ["page", "list", "search", "api", "theme"])
@pytest.mark.parametrize("shared", [True, False])
def test_a_learning_point_is_seen_once_both_agreed(client, indexed, drain, door, shared):
    point = make_point(shared=shared)
    drain()
    doors = {"page": point.get_absolute_url(), "list": "/leerpunten/", "search": "/zoeken/?q=kanariewoord&soort=leerpunt",
             "api": "/api/v1/search?q=kanariewoord", "theme": "/themas/mobiliteit/"}  # fmt: skip
    for login, sees in (("", False), ("ander", shared), ("partner", shared), ("redacteur", shared)):
        client.logout()
        if login:
            client.force_login(demo_user(login))
        text = client.get(doors[door]).content.decode().replace("<mark>", "").replace("</mark>", "")
        assert ("acht maanden in de agenda" in text) == sees, login


def test_owner_and_facilitator_both_agree_before_it_is_shared(client, table):
    trajectory = table.at_phase(5)
    row = table.say(trajectory, table.owner, "leerpunt", TEXT)
    address = f"/intervisie/{trajectory.pk}/leerpunt/{row.pk}/"
    client.force_login(table.people[1])
    assert client.get(address).status_code == 404
    client.force_login(table.owner)
    assert client.post(address, {"text": TEXT, "themes": [theme().pk]}).status_code == 302
    point = LearningPoint.objects.get(text=TEXT)
    assert not point.is_shared
    assert not can_see(demo_user("ander").as_viewer(), point)
    client.force_login(table.people[1])
    client.post(f"/intervisie/{trajectory.pk}/leerpunt-akkoord/", {"leerpunt": point.pk})
    point.refresh_from_db()
    assert not point.is_shared
    client.force_login(table.lead)
    client.post(f"/intervisie/{trajectory.pk}/leerpunt-akkoord/", {"leerpunt": point.pk})
    point.refresh_from_db()
    assert can_see(demo_user("ander").as_viewer(), point)


def test_a_point_with_a_number_in_it_is_not_proposed(client, table):
    trajectory = table.at_phase(5)
    row = table.say(trajectory, table.owner, "leerpunt", "Bel op tijd.")
    client.force_login(table.owner)
    answer = client.post(f"/intervisie/{trajectory.pk}/leerpunt/{row.pk}/", {"text": "Bel 0485 12 34 56 op tijd."})
    assert answer.status_code == 422
    assert "Bel 0485 12 34 56 op tijd." in answer.content.decode()


def test_nobody_decides_about_points_before_the_last_phase(table):
    trajectory = table.at_phase(2)
    with pytest.raises(errors.Refused):
        proposed_points.propose(trajectory=trajectory, by=table.owner, text=TEXT, themes=[], working_models=[])


def test_a_withdrawn_case_takes_unshared_points_along_and_leaves_the_shared(table):
    trajectory = table.at_phase(5)
    waiting = proposed_points.propose(
        trajectory=trajectory, by=table.owner, text="Wacht nog.", themes=[], working_models=[]
    )
    shared = proposed_points.propose(trajectory=trajectory, by=table.owner, text=TEXT, themes=[], working_models=[])
    proposed_points.agree(trajectory=trajectory, by=table.lead, pk=shared.pk)
    closing.withdraw(trajectory=trajectory, by=table.owner)
    assert not LearningPoint.objects.filter(pk=waiting.pk).exists()
    assert LearningPoint.objects.get(pk=shared.pk).is_shared


def test_an_editor_makes_it_a_point_of_a_card_and_the_trail_leads_back(client):
    point = make_point()
    client.force_login(demo_user("lid"))
    assert client.get(f"/leerpunten/{point.pk}/naar-kaart/").status_code == 404
    client.force_login(demo_user("redacteur"))
    data = {
        "nieuw": "1",
        "model": friend_model().pk,
        "quadrant": "kans",
        "title": "Later op tijd bespreken",
        "text": "Na acht maanden.",
    }
    assert client.post(f"/leerpunten/{point.pk}/naar-kaart/", data).status_code == 302
    entry = CardEntry.objects.get(title="Later op tijd bespreken")
    assert "Later op tijd bespreken" in client.get(point.get_absolute_url()).content.decode()
    card = client.get(entry.page.url).content.decode()
    assert point.get_absolute_url() in card
    client.logout()
    assert point.get_absolute_url() not in client.get(entry.page.url).content.decode()


# --- challenges ------------------------------------------------------------------------------------------------------
def test_a_challenge_is_raised_recognised_and_becomes_a_case(client):
    client.force_login(demo_user("lid"))
    answer = client.post("/uitdagingen/nieuw/", {"title": "Hoe vinden we mannen van zestig?", "themes": [theme().pk]})
    row = Challenge.objects.get(title="Hoe vinden we mannen van zestig?")
    assert answer.url == row.get_absolute_url()
    client.force_login(demo_user("ander"))
    for _again in range(2):
        client.post(f"/uitdagingen/{row.pk}/stem/")
    assert row.votes.count() == 2
    draft = client.post("/intervisie/nieuw/", {"uitdaging": row.pk}).url
    assert "Hoe vinden we mannen van zestig?" in client.get(draft).content.decode()
    client.post(f"/uitdagingen/{row.pk}/stem-weg/")
    assert row.votes.count() == 1


def test_what_blocks_in_a_challenge_comes_back_typed(client):
    client.force_login(demo_user("lid"))
    answer = client.post("/uitdagingen/nieuw/", {"title": "Bel 0485 12 34 56"})
    assert answer.status_code == 422
    assert "Bel 0485 12 34 56" in answer.content.decode()


@pytest.mark.parametrize("address", ["/leerpunten/", "/uitdagingen/", "/signalen/"])
def test_a_list_costs_the_same_for_1_and_12(client, address):
    client.force_login(demo_user("begeleider"))

    def queries() -> int:
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    make_point(text="Eerste leerpunt.")
    client.get(address)
    one = queries()
    for n in range(12):
        make_point(text=f"Leerpunt nummer {n}.")
        challenges.raise_challenge(
            by=demo_user("lid"), themes=[theme()], working_models=[friend_model()], title=f"Uitdaging {n}"
        )
        PolicySignal.objects.create(project=project(), theme=theme(), text=f"Signaal {n}")
    assert queries() == one <= 20


# --- signals ---------------------------------------------------------------------------------------------------------
def signals(count: int) -> None:
    PolicySignal.objects.all().delete()
    SignalRelease.objects.all().delete()
    others = Project.objects.filter(region__slug="noordoost").exclude(pk=project().pk)
    for place in [project(), *others][:count]:
        PolicySignal.objects.create(project=place, theme=theme(), text=f"Geen bus, zegt {place.slug}.",
                                    quote=f"Citaat van {place.slug}", quote_allowed=place.pk % 2 == 0)  # fmt: skip


def release_form() -> dict:
    today = timezone.localdate()
    return {"theme": theme().pk, "region": Region.objects.get(slug="noordoost").pk, "start": today - timedelta(days=30),
            "end": today, "summary": "Vervoer houdt mensen thuis."}  # fmt: skip


def test_a_signal_goes_to_policy_from_three_projects_on(client):
    signals(2)
    client.force_login(demo_user("begeleider"))
    answer = client.post("/signalen/vrijgeven/", release_form())
    assert answer.status_code == 422
    assert "Vervoer houdt mensen thuis." in answer.content.decode()
    assert not SignalRelease.objects.exists()
    signals(3)
    assert client.post("/signalen/vrijgeven/", release_form()).status_code == 302
    done = SignalRelease.objects.get()
    allowed = [row.quote for row in PolicySignal.objects.all() if row.quote_allowed]
    assert sorted(done.quotes) == sorted(allowed)
    assert done.projects == 3


def test_raw_signals_stay_with_their_project(client):
    signals(3)
    own = project()
    for login, sees in (
        ("lid", True),
        ("ander", False),
        ("partner", False),
        ("redacteur", False),
        ("beheerder", False),
    ):
        client.force_login(demo_user(login))
        text = client.get("/signalen/").content.decode()
        assert (f"zegt {own.slug}" in text) == sees, login
        assert "Geen bus, zegt" not in client.get("/signalen/uitvoer/").content.decode()
    assert client.get("/signalen/vrijgeven/").status_code == 404


def test_the_facilitator_of_another_region_releases_nothing_here(client):
    signals(3)
    client.force_login(demo_user("begeleider"))
    wrong = release_form() | {"region": Region.objects.get(slug="west").pk}
    assert client.post("/signalen/vrijgeven/", wrong).status_code == 422
    assert not SignalRelease.objects.exists()


def test_an_exported_cell_is_never_a_formula(client):
    signals(3)
    client.force_login(demo_user("begeleider"))
    client.post("/signalen/vrijgeven/", release_form() | {"summary": "=HYPERLINK(1)"})
    client.force_login(demo_user("partner"))
    assert "'=HYPERLINK" in client.get("/signalen/uitvoer/").content.decode()
