"""Who waits for whom: one list over everything, and nowhere "niemand wacht op jou" while something does."""

from datetime import time

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.intervision import posting, proposed_points
from practices import drafting
from practices.models import PracticePage
from staalkaart.core import registry
from staalkaart.core.waiting import Waiting, waiting_for
from staalkaart.learning import remarks
from staalkaart.members import invitations
from staalkaart.network_days import date_poll, planning
from staalkaart.network_days.choices import Form
from staalkaart.network_days.models import Action, NetworkDay
from tests.builders import demo_user, make_practice, project
from tests.moments import coming

pytestmark = pytest.mark.django_db
NOTHING = "Er wacht niets op jou."


def words_for(user) -> list[str]:
    return [row.words for row in waiting_for(user.as_viewer(), user)]


def page_of(client, user, path="/mijn/") -> str:
    client.force_login(user)
    return client.get(path).content.decode()


class TestEverySource:
    def test_a_draft_that_was_handed_in_waits_for_the_coordinator_and_comes_back_to_its_writer(self):
        draft = drafting.start(project=project(), by=demo_user("lid"), title="Wandelen")
        drafting.submit(draft=draft, by=demo_user("lid"))
        assert "Lees “Wandelen” na" in words_for(demo_user("coordinator"))
        assert "Lees “Wandelen” na" not in words_for(demo_user("lid"))
        draft.refresh_from_db()
        drafting.hand_back(draft=draft, by=demo_user("coordinator"), reason="Wie was erbij?")
        assert "“Wandelen” kwam terug met een vraag" in words_for(demo_user("lid"))
        assert "Lees “Wandelen” na" not in words_for(demo_user("coordinator"))

    def test_a_question_and_a_year_old_practice_wait_for_who_keeps_it(self):
        page = make_practice(project=project(), by=demo_user("coordinator"), title="Samen zwemmen")
        remarks.remark(about=page, by=demo_user("ander"), text="Is dit zwembad er nog?")
        PracticePage.objects.filter(pk=page.pk).update(review_due=timezone.localdate())
        assert {"Iemand vraagt of “Samen zwemmen” nog klopt", "Klopt “Samen zwemmen” nog?"} <= set(
            words_for(demo_user("coordinator"))
        )
        assert "Iemand vraagt of “Samen zwemmen” nog klopt" in words_for(demo_user("redacteur"))
        assert not [words for words in words_for(demo_user("ander")) if "zwemmen" in words]

    def test_a_poll_waits_until_one_answered(self):
        day = NetworkDay.objects.filter(region__slug="noordoost").first()
        values = {"title": "Nieuwe dag", "region": day.region, "form": Form.PLACE}
        day = planning.start_day(by=demo_user("begeleider"), values=values)
        option = date_poll.offer_date(day=day, on=coming("di", "10:00").date(), start=time(9), end=time(16))
        asked = "Welke dag past je voor Nieuwe dag?"
        assert asked in words_for(demo_user("lid"))
        assert asked not in words_for(demo_user("ander")), "another region"
        date_poll.answer_poll(day=day, by=demo_user("lid"), answers={option.pk: "yes"})
        assert asked not in words_for(demo_user("lid"))

    def test_what_one_promised_waits_until_it_is_done(self):
        row = Action.objects.filter(done_at=None).exclude(owner=None).first()
        said = f"Je beloofde: {row.text}"
        assert said in words_for(row.owner)
        Action.objects.filter(pk=row.pk).update(done_at=timezone.now())
        assert said not in words_for(row.owner)

    def test_an_unanswered_question_waits_for_the_owner(self, client, table):
        trajectory = table.at_phase(1)
        posting.post(trajectory=trajectory, by=table.people[0], kind="vraag", text="Wat spraken jullie af?", phase=1)
        question = trajectory.contributions.get(kind="vraag")
        said = [words for words in words_for(table.owner) if "traject" in words]
        assert said == [f"Kring Proef, traject {trajectory.pk}: 1 vraag wacht op je antwoord"]
        assert "wacht niemand op jou" not in page_of(client, table.owner, "/intervisie/")
        posting.post(
            trajectory=trajectory,
            by=table.owner,
            kind="antwoord",
            text="Dat ze samen koken.",
            phase=1,
            reply_to=question.pk,
        )
        assert not [words for words in words_for(table.owner) if "antwoord" in words]

    def test_a_learning_point_waits_for_the_other_one(self, client, table):
        trajectory = table.at_phase(5)
        proposed_points.propose(
            trajectory=trajectory, by=table.lead, text="Spreek taken af op papier.", themes=[], working_models=[]
        )
        said = f"Kring Proef, traject {trajectory.pk}: zeg of het leerpunt zo mag"
        assert said in words_for(table.owner)
        assert said not in words_for(table.lead)
        assert "zeg of het leerpunt zo mag" in page_of(client, table.owner, "/intervisie/")

    def test_what_came_too_late_and_a_case_without_owner_wait_for_the_facilitator(self, table):
        trajectory = table.at_phase(1)
        posting.post(trajectory=trajectory, by=table.owner, kind="casus", text="Te laat, met meer uitleg.", phase=0)
        named = f"Kring Proef, traject {trajectory.pk}: "
        assert named + "Een bijdrage kwam te laat: laat je ze toe?" in words_for(table.lead)
        trajectory.seats.filter(user=table.owner).update(until=timezone.now())
        assert named + "De inbrenger is weg: kies een andere, of trek de casus in" in words_for(table.lead)

    def test_a_new_link_that_was_asked_for_waits_for_who_invited(self):
        invitation = invitations.invite(
            by=demo_user("coordinator"), email="n@x.example", role="member", project=project()
        )
        type(invitation).objects.filter(pk=invitation.pk).update(asked_anew_at=timezone.now())
        said = "1 keer is een nieuwe link gevraagd"
        assert said in words_for(demo_user("coordinator"))
        assert said not in words_for(demo_user("lid"))


class TestThePages:
    @pytest.mark.parametrize(
        "login", ["lid", "coordinator", "ander", "begeleider", "partner", "redacteur", "beheerder"]
    )
    def test_everything_that_waits_stands_on_my_page_and_nothing_is_said_only_then(self, client, settings, login):
        settings.SECOND_FACTOR_REQUIRED = False
        user = demo_user(login)
        text, waits = page_of(client, user), waiting_for(user.as_viewer(), user)
        for row in waits:
            assert f'href="{row.url}"' in text
        assert (NOTHING in text) <= (not waits)

    def test_each_leads_to_a_page_that_this_person_may_open(self, client, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        for login in ("lid", "coordinator", "ander", "begeleider", "partner", "redacteur", "beheerder"):
            user = demo_user(login)
            client.force_login(user)
            for row in waiting_for(user.as_viewer(), user):
                assert client.get(row.url.partition("#")[0]).status_code in {200, 302}, (login, row)


@settings(max_examples=60)
@given(counts=st.lists(st.integers(0, 3), min_size=6, max_size=6), dated=st.booleans())
def test_over_all_sources_nothing_waits_only_when_no_source_says_so(client, monkeypatch, counts, dated):
    """Whatever each source says, the page lists all of it, the dated first, and says "nothing" for nothing only."""
    sources = [name for name, row in registry.on_mine.items() if row.waits]
    made = [[Waiting(f"Iets {name} {n}", f"/iets/{name}/{n}/", timezone.now() if dated and n else None) for n in range(count)]
            for name, count in zip(sources, counts, strict=False)]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for n, name in enumerate(sources):
            rows = made[n] if n < len(made) else []
            old = registry.on_mine[name]
            patch.setitem(
                registry.on_mine, name, registry.OnMine(old.card, old.step, lambda viewer, user, rows=rows: rows)
            )
        text = page_of(client, demo_user("partner"))
    every = [row for rows in made for row in rows]
    assert all(f">{row.words}</a>" in text for row in every)
    assert ("Wat op jou wacht" in text) is bool(every)
    assert not (every and NOTHING in text)
