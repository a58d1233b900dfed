"""What leaves the network with a public practice, and what stays gone: files by their licence, versions, struck words."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from practices import drafting, lifecycle, material, publishing
from practices.models import Draft, PracticePage
from staalkaart.core.access import set_audience
from staalkaart.core.models import AutosaveBuffer, OutboxRow
from staalkaart.files.models import Attachment
from staalkaart.notifications.models import Notification
from staalkaart.search.indexing import rebuild_index
from tests.builders import demo_user, make_draft, make_practice, project, whole_database

pytestmark = pytest.mark.django_db


def practice_with_files(**licences: str) -> PracticePage:
    """Shared with the network, with a file per title and licence."""
    by = demo_user("coordinator")
    draft = make_draft(project=project(), by=by)
    for title, licence in licences.items():
        file = ContentFile(b"inhoud", name=f"{title}.txt")
        material.add(draft=draft, file=file, title=title, sort="ander", licence=licence, by=by)
    return publishing.publish(draft=draft, by=by)


def new_version(page: PracticePage, **changes) -> PracticePage:
    by = demo_user("coordinator")
    draft = drafting.rework(page=page, by=by)
    Draft.objects.filter(pk=draft.pk).update(data=draft.data | changes)
    draft.refresh_from_db()
    return publishing.publish(draft=draft, by=by)


# --- files -----------------------------------------------------------------------------------------------------------
def test_the_project_chooses_per_file_and_closed_is_the_default(client):
    page = practice_with_files(zzopenblad="cc-by", zznetblad="netwerk", zzstilblad="cc-by-sa")
    files = {row.title: row for row in publishing.attachments_of(page)}
    client.force_login(demo_user("coordinator"))
    screen = client.get(f"/praktijken/{page.slug}/toestemming/").content.decode()
    assert all(title in screen for title in files)
    assert screen.count('type="checkbox" name="bestand"') == 2  # a licence for the network only cannot be ticked
    assert "checked" not in screen
    # somebody who sends the number anyway opens nothing by it
    client.post(f"/praktijken/{page.slug}/toestemming/", {"bestand": [files["zzopenblad"].pk, files["zznetblad"].pk]})
    assert set(Attachment.objects.filter(is_open=True)) & set(files.values()) == {files["zzopenblad"]}
    client.force_login(demo_user("redacteur"))
    address = f"/zichtbaarheid/practices.practicepage/{page.pk}/"
    asked = client.post(address, {"zichtbaar": "public"}).content.decode()
    assert "“zzopenblad” gaat mee" in asked
    assert "“zznetblad” blijft binnen het netwerk" in asked
    client.post(address, {"zichtbaar": "public", "bevestig": "1"})
    page.refresh_from_db()
    assert page.audience == "public"


def test_what_stays_in_the_network_does_not_exist_for_a_visitor(client, indexed, drain):
    page = practice_with_files(zzopenblad="cc-by", zznetblad="netwerk", zzstilblad="cc-by-sa")
    files = {row.title: row for row in publishing.attachments_of(page)}
    lifecycle.give_consent(page=page, by=demo_user("coordinator"), files=[files["zzopenblad"].pk])
    set_audience(obj=page, audience="public", by=demo_user("redacteur"))
    drain()
    places = [
        page.url,
        f"/praktijken/{page.slug}/uitvoer/json/",
        "/zoeken/aanvullen/?q=zznetb",
        "/zoeken/aanvullen/?q=zzstilb",
    ]
    doors = {title: client.get(row.url).status_code for title, row in files.items()}
    assert doors == {"zzopenblad": 200, "zznetblad": 404, "zzstilblad": 404}
    words = ("zznetblad", "zzstilblad")
    assert [word for place in places for word in words if word in client.get(place).content.decode()] == []
    assert [json.loads(client.get(f"/api/v1/search?q={word}").content)["total"] for word in words] == [0, 0]
    assert "zzopenblad" in client.get(page.url).content.decode()
    client.force_login(demo_user("ander"))
    assert [client.get(row.url).status_code for row in files.values()] == [200, 200, 200]
    assert "zznetblad" in client.get(page.url).content.decode()
    lifecycle.withdraw_consent(page=page, by=demo_user("coordinator"))
    assert not Attachment.objects.of(page).filter(is_open=True).exists()


def test_a_new_file_of_a_public_practice_stays_in(client):
    page = practice_with_files()
    lifecycle.give_consent(page=page, by=demo_user("coordinator"))
    set_audience(obj=page, audience="public", by=demo_user("redacteur"))
    editor = demo_user("redacteur")
    draft = drafting.rework(page=page, by=editor, kind=Draft.Kind.PROPOSAL)
    material.add(
        draft=draft, file=ContentFile(b"x", name="x.txt"), title="zzlater", sort="ander", licence="cc-by", by=editor
    )
    lifecycle.offer(draft=draft, by=editor, reason="erbij")
    draft.refresh_from_db()
    page = lifecycle.agree(draft=draft, by=demo_user("coordinator"))
    assert page.audience == "public"
    assert "zzlater" not in client.get(page.url).content.decode()


def test_the_store_itself_refuses_a_network_file_that_is_open():
    page = practice_with_files(blad="netwerk")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.of(page).update(is_open=True)


# --- versions --------------------------------------------------------------------------------------------------------
def test_others_read_only_what_changed_since_the_marked_version(client):
    page = make_practice(project=project(), by=demo_user("coordinator"), summary="Zzeerste woorden van een duo.")
    page = new_version(page, summary="Zztweede woorden van een duo.")
    marked = page.live_revision
    page = new_version(page, summary="Zzderde woorden van een duo.")
    page = new_version(page, summary="Zzvierde woorden van een duo.")
    address = f"/praktijken/{page.slug}/versies/"
    client.force_login(demo_user("ander"))
    assert client.get(address).status_code == 404
    assert address not in client.get(page.url).content.decode()
    client.force_login(demo_user("lid"))
    assert "Zzeerste" in client.get(address).content.decode()
    assert client.post(f"{address}mag-gelezen-worden/", {"versie": marked.pk}).status_code == 404
    client.force_login(demo_user("coordinator"))
    client.post(f"{address}mag-gelezen-worden/", {"versie": marked.pk})
    client.force_login(demo_user("ander"))
    assert address in client.get(page.url).content.decode()
    text = client.get(address).content.decode()
    assert [word in text for word in ("Zzeerste", "Zztweede", "Zzderde", "Zzvierde")] == [False, True, False, True]
    client.force_login(demo_user("coordinator"))
    client.post(f"{address}mag-gelezen-worden/", {"versie": ""})
    client.force_login(demo_user("ander"))
    assert client.get(address).status_code == 404


def test_only_a_version_of_this_practice_can_be_marked(client):
    page, other = (
        make_practice(project=project(), by=demo_user("coordinator"), title=title) for title in ("Een", "Twee")
    )
    client.force_login(demo_user("coordinator"))
    answer = client.post(f"/praktijken/{page.slug}/versies/mag-gelezen-worden/", {"versie": other.live_revision_id})
    assert answer.status_code == 404


# --- striking --------------------------------------------------------------------------------------------------------
SECRET = "Zzmarieke uit de Zzlindestraat"


@pytest.fixture
def told_too_much():
    """A name in a title, a text, a file, an old version, a draft, a buffer, a reason and what people were told."""
    by, editor = demo_user("coordinator"), demo_user("redacteur")
    draft = make_draft(project=project(), by=by, title=f"Fietsen met {SECRET}",
                       works=[{"title": "Werkt", "text": f"Vooral {SECRET} kwam.", "basis": ""}],
                       blocks={"matching": f"Wij kozen {SECRET}."})  # fmt: skip
    file = ContentFile(b"x", name="x.txt")
    material.add(draft=draft, file=file, title=f"Blad van {SECRET}", sort="ander", licence="cc-by", by=by)
    page = publishing.publish(draft=draft, by=by)
    page = new_version(page, summary=f"Over  {SECRET.replace(' uit', chr(10) + 'uit')} en anderen.")
    page = new_version(page, summary="Zonder naam.")
    proposal = drafting.rework(page=page, by=editor, kind=Draft.Kind.PROPOSAL)
    lifecycle.mark_read_over(page=page, by=editor)
    AutosaveBuffer.objects.create(user=editor, key=f"practice:{proposal.pk}:titel", data={"title": [SECRET.upper()]})
    return page


def test_struck_words_are_nowhere_any_more(client, indexed, drain, told_too_much):
    page = told_too_much
    drain()
    assert "zzmarieke" in whole_database()
    client.force_login(demo_user("coordinator"))
    address = f"/praktijken/{page.slug}/versies/schrappen/"
    first = client.post(address, {"woorden": SECRET})
    assert first.status_code == 200
    assert "Dit staat in wat iedereen nu leest" in first.content.decode()
    assert first.context["found"].versions == 3
    assert "zzmarieke" in whole_database()  # nothing went before the second press
    answer = client.post(address, {"woorden": SECRET, "bevestig": "1"})
    page = PracticePage.objects.get(pk=page.pk)
    assert answer.url == f"/praktijken/{page.slug}/versies/"
    assert "Zzmarieke".lower() not in whole_database()
    assert "[…]" in page.title
    assert page.live
    assert client.get(page.url).status_code == 200
    assert json.loads(client.get("/api/v1/search?q=zzmarieke").content)["total"] == 0  # at once, before the worker came
    drain()
    assert json.loads(client.get("/api/v1/search?q=zzmarieke").content)["total"] == 0
    assert OutboxRow.objects.filter(topic="scrub").exists()
    rebuild_index()  # what the worker does with that: merged segments hold no deleted words
    files = [path for path in indexed.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(b"zzmarieke" in path.read_bytes().lower() for path in files)
    entry = PageLogEntry.objects.get(page=page.pk, action="staalkaart.practice_struck")
    assert entry.data == {"versions": 3, "drafts": 1}
    assert Revision.objects.for_instance(page).first().as_object().title == page.title
    assert Notification.objects.filter(about_id=page.pk, kind="practice_read_over").exists()
    assert ModelLogEntry.objects.exists()


@pytest.mark.parametrize(
    ("words", "asked"), [("ab", "minstens drie letters"), ("Zzkomt nergens voor", "in geen enkele versie")]
)
def test_what_cannot_be_struck_is_said_and_stands_there(client, words, asked):
    page = make_practice(project=project(), by=demo_user("coordinator"))
    client.force_login(demo_user("coordinator"))
    answer = client.post(f"/praktijken/{page.slug}/versies/schrappen/", {"woorden": words, "bevestig": "1"})
    assert answer.status_code == 422
    assert asked in answer.content.decode()
    assert f">{words}</textarea>" in answer.content.decode()


def test_whole_words_only(client):
    page = make_practice(project=project(), by=demo_user("coordinator"), summary="Jan kwam in januari.")
    client.force_login(demo_user("coordinator"))
    client.post(f"/praktijken/{page.slug}/versies/schrappen/", {"woorden": "jan", "bevestig": "1"})
    page.refresh_from_db()
    assert page.summary == "[…] kwam in januari."


def test_who_may_strike(client):
    """Coordinators, whoever wrote it, and editors; also of a practice that is not shown now."""
    page = make_practice(project=project(), by=demo_user("coordinator"))
    PracticePage.objects.filter(pk=page.pk).update(owner=demo_user("lid"))
    lifecycle.archive(page=page, by=demo_user("coordinator"))
    address, found = f"/praktijken/{page.slug}/versies/schrappen/", {}
    for login in ("coordinator", "lid", "redacteur", "ander", "begeleider", "partner"):
        client.force_login(demo_user(login))
        found[login] = client.post(address, {"woorden": "garage"}).status_code
    assert found == {"coordinator": 200, "lid": 200, "redacteur": 200, "ander": 404, "begeleider": 404, "partner": 404}
