"""The editors' form of a staalkaart, as the browser posts it."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from staalkaart.knowledge.models import CardEntry, WorkingModelPage
from tests.builders import friend_model, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client):
    client.force_login(make_user(roles=("editor",)))
    return reverse("wagtailadmin_pages:edit", args=[friend_model().pk])


@pytest.fixture
def form(client, address):
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").copy()
    data["action-publish"] = "1"
    return data


def entry_fields(form, entry: CardEntry) -> str:
    """The prefix under which the form holds this entry."""
    count = int(form["entries-TOTAL_FORMS"])
    return next(f"entries-{n}-" for n in range(count) if form[f"entries-{n}-id"] == str(entry.pk))


def test_an_entry_is_headed_by_its_quadrant_and_title(client, address):
    entry = friend_model().entries.first()
    assert f"{entry.get_quadrant_display()} · {entry.title}" in client.get(address).content.decode()


def test_the_side_panel_says_who_sees_the_page(client, address):
    shown = client.get(address).content.decode()
    assert "iedereen" in shown
    assert "set-privacy" not in shown


def test_an_entry_that_was_removed_meanwhile_is_named_and_nothing_typed_is_lost(client, address, form):
    entry = friend_model().entries.first()
    form[entry_fields(form, entry) + "text"] = "Wat ik net typte."
    CardEntry.objects.filter(pk=entry.pk).delete()
    shown = client.post(address, form).content.decode()
    assert "intussen geschrapt" in shown
    assert "Wat ik net typte." in shown


def test_a_confirmed_entry_that_is_reworded_is_a_proposal_again(client, address):
    entry = friend_model().entries.first()
    CardEntry.objects.filter(pk=entry.pk).update(status="confirmed", checked_by="Ann", checked_on="2026-11-01")
    friend_model().save_revision(clean=False)
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").copy()
    form[entry_fields(form, entry) + "text"] = "In andere woorden."
    form["action-publish"] = "1"
    assert client.post(address, form).status_code == 302
    entry.refresh_from_db()
    assert (entry.text, entry.status, entry.checked_by, entry.checked_on) == (
        "In andere woorden.",
        "proposed",
        "",
        None,
    )


def test_two_models_cannot_share_a_number(client, address, form):
    other = WorkingModelPage.objects.exclude(slug="persoonlijke-vriend").first()
    form["number"] = str(other.number)
    assert f"“{other.title}” heeft dit nummer al." in client.post(address, form).content.decode()


def test_the_workflow_speaks_dutch_and_asks_the_editors(db):
    from wagtail.models import Workflow

    workflow = Workflow.objects.get()
    assert workflow.name == "Nalezen door de redactie"
    assert [group.name for task in workflow.tasks for group in task.specific.groups.all()] == ["Redacteurs"]


def test_what_an_editor_types_is_cleaned_in_every_block():
    from staalkaart.core.writing.model_text import cleaned
    from staalkaart.knowledge.models import GlossaryTerm, KnowledgePage

    page = KnowledgePage.objects.first()
    field = KnowledgePage._meta.get_field("body")
    page.body = field.to_python([
        {"type": "heading", "value": {"text": "Coo\u0308rdineren"}}, {"type": "text", "value": "<p>zacht\u00adjes</p>"},
    ])  # fmt: skip
    page.title = "Ken\u200bnis"
    page.full_clean()
    assert page.title == "Kennis"
    assert [str(block.value["text"] if block.block_type == "heading" else block.value.source) for block in page.body] == [
        "Coördineren", "<p>zachtjes</p>",
    ]  # fmt: skip
    term = GlossaryTerm.objects.first()
    term.term = "clie\u0308nt"
    term.full_clean()
    assert term.term == "cliënt"
    assert cleaned(None) is None
