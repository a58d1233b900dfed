"""What the check finds red gets in nowhere; what may stay, stays: contact fields, the own project's number, a warning waved away."""

from __future__ import annotations

import pytest

from practices.step_forms import StepForm
from staalkaart.core.access import set_audience
from staalkaart.core.models import AutosaveBuffer
from staalkaart.core.writing.forms import PlainForm
from staalkaart.members.models import NetworkPart, WavedWarning
from tests.builders import demo_user, make_block, make_day, make_draft, make_practice, project, whole_database

pytestmark = pytest.mark.django_db
NUMBER = "0470 12 34 56"
RED = f"Bel mij op {NUMBER}"


def every_form(of: type) -> set[type]:
    found = set(of.__subclasses__())
    return found.union(*(every_form(one) for one in found)) if found else found


def test_the_exceptions_are_these_and_no_others(client):
    """A form that is made tomorrow refuses too, unless it is written down here."""
    client.get("/")  # every form is loaded
    forms = every_form(PlainForm)
    assert len(forms) > 40
    assert {form for form in forms if not form.refuses} - every_form(StepForm) == {
        StepForm, next(form for form in forms if form.__module__ == "practices.point_forms")
    }  # fmt: skip
    contact = {form.__name__: form.contact_fields for form in forms if form.contact_fields}
    assert contact == {
        "BulkForm": ("lines",), "DayForm": ("venue", "address", "access", "transport"), "PageReportForm": ("text",),
        "LetterForm": ("text",),  # where to be, and whom to ring
    }  # fmt: skip


PLACES = {
    "circle": ("begeleider", "/intervisie/kring/nieuw/", {"name": "Kring", "purpose": RED}),
    "name": ("coordinator", "/projecten/tweespan-antwerpen/uitnodigen/", {"name": RED, "email": "iemand@voorbeeld.be", "kind": "member"}),
    "function": ("lid", "/projecten/tweespan-antwerpen/ploeg/{seat}/toon/", {"function": RED}),
    "team": ("coordinator", "/projecten/tweespan-antwerpen/bewerken/", {"card-name": "Tweespan", "team-practical": RED}),
    "walk in": ("begeleider", "/netwerkdagen/{day}/deelnemers/aan-de-deur/", {"name": RED}),
    "block": ("begeleider", "/netwerkdagen/{day}/agenda/{block}/",
              {"title": "Rondje", "lead": RED, "minutes": "30", "working_form": "werktafels"}),
    "heading": ("begeleider", "/netwerkdagen/{day}/oogst/groep/", {"uid": "x", "groep": RED}),
    "call off": ("begeleider", "/netwerkdagen/{day}/afgelasten/", {"reden": RED}),
    "comment": ("ander", "/praktijken/{page}/reageren/", {"tekst": RED}),
    "remark": ("ander", "/praktijken/{page}/klopt-niet/", {"tekst": RED}),
    "use": ("ander", "/praktijken/{page}/wij-ook/", {"veranderd": RED}),
    "back": ("redacteur", "/praktijken/{page}/terugsturen/", {"reden": RED}),
    "audience": ("coordinator", "/zichtbaarheid/practices.practicepage/{pk}/",
                 {"zichtbaar": "{token}", "bevestig": "1", "reden": RED}),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_telephone_number_gets_in_nowhere(client, place):
    day = make_day()
    block = make_block(day=day)
    page = make_practice(project=project(), by=demo_user("coordinator"))
    seat = project().memberships.current().get(user=demo_user("lid")).pk
    who, address, body = PLACES[place]
    named = {"day": day.pk, "block": block.pk, "page": page.slug, "pk": page.pk, "seat": seat, "token": project().token}
    client.force_login(demo_user(who))
    body = {key: value.format(**named) for key, value in body.items()}
    answer = client.post(address.format(**named), body)
    text = answer.content.decode()
    assert answer.status_code in (200, 409, 422), answer.status_code
    assert "telefoonnummer" in text
    assert NUMBER in text  # what was typed is still there
    AutosaveBuffer.objects.all().delete()  # what waits there is read by whoever typed it
    assert NUMBER not in whole_database()


def test_a_red_practice_is_not_shared_by_any_way(client):
    """Its contact, languages and points included; a proposal of an editor is held back as well."""
    coordinator = demo_user("coordinator")
    draft = make_draft(project=project(), by=coordinator, languages=RED)
    client.force_login(coordinator)
    answer = client.post(f"/praktijken/{draft.pk}/delen/", follow=True)
    draft.refresh_from_db()
    assert draft.state == "writing"
    assert "telefoonnummer" in answer.content.decode()
    page = make_practice(project=project(), by=coordinator)
    editor = demo_user("redacteur")
    client.force_login(editor)
    client.post(f"/praktijken/{page.slug}/voorstel/")
    proposal = page.drafts.get(kind="proposal")
    proposal.data["summary"] = RED
    proposal.save()
    answer = client.post(f"/praktijken/{proposal.pk}/voorstellen/", {"reden": "Zo is het duidelijker."}, follow=True)
    proposal.refresh_from_db()
    assert proposal.state == "writing"
    assert "telefoonnummer" in answer.content.decode()


def test_the_published_contact_of_the_own_project_passes(client):
    ours = project()
    NetworkPart.objects.filter(project=ours).update(contact_phone="03/123 45 67", contact_mail="onthaal@tweespan.be")
    page = make_practice(project=project("netepaar"), by=demo_user("coordinator"))
    address = f"/praktijken/{page.slug}/reageren/"
    texts = ["Bel ons op +32 3 123 45 67.", "Mail naar Onthaal@tweespan.be.", "Bel mij op 03 123 45 68."]
    found = {}
    for login in ("coordinator", "ander"):
        client.force_login(demo_user(login))
        found[login] = [client.post(address, {"tekst": text}).status_code for text in texts]
    assert found == {"coordinator": [302, 302, 422], "ander": [422, 422, 422]}
    set_audience(obj=ours.network_part, audience=ours.region.token, by=None)  # no longer published to the network
    client.force_login(demo_user("coordinator"))
    assert client.post(address, {"tekst": texts[0]}).status_code == 422


def test_where_a_day_is_may_hold_a_number(client):
    day = make_day()
    client.force_login(demo_user("begeleider"))
    form = client.get(f"/netwerkdagen/{day.pk}/bewerken/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {
        "access": f"Bel aan de deur {NUMBER}",
        "_base": day.version,
    }
    client.post(f"/netwerkdagen/{day.pk}/bewerken/", values)
    day.refresh_from_db()
    assert NUMBER in day.access


def test_a_warning_waved_away_stays_away_for_that_sentence_and_that_writer(client):
    page = make_practice(project=project("netepaar"), by=demo_user("coordinator"))
    address, text = f"/praktijken/{page.slug}/reageren/", "Wij deden het met Fatima Janssens. Het ging goed."
    client.force_login(demo_user("ander"))
    asked = client.post(address, {"tekst": text})
    assert asked.status_code == 422
    assert client.post(address, {"tekst": text, "_gezien": asked.context["token"]}).status_code == 302
    assert client.post(address, {"tekst": f"{text} En nog een zin."}).status_code == 302
    assert client.post(address, {"tekst": "Fatima Janssens kwam te laat."}).status_code == 422  # another sentence
    client.force_login(demo_user("lid"))
    assert client.post(address, {"tekst": text}).status_code == 422
    assert "Fatima" not in "".join(WavedWarning.objects.values_list("digest", flat=True))


def test_one_tap_while_typing_is_enough(client):
    text = "Wij deden het met Fatima Janssens."
    client.force_login(demo_user("lid"))
    found = client.post("/herken/", {"tekst": text}).json()["findings"]
    digest, label = found[0]["leave"]
    assert label == "Dit mag blijven staan"
    client.post("/herken/", {"laten": digest})
    client.post("/herken/", {"laten": "<script>"})
    assert client.post("/herken/", {"tekst": text}).json()["findings"] == []
    assert WavedWarning.objects.filter(user=demo_user("lid")).count() == 1
    page = make_practice(project=project("netepaar"), by=demo_user("coordinator"))
    assert client.post(f"/praktijken/{page.slug}/reageren/", {"tekst": text}).status_code == 302
    blocked = client.post("/herken/", {"tekst": RED}).json()["findings"]
    assert blocked[0]["leave"] is None
