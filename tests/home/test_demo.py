"""The demo: only what is fictional, once, never on a real site; and gone without a trace when it is dropped."""

import json
import shutil

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from forums.intervision.models import Circle, CircleSeat
from home.demo.content_files import FOLDER
from home.demo.dropping import drop_fictional, edited_by_demo
from home.demo.fictional import find_fictional
from home.demo.loading import load_demo
from home.models import DemoRecord, HomePage
from home.setup import site
from staalkaart.core.delivery.mail import post
from staalkaart.core.models import OutboxRow
from staalkaart.files.models import Attachment
from staalkaart.knowledge.models import Theme
from staalkaart.learning.models import Challenge, Comment
from staalkaart.members.models import Membership, Project, Region, User
from staalkaart.network_days.models import NetworkDay
from tests.builders import demo_user, make_member, make_practice, project

pytestmark = pytest.mark.django_db


def snapshot():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_second_time_changes_no_row():
    before = snapshot()
    assert load_demo() == 0
    assert snapshot() == before


def test_what_people_deleted_stays_away():
    Challenge.objects.all().delete()
    load_demo()
    assert not Challenge.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("projects.yaml", "  - generatiearmoede", "  - iedereen", ["tweespan-antwerpen", "doelgroepen", "iedereen"]),
        ("projects.yaml", "regionaal_netwerk: west", "regionaal_netwerk: oost", ["regionaal_netwerk", "oost"]),
        ("practices.yaml", "project: tweespan-antwerpen", "project: geen-project", ["practices.yaml", "geen-project"]),
    ],
)
def test_a_broken_file_names_what_is_wrong_and_changes_nothing(tmp_path, settings, name, old, new, words):
    shutil.copytree(FOLDER, tmp_path / "data")
    settings.DEMO_CONTENT = tmp_path / "data"
    text = (tmp_path / "data" / name).read_text()
    assert old in text
    (tmp_path / "data" / name).write_text(text.replace(old, new))
    before = snapshot()
    with pytest.raises(CommandError) as caught:
        call_command("demo")
    for word in words:
        assert word in str(caught.value)
    assert snapshot() == before


@pytest.mark.parametrize("command", [("demo",), ("demo", "--reset"), ("setup_site", "--demo")])
def test_a_real_site_never_loads_it(settings, command):
    settings.DEMO_ALLOWED = False
    DemoRecord.objects.all().delete()
    before = snapshot()
    with pytest.raises(CommandError, match="nooit"):
        call_command(*command)
    assert snapshot() == before


def test_a_site_that_was_not_set_up_asks_for_that_first():
    HomePage.objects.get().delete()
    with pytest.raises(CommandError, match="setup_site"):
        call_command("demo")


def test_demo_accounts_can_sign_in_at_the_one_door(client):
    address = {"login": "redacteur@demo.example", "password": "buddy-demo-2026"}
    assert client.post("/rekening/login/", address).status_code == 302
    assert client.get("/beheer/").status_code == 200


def test_a_member_does_not_get_into_the_admin(client):
    client.post("/rekening/login/", {"login": "lid@demo.example", "password": "buddy-demo-2026"})
    assert client.get("/beheer/").status_code in (302, 403, 404)


def test_a_wrong_password_is_a_clear_sentence_and_keeps_the_address(client):
    body = client.post("/rekening/login/", {"login": "redacteur@demo.example", "password": "fout"}).content.decode()
    assert "Aanmelden lukte niet" in body
    assert 'value="redacteur@demo.example"' in body


class TestDropping:
    """What is left is exactly a site that was set up and never had a demo."""

    UNTOUCHED = {"django_migrations", "core.ContentStamp", "core.OutboxRow", "core.JobRun", "wagtailcore.PageLogEntry"}

    def test_nothing_is_left_but_the_content_of_every_site(self):
        drop_fictional()
        left = {label: count for label, count in snapshot().items() if label not in self.UNTOUCHED}
        content = {"choice_aid", "toolbox", "knowledge", "search"}
        content |= {"wagtailcore", "wagtailsearch", "contenttypes", "auth", "home", "sessions"}
        foreign = {label: count for label, count in left.items() if count and label.split(".")[0] not in content}
        assert foreign == {
            "core.AudiencePage": 21, "practices.PracticeIndexPage": 1, "members.TargetGroup": 14, "intervision.Method": 5,
            "intervision.MethodPhase": foreign.get("intervision.MethodPhase"), "intervision.Agreement": 1,
        }  # fmt: skip
        assert DemoRecord.objects.count() == 0
        before = snapshot()
        site.set_up()  # and a site that is set up again misses nothing
        assert snapshot() == before

    def test_what_was_made_with_its_accounts_goes_too(self):
        by = demo_user("coordinator")
        page = make_practice(project=project(), by=by, title="Met een demo-account geschreven")
        theme = Theme.objects.first()
        Comment.objects.create(author=by, text="Van niemand.", about=theme)
        challenge = Challenge.objects.create(title="Van een demo-account", author=by)
        drop_fictional()
        assert not type(page).objects.filter(pk=page.pk).exists()
        assert not Comment.objects.exists()
        assert not Challenge.objects.filter(pk=challenge.pk).exists()

    def test_real_people_projects_and_their_region_stay(self):
        region = Region.objects.get(slug="west")
        real = Project.objects.create(
            slug="echt", name="Echt project", region=region, nis=project().nis, postal_code="2000", description="Echt."
        )
        someone = make_member(project=real, role="coordinator", email="an@echt.example")
        page = make_practice(project=real, by=someone)
        elsewhere = make_member(project=project(), email="bo@echt.example")
        drop_fictional()
        assert Project.objects.get() == real
        assert Region.objects.get() == region
        assert set(User.objects.values_list("email", flat=True)) == {"an@echt.example", "bo@echt.example"}
        assert type(page).objects.filter(pk=page.pk, live=True).exists()
        assert not Membership.objects.filter(user=elsewhere).exists()
        assert elsewhere.grants.current().count() == 0

    def test_files_sessions_and_mail_go(self, client, settings, tmp_path, django_capture_on_commit_callbacks):
        settings.EMAIL_FILE_PATH = tmp_path
        (tmp_path / "een.log").write_text("To: lid@demo.example\n")
        (tmp_path / "twee.log").write_text("To: an@echt.example\n")
        names = list(Attachment.objects.values_list("file", flat=True))
        client.force_login(demo_user("lid"))
        post("account", to="lid@demo.example", subject="x", body="y", language="nl", at="2026-01-01T00:00:00+00:00")
        with django_capture_on_commit_callbacks(execute=True):
            drop_fictional()
        assert names
        assert not [name for name in names if default_storage.exists(name)]
        assert client.get("/mijn/").status_code == 302
        assert "demo.example" not in json.dumps(list(OutboxRow.objects.values_list("payload", flat=True)))
        assert [path.name for path in tmp_path.iterdir()] == ["twee.log"]

    def test_a_dry_run_says_what_would_go_and_changes_nothing(self, capsys):
        before = snapshot()
        call_command("drop_fictional", dry_run=True)
        assert "zouden verdwijnen" in capsys.readouterr().out
        assert snapshot() == before

    def test_a_real_page_that_was_edited_with_a_demo_account_is_named(self):
        page = HomePage.objects.get()
        page.save_revision(user=demo_user("redacteur"))
        assert [row.pk for row in edited_by_demo(find_fictional())] == [page.pk]

    def test_no_content_is_among_what_would_go(self):
        found = find_fictional()
        kinds = {ContentType.objects.get_for_model(model).app_label for model in found}
        assert "knowledge" not in kinds
        assert "home" not in kinds

    def test_every_page_is_a_page_without_it(self, client):
        drop_fictional()
        for address in ("/", "/praktijken/", "/projecten/", "/werkmodellen/", "/netwerkdagen/", "/partners/", "/themas/hoop/",
                        "/werkmodellen/persoonlijke-vriend/", "/zoeken/?q=tweespan"):  # fmt: skip
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "tweespan antwerpen" not in answer.content.decode().lower(), address
        assert client.get("/initiatieven/x/").status_code == 404

    def test_what_a_real_person_leads_stays_with_its_region(self):
        region = Region.objects.get(slug="noordoost")
        real = User.objects.create_user("begeleider@echt.example", None, name="Echte Begeleider")
        day = NetworkDay.objects.create(title="Onze eigen dag", region=region)
        day.facilitators.add(real)
        circle = Circle.objects.create(name="Onze eigen kring", region=region)
        CircleSeat.objects.create(circle=circle, user=real, role="facilitator")
        drop_fictional()
        assert NetworkDay.objects.get() == day
        assert Circle.objects.get() == circle
        assert list(Region.objects.all()) == [region]


def test_a_reset_with_a_broken_file_leaves_the_site_as_it_was(tmp_path, settings):
    shutil.copytree(FOLDER, tmp_path / "data")
    settings.DEMO_CONTENT = tmp_path / "data"
    text = (tmp_path / "data" / "projects.yaml").read_text()
    (tmp_path / "data" / "projects.yaml").write_text(text.replace("  - generatiearmoede", "  - iedereen"))
    before = snapshot()
    with pytest.raises(CommandError, match="er is niets gewijzigd"):
        call_command("demo", reset=True, no_index=True)
    assert snapshot() == before
    assert all(ContentType.objects.get_for_id(row.pk).model == row.model for row in ContentType.objects.all())
