"""`setup_site`: what every site starts with, once; a later release is followed where nobody changed anything."""

import shutil

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site

from forums.intervision.models import Agreement, Method
from home.models import ContentRecord, HomePage, StandardPage
from home.setup import site
from home.setup.content_files import FOLDER
from home.setup.records import State, fingerprint
from staalkaart.knowledge.models import (
    CardEntry,
    GlossaryTerm,
    KnowledgePage,
    SiteTexts,
    Source,
    Theme,
    WorkingModelPage,
)
from staalkaart.search.models import SynonymRing

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, settings):
    """A copy of the content files, to write a next release in."""
    shutil.copytree(FOLDER, tmp_path / "content")
    settings.SETUP_CONTENT = tmp_path / "content"
    return tmp_path / "content"


def release(files, name, *changes):
    """Change words in one file of the next release."""
    text = (files / name).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (files / name).write_text(text)


def snapshot():
    from django.apps import apps

    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def states():
    return {change.key: change.state for _kind, changes in site.plan() for change in changes}


def entry(**lookup):
    return CardEntry.objects.get(**lookup)


def test_what_the_files_hold_is_there():
    assert (Theme.objects.count(), GlossaryTerm.objects.count(), KnowledgePage.objects.count()) == (80, 102, 7)
    assert (WorkingModelPage.objects.count(), CardEntry.objects.count(), Source.objects.count()) == (7, 136, 92)
    assert (Method.objects.count(), StandardPage.objects.count(), SynonymRing.objects.count()) == (5, 3, 192)
    assert not CardEntry.objects.exclude(checked_on=None).exists()
    assert set(CardEntry.objects.values_list("status", flat=True)) == {"proposed"}
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert set(Group.objects.values_list("name", flat=True)) == {"Redacteurs", "Beheerders"}


def test_a_second_time_changes_no_row():
    before = snapshot()
    site.set_up()
    assert snapshot() == before
    assert set(states().values()) == {State.SAME}


def test_what_nobody_touched_follows_a_new_release(files):
    release(files, "themes.yaml", ("nl: Hoop en perspectief", "nl: Hoop en uitzicht"))
    release(files, "cards.yaml", ("titel: Leunt op één persoon", "titel: Leunt op één iemand"))
    release(files, "site.yaml", ("kop: Zeven manieren om", "kop: Zeven wegen om"))
    old = entry(title="Leunt op één persoon", page__slug="persoonlijke-vriend")
    site.set_up()
    assert Theme.objects.get(slug="hoop").title == "Hoop en uitzicht"
    assert HomePage.objects.get().headline.startswith("Zeven wegen")
    assert entry(title="Leunt op één iemand").page == old.page
    assert set(states().values()) == {State.SAME}


def test_the_text_of_one_point_follows_and_leaves_the_others_alone(files):
    point = entry(title="Leunt op één persoon", page__slug="persoonlijke-vriend")
    others = dict(CardEntry.objects.exclude(pk=point.pk).values_list("pk", "text"))
    first = point.text.split(".")[0]
    release(files, "cards.yaml", (first, "Het netwerk hangt aan één schakel"))
    site.set_up()
    point.refresh_from_db()
    assert point.text.startswith("Het netwerk hangt aan één schakel")
    assert dict(CardEntry.objects.exclude(pk=point.pk).values_list("pk", "text")) == others


@pytest.mark.parametrize("change", ["reworded", "confirmed", "draft"])
def test_a_point_that_somebody_worked_on_is_not_overwritten(files, change):
    point = entry(title="Leunt op één persoon", page__slug="persoonlijke-vriend")
    page = WorkingModelPage.objects.get(pk=point.page_id)
    if change == "reworded":
        CardEntry.objects.filter(pk=point.pk).update(text="Onze eigen zin.")
    elif change == "confirmed":
        CardEntry.objects.filter(pk=point.pk).update(
            status="confirmed", checked_on="2026-11-01", checked_by="Onderzoeker"
        )
    else:
        page.save_revision()
        WorkingModelPage.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    kept = entry(pk=point.pk).text
    release(files, "cards.yaml", (point.text.split(".")[0], "Een nieuwe zin van de uitgave"))
    site.set_up()
    assert entry(pk=point.pk).text == kept
    key = f"entry:persoonlijke-vriend:zwakte:{point.title}"
    assert states()[key] is State.EDITED


def test_what_editors_took_away_does_not_come_back(files):
    GlossaryTerm.objects.filter(slug="bridging").delete()
    WorkingModelPage.objects.get(slug="lotgenotennetwerk").delete()
    release(files, "glossary.yaml", ("  definitie: ", "  definitie: Anders. "))
    site.set_up()
    assert not GlossaryTerm.objects.filter(slug="bridging").exists()
    assert not WorkingModelPage.objects.filter(slug="lotgenotennetwerk").exists()


def test_a_row_that_stood_there_first_stays_the_editors_own(files):
    ContentRecord.objects.filter(key="theme:hoop").delete()
    Theme.objects.filter(slug="hoop").update(title="Hoop doet leven")
    site.set_up()
    release(files, "themes.yaml", ("nl: Hoop en perspectief", "nl: Hoop en uitzicht"))
    site.set_up()
    assert Theme.objects.get(slug="hoop").title == "Hoop doet leven"


def test_new_agreements_are_a_new_version(files):
    (files / "agreements.md").write_text("Wat hier gezegd wordt, blijft hier. Anders gezegd.")
    site.set_up()
    assert Agreement.objects.count() == 2


def test_dry_run_and_diff_write_nothing_and_say_what_would_change(files, capsys):
    release(
        files,
        "themes.yaml",
        ("nl: Hoop en perspectief", "nl: Hoop en uitzicht"),
        ("nl: Vertrouwen", "nl: Vertrouwen geven"),
    )
    Theme.objects.filter(title="Vertrouwen").update(description="Van ons.")
    ContentRecord.objects.filter(key="ring:buddy").delete()
    SynonymRing.objects.filter(words__startswith="buddy\n").delete()
    before = snapshot()
    call_command("setup_site", dry_run=True)
    assert "thema's: 1 volgt de nieuwe uitgave, 1 bij jullie aangepast" in capsys.readouterr().out
    call_command("setup_site", diff=True)
    shown = capsys.readouterr().out
    assert "title: “Hoop en perspectief” → “Hoop en uitzicht”" in shown
    assert "bij jullie aangepast, blijft zoals het is" in shown
    assert "ring:buddy: nieuw" in shown
    assert snapshot() == before
    assert Theme.objects.get(slug="hoop").title == "Hoop en perspectief"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("cards.yaml", "titel: Leunt op één persoon", "titel: ", ["cards.yaml", "persoonlijke-vriend", "titel"]),
        ("cards.yaml", "      - continuiteit\n", "      - bestaat-niet\n", ["themas", "bestaat-niet"]),
        ("cards.yaml", "sleutel: nuyts-2017", "sleutel: nuyts-1017", ["bron", "nuyts-1017"]),
        ("sources.yaml", "soort: onderzoek", "soort: gerucht", ["sources.yaml", "soort", "gerucht"]),
        ("models.yaml", "aanpak: individueel", "aanpak: soms", ["parameters.aanpak", "soms"]),
        ("models.yaml", "modellen:\n- slug", "modellen:\n -- slug", ["models.yaml", "regel", "YAML"]),
        ("themes.yaml", "slug: kinderopvang", "slug: mobiliteit", ["themes.yaml", "mobiliteit", "slug", "twee keer"]),
        ("glossary.yaml", "  term: Duo\n", "  term: 12\n", ["glossary.yaml", "duo", "term"]),
        ("framework.md", "## ", "#", ["framework.md", "hoofdstuk"]),
        ("synonyms.yaml", "- [buurt, wijk]", "- [buurt]", ["synonyms.yaml", "twee woorden"]),
        ("target_groups.yaml", "ouderen: ouderen", "ouderen: 12", ["target_groups.yaml", "ouderen"]),
        ("site.yaml", "  kop: Zeven", "  kop: \n  iets: Zeven", ["site.yaml", "thuis", "kop"]),
    ],
)
def test_a_broken_file_names_file_record_and_field_and_changes_nothing(files, name, old, new, words):
    text = (files / name).read_text()
    assert old in text
    (files / name).write_text(text.replace(old, new))
    ContentRecord.objects.filter(key__in=["theme:hoop", "ring:buddy"]).delete()
    Theme.objects.filter(slug="hoop").delete()  # so that a run without a fault would add rows
    before = snapshot()
    with pytest.raises(CommandError) as caught:
        call_command("setup_site", no_static=True, no_index=True)
    for word in words:
        assert word in str(caught.value)
    assert snapshot() == before


def test_a_database_of_before_the_first_site_is_refused(capsys):
    MigrationRecorder(connection).record_applied("members", "0002_projects_and_invitations")
    before = snapshot()
    with pytest.raises(CommandError, match="oudere versie"):
        call_command("setup_site", no_static=True, no_index=True)
    assert snapshot() == before


def test_texts_that_stand_on_many_pages_follow_too(files):
    release(files, "site.yaml", ("voorlopig: De redactie", "voorlopig: Onze redactie"))
    site.set_up()
    assert SiteTexts.objects.get().provisional_line.startswith("Onze redactie")


def test_a_draft_of_the_front_page_is_not_published_over(files):
    page = HomePage.objects.get()
    page.lead = "Aan deze inleiding werkt een redacteur."
    page.save_revision()
    release(files, "site.yaml", ("kop:", "kop: Nieuw,"))
    site.set_up()
    latest = HomePage.objects.get().get_latest_revision_as_object()
    assert latest.lead == "Aan deze inleiding werkt een redacteur."
    assert HomePage.objects.get().has_unpublished_changes


def test_a_new_point_waits_while_an_editor_works_on_the_card(files):
    page = WorkingModelPage.objects.get(slug="persoonlijke-vriend")
    new = next(
        key for key in ContentRecord.objects.values_list("key", flat=True) if key.startswith(f"entry:{page.slug}:")
    )
    ContentRecord.objects.filter(key=new).delete()
    title = new.split(":", 3)[3]
    page.entries.remove(page.entries.get(title=title))
    page.save_revision(clean=False).publish()
    page = WorkingModelPage.objects.get(pk=page.pk)
    page.tagline = "Hieraan werkt iemand."
    page.save_revision(clean=False)
    site.set_up()
    fresh = WorkingModelPage.objects.get(pk=page.pk)
    assert fresh.get_latest_revision_as_object().tagline == "Hieraan werkt iemand."
    assert not fresh.entries.filter(title=title).exists()
    fresh.get_latest_revision().publish()
    site.set_up()
    assert WorkingModelPage.objects.get(pk=page.pk).entries.filter(title=title).exists()


def test_a_release_that_brings_a_new_field_still_finds_what_nobody_touched():
    """As if the release that loaded it did not know `title_en` yet."""
    record = ContentRecord.objects.get(key="theme:hoop")
    Theme.objects.filter(slug="hoop").update(title_en="")
    kind = next(kind for kind in site.KINDS if "theme:hoop" in kind.wanted())
    record.content.pop("title_en")
    present = {name: value for name, value in kind.present()["theme:hoop"].items() if name != "title_en"}
    record.stored = fingerprint(present)
    record.save()
    assert states()["theme:hoop"] is State.FOLLOWS
    Theme.objects.filter(slug="hoop").update(title_en="Filled in by an editor")
    assert states()["theme:hoop"] is State.EDITED


def test_a_tie_between_two_terms_is_a_change_of_both(files):
    text = (files / "glossary.yaml").read_text()
    rows = yaml.safe_load(text)["termen"]
    tied = {frozenset((row["slug"], name)) for row in rows for name in row.get("verwant") or []}
    one = rows[0]
    other = next(row for row in rows[1:] if frozenset((one["slug"], row["slug"])) not in tied)
    one["verwant"] = [*(one.get("verwant") or []), other["slug"]]
    (files / "glossary.yaml").write_text(yaml.safe_dump(yaml.safe_load(text) | {"termen": rows}, allow_unicode=True))
    site.set_up()
    other["definitie"] = "Een nieuwe omschrijving van dit woord."
    (files / "glossary.yaml").write_text(yaml.safe_dump(yaml.safe_load(text) | {"termen": rows}, allow_unicode=True))
    assert states()[f"term:{other['slug']}"] is State.FOLLOWS


def test_a_renamed_group_keeps_back_the_theme_that_points_at_it_and_nothing_else(files):
    group = Theme.objects.get(slug="hoop").group
    ContentRecord.objects.filter(key="theme:hoop").delete()
    Theme.objects.filter(slug="hoop").delete()
    type(group).objects.filter(pk=group.pk).update(slug="anders-genoemd")
    (files / "agreements.md").write_text("Wat hier gezegd wordt, blijft hier. Anders gezegd.")
    site.set_up()
    assert not Theme.objects.filter(slug="hoop").exists()
    assert Agreement.objects.count() == 2


def test_looking_before_migrating_says_that_tables_wait(monkeypatch, capsys):
    monkeypatch.setattr(site, "waiting_migrations", lambda: 3)
    with pytest.raises(CommandError, match="3 migraties wachten"):
        call_command("setup_site", diff=True)
