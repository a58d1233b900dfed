"""Wagtail's own lists, choosers, forms and history under the one rule; `make access` walks every address of the admin."""

from __future__ import annotations

import re

import pytest

from home.models import StandardPage
from staalkaart.core.access import set_audience
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members.models import Initiative, Project
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    row = Initiative.objects.create(slug="zzgesloten", name="Zzgesloten initiatief", sort="x", nis="11002")
    set_audience(obj=row, audience=project().token, by=None)
    return row


@pytest.mark.parametrize("place", ["", "edit/{pk}/", "usage/{pk}/", "history/{pk}/", "delete/{pk}/", "copy/{pk}/"])
def test_a_closed_row_is_in_no_list_and_has_no_address(client, closed, place):
    client.force_login(demo_user("redacteur"))
    answer = client.get(f"/beheer/snippets/members/initiative/{place.format(pk=closed.pk)}")
    assert "Zzgesloten" not in answer.content.decode()
    assert answer.status_code == (404 if place else 200)


def test_a_closed_row_is_in_no_chooser(client, closed):
    client.force_login(demo_user("redacteur"))
    base = "/beheer/snippets/choose/members/initiative/"
    for place in ("", "results/?q=zz", f"chosen/{closed.pk}/", f"chosen-multiple/?id={closed.pk}"):
        assert "Zzgesloten" not in client.get(base + place).content.decode(), place


def test_the_history_of_the_site_names_nothing_closed(client, closed):
    from wagtail.log_actions import log

    log(closed, "wagtail.edit", user=demo_user("redacteur"))
    client.force_login(demo_user("redacteur"))
    for place in ("", "results/", "?export=csv"):
        answer = client.get(f"/beheer/reports/site-history/{place}")
        text = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        assert answer.status_code == 200
        assert "Zzgesloten" not in text
    assert client.get("/beheer/reports/page-types-usage/").status_code == 404
    assert "page-types-usage" not in client.get("/beheer/").content.decode()


def test_a_closed_model_that_is_chosen_already_is_kept_unseen(client):
    """The editor sees no trace of it, and saving the project does not lose it."""
    ours, models = project(), list(WorkingModelPage.objects.filter(live=True).order_by("number"))
    ours.working_models.set([models[0], models[6]])
    Project.objects.filter(pk=ours.pk).update(main_model=models[6])
    set_audience(obj=models[6], audience=project("netepaar").token, by=None)
    client.force_login(demo_user("beheerder"))
    address = f"/beheer/snippets/members/project/edit/{ours.pk}/"
    form = client.get(address).context_data["form"]
    assert models[6].title not in str(form)
    body = {name: form[name].value() for name in form.fields}
    body = {name: value for name, value in body.items() if value not in (None, "")}
    body |= {"working_models": [models[0].pk, models[1].pk], "main_model": "", "carrier": "Een andere drager"}
    client.post(address, body)
    ours.refresh_from_db()
    assert ours.carrier == "Een andere drager"
    assert set(ours.working_models.values_list("pk", flat=True)) == {models[0].pk, models[1].pk, models[6].pk}
    assert ours.main_model_id == models[6].pk


def test_closed_and_missing_are_the_same_answer(client):
    page = StandardPage.objects.first()
    set_audience(obj=page, audience=project().token, by=None)
    client.force_login(demo_user("redacteur"))
    for act in ("edit", "history", "delete", "move", "copy", "unpublish", "usage"):
        answers = [client.get(f"/beheer/pages/{pk}/{act}/") for pk in (page.pk, 999_999)]
        assert [answer.status_code for answer in answers] == [404, 404], act
        bodies = {
            re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content).replace(f"/{pk}/".encode(), b"")
            for answer, pk in zip(answers, (page.pk, 999_999), strict=True)
        }
        assert len(bodies) == 1, act
