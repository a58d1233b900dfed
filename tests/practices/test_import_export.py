"""Taking practices along and reading them in: nothing is lost on the way, and a bad file stores nothing."""

import contextlib
import csv
import io
import json
import re
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook, load_workbook

from practices import content
from practices.import_export import pdf, table, word
from practices.import_export.import_file import guess, read_file, read_rows
from practices.models import Draft, ImportRun, PracticePage
from staalkaart.core.access import ANY_MEMBER
from tests.builders import demo_user, make_practice, project

pytestmark = pytest.mark.django_db
NASTY = "=SOM(A1)\n---\n- een streepje\n'aanhaling"


def everything() -> list[PracticePage]:
    make_practice(
        project=project(), by=demo_user("coordinator"), title="=2+2 is vier", summary="@iemand; met; puntkomma's, en \"haken\"",
        works=[{"title": "-10 %", "text": NASTY, "basis": "gemeten"}, {"title": "Zonder uitleg", "text": "", "basis": ""}],
        blocks={"matching": NASTY, "werving": "Alinea een.\n\nAlinea twee."},
        facts={"rol": ["coach", "mentor"], "duur": ["open"]}, coordination_fte="0.50", running_duos=0, themes=["matching"],
    )  # fmt: skip
    return list(PracticePage.objects.select_related("project__region").order_by("pk"))


def file_of(body: bytes, kind: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"praktijken.{kind}", body)


@pytest.mark.parametrize(("write", "kind"), [(table.to_csv, "csv"), (table.to_xlsx, "xlsx")])
def test_what_is_taken_along_in_bulk_comes_back_the_same(write, kind):
    pages = everything()
    sheet = read_file(file_of(write(pages, ANY_MEMBER), kind))
    rows = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert [row.problems for row in rows] == [[] for _page in pages]
    assert [row.data for row in rows] == [content.of_page(page) for page in pages]


def test_word_comes_back_with_every_part():
    page = PracticePage.objects.get(title="Drie belletjes in de eerste maand")
    sheet = read_file(file_of(word.to_word([page], ANY_MEMBER), "docx"))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert row.problems == []
    assert row.data == content.of_page(page)


def test_a_spreadsheet_never_opens_as_a_formula():
    pages = everything()
    cells = [
        cell
        for row in csv.reader(io.StringIO(table.to_csv(pages, ANY_MEMBER).decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    book = load_workbook(io.BytesIO(table.to_xlsx(pages, ANY_MEMBER)))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]


def unpacked(body: bytes) -> bytes:
    """A PDF with its streams unpacked, to look for words in."""
    found = [body]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", body, re.S):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(match[1]))
    return b"".join(found)


def test_a_pdf_is_tagged_and_names_its_title():
    page = PracticePage.objects.get(title="Drie belletjes in de eerste maand")
    body = pdf.to_pdf([page], ANY_MEMBER)
    assert body.startswith(b"%PDF-")
    inside = unpacked(body)
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid" in inside
    assert b"/Lang (nl-BE)" in inside


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "csv", "json"])
@pytest.mark.parametrize(("audience", "visitor", "outsider", "own"), [
    ("public", 200, 200, 200), ("network", 404, 200, 200), ("project", 404, 404, 200),
])  # fmt: skip
def test_an_export_is_for_whoever_may_read_it(client, form, audience, visitor, outsider, own):
    ours = project()
    token = ours.token if audience == "project" else audience
    page = make_practice(project=ours, by=demo_user("coordinator"), audience=token)
    answers = []
    for login in (None, "ander", "lid"):
        client.logout()
        if login:
            client.force_login(demo_user(login))
        answers.append(client.get(f"/praktijken/{page.slug}/uitvoer/{form}/").status_code)
    assert answers == [visitor, outsider, own]


def test_a_selection_holds_what_the_list_shows_and_no_more(client, indexed):
    client.force_login(demo_user("ander"))
    answer = client.get("/praktijken/uitvoer/", {"vorm": "json", "model": "lotgenotennetwerk"})
    titles = {row["title"] for row in json.loads(answer.content)["practices"]}
    carrying = PracticePage.objects.visible_to(ANY_MEMBER).filter(model_rows__model__slug="lotgenotennetwerk")
    assert titles == set(carrying.values_list("title", flat=True))
    assert "Een duo en een groep die elkaar versterken" in titles
    client.logout()
    assert client.get("/praktijken/uitvoer/", {"vorm": "json"}).status_code == 302


# --- reading in ------------------------------------------------------------------------------------------------------
def sheet_of(*rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return file_of(out.getvalue(), "xlsx")


def upload(client, file):
    client.force_login(demo_user("coordinator"))
    return client.post("/praktijken/invoer/", {"file": file}, follow=True)


def test_a_file_is_looked_at_first_and_then_taken_over_whole(client):
    page = upload(client, sheet_of(["Naam", "Werkmodel", "Wat werkt", "Iets raars"],
                                   ["Fietsen", "Persoonlijke vriend", "Samen doen\nElke woensdag", "x"],
                                   ["Koken", "", "", ""]))  # fmt: skip
    text = page.content.decode()
    assert "2 praktijken" in text
    assert not Draft.objects.filter(title="Fietsen").exists()
    run = ImportRun.objects.get()
    chosen = {"kolom-0": "title", "kolom-1": "models", "kolom-2": "works"}
    for _press in range(2):
        client.post(f"/praktijken/invoer/{run.pk}/overnemen/", chosen)
    draft = Draft.objects.get(title="Fietsen")
    assert draft.project == project()
    assert draft.data["models"] == ["persoonlijke-vriend"]
    assert draft.data["works"] == [{"title": "Samen doen", "text": "Elke woensdag", "basis": ""}]
    assert Draft.objects.filter(title="Koken").count() == 1


def test_every_problem_is_named_by_row_and_column_and_nothing_is_stored(client):
    before = Draft.objects.count()
    page = upload(client, sheet_of(["Titel", "Werkmodel", "Gemeenten", "Lopende duo's", "Samenvatting", "Sinds"],
                                   ["Goed", "Persoonlijke vriend", "Mechelen", 4, "Kort", 2020],
                                   ["", "Vriendje", "Atlantis", "veel", "x" * 601, "=1+1"]))  # fmt: skip
    text = page.content.decode()
    for words in ("Elke praktijk heeft een titel", "Vriendje", "Atlantis", "geen heel getal", "601 tekens", "formule"):
        assert words in text
    run = ImportRun.objects.get()
    mapping = {"kolom-0": "title", "kolom-1": "models", "kolom-2": "towns", "kolom-3": "running_duos",
               "kolom-4": "summary", "kolom-5": "start_year"}  # fmt: skip
    answer = client.post(f"/praktijken/invoer/{run.pk}/overnemen/", mapping)
    assert answer.status_code == 422
    assert Draft.objects.count() == before


def bomb() -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 210_000_000)
    return file_of(out.getvalue(), "docx")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: file_of(b"a" * (20 * 1024 * 1024 + 1), "csv"), "te groot"),
        (lambda: file_of(b"MZ\x90\x00 virus", "docx"), "geen echt"),
        (bomb, "veel te groots"),
        (lambda: sheet_of(["Titel"], *([f"Praktijk {n}"] for n in range(10_000))), "meer dan 500 rijen"),
        (lambda: sheet_of(["Titel"]), "geen enkele praktijk"),
        (lambda: file_of(b"x", "exe"), "bewaren we niet"),
        (lambda: file_of(b"PK\x03\x04 kapot", "xlsx"), "geen echt"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_leaves_nothing(client, file, words):
    answer = upload(client, file())
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_markup_in_a_file_is_text(client):
    upload(client, sheet_of(["Titel", "Samenvatting"], ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"]))
    run = ImportRun.objects.get()
    page = client.get(f"/praktijken/invoer/{run.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_run_is_for_whoever_started_it(client):
    upload(client, sheet_of(["Titel"], ["Fietsen"]))
    run = ImportRun.objects.get()
    client.force_login(demo_user("lid"))
    assert client.get(f"/praktijken/invoer/{run.pk}/").status_code == 404


def test_a_plain_word_file_with_bullets_reads_too(client):
    document = Document()
    document.add_heading("Samen zingen", 1)
    document.add_heading("Samenvatting", 2)
    document.add_paragraph("Elke vrijdag zingen we.")
    document.add_heading("Wat werkt", 2)
    document.add_paragraph("Zingen is voor iedereen.")
    document.add_heading("Ons koffiemoment", 2)
    document.add_paragraph("Na het zingen.")
    out = io.BytesIO()
    document.save(out)
    sheet = read_file(file_of(out.getvalue(), "docx"))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert (row.data["title"], row.data["summary"]) == ("Samen zingen", "Elke vrijdag zingen we.")
    assert row.data["works"][0]["title"] == "Zingen is voor iedereen."
    assert "Ons koffiemoment" in sheet.headings


def test_the_row_numbers_are_those_of_the_file(client):
    page = upload(client, sheet_of(["Titel", "Sinds"], ["Goed", 2020], ["", ""], ["Fout", "ooit"]))
    assert [number for number, _heading, _words in page.context["problems"]] == [4]
    assert len(page.context["columns"]) == 2
