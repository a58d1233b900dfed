"""The demo loader: once, never over what people did, and nothing at all when a file is broken."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from home.demo.content import FOLDER
from staalkaart.core.models import DemoRecord
from staalkaart.knowledge.models import CardEntry, GlossaryTerm, KnowledgePage, Theme, WorkingModelPage
from staalkaart.members.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, settings):
    shutil.copytree(FOLDER, tmp_path / "data")
    settings.DEMO_CONTENT = tmp_path / "data"
    return tmp_path / "data"


def snapshot():
    from django.apps import apps

    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def load(capsys):
    call_command("demo")
    return capsys.readouterr().out


def test_what_the_files_hold_is_there():
    assert (Theme.objects.count(), GlossaryTerm.objects.count(), KnowledgePage.objects.count()) == (80, 102, 7)
    assert not CardEntry.objects.exclude(checked_on=None).exists()
    assert not CardEntry.objects.exclude(advice="").exists()
    assert set(CardEntry.objects.values_list("status", flat=True)) == {"proposed"}


def test_a_second_time_changes_no_row(capsys):
    before = snapshot()
    assert "0 records" in load(capsys)
    assert snapshot() == before


def test_what_people_changed_or_deleted_stays_so(capsys):
    Theme.objects.filter(slug="hoop").update(title="Hoop doet leven")
    GlossaryTerm.objects.filter(slug="bridging").delete()
    WorkingModelPage.objects.get(slug="lotgenotennetwerk").delete()
    load(capsys)
    assert Theme.objects.get(slug="hoop").title == "Hoop doet leven"
    assert not GlossaryTerm.objects.filter(slug="bridging").exists()
    assert not WorkingModelPage.objects.filter(slug="lotgenotennetwerk").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("models.yaml", "titel: Leunt op één persoon", "titel: ", ["models.yaml", "persoonlijke-vriend", "titel"]),
        ("models.yaml", "tags: [continuiteit, duurzaamheid]", "tags: [bestaat-niet]", ["tags", "bestaat-niet"]),
        ("models.yaml", "aanpak: individueel", "aanpak: soms", ["parameters.aanpak", "soms"]),
        ("models.yaml", "modellen:\n- slug", "modellen:\n -- slug", ["models.yaml", "regel", "YAML"]),
        ("themes.yaml", "slug: kinderopvang", "slug: mobiliteit", ["themes.yaml", "mobiliteit", "slug", "twee keer"]),
        ("glossary.yaml", "  term: Duo\n", "  term: 12\n", ["glossary.yaml", "duo", "term"]),
        ("framework.md", "## ", "#", ["framework.md", "hoofdstuk"]),
        ("synonyms.yaml", "- [eenzaam, isolement]", "- [eenzaam]", ["synonyms.yaml", "twee woorden"]),
    ],
)
def test_a_broken_file_names_file_record_and_field_and_changes_nothing(files, name, old, new, words):
    text = (files / name).read_text()
    assert old in text
    (files / name).write_text(text.replace(old, new))
    DemoRecord.objects.filter(key__in=["theme:hoop", "ring:buddy"]).delete()
    Theme.objects.filter(slug="hoop").delete()  # so that a load without a fault would add rows
    before = snapshot()
    with pytest.raises(CommandError) as caught:
        call_command("demo")
    for word in words:
        assert word in str(caught.value)
    assert snapshot() == before


def test_production_settings_refuse_the_demo_over_real_data(settings):
    settings.DEMO_ALLOWED = False
    User.objects.create_user("an@echt.example", "een-lang-wachtwoord")
    with pytest.raises(CommandError, match="echte gegevens"):
        call_command("demo")


def test_demo_accounts_can_sign_in_at_the_one_door(client):
    assert (
        client.post("/rekening/login/", {"login": "redacteur@demo.example", "password": "buddy-demo-2026"}).status_code
        == 302
    )
    assert client.get("/beheer/").status_code == 200


def test_a_member_does_not_get_into_the_admin(client):
    client.post("/rekening/login/", {"login": "lid@demo.example", "password": "buddy-demo-2026"})
    assert client.get("/beheer/").status_code in (302, 403, 404)


def test_a_wrong_password_is_a_clear_sentence_and_keeps_the_address(client):
    body = client.post("/rekening/login/", {"login": "redacteur@demo.example", "password": "fout"}).content.decode()
    assert "Aanmelden lukte niet" in body
    assert 'value="redacteur@demo.example"' in body
