"""What people take along looks like something: headings, links, dates and numbers as what they are, and nothing outside the page."""

import io
import json
from datetime import date

import pytest
from django.conf import settings
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from practices import content
from practices.import_export import pdf, table, word
from practices.import_export.import_file import guess, read_file, read_rows
from practices.import_export.provenance import provenances
from practices.models import PracticePage
from practices.views.exporting import JSON_FORMAT, to_json
from staalkaart.core.access import ANY_MEMBER, reveal
from staalkaart.core.web import pdf as drawing
from staalkaart.core.writing.typed_text import blocks_of
from tests.builders import demo_user, make_practice, project
from tests.pdf_width import drawn_by, past_the_margin
from tests.practices.test_import_export import file_of

pytestmark = pytest.mark.django_db
LONG = "Buddyvrijwilligerscoördinatieoverlegplatformvergaderingsverslagenarchiefbeheerdersopleidingstrajectbegeleidingsmodel"
ARABIC = "مرحبا بالجميع في المشروع"


@pytest.fixture
def page() -> PracticePage:
    made = make_practice(
        project=project(), by=demo_user("coordinator"), title=LONG, summary=f"{ARABIC} 🌻 እንኳን",
        works=[{"title": ARABIC, "text": f"Zie https://www.buddywerking.example/aanpak.\n- een\n- {LONG}", "basis": "gemeten"},
               {"title": "Zonder uitleg", "text": "1. eerst\n2. dan\n\nTekst.\n\n5. vijf", "basis": ""}],
        blocks={"matching": "Kop:\n- a\n- b\n\n1. x\n2. y\n\nAlinea een.\nZelfde alinea.\n\nAlinea twee.", "werving": LONG},
        facts={"rol": ["coach", "mentor"]}, coordination_fte="0.50", running_duos=7, start_year=2019,
    )  # fmt: skip
    return PracticePage.objects.select_related("project__region").get(pk=made.pk)


def with_material() -> PracticePage:
    return PracticePage.objects.select_related("project__region").get(title="Drie belletjes in de eerste maand")


def cell(sheet, heading: str, row: int = 2):
    return sheet.cell(row, [one.value for one in sheet[1]].index(heading) + 1)


def test_word_has_a_title_facts_headings_lists_and_links(page):
    document = Document(io.BytesIO(word.to_word([page], ANY_MEMBER)))
    assert document.core_properties.title == LONG
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", LONG)
    assert ("Heading 2", "Wat werkt") in headings
    assert ("Heading 3", "Zonder uitleg") in headings
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["Project"].startswith(str(page.project))
    assert facts["Adres"] == settings.SITE_URL + page.url
    assert facts["Gedeeld op"]
    assert facts["Werkgebied"]
    styles = {one.style.name: one.text for one in document.paragraphs}
    assert {"List Bullet", "List Number"} <= set(styles)
    assert "[gemeten]" not in document.element.xml
    assert "Hoe weet je dat? We maten het" in [one.text for one in document.paragraphs]
    targets = {one.target_ref for one in document.part.rels.values() if one.is_external}
    assert {settings.SITE_URL + page.url, "https://www.buddywerking.example/aanpak"} <= targets
    turned = [one.text for one in document.paragraphs if one._p.find(f".//{qn('w:bidi')}") is not None]
    assert ARABIC in turned


def test_word_names_the_material_with_its_address():
    page = with_material()
    document = Document(io.BytesIO(word.to_word([page], ANY_MEMBER)))
    words = [one.text for one in document.paragraphs]
    at = words.index("Materiaal")
    assert words[at + 1].startswith("De drie vragen in elf talen (TXT")
    assert any("/bestanden/" in one.target_ref for one in document.part.rels.values() if one.is_external)


@pytest.mark.parametrize("write", [word.to_word, table.to_xlsx, table.to_csv])
def test_lists_paragraphs_and_long_words_come_back(page, write):
    kind = {"to_word": "docx", "to_xlsx": "xlsx", "to_csv": "csv"}[write.__name__]
    sheet = read_file(file_of(write([page], ANY_MEMBER), kind))
    (row,) = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert row.problems == []
    assert in_blocks(row.data) == in_blocks(content.of_page(page))
    assert sheet.left_out == []


def in_blocks(data: content.Data) -> content.Data:
    """Whether an empty line stands between a text and the list under it, Word does not say."""
    points = {
        name: [point | {"text": blocks_of(point["text"])} for point in data[name]] for name in ("works", "clashes")
    }
    return data | points | {"blocks": {slug: blocks_of(text) for slug, text in data["blocks"].items()}}


def test_cells_of_a_spreadsheet_are_what_they_are(page):
    sheet = load_workbook(io.BytesIO(table.to_xlsx([page], ANY_MEMBER))).active
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert [cell(sheet, name).value for name in ("Lopende duo's", "Sinds", "Coördinatie (VTE)")] == [7, 2019, 0.5]
    assert cell(sheet, "Gedeeld op").value.date() == date.today()
    codes = cell(sheet, "Postcodes")
    assert codes.data_type == "s"
    assert codes.value.startswith("2000")
    assert cell(sheet, "Adres").hyperlink.target == settings.SITE_URL + page.url
    assert "[We maten het]" in cell(sheet, "Wat werkt").value
    widths = [column.width for column in sheet.column_dimensions.values()]
    assert min(widths) >= 9
    assert max(widths) == 60


def test_every_key_of_the_json_is_explained(page):
    body = json.loads(to_json([page, with_material()], ANY_MEMBER))
    assert body["format"] == JSON_FORMAT
    explained = (settings.ROOT / "docs" / "export.md").read_text()
    assert f'"{JSON_FORMAT}"' in explained
    keys = {*body, *(key for row in body["practices"] for key in row)}
    keys |= {key for row in body["practices"] for material in row["materials"] for key in material}
    assert [key for key in sorted(keys) if f"`{key}`" not in explained and f'"{key}"' not in explained] == []
    assert body["practices"][0]["url"] == settings.SITE_URL + page.url


def test_what_an_export_says_beside_costs_the_same_for_any_number(page, django_assert_num_queries):
    one = reveal([with_material()], ANY_MEMBER, "project")
    many = reveal(PracticePage.objects.select_related("project__region").order_by("pk")[:12], ANY_MEMBER, "project")
    provenances(one, ANY_MEMBER)  # what is kept for the process is there
    for pages in (one, many):
        with django_assert_num_queries(1):
            assert len(provenances(pages, ANY_MEMBER)) == len(pages)
    assert len(many) == 12


# --- PDF -------------------------------------------------------------------------------------------------------------
def test_long_words_stay_within_the_margins(page, monkeypatch):
    seen = drawn_by(monkeypatch)
    pdf.to_pdf([page], ANY_MEMBER)
    assert past_the_margin(*seen[0]) < 1
    assert past_the_margin(seen[0][0], seen[0][1] + "body { white-space: nowrap }") > 100  # the measure itself can fail


def test_letters_without_a_font_are_named(page):
    """Whatever fonts this machine has: these belong to nobody, and stand for a script that it lacks."""
    page.summary = "Dit kan niemand tekenen: \U000f1234."
    with drawing._undrawn() as letters:
        drawing._drawn(f"<html lang='nl'><title>t</title><body><p>{page.summary}</p></body>", "")
    assert letters == {"\U000f1234"}
    assert "U+F1234" in drawing._named(letters)


def test_text_from_right_to_left_begins_at_the_right(page):
    body = drawing.to_pdf(f"<html lang='nl'><title>t</title><body><p>{ARABIC}</p><p>Links.</p></body>", "")
    assert body.startswith(b"%PDF-")
    weasyprint = drawing._weasyprint()
    html = f"<html lang='nl'><title>t</title><body><p dir='rtl'>{ARABIC}</p><p>Links.</p></body>"
    css, fonts = drawing._sheet("")
    [one] = weasyprint.HTML(string=html).render(stylesheets=[css], font_config=fonts).pages
    lines = [box for box in one._page_box.descendants() if type(box).__name__ == "TextBox" and box.text.strip()]
    assert lines[0].position_x > lines[-1].position_x + 100
