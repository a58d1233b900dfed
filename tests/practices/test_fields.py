"""What is told of a practice stands in `practices/choices.py` once, and from there it is asked, read, found, exported and imported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from practices import content
from practices.choices import BLOCKS, FACTS
from practices.import_export import table, word
from practices.import_export.import_file import guess, read_file, read_rows
from practices.steps import STEPS
from staalkaart.core.access import ANY_MEMBER
from tests.builders import demo_user, make_draft, make_practice, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(indexed, drain):
    """Found by search; with a word of its own in every block, and the first answer to every fact."""
    blocks = {block.slug: f"Kwibus{n}woord is hoe wij het doen." for n, block in enumerate(BLOCKS)}
    facts = {fact.slug: [next(iter(fact.values))] for fact in FACTS}
    given = {"title": "Samen alles vertellen", "blocks": blocks, "facts": facts}
    page = make_practice(project=project(), by=demo_user("coordinator"), audience="public", **given)
    drain()
    return page


def test_every_field_is_asked_in_a_step(client, page):
    client.force_login(demo_user("coordinator"))
    draft = make_draft(project=project(), by=demo_user("coordinator"))
    steps = [client.get(reverse("practices:draft_step", args=[draft.pk, step.slug])) for step in STEPS]
    asked = "".join(answer.content.decode() for answer in steps)
    assert [field.slug for field in (*BLOCKS, *FACTS) if f'name="{field.slug}"' not in asked] == []


def test_every_field_is_read_and_found(client, page):
    shown = client.get(page.url).content.decode()
    for n, block in enumerate(BLOCKS):
        assert escape(str(block.title)) in shown
        assert f"Kwibus{n}woord" in shown
        assert page.title in client.get("/zoeken/", {"q": f"kwibus{n}woord"}).content.decode(), block.slug
    for fact in FACTS:
        assert escape(str(next(iter(fact.values.values())))) in shown, fact.slug
        found = client.get("/praktijken/", {fact.slug: next(iter(fact.values))}).content.decode()
        assert page.title in found, fact.slug


@pytest.mark.parametrize("write", [table.to_csv, table.to_xlsx, word.to_word])
def test_every_field_comes_back_from_a_file(page, write):
    kind = write.__name__.removeprefix("to_").replace("word", "docx")
    sheet = read_file(SimpleUploadedFile(f"praktijk.{kind}", write([page], ANY_MEMBER)))
    (row,) = read_rows(sheet, guess(sheet.headings), ANY_MEMBER)
    assert row.problems == []
    assert row.data == content.of_page(page)
