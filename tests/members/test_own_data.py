"""Taking one's data along, and disappearing without a trace."""

import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from practices.models import Use
from staalkaart.core import registry
from staalkaart.core.access import set_audience
from staalkaart.core.models import OutboxRow
from staalkaart.core.own_data import export_zip
from staalkaart.core.retention import all_rules, purge_all
from staalkaart.files.models import Attachment
from staalkaart.files.project_documents import add_document
from staalkaart.learning import bookmarks
from staalkaart.members import invitations, teams
from staalkaart.members.models import Invitation, User
from staalkaart.members.own_data import FORMER, erase_account
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, make_practice, project

NAME, EMAIL = "Kanarievogel Zangers", "kanarievogel@project.example"


def live_a_little() -> User:
    """Somebody who was invited, joined, wrote about themselves, added a file and appears in somebody's notifications."""
    invitation = invitations.invite(
        by=demo_user("coordinator"), email=EMAIL, name=NAME, role="member", project=project()
    )
    user = invitations.accept(token=invitation.token, name=NAME, password="een lang wachtwoord")
    user.introduction = "Kanarievogel die graag zingt."
    user.save()
    upload = SimpleUploadedFile("lijst.txt", b"Een lijst.")
    add_document(part=project().team_part, upload=upload, title="Lijst", by=user)
    teams.suspend(user=user, by=demo_user("beheerder"), reason="proef")
    teams.restore(user=user, by=demo_user("beheerder"))
    return User.objects.get(pk=user.pk)


def own_rows(user: User) -> dict:
    with zipfile.ZipFile(io.BytesIO(export_zip(user))) as archive:
        return json.loads(archive.read("gegevens.json"))


@pytest.mark.django_db
class TestExport:
    def test_it_is_complete_and_holds_own_rows_only(self):
        user = live_a_little()
        with zipfile.ZipFile(io.BytesIO(export_zip(user))) as archive:
            data = json.loads(archive.read("gegevens.json"))
            page = archive.read("gegevens.html").decode()
            assert archive.read("bestanden/1-" + data["bestanden"][0]["naam"]) == b"Een lijst."
        assert set(data) == {name for parts in registry.each(registry.own_data, "export") for name in parts}
        assert data["account"][0]["email"] == EMAIL
        assert data["plaatsen"][0]["wat"] == "lid · Tweespan Antwerpen"
        assert NAME in page
        everything = json.dumps(data) + page
        for other in User.objects.exclude(pk=user.pk):
            assert other.email not in everything
            assert other.name not in everything

    def test_no_secret_is_in_it(self):
        user = live_a_little()
        data = zipfile.ZipFile(io.BytesIO(export_zip(user))).read("gegevens.json").decode()
        assert user.password not in data
        assert Invitation.objects.get(email=EMAIL).token_hash not in data

    def test_what_was_closed_since_is_not_named(self):
        """A bookmark and a use stay somebody's own; the words of a page that they may no longer read do not."""
        user, elsewhere = demo_user("lid"), demo_user("ander")
        page = make_practice(project=project("netepaar"), by=elsewhere, title="Samen zwemmen")
        bookmarks.bookmark(about=page, by=user, on=True)
        Use.objects.create(page=page, project=project(), by=user, changed="In de rivier")
        assert json.dumps(own_rows(user)).count("Samen zwemmen") == 3  # and that they were told of it
        set_audience(obj=page, audience=f"project:{page.project_id}", by=None)
        kept = json.dumps(own_rows(user))
        assert "Samen zwemmen" not in kept
        assert kept.count("niet meer zichtbaar") == 2
        assert "In de rivier" in kept

    def test_the_button_gives_a_zip_and_leaves_a_line_in_the_log(self, client):
        client.force_login(demo_user("lid"))
        assert "Download mijn gegevens" in client.get("/mijn/gegevens/").content.decode()
        answer = client.post("/mijn/gegevens/")
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        client.force_login(demo_user("beheerder"))
        assert "Eigen gegevens uitgevoerd" in client.get("/beheer/logboek/").content.decode()


@pytest.mark.django_db
class TestErasure:
    def test_the_person_goes_and_the_work_stays(self):
        user = live_a_little()
        erase_account(user=user, by=user)
        assert not User.objects.filter(email=EMAIL).exists()
        assert not Invitation.objects.filter(email=EMAIL).exists()
        assert Attachment.objects.latest("pk").uploaded_by is None

    def test_other_peoples_notifications_forget_the_name(self):
        user = live_a_little()
        assert any(NAME in row.words for row in Notification.objects.filter(user=demo_user("coordinator")))
        erase_account(user=user, by=user)
        assert not any(NAME in row.words for row in Notification.objects.all())

    def test_the_log_keeps_that_it_happened_but_not_to_whom(self, client):
        user = live_a_little()
        erase_account(user=user, by=user)
        client.force_login(demo_user("beheerder"))
        shown = client.get("/beheer/logboek/").content.decode()
        assert FORMER in shown
        assert "Account gewist" in shown
        assert NAME not in shown
        assert EMAIL not in shown

    def test_the_last_coordinator_cannot_disappear(self):
        ours = project()
        first, *others = ours.memberships.coordinators()
        for other in others:
            teams.leave(membership=other, by=None)
        with pytest.raises(teams.LastCoordinator):
            erase_account(user=first.user, by=first.user)
        assert User.objects.filter(pk=first.user.pk).exists()

    def test_it_asks_who_you_are_and_the_words(self, client):
        user = make_member(project=project())
        client.post("/rekening/login/", {"login": user.email, "password": "een-lang-wachtwoord"})
        assert client.get("/mijn/gegevens/wissen/")["Location"].startswith("/rekening/reauthenticate/")
        client.post("/rekening/reauthenticate/?next=/mijn/gegevens/wissen/", {"password": "een-lang-wachtwoord"})
        assert client.post("/mijn/gegevens/wissen/", {"bevestig": "ja"}).status_code == 422
        assert User.objects.filter(pk=user.pk).exists()
        assert client.post("/mijn/gegevens/wissen/", {"bevestig": "Wis alles"})["Location"] == "/gewist/"
        assert not User.objects.filter(pk=user.pk).exists()
        assert client.get("/mijn/").status_code == 302


@pytest.mark.django_db
def test_nothing_of_the_erased_is_left_in_database_journal_index_and_files(tmp_path, settings):
    """On a copy of the database with its own journal, as the site runs it."""
    var = tmp_path / "var"
    var.mkdir()
    with sqlite3.connect(connection.settings_dict["NAME"]) as old, sqlite3.connect(var / "db.sqlite3") as new:
        old.backup(new)
    script = tmp_path / "life.py"
    script.write_text(
        "from tests.members.test_own_data import *\n"
        "from staalkaart.core.delivery.outbox import drain\n"
        "user = live_a_little()\n"
        "project().network_part.save()\n"
        "drain()\n"
        "from pathlib import Path\n"
        "from django.conf import settings\n"
        "kept = b''.join(path.read_bytes() for path in Path(settings.VAR).glob('db.sqlite3*'))\n"
        "assert b'kanarievogel' in kept.lower(), 'the canary was there before'\n"
        "erase_account(user=user, by=user)\n"
        "drain()\n"
    )
    environment = {
        **os.environ,
        "STAALKAART_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        "PYTHONPATH": str(settings.ROOT),
    }
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", f"exec(open({str(script)!r}).read())"]
    done = subprocess.run(command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    looked = [path for path in var.rglob("*") if path.is_file() and "mail" not in path.parts]
    assert any(path.name == "db.sqlite3" for path in looked)
    for path in looked:
        content = path.read_bytes().lower()
        assert b"kanarievogel" not in content, path.name


@pytest.mark.django_db
class TestRetention:
    def test_every_rule_is_on_the_page_and_runs(self, client):
        shown = client.get("/privacy/register/").content.decode()
        assert len(all_rules()) >= 5
        for rule in all_rules():
            assert str(rule.what) in shown
            assert str(rule.kept) in shown
        purge_all(timezone.now())

    def test_old_things_go_and_new_things_stay(self):
        invitation = invitations.invite(
            by=demo_user("coordinator"), email="oud@x.example", role="member", project=project()
        )
        told = Notification.objects.create(
            user=demo_user("lid"), kind="role_given", url="/", read_at=timezone.now(), data={"place": "x"}
        )
        purge_all(timezone.now())
        assert Invitation.objects.filter(pk=invitation.pk).exists()
        assert Notification.objects.filter(pk=told.pk).exists()
        OutboxRow.objects.create(topic="mail", key="x", dead=True)
        purge_all(timezone.now() + timedelta(days=400))
        assert not Invitation.objects.filter(pk=invitation.pk).exists()
        assert not Notification.objects.filter(pk=told.pk).exists()
        assert not OutboxRow.objects.filter(dead=True).exists()

    @pytest.mark.parametrize("login", ["lid", "redacteur", "partner"])
    def test_the_log_is_for_administrators(self, client, login):
        client.force_login(demo_user(login))
        assert client.get("/beheer/logboek/").status_code == 404
