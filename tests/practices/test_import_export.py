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
from practices.import_export.fields import fields
from practices.import_export.import_file import guess, read_file, read_rows
from practices.models import Draft, ImportRun, PracticePage
from staalkaart.core.access import ANY_MEMBER
from tests.builders import demo_user, make_practice, project

pytestmark = pytest.mark.django_db
NASTY = "=SOM(A1)\n---\n- een streepje\n'aanhaling"


def everything() -> list[PracticePage]:
    make_practice(
        project=project(), by=demo_user("coordinator"), title="=2+2 is vier", summary="@team; met; puntkomma's, en \"haken\"",
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


def test_every_problem_is_named_by_row_and_column_and_blocks_nothing_else(client):
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
    client.post(f"/praktijken/invoer/{run.pk}/overnemen/", mapping)
    assert Draft.objects.count() == before + 1
    assert Draft.objects.get(title="Goed").data["running_duos"] == 4


def test_a_file_without_a_title_anywhere_is_not_taken(client):
    upload(client, sheet_of(["Titel", "Samenvatting"], ["", "Kort"]))
    run = ImportRun.objects.get()
    answer = client.post(f"/praktijken/invoer/{run.pk}/overnemen/", {"kolom-0": "title", "kolom-1": "summary"})
    assert answer.status_code == 422
    assert ImportRun.objects.filter(done_at=None).exists()


def test_what_we_do_not_understand_is_decided_on_the_screen_and_remembered(client):
    mapping = {"kolom-0": "title", "kolom-1": "models", "kolom-2": "towns", "kolom-3": "running_duos"}

    def read_in():
        upload(client, sheet_of(["Titel", "Werkmodel", "Gemeenten", "Lopende duo's"],
                                ["Fietsen", "Vriendje; Persoonlijke vriend", "Sinjorenstad; Mechelen", "ongeveer 12"],
                                ["Koken", "Vriendje", "", ""], ["Weg ermee", "", "", ""]))  # fmt: skip
        run = ImportRun.objects.latest("pk")
        return run, client.get(f"/praktijken/invoer/{run.pk}/").context

    run, shown = read_in()
    assert {row["value"]: row["rows"] for row in shown["values"]} == {"Vriendje": [2, 3], "Sinjorenstad": [2]}
    assert [(row.number, value) for row, _problem, value in shown["cells"]] == [(2, "ongeveer 12")]
    given = {"waarde:models|vriendje": "persoonlijke-vriend", "waarde:towns|sinjorenstad": "Antwerpen", "cel:0-3": "12",
             "sla-over": "2", "onthoud": "1"}  # fmt: skip
    again = client.post(f"/praktijken/invoer/{run.pk}/", mapping | given).context
    assert (again["values"], again["cells"]) == ([], [])
    client.post(f"/praktijken/invoer/{run.pk}/overnemen/", mapping | {"sla-over": "2"})
    draft = Draft.objects.get(title="Fietsen")
    assert draft.data["models"] == ["persoonlijke-vriend"]
    assert (len(draft.data["towns"]), draft.data["running_duos"]) == (2, 12)
    assert not Draft.objects.filter(title="Weg ermee").exists()
    _run, next_time = read_in()
    assert next_time["values"] == []


HEADS = "Titel;Werkmodellen;Gemeenten;Samenvatting;Wat werkt;Sinds;Coördinatie (VTE);Lopende duo's"
LINE = 'Samen fietsen;Persoonlijke vriend;"9000; 9100";"Kort, krachtig; en duidelijk.";Eén vast uur;2019;0,5;12'
CSV = f"{HEADS}\r\n{LINE}\r\n"


@pytest.mark.parametrize("raw", [
    CSV.encode(), CSV.encode("utf-8-sig"), CSV.encode("cp1252"), CSV.encode("cp850"), CSV.encode("mac-roman"),
    CSV.encode("utf-16"), CSV.encode("utf-16-le"), CSV.encode("utf-16-be"), ("sep=;\r\n" + CSV).encode(),
    CSV.replace("\r\n", "\r").encode("mac-roman"), ("Praktijken Noordoost 2026;;\r\n;;\r\n" + CSV).encode(),
    CSV.replace(";", "\t").replace('"9000\t 9100"', "9000; 9100").encode("utf-16"),
    CSV.replace("ö", "o\u0308").encode(),
])  # fmt: skip
def test_whatever_program_wrote_the_csv(raw):
    sheet = read_file(file_of(raw, "csv"))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert row.problems == []
    data = row.data
    assert (data["title"], data["models"], data["start_year"]) == ("Samen fietsen", ["persoonlijke-vriend"], 2019)
    assert (data["coordination_fte"], data["running_duos"], len(data["towns"])) == ("0.50", 12, 2)
    assert data["works"][0]["title"] == "Eén vast uur"


def book_of(sheets) -> SimpleUploadedFile:
    book = Workbook()
    book.remove(book.active)
    for name, state, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return file_of(out.getvalue(), "xlsx")


def test_the_sheet_with_practices_is_found_and_the_others_are_named():
    sheet = read_file(book_of([
        ("Lijsten", "hidden", [["ja", "nee"]]),
        ("Uitleg", "visible", [["Vul het tweede blad in"], ["Vragen? Bel ons"]]),
        ("Antwerpen", "visible", [["Onze praktijken"], [], ["Titel", "Samenvatting"], ["Fietsen", "Kort"]]),
        ("Mechelen", "visible", [["Titel", "Wat werkt"], ["Koken", "Soep"]]),
    ]))  # fmt: skip
    assert [row[0] for row in sheet.rows] == ["Fietsen", "Koken"]
    assert sheet.headings == ["Titel", "Samenvatting", "Wat werkt"]
    assert sheet.left_out == ["Boven de tabel: Onze praktijken", "Blad “Uitleg”: niet gelezen"]


def test_cells_are_read_as_people_see_them():
    from datetime import datetime

    from openpyxl import load_workbook

    file = book_of([("x", "visible", [["Titel", "Sinds", "Coördinatie (VTE)", "Lopende duo's", "Gemeenten", "Samenvatting"],
                                      ["Fietsen", datetime(2019, 9, 1), 0.5, 12.0, 9000, "regel_x000D_\nregel"]])])  # fmt: skip
    book = load_workbook(file)
    book.active["C2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    sheet = read_file(file_of(out.getvalue(), "xlsx"))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    data = row.data
    assert row.problems == []
    assert (data["start_year"], data["coordination_fte"], data["running_duos"]) == (2019, "0.50", 12)
    assert len(data["towns"]) == 1
    assert data["summary"].split() == ["regel", "regel"]


@pytest.mark.parametrize(("name", "raw", "said"), [
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bewaar het als .docx"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bewaar het als .docx"),
    ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "bewaar het als .xlsx"),
    ("a.ods", b"PK\x03\x04", "Bewaar het als .xlsx"),
    ("a.odt", b"PK\x03\x04", "Bewaar het als .docx"),
    ("a.pdf", b"%PDF-1.4", "pdf"),
])  # fmt: skip
def test_the_true_cause_is_named(client, name, raw, said):
    answer = upload(client, SimpleUploadedFile(name, raw))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_word_file_without_headings_reads_by_its_bold_lines_and_tables():
    document = Document()
    document.add_paragraph("Samen zingen")
    for name, text in (("Samenvatting", "Elke vrijdag zingen we."), ("Wat werkt", "Zingen is voor iedereen.")):
        document.add_paragraph().add_run(name).bold = True
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    for row, (question, answer) in zip(table.rows, [("Talen", "Nederlands"), ("Sinds", "2020")], strict=True):
        row.cells[0].text, row.cells[1].text = question, answer
    out = io.BytesIO()
    document.save(out)
    sheet = read_file(file_of(out.getvalue(), "docx"))
    [row] = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert (row.data["title"], row.data["summary"]) == ("Samen zingen", "Elke vrijdag zingen we.")
    assert (row.data["languages"], row.data["start_year"]) == ("Nederlands", 2020)
    assert row.data["works"][0]["title"] == "Zingen is voor iedereen."


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
    assert [row.number for row, _problem, _value in page.context["cells"]] == [4]
    assert len(page.context["columns"]) == 2


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_an_empty_file_to_fill_in_knows_every_column(client, form):
    client.force_login(demo_user("coordinator"))
    answer = client.get(f"/praktijken/invoer/?sjabloon={form}")
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    if form == "docx":
        titles = [
            part.text for part in Document(io.BytesIO(answer.content)).paragraphs if part.style.name == "Heading 2"
        ]
    else:
        from openpyxl import load_workbook

        titles = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).worksheets[0][1]][1:]
    assert set(guess(titles).values()) == {row.key for row in fields()} - {"title"}


def test_a_cell_is_decoded_once():
    """Excel writes a typed "_x000D_" as "_x005F_x000D_": decoded twice it would become a line break."""
    book = Workbook()
    book.active.append(["Titel", "Samenvatting"])
    book.active.append(["Samen koken", "Zet _x005F_x0041_ in het vak"])
    out = io.BytesIO()
    book.save(out)
    assert read_file(file_of(out.getvalue(), "xlsx")).rows == [["Samen koken", "Zet _x0041_ in het vak"]]
