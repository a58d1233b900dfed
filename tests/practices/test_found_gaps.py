"""What an attacker and a tired coordinator found: every gap stands here so that it stays closed."""

import io
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from practices import content, drafting, lifecycle, material, publishing
from practices.content_words import Names
from practices.differences import differences
from practices.import_export.import_file import guess, read_file, read_rows
from practices.models import Draft, PracticePage, Use
from practices.own_data import practices_part
from staalkaart.core.access import ANY_MEMBER, set_audience
from staalkaart.core.models import AutosaveBuffer
from staalkaart.learning.models import Remark
from tests.builders import demo_user, make_draft, make_practice, practice_data, project

pytestmark = pytest.mark.django_db


ADMIN_PATHS = ["view_draft/", "history/", "usage/", "unpublish/", "move/", "delete/", "copy/", "edit/"]
ADMIN_PATHS += ["revisions/compare/earliest...latest/"]


@pytest.fixture
def page():
    return make_practice(project=project(), by=demo_user("coordinator"))


def rework_with(page, **changes) -> Draft:
    draft = drafting.rework(page=page, by=demo_user("coordinator"))
    Draft.objects.filter(pk=draft.pk).update(data=content.complete(draft.data) | changes)
    draft.refresh_from_db()
    return draft


def share(page, **changes) -> PracticePage:
    return publishing.publish(draft=rework_with(page, **changes), by=demo_user("coordinator"))


# --- the admin -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("login", ["redacteur", "beheerder"])
@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_the_admin_shows_nothing_of_a_closed_practice(client, page, login, path):
    set_audience(obj=page, audience=project().token, by=None)
    client.force_login(demo_user(login))
    assert client.get(f"/beheer/pages/{page.pk}/{path}").status_code == 404


@pytest.mark.parametrize("act", ["delete", "unpublish", "publish", "move"])
def test_the_admin_does_nothing_to_practices_in_bulk(client, page, act):
    client.force_login(demo_user("redacteur"))
    for ids in (f"id={page.pk}", "id=all&childOf=3"):
        assert client.get(f"/beheer/bulk/wagtailcore/page/{act}/?{ids}").status_code == 404
        assert client.post(f"/beheer/bulk/wagtailcore/page/{act}/?{ids}").status_code == 404
    assert PracticePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("path", ["unpublish/", "delete/", "lock/", "edit/"])
def test_an_editor_cannot_go_round_the_project_in_the_admin(client, page, path):
    lifecycle.archive(page=page, by=demo_user("coordinator"))
    client.force_login(demo_user("redacteur"))
    assert client.post(f"/beheer/pages/{page.pk}/{path}", {"action-publish": "1"}).status_code == 404
    assert not PracticePage.objects.get(pk=page.pk).live


def test_an_editor_still_looks_at_a_practice_in_the_admin(client, page):
    client.force_login(demo_user("redacteur"))
    assert client.get(f"/beheer/pages/{page.pk}/edit/").status_code == 200


# --- rights ----------------------------------------------------------------------------------------------------------
def test_an_export_holds_no_draft_of_a_team_that_one_left():
    outsider = demo_user("ander")
    draft = make_draft(project=project(), by=outsider, summary="Van de ploeg")
    assert draft.created_by == outsider
    assert "Van de ploeg" not in str(practices_part(outsider).rows)


def with_file(draft, name="blad.txt"):
    by = demo_user("coordinator")
    return material.add(
        draft=draft, file=ContentFile(b"tekst", name=name), title=name, sort="ander", licence="netwerk", by=by
    )


def test_a_file_leaves_the_practice_only_when_the_draft_is_shared(client):
    draft = make_draft(project=project(), by=demo_user("coordinator"))
    file = with_file(draft)
    page = publishing.publish(draft=draft, by=demo_user("coordinator"))
    client.force_login(demo_user("lid"))
    client.post(f"/praktijken/{page.slug}/herwerken/")
    again = Draft.objects.get(page=page, state="writing")
    client.post(f"/praktijken/{again.pk}/materiaal/{file.pk}/weg/")
    assert publishing.attachments_of(page)
    assert "blad.txt" not in client.get(f"/praktijken/{again.pk}/bewerken/materiaal/").content.decode()
    publishing.publish(draft=again, by=demo_user("coordinator"))
    assert not publishing.attachments_of(page)


def test_a_proposal_names_the_files_it_brings(client, page):
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    with_file(draft, "nieuw-blad.txt")
    lifecycle.offer(draft=draft, by=demo_user("redacteur"), reason="Zie bijlage.")
    client.force_login(demo_user("coordinator"))
    assert "nieuw-blad.txt" in client.get(f"/praktijken/{draft.pk}/voorstel/").content.decode()


def test_new_words_of_a_public_practice_are_for_the_network_until_read_over(client):
    page = make_practice(project=project(), by=demo_user("coordinator"), audience="public")
    share(page, summary="Nog door niemand nagelezen.")
    assert client.get(page.url).status_code == 404
    client.force_login(demo_user("ander"))
    assert client.get(page.url).status_code == 200


def test_what_was_sent_back_does_not_return_to_visitors_by_itself(client):
    page = make_practice(project=project(), by=demo_user("coordinator"), audience="public")
    draft = lifecycle.send_back(page=page, by=demo_user("redacteur"), reason="Een naam.")
    publishing.publish(draft=draft, by=demo_user("coordinator"))
    assert client.get(page.url).status_code == 404


# --- words that were lost --------------------------------------------------------------------------------------------
def test_sharing_while_a_colleague_types_keeps_the_colleagues_words(client):
    draft = make_draft(project=project(), by=demo_user("lid"))
    client.force_login(demo_user("lid"))
    client.post(
        f"/praktijken/{draft.pk}/bewaren/samenvatting/", {"summary": "Lies typt nog", "_base": "0", "_stamp": "0"}
    )
    publishing.publish(draft=draft, by=demo_user("coordinator"))
    answer = client.post(
        f"/praktijken/{draft.pk}/bewerken/samenvatting/", {"summary": "Lies typte dit", "_base": "0"}, follow=True
    )
    assert "Lies typte dit" in answer.content.decode()
    assert Draft.objects.get(state="writing", page__isnull=False, project=project()).pk != draft.pk


def test_sharing_takes_what_is_saved_and_not_what_was_read_before():
    draft = make_draft(project=project(), by=demo_user("lid"))
    held = Draft.objects.get(pk=draft.pk)
    drafting.save_step(
        draft=draft, step="samenvatting", changes={"summary": "Net bewaard."}, base=0, by=demo_user("lid")
    )
    assert publishing.publish(draft=held, by=demo_user("coordinator")).summary == "Net bewaard."


def test_agreeing_keeps_what_the_project_changed_meanwhile(client, page):
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    Draft.objects.filter(pk=draft.pk).update(
        data=content.complete(draft.data) | {"contact_role": "coördinator, op maandag"}
    )
    lifecycle.offer(draft=Draft.objects.get(pk=draft.pk), by=demo_user("redacteur"), reason="")
    client.force_login(demo_user("coordinator"))
    seen = client.get(f"/praktijken/{draft.pk}/voorstel/").context["version"]
    share(page, summary="Het project schreef dit intussen.")
    client.post(f"/praktijken/{draft.pk}/voorstel/akkoord/", {"versie": seen})
    assert Draft.objects.get(pk=draft.pk).state == "offered"  # the difference that was shown is no longer true
    lifecycle.agree(draft=Draft.objects.get(pk=draft.pk), by=demo_user("coordinator"))
    now = PracticePage.objects.get(pk=page.pk)
    assert (now.summary, now.contact_role) == ("Het project schreef dit intussen.", "coördinator, op maandag")


def test_a_practice_that_was_sent_back_is_worked_on_even_without_its_draft(client, page):
    draft = lifecycle.send_back(page=page, by=demo_user("redacteur"), reason="Kijk na.")
    drafting.throw_away(draft=draft, by=demo_user("lid"))
    client.force_login(demo_user("coordinator"))
    assert "Werk verder" in client.get("/praktijken/klad/").content.decode()
    client.post(f"/praktijken/{page.slug}/herwerken/")
    again = Draft.objects.open().get(page=page)
    client.post(f"/praktijken/{again.pk}/delen/")
    assert client.get(page.url).status_code == 200


def test_leaving_a_conflict_and_coming_back_tells_it_again(client):
    draft = make_draft(project=project(), by=demo_user("lid"))
    step = f"/praktijken/{draft.pk}/bewerken/samenvatting/"
    client.force_login(demo_user("coordinator"))
    client.post(step, {"summary": "Van Sara.", "_base": "0"})
    client.force_login(demo_user("lid"))
    assert client.post(step, {"summary": "Van Lies.", "_base": "0"}).status_code == 409
    form = client.get(step)
    assert form.context["base"] == 0
    assert client.post(step, {"summary": "Van Lies.", "_base": "0"}).status_code == 409


def test_a_click_does_not_wipe_the_story_of_a_colleague(client, page):
    client.force_login(demo_user("ander"))
    for changed in ("Wij doen het op zondag.", ""):
        client.post(f"/praktijken/{page.slug}/wij-ook/", {"project": "zeegang-oostende", "veranderd": changed})
    assert Use.objects.get().changed == "Wij doen het op zondag."


def test_a_line_break_counts_once(client):
    draft = make_draft(project=project(), by=demo_user("lid"))
    client.force_login(demo_user("lid"))
    text = "\r\n".join(["x" * 29] * 20)  # 599 letters as a browser counts them
    assert (
        client.post(f"/praktijken/{draft.pk}/bewerken/samenvatting/", {"summary": text, "_base": "0"}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert len(draft.data["summary"]) == 599


def test_more_than_twelve_points_are_refused_and_all_still_there(client):
    draft = make_draft(project=project(), by=demo_user("lid"))
    client.force_login(demo_user("lid"))
    post = {f"p{n}-title": f"Punt nummer {n}" for n in range(14)}
    answer = client.post(f"/praktijken/{draft.pk}/bewerken/werkt/", {**post, "_base": "0"})
    assert answer.status_code == 422
    assert "Punt nummer 13" in answer.content.decode()


def test_an_autosave_that_comes_after_the_form_leaves_nothing_behind(client):
    draft = make_draft(project=project(), by=demo_user("lid"))
    client.force_login(demo_user("lid"))
    client.post(f"/praktijken/{draft.pk}/bewerken/samenvatting/", {"summary": "Klaar.", "_base": "0"})
    client.post(f"/praktijken/{draft.pk}/bewaren/samenvatting/", {"summary": "Klaar.", "_base": "0", "_stamp": "0"})
    assert not AutosaveBuffer.objects.exists()


def test_the_text_of_a_table_in_word_is_read_too():
    document = Document()
    document.add_heading("Met een tabel", 1)
    document.add_heading("Samenvatting", 2)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Links", "Rechts"
    out = io.BytesIO()
    document.save(out)
    sheet = read_file(SimpleUploadedFile("a.docx", out.getvalue()))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert row.data["summary"] == "Links · Rechts"


def test_the_reason_of_an_unchanged_proposal_is_kept(client, page):
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    client.force_login(demo_user("redacteur"))
    client.post(f"/praktijken/{draft.pk}/voorstellen/", {"reden": "Mijn lange uitleg."})
    assert "Mijn lange uitleg." in client.get(f"/praktijken/{draft.pk}/bewerken/nakijken/").content.decode()


# --- load and faults -------------------------------------------------------------------------------------------------
def test_a_difference_is_told_quickly_whatever_the_words():
    names = Names(ANY_MEMBER)
    old = practice_data(blocks=dict.fromkeys(["matching", "werving", "start"], "a " * 3000))
    new = practice_data(blocks=dict.fromkeys(["matching", "werving", "start"], "a a b " * 1000))
    started = time.process_time()
    changes = differences(old, new, names)
    assert time.process_time() - started < 3
    assert "".join(piece.text for piece in changes[0].pieces if piece.change != "new") == "a " * 3000


@pytest.mark.parametrize(
    ("heading", "cell"), [("VTE", "NaN"), ("VTE", "sNaN"), ("VTE", "1e999"), ("Sinds", "9" * 5000)]
)
def test_a_strange_number_is_a_problem_and_no_fault(heading, cell):
    sheet = read_file(SimpleUploadedFile("a.csv", f"Titel;{heading}\nx;{cell}\n".encode()))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert [problem.heading for problem in row.problems] == [heading]


def test_csv_in_the_windows_alphabet_is_read():
    sheet = read_file(SimpleUploadedFile("a.csv", "Titel;Samenvatting\nCafé;Eén\n".encode("cp1252")))
    assert sheet.rows == [["Café", "Eén"]]


def test_declining_twice_is_one_no(client, page):
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    Draft.objects.filter(pk=draft.pk).update(data=content.complete(draft.data) | {"summary": "Anders."})
    lifecycle.offer(draft=Draft.objects.get(pk=draft.pk), by=demo_user("redacteur"), reason="")
    client.force_login(demo_user("coordinator"))
    for _press in range(2):
        assert client.post(f"/praktijken/{draft.pk}/voorstel/niet-akkoord/", {"reden": "Nee."}).status_code == 302


def test_saving_in_a_draft_that_was_thrown_away_is_no_fault():
    draft = make_draft(project=project(), by=demo_user("lid"))
    Draft.objects.filter(pk=draft.pk).delete()
    with pytest.raises(drafting.NotWritable):
        drafting.save_step(draft=draft, step="titel", changes={"title": "x"}, base=0, by=demo_user("lid"))


def test_pressing_twice_makes_one(client, page):
    client.force_login(demo_user("ander"))
    for _press in range(2):
        client.post("/praktijken/nieuw/", {"title": "Twee keer gedrukt"})
        client.post(f"/praktijken/{page.slug}/klopt-niet/", {"tekst": "Dezelfde vraag."})
    assert Draft.objects.filter(title="Twee keer gedrukt").count() == 1
    assert Remark.objects.count() == 1


def test_a_copy_shows_where_it_comes_from(client, page):
    by = demo_user("ander")
    draft = drafting.start(project=project("zeegang-oostende"), by=by, title="Fietsen aan zee", template=page)
    Draft.objects.filter(pk=draft.pk).update(data=content.complete(draft.data) | {"contact_role": "coördinator"})
    copy = publishing.publish(draft=Draft.objects.get(pk=draft.pk), by=by)
    client.force_login(by)
    assert page.title in client.get(copy.url).content.decode()


def test_saving_without_a_change_is_no_difference(client):
    page = PracticePage.objects.get(title="Als een deelnemer wekenlang niet komt opdagen")
    draft = drafting.rework(page=page, by=demo_user("redacteur"), kind=Draft.Kind.PROPOSAL)
    groups = list(reversed(content.of_page(page)["target_groups"]))
    models = content.of_page(page)["models"]
    client.force_login(demo_user("redacteur"))
    post = {"main_model": models[0], "models": models[1:], "target_groups": groups, "towns": "", "_base": "0"}
    assert client.post(f"/praktijken/{draft.pk}/bewerken/model/", post).status_code == 302
    assert (
        differences(content.of_page(page), publishing.shared_data(Draft.objects.get(pk=draft.pk)), Names(ANY_MEMBER))
        == []
    )
