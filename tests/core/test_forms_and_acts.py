"""A form whose screen is also shown by an act says where its own button goes: saving is never publishing, announcing or importing."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forums.intervision import case_intake, circles
from forums.intervision.models import Trajectory
from practices.models import Draft, ImportRun
from staalkaart.core.models import OutboxRow
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.learning.models import Challenge
from staalkaart.members.break_glass import break_glass
from staalkaart.network_days import planning, report
from staalkaart.network_days.models import NetworkDay, Report
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_day, make_draft, make_practice, project

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form\b((?:[^>{]|\{[{%].*?[}%]\})*)>(.*?)</form>", re.DOTALL)


def where_saving_goes(answer, button: str) -> str:
    """The address of the form that holds this button, when the button itself names none."""
    for attributes, inside in FORM.findall(answer.content.decode()):
        for own in re.findall(rf"<button\b([^>]*)>(?:(?!</button>).)*{button}", inside, re.DOTALL):
            assert "formaction" not in own
            return re.search(r'action="([^"]*)"', attributes)[1]
    raise AssertionError(f"no button {button}")


def test_a_form_with_another_address_in_it_says_its_own(settings):
    templates = (settings.ROOT / "templates").rglob("*.html")
    silent = [
        path.name
        for path in templates
        for attributes, inside in FORM.findall(path.read_text())
        if "post" in attributes and "formaction" in inside and "action=" not in attributes
    ]
    assert silent == []


def test_saving_a_case_that_could_not_be_announced_does_not_announce_it(client):
    lid = demo_user("lid")
    case = case_intake.start_draft(by=lid)
    client.force_login(lid)
    answer = client.post(f"/intervisie/{case.pk}/casus/aankondigen/", {"title": "Nog niet af"})
    assert answer.status_code in {409, 422}
    assert where_saving_goes(answer, "Bewaar mijn klad") == f"/intervisie/{case.pk}/casus/"
    assert Trajectory.objects.get(pk=case.pk).state == "draft"


def test_saving_a_report_that_could_not_be_published_does_not_publish_it(client):
    by, day = demo_user("begeleider"), make_day()
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
    day.refresh_from_db()
    planning.finish(day=day, by=by)
    row = report.report_of(day)
    client.force_login(by)
    address = f"/netwerkdagen/{day.pk}/verslag/"
    answer = client.post(f"{address}publiceren/", {"text": "Bel 0485 12 34 56.", "_base": row.stamp})
    assert answer.status_code == 422
    assert where_saving_goes(answer, "Bewaar") == f"{address}bewerken/"
    assert not Report.objects.get(day=day).is_published


def test_looking_again_at_columns_does_not_import(client):
    coordinator = demo_user("coordinator")
    run = ImportRun.objects.create(
        user=coordinator, project=project(), name="proef.csv", headings=["Titel", "Sinds"], rows=[["", "nooit"]], numbers=[2]
    )  # fmt: skip
    client.force_login(coordinator)
    answer = client.post(f"/praktijken/invoer/{run.pk}/overnemen/", {"kolom-0": "title", "kolom-1": "start_year"})
    assert answer.status_code == 422
    assert where_saving_goes(answer, "Bekijk met deze kolommen") == f"/praktijken/invoer/{run.pk}/"
    assert not Draft.objects.filter(title="Soep").exists()


def test_after_a_refused_file_one_goes_on_writing(client):
    coordinator = demo_user("coordinator")
    draft = make_draft(project=project(), by=coordinator)
    client.force_login(coordinator)
    file = SimpleUploadedFile("virus.exe", b"MZ")
    answer = client.post(f"/praktijken/{draft.pk}/materiaal/toevoegen/", {"file": file, "title": "x", "sort": "ander"})
    assert answer.status_code == 422
    address = where_saving_goes(answer, "Vorige")
    assert address == f"/praktijken/{draft.pk}/bewerken/materiaal/"
    assert client.post(address, {"_naar": "later"}).headers["location"] == "/praktijken/klad/"


# --- found beside it -------------------------------------------------------------------------------------------------
def test_a_broken_glass_of_a_project_is_not_told_to_who_writes_a_case_elsewhere():
    case_intake.start_draft(by=demo_user("ander"))
    assert circles.guests_of(project().token) == []
    break_glass(by=demo_user("beheerder"), token=project().token, reason="Er is gevaar.")
    assert not Notification.objects.filter(user=demo_user("ander"), kind="break_glass").exists()


def test_a_challenge_says_whose_it_is_and_what_it_is_about(client):
    row = Challenge.objects.filter(project__isnull=False, themes__isnull=False).first()
    client.force_login(demo_user("lid"))
    shown = client.get(row.get_absolute_url()).content.decode()
    assert str(row.project) in shown
    assert row.themes.first().name in shown


def test_files_of_a_practice_are_indexed_anew_when_its_model_closes():
    from practices import search_sources
    from staalkaart.files.attachments import attach

    coordinator = demo_user("coordinator")
    page = make_practice(project=project(), by=coordinator)
    file = SimpleUploadedFile("blad.txt", b"Een blad.\n")
    row = attach(
        owner=page, used=0, quota=10**6, upload=file, title="Blad", by=coordinator, sort="ander", licence="netwerk"
    )
    OutboxRow.objects.all().delete()
    search_sources.name_again(WorkingModelPage.objects.get(slug="persoonlijke-vriend"))
    assert OutboxRow.objects.filter(topic="index", key=f"material:{row.pk}").exists()
