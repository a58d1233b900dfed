"""Writing a practice: drafts, steps, autosave, two people at once, handing in, sharing."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from practices import content, drafting, publishing
from practices.models import Draft, PracticePage
from practices.steps import STEPS
from staalkaart.core.models import AutosaveBuffer
from staalkaart.core.writing import autosave
from staalkaart.core.writing.text import clean
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_draft, make_member, practice_data, project, stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_draft(project=project(), by=demo_user("lid"))


def step_url(draft: Draft, step: str) -> str:
    return f"/praktijken/{draft.pk}/bewerken/{step}/"


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("login", "status"),
    [("lid", 200), ("coordinator", 200), ("ander", 404), ("begeleider", 404), ("partner", 404), ("redacteur", 404),
     ("beheerder", 404), (None, 404)],
)  # fmt: skip
@pytest.mark.parametrize("step", ["titel", "werkt", "materiaal", "nakijken"])
def test_a_draft_is_opened_by_its_team_only(client, draft, login, status, step):
    if login:
        client.force_login(demo_user(login))
    assert client.get(step_url(draft, step)).status_code == status


@pytest.mark.parametrize("login", ["ander", "partner", "redacteur", "beheerder"])
def test_nobody_else_saves_or_acts(client, draft, login):
    client.force_login(demo_user(login))
    assert client.post(f"/praktijken/{draft.pk}/bewaren/titel/", {"title": "x"}).status_code == 404
    for verb in ("delen", "indienen", "weggooien", "teruggeven", "voorstellen"):
        assert client.post(f"/praktijken/{draft.pk}/{verb}/").status_code == 404
    assert Draft.objects.filter(pk=draft.pk, state="writing").exists()


def test_a_facilitator_writes_for_a_project_of_the_own_region(client):
    client.force_login(demo_user("begeleider"))
    page = client.get("/praktijken/nieuw/").content.decode()
    assert "Tweespan Antwerpen" in page
    assert "Zeegang" not in page
    answer = client.post("/praktijken/nieuw/", {"project": "tweespan-antwerpen", "title": "Van de begeleider"})
    assert client.get(answer["Location"]).status_code == 200
    client.force_login(demo_user("lid"))
    assert client.get(answer["Location"]).status_code == 200


def test_who_leaves_the_team_loses_the_draft_at_the_next_request(client):
    from staalkaart.members.teams import leave

    user = make_member(project=project(), name="Vertrekker")
    draft = make_draft(project=project(), by=user)
    client.force_login(user)
    assert client.get(step_url(draft, "titel")).status_code == 200
    leave(membership=user.memberships.get(), by=user)
    assert client.get(step_url(draft, "titel")).status_code == 404


def test_a_project_that_stopped_is_read_only(client, draft):
    stop(project())
    client.force_login(demo_user("coordinator"))
    assert client.get(step_url(draft, "titel")).status_code == 404
    assert client.get(f"/praktijken/{draft.pk}/voorbeeld/").status_code == 200
    assert "Tweespan" not in client.get("/praktijken/nieuw/").content.decode()


# --- steps -----------------------------------------------------------------------------------------------------------
def test_a_title_is_enough_to_begin(client):
    client.force_login(demo_user("lid"))
    answer = client.post("/praktijken/nieuw/", {"title": "Samen fietsen"})
    draft = Draft.objects.get(title="Samen fietsen")
    assert answer["Location"] == step_url(draft, "model")
    assert draft.project == project()


def test_without_a_title_nothing_is_made_and_the_words_say_so(client):
    client.force_login(demo_user("lid"))
    answer = client.post("/praktijken/nieuw/", {"title": "   "})
    assert answer.status_code == 422
    assert "Geef je praktijk een titel" in answer.content.decode()


def test_every_step_shows_and_keeps_what_it_asks(client, draft):
    client.force_login(demo_user("lid"))
    posts = {
        "titel": {"title": "Fietsen op woensdag"},
        "model": {"main_model": "lotgenotennetwerk", "models": ["persoonlijke-vriend"], "target_groups": ["jongeren"],
                  "towns": "2800, Lier"},
        "samenvatting": {"summary": "Kort."},
        "werkt": {"p0-title": "Eén", "p0-text": "a", "p0-basis": "gemeten", "p3-title": "Twee", "p5-title": "", "p5-text": ""},
        "botst": {"p0-title": "Geld"},
        "contact": {"contact_role": "begeleider"},
        "verhaal": {"matching": "We bellen.", "werving": "  "},
        "feiten": {"rol": ["coach", "mentor"], "duur": "open", "coordination_fte": "0,5", "running_duos": "12",
                   "themes": ["matching"]},
    }  # fmt: skip
    for step, post in posts.items():
        assert client.get(step_url(draft, step)).status_code == 200
        answer = client.post(step_url(draft, step), {**post, "_base": "0"})
        assert answer.status_code == 302, step
    draft.refresh_from_db()
    data = draft.data
    assert draft.title == data["title"] == "Fietsen op woensdag"
    assert data["models"] == ["lotgenotennetwerk", "persoonlijke-vriend"]
    assert [point["title"] for point in data["works"]] == ["Eén", "Twee"]
    assert data["blocks"] == {"matching": "We bellen."}
    assert data["facts"] == {"rol": ["coach", "mentor"], "duur": ["open"]}
    assert (data["coordination_fte"], data["running_duos"], len(data["towns"])) == ("0.50", 12, 2)
    assert draft.stamps == dict.fromkeys(posts, 1)


@pytest.mark.parametrize(
    ("step", "post", "words"),
    [
        ("model", {"towns": "Atlantis"}, "kennen we niet als gemeente"),
        ("model", {"main_model": "weg-model"}, "weg-model"),
        ("samenvatting", {"summary": "x" * 601}, "600"),
        ("werkt", {"p0-text": "Uitleg zonder titel"}, "titel van één zin"),
        ("feiten", {"running_duos": "veel"}, "getal"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(client, draft, step, post, words):
    client.force_login(demo_user("lid"))
    answer = client.post(step_url(draft, step), {**post, "_base": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    typed = next(iter(post.values()))
    assert typed in page


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "🌻🌻🌻", "\u202eomgekeerd", "=1+1", "a\x00b", "'; DROP TABLE"]
)
def test_any_text_is_kept_as_text(client, draft, nasty):
    client.force_login(demo_user("lid"))
    client.post(step_url(draft, "titel"), {"title": nasty, "_base": "0"})
    client.post(step_url(draft, "werkt"), {"p0-title": nasty, "p0-text": nasty, "_base": "0"})
    client.post(step_url(draft, "verhaal"), {"matching": nasty, "_base": "0"})
    page = client.get(step_url(draft, "nakijken")).content.decode()
    assert "<script>alert" not in page
    draft.refresh_from_db()
    assert draft.data["works"][0]["title"] == clean(nasty)


def test_without_script_a_point_is_added_and_taken_away(client, draft):
    client.force_login(demo_user("lid"))
    answer = client.post(
        step_url(draft, "werkt"), {"p0-title": "Eén", "p1-title": "Twee", "_base": "0", "_naar": "meer"}
    )
    assert (
        client.get(answer["Location"]).content.decode().count('class="point"') == 4
    )  # two, a blank one, the template's
    client.post(step_url(draft, "werkt"), {"p0-title": "Eén", "p1-title": "Twee", "_base": "1", "_naar": "weg-0"})
    draft.refresh_from_db()
    assert [point["title"] for point in draft.data["works"]] == ["Twee"]


# --- autosave and two people -----------------------------------------------------------------------------------------
def keep(client, draft, step, stamp="0", base="0", **fields):
    return client.post(f"/praktijken/{draft.pk}/bewaren/{step}/", {"_base": base, "_stamp": stamp, **fields})


def test_what_is_typed_is_kept_and_comes_back_on_another_device(client, draft):
    client.force_login(demo_user("lid"))
    answer = keep(client, draft, "samenvatting", summary="Half een zin")
    assert answer.json()["words"].startswith("Bewaard om")
    draft.refresh_from_db()
    assert draft.data["summary"] != "Half een zin"  # the draft itself waits
    assert "Half een zin" in client.get(step_url(draft, "samenvatting")).content.decode()


def test_going_on_puts_it_in_the_draft_and_empties_the_buffer(client, draft):
    client.force_login(demo_user("lid"))
    keep(client, draft, "samenvatting", summary="Half een zin")
    client.post(step_url(draft, "samenvatting"), {"summary": "Een hele zin.", "_base": "0"})
    draft.refresh_from_db()
    assert draft.data["summary"] == "Een hele zin."
    assert not AutosaveBuffer.objects.exists()


def test_when_the_session_ended_autosave_says_401_and_a_post_gives_the_text_back(client, draft):
    assert keep(client, draft, "samenvatting", summary="Nog niet weg").status_code == 401
    long = "Een lange tekst die niet verloren mag gaan, ook niet als de sessie voorbij is."
    answer = client.post(step_url(draft, "samenvatting"), {"summary": long}, headers={"origin": "http://testserver"})
    assert answer.status_code == 404
    assert long in answer.content.decode()


def test_an_expired_protection_gives_the_text_back_ready_to_send(draft):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(demo_user("lid"))
    answer = client.post(
        step_url(draft, "samenvatting"),
        {"summary": "Niet kwijt", "_base": "0"},
        headers={"origin": "http://testserver"},
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Niet kwijt" in page
    assert "csrfmiddlewaretoken" in page
    elsewhere = client.post(
        step_url(draft, "samenvatting"), {"summary": "Gelokt"}, headers={"origin": "https://kwaad.example"}
    )
    assert "Gelokt" not in elsewhere.content.decode()


def test_two_people_in_one_step_see_both_texts(client, draft):
    client.force_login(demo_user("lid"))
    client.post(step_url(draft, "samenvatting"), {"summary": "Van Lies.", "_base": "0"})
    client.force_login(demo_user("coordinator"))
    answer = client.post(step_url(draft, "samenvatting"), {"summary": "Van Sara.", "_base": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Lies." in page
    assert "Van Sara." in page
    assert "Lies" in page
    draft.refresh_from_db()
    assert draft.data["summary"] == "Van Lies."
    assert client.post(step_url(draft, "samenvatting"), {"summary": "Van beide.", "_base": "1"}).status_code == 302


def test_two_people_in_different_steps_never_meet(client, draft):
    client.force_login(demo_user("lid"))
    client.post(step_url(draft, "samenvatting"), {"summary": "Van Lies.", "_base": "0"})
    client.force_login(demo_user("coordinator"))
    assert client.post(step_url(draft, "contact"), {"contact_role": "Sara's functie", "_base": "0"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.data["summary"], draft.data["contact_role"]) == ("Van Lies.", "Sara's functie")


def test_what_a_colleague_typed_and_did_not_save_is_shown(client, draft):
    client.force_login(demo_user("lid"))
    keep(client, draft, "samenvatting", summary="Lies was hier nog mee bezig")
    client.force_login(demo_user("coordinator"))
    assert "Lies was hier nog mee bezig" in client.get(step_url(draft, "samenvatting")).content.decode()
    assert "typte nog iets bij" in client.get(step_url(draft, "nakijken")).content.decode()


def test_another_device_of_the_same_person_is_a_conflict_with_both_texts(client, draft):
    client.force_login(demo_user("lid"))
    keep(client, draft, "samenvatting", summary="Op de gsm")
    answer = keep(client, draft, "samenvatting", summary="Op de laptop")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == {"summary": ["Op de gsm"]}


def test_far_too_much_text_is_refused_with_a_sentence(client, draft):
    client.force_login(demo_user("lid"))
    answer = keep(client, draft, "samenvatting", summary="x" * 200_001)
    assert answer.status_code == 413
    assert "te lang" in json.loads(answer.content)["words"]


# --- files -----------------------------------------------------------------------------------------------------------
def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Picture.new("RGB", (40, 30), "red").save(out, "JPEG")
    return SimpleUploadedFile("keuken.jpg", out.getvalue(), "image/jpeg")


def test_a_photograph_goes_along_and_moves_to_the_page(client, draft):
    client.force_login(demo_user("coordinator"))
    post = {"title": "Onze keuken", "sort": "foto", "licence": "netwerk", "file": photo()}
    assert client.post(f"/praktijken/{draft.pk}/materiaal/toevoegen/", post).status_code == 302
    file = publishing.attachments_of(draft)[0]
    outsider = demo_user("ander")
    assert not file.is_visible_to(outsider.as_viewer())
    page = publishing.publish(draft=draft, by=demo_user("coordinator"))
    file.refresh_from_db()
    assert file.owner == page
    assert file.is_visible_to(outsider.as_viewer())


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("virus.pdf", b"MZ\x90 niets"), "geen echt"),
        (SimpleUploadedFile("virus.exe", b"MZ"), "bewaren we niet"),
        (SimpleUploadedFile("groot.txt", b"a" * (20 * 1024 * 1024 + 1)), "te groot"),
    ],
)
def test_a_bad_file_is_refused_and_the_title_stays(client, draft, file, words):
    client.force_login(demo_user("lid"))
    post = {"title": "Mijn titel", "sort": "ander", "licence": "netwerk", "file": file}
    answer = client.post(f"/praktijken/{draft.pk}/materiaal/toevoegen/", post)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Mijn titel" in answer.content.decode()
    assert not publishing.attachments_of(draft)


# --- handing in and sharing ------------------------------------------------------------------------------------------
def test_a_member_hands_it_to_the_coordinator_who_shares_it(client, draft):
    client.force_login(demo_user("lid"))
    assert client.post(f"/praktijken/{draft.pk}/delen/").status_code == 404
    client.post(f"/praktijken/{draft.pk}/indienen/")
    assert Notification.objects.filter(user=demo_user("coordinator"), kind="practice_submitted").exists()
    assert "wacht op jou" not in client.get(step_url(draft, "nakijken")).content.decode()
    client.force_login(demo_user("coordinator"))
    shown = client.get(step_url(draft, "nakijken")).content.decode()
    assert f"Een klad van {draft.created_by} wacht op jou." in shown
    answer = client.post(f"/praktijken/{draft.pk}/delen/")
    page = PracticePage.objects.get(title="Samen fietsen herstellen")
    assert answer["Location"] == page.url
    assert (page.live, page.audience, page.is_read_over) == (True, "network", False)
    assert Notification.objects.filter(
        user=demo_user("redacteur"), kind="practice_to_read_over", about_id=page.pk
    ).exists()


def test_an_old_link_to_a_draft_that_was_shared_leads_to_the_practice_and_makes_no_draft(client, draft):
    page = publishing.publish(draft=draft, by=demo_user("coordinator"))
    client.force_login(demo_user("coordinator"))
    before = Draft.objects.count()
    answer = client.get(f"/praktijken/{draft.pk}/bewerken/", follow=True)
    assert answer.redirect_chain == [(page.url, 302)]
    assert "Dit klad is intussen gedeeld." in answer.content.decode()
    assert Draft.objects.count() == before


def test_words_that_wait_in_a_draft_that_was_shared_go_on_in_a_new_one(client, draft):
    typed = {"summary": ["Nog niet bewaard."]}
    autosave.keep(user=demo_user("lid"), key=drafting.buffer_key(draft, "samenvatting"), data=typed, base=0, stamp=0)
    publishing.publish(draft=draft, by=demo_user("coordinator"))
    client.force_login(demo_user("lid"))
    answer = client.get(step_url(draft, "samenvatting"), follow=True)
    assert "Nog niet bewaard." in answer.content.decode()
    assert Draft.objects.open().get(created_by=demo_user("lid"), page__isnull=False)


def test_the_coordinator_gives_it_back_with_a_reason(client, draft):
    drafting.submit(draft=draft, by=demo_user("lid"))
    client.force_login(demo_user("coordinator"))
    client.post(f"/praktijken/{draft.pk}/teruggeven/")
    draft.refresh_from_db()
    assert draft.state == "submitted"  # without a reason nothing happens
    client.post(f"/praktijken/{draft.pk}/teruggeven/", {"reden": "Zeg ook wat het kost."})
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("returned", "Zeg ook wat het kost.")
    client.force_login(demo_user("lid"))
    assert "Zeg ook wat het kost." in client.get(step_url(draft, "samenvatting")).content.decode()


@pytest.mark.parametrize("field", ["title", "models", "target_groups", "summary", "works", "clashes", "contact_role"])
def test_what_is_required_is_asked_before_sharing_and_never_earlier(client, field):
    empty = "" if isinstance(practice_data()[field], str) else []
    draft = make_draft(project=project(), by=demo_user("lid"), **{field: empty})
    client.force_login(demo_user("coordinator"))
    answer = client.post(f"/praktijken/{draft.pk}/delen/", follow=True)
    assert content.missing(draft.data)[0].words in answer.content.decode()
    assert not PracticePage.objects.filter(project=project(), title="Samen fietsen herstellen").exists()


def test_it_is_shared_once_however_often_one_presses(client, draft):
    client.force_login(demo_user("coordinator"))
    for _press in range(2):
        client.post(f"/praktijken/{draft.pk}/delen/")
    assert PracticePage.objects.filter(title="Samen fietsen herstellen").count() == 1


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Nieuw", "praktijk-nieuw"), ("2026", "praktijk-2026"), ("🌻", "praktijk"), ("Klad", "praktijk-klad")],
)
def test_an_address_never_clashes_with_a_fixed_one(title, slug):
    by = demo_user("coordinator")
    pages = [publishing.publish(draft=make_draft(project=project(), by=by, title=title), by=by) for _n in range(2)]
    assert [page.slug for page in pages] == [slug, f"{slug}-2"]


def test_own_text_that_waits_in_a_step_is_not_left_behind_at_sharing(client, draft):
    client.force_login(demo_user("coordinator"))
    keep(client, draft, "samenvatting", summary="Dit moet er nog bij")
    answer = client.post(f"/praktijken/{draft.pk}/delen/")
    assert answer["Location"] == step_url(draft, "samenvatting")
    assert Draft.objects.get(pk=draft.pk).state == "writing"


def test_throwing_away_takes_the_draft_its_files_and_what_was_typed(client, draft):
    client.force_login(demo_user("lid"))
    keep(client, draft, "samenvatting", summary="Weg ermee")
    client.post(f"/praktijken/{draft.pk}/weggooien/")
    assert not Draft.objects.filter(pk=draft.pk).exists()
    assert not AutosaveBuffer.objects.exists()


def test_the_quick_path_has_six_short_screens():
    assert [step.slug for step in STEPS if not step.optional][:6] == [
        "titel", "model", "samenvatting", "werkt", "botst", "contact",
    ]  # fmt: skip
    assert sum(step.minutes for step in STEPS if not step.optional) <= 15


@pytest.mark.parametrize(("login", "words"), [("coordinator", "wacht op jou"), ("lid", "bij de coördinator")])
@pytest.mark.parametrize("page", ["/mijn/", "/praktijken/klad/"])
def test_what_was_handed_in_waits_for_who_decides_and_stands_first(client, page, login, words):
    for number in range(5):  # later ones do not push it from the card
        make_draft(project=project(), by=demo_user("lid"), title=f"Later begonnen {number}")
    client.force_login(demo_user(login))
    text = client.get(page).content.decode()
    waits = login == "coordinator"
    assert ("wacht op jou" in text) is waits
    if waits:
        assert text.index("Een spelavond waar") < text.index("Later begonnen 4")
    elif page == "/praktijken/klad/":
        assert words in text


@pytest.mark.parametrize("act", ["delen", "indienen"])
def test_a_number_where_a_function_is_asked_goes_nowhere(client, act):
    """What the last step shows red blocks on the server too, whatever button is pressed."""
    draft = make_draft(project=project(), by=demo_user("coordinator"), contact_role="coördinator, 0470 12 34 56")
    client.force_login(demo_user("coordinator" if act == "delen" else "lid"))
    for _press in range(2):
        shown = client.get(f"/praktijken/{draft.pk}/bewerken/nakijken/")
        assert "Dit is een telefoonnummer" in shown.content.decode()
        client.post(f"/praktijken/{draft.pk}/{act}/", {"_gezien": shown.context["recognised"].token})
    draft.refresh_from_db()
    assert draft.state == "writing"
    assert not PracticePage.objects.filter(title=draft.title).exists()
