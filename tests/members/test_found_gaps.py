"""What an attacker found in members, files and mail stays a test."""

import io
import re
import time
import zipfile

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from staalkaart.core.access import set_audience
from staalkaart.core.delivery.outbox import drain
from staalkaart.core.models import OutboxRow
from staalkaart.files import project_documents
from staalkaart.files.checks import check_upload
from staalkaart.files.models import Image
from staalkaart.members import invitations, teams
from staalkaart.members.break_glass import break_glass
from staalkaart.members.models import Grant, Invitation, Membership, Partner, Project, Referral, Region, User
from staalkaart.members.own_data import erase_account
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, project, stop

pytestmark = pytest.mark.django_db
REASON = "Een melding over geweld in een duo."


def test_an_administrator_gives_nobody_a_place_in_secret(client):
    client.force_login(demo_user("beheerder"))
    own = reverse("members_person", args=[demo_user("beheerder").pk])
    client.post(own + "plaats/", {"kind": "member", "where_project": project().pk})
    assert project().token not in demo_user("beheerder").as_viewer().tokens
    other = reverse("members_person", args=[demo_user("ander").pk])
    client.post(other + "plaats/", {"kind": "member", "where_project": project().pk})
    told = Notification.objects.get(user=demo_user("coordinator"), kind="placed_in_team")
    assert "Bea Beheerder zette Anke Ander" in told.words


def test_nobody_invites_oneself_under_the_same_address_nor_after_losing_the_right():
    admin = demo_user("beheerder")
    invitation = invitations.invite(by=admin, email="tweede@x.example", role="admin")
    teams.join(membership=Membership(user=demo_user("ander"), role="admin"), by=None)
    teams.leave(membership=admin.memberships.get(), by=None)
    with pytest.raises(invitations.NotOpen):
        invitations.accept(token=invitation.token, name="X", password="een lang wachtwoord")
    assert not User.objects.filter(email="tweede@x.example").exists()


def test_who_was_removed_does_not_come_back_by_a_second_invitation():
    by, ours = demo_user("coordinator"), project()
    links = [
        invitations.invite(by=by, email="n@x.example", role=role, project=ours) for role in ("member", "coordinator")
    ]
    user = invitations.accept(token=links[0].token, name="N", password="een lang wachtwoord")
    teams.leave(membership=user.memberships.get(), by=by)
    with pytest.raises(invitations.NotOpen):
        invitations.accept(token=links[1].token, name="N", password=None, user=user)


def test_a_waiting_code_is_not_shown_in_the_admin(client):
    client.post(reverse("account_request_login_code"), {"email": "ander@demo.example"})
    row = OutboxRow.objects.get(topic="mail")
    client.force_login(demo_user("beheerder"))
    code = re.search(r"^[A-Z0-9-]{6,}$", row.payload["body"], re.M).group()
    assert client.get("/beheer/outbox/").status_code == 200
    for path in ("", f"inspect/{row.pk}/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        assert code not in client.get("/beheer/outbox/" + path, follow=True).content.decode()


def test_an_older_session_does_not_inherit_a_new_second_factor(settings, django_capture_on_commit_callbacks):
    settings.SECOND_FACTOR_REQUIRED = True
    older, newer = Client(), Client()
    for browser in (older, newer):
        browser.post("/rekening/login/", {"login": "redacteur@demo.example", "password": "buddy-demo-2026"})
    newer.get(reverse("mfa_activate_totp"))
    newer.post("/rekening/reauthenticate/?next=/rekening/2fa/totp/activate/", {"password": "buddy-demo-2026"})
    secret = newer.get(reverse("mfa_activate_totp")).context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        newer.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=demo_user("redacteur"), type="totp").exists()
    assert newer.get("/mijn/").status_code == 200
    assert older.get("/mijn/").status_code == 302
    assert older.get("/beheer/").status_code == 302


def test_narrowing_a_project_takes_its_parts_out_of_every_count(client, indexed):
    ours = project()
    referral = Referral.objects.get(project=ours)
    referral.buddy_does = "zilverwortel"
    referral.save()
    drain()
    assert client.get("/api/v1/search?q=zilverwortel").json()["total"] == 1
    set_audience(obj=Project.objects.get(pk=ours.pk), audience="network", by=None)
    assert client.get("/api/v1/search?q=zilverwortel").json()["total"] == 0
    drain()
    assert client.get("/api/v1/search?q=zilverwortel").json()["total"] == 0
    client.force_login(demo_user("ander"))
    assert client.get("/api/v1/search?q=zilverwortel").json()["total"] == 1


@pytest.mark.parametrize("make", [lambda: Partner.objects.get(slug="sam"), project, lambda: project().region])
def test_what_people_hold_a_place_in_is_not_deleted_under_them(make):
    with pytest.raises(ProtectedError):
        make().delete()


def test_rights_follow_a_project_to_another_region():
    ours, west = project(), Region.objects.get(slug="west")
    old = ours.region.token
    Project.objects.filter(pk=ours.pk).update(region=west)
    set_audience(obj=ours.network_part, audience=old, by=None)
    teams.move_project(project=Project.objects.get(pk=ours.pk))
    tokens = demo_user("lid").as_viewer().tokens
    assert west.token in tokens
    assert old not in tokens
    assert Project.objects.get(pk=ours.pk).network_part.audience == west.token
    teams.leave(membership=demo_user("lid").memberships.get(), by=None)
    assert not Grant.objects.current().filter(user=demo_user("lid")).exists()


def test_a_broken_glass_is_for_reading(client):
    editor = demo_user("redacteur")
    break_glass(by=editor, token=project().token, reason=REASON)
    client.force_login(editor)
    path = "/projecten/tweespan-antwerpen/documenten/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"title": "x"}).status_code == 404
    admin = demo_user("beheerder")
    break_glass(by=admin, token=project().token, reason=REASON)
    client.force_login(admin)
    assert "afspraken in de ploeg" not in client.get("/projecten/tweespan-antwerpen/bewerken/").content.decode()


def test_an_administrator_does_not_open_what_a_team_closed(client):
    part = project().network_part
    set_audience(obj=part, audience=project().token, by=None)
    client.force_login(demo_user("beheerder"))
    path = reverse("audience", args=["members.networkpart", part.pk])
    assert client.post(path, {"zichtbaar": "network", "bevestig": "1"}).status_code == 404


def test_saving_an_older_copy_does_not_undo_a_narrowing():
    stale = project()
    set_audience(obj=project(), audience="network", by=None)
    stale.description = "Nieuw."
    stale.save()
    assert (project().audience, project().description) == ("network", "Nieuw.")


def test_a_team_hears_of_a_second_address_that_an_administrator_invited():
    link = invitations.invite(by=demo_user("beheerder"), email="tweede@x.example", role="member", project=project())
    invitations.accept(token=link.token, name="Tweede Adres", password="een lang wachtwoord")
    told = Notification.objects.get(user=demo_user("coordinator"), kind="placed_in_team")
    assert "Bea Beheerder zette Tweede Adres" in told.words


def test_the_first_administrator_is_made_once():
    with pytest.raises(CommandError):
        call_command("first_administrator", "nog@x.example", "Nog Een")
    Membership.objects.filter(role="admin").delete()
    call_command("first_administrator", "eerste@x.example", "Eerste", stdout=io.StringIO())
    assert User.objects.get(email="eerste@x.example").as_viewer().has_role("admin")


@pytest.mark.parametrize("inner", ["xl/macrosheets/sheet1.xml", "xl/vbaProject.bin", "xl/activeX/a.xml"])
def test_macros_under_any_name_are_refused(inner):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in ("[Content_Types].xml", "xl/workbook.xml", inner):
            box.writestr(name, "<x/>")
    with pytest.raises(ValidationError, match="macro"):
        check_upload(ContentFile(out.getvalue(), name="lijst.xlsx"))


def test_a_picture_of_a_phone_with_two_frames_is_kept_as_one():
    out = io.BytesIO()
    frames = [Picture.new("RGB", (30, 20), colour) for colour in ("teal", "plum")]
    frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
    kept = Image.objects.create(title="x", file=ContentFile(out.getvalue(), name="gsm.jpg"))
    with Picture.open(kept.file.open("rb")) as picture:
        assert (picture.format, getattr(picture, "n_frames", 1)) == ("JPEG", 1)


def test_an_address_that_was_just_taken_leads_to_the_door(client, monkeypatch):
    link = invitations.invite(by=demo_user("coordinator"), email="n@x.example", role="member", project=project())
    monkeypatch.setattr(invitations, "_make_account", lambda *args: (_ for _ in ()).throw(invitations.AddressTaken))
    answer = client.post(link.get_absolute_url(), {"name": "N", "password": "een heel lang wachtwoord"})
    assert (answer.status_code, answer["Location"]) == (302, link.get_absolute_url())
    assert Invitation.objects.open().filter(pk=link.pk).exists()


def test_an_earlier_name_is_forgotten_too():
    invitation = invitations.invite(by=demo_user("coordinator"), email="n@x.example", role="member", project=project())
    user = invitations.accept(token=invitation.token, name="Jan Oudenaam", password="een lang wachtwoord")
    User.objects.filter(pk=user.pk).update(name="Iemand Anders")
    erase_account(user=User.objects.get(pk=user.pk), by=user)
    assert not any("Oudenaam" in str(row.data) for row in Notification.objects.all())


def test_the_log_never_holds_an_invited_address():
    from wagtail.models import ModelLogEntry

    invitations.invite(by=demo_user("coordinator"), email="kanarie@x.example", role="member", project=project())
    assert not any("kanarie" in f"{row.label}{row.data}" for row in ModelLogEntry.objects.all())


def test_a_mail_that_failed_keeps_no_address_in_its_error(monkeypatch):
    from django.core.mail import EmailMultiAlternatives

    def refuse(self, *args, **kwargs):
        raise ConnectionError("refused: kanarie@x.example")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    invitations.invite(by=demo_user("coordinator"), email="kanarie@x.example", role="member", project=project())
    drain()
    assert OutboxRow.objects.get(topic="mail").error == "ConnectionError"


def half_a_jpeg() -> bytes:
    out = io.BytesIO()
    Picture.effect_noise((400, 300), 90).save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 2]


def test_a_picture_that_is_cut_off_is_a_sentence(client):
    with pytest.raises(ValidationError):
        check_upload(ContentFile(half_a_jpeg(), name="half.jpg"))
    client.force_login(demo_user("lid"))
    upload = io.BytesIO(half_a_jpeg())
    upload.name = "half.jpg"
    answer = client.post("/projecten/tweespan-antwerpen/documenten/", {"title": "Mijn titel", "file": upload})
    assert answer.status_code == 200
    assert "Mijn titel" in answer.content.decode()


def test_a_gif_forgets_its_comment():
    out = io.BytesIO()
    frames = [Picture.new("P", (20, 20), n) for n in (1, 2)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"GPS 51.2N Jan")
    kept = Image.objects.create(title="x", file=ContentFile(out.getvalue(), name="x.gif"))
    assert b"Jan" not in kept.file.open("rb").read()


def test_the_size_of_an_attachment_is_that_of_what_is_kept():
    out = io.BytesIO()
    Picture.effect_noise((500, 400), 90).convert("RGB").save(out, "JPEG", quality=1)
    upload = ContentFile(out.getvalue(), name="ruis.jpg")
    kept = project_documents.add_document(part=project().team_part, upload=upload, title="", by=demo_user("lid"))
    assert kept.size == kept.file.size <= len(out.getvalue())


def test_a_role_changed_twice_at_once_is_changed_once():
    user = make_member(project=project())
    stale = user.memberships.get()
    teams.leave(membership=user.memberships.get(), by=None)
    teams.change_role(membership=stale, role="coordinator", by=None)
    assert not user.memberships.current().exists()


WAYS_OUT = {
    "suspended": lambda user: teams.suspend(user=user, by=None, reason="x"),
    "erased": lambda user: erase_account(user=user, by=user),
    "leaving": lambda user: teams.leave(membership=user.memberships.get(), by=None),
}


@pytest.mark.parametrize("act", WAYS_OUT.values(), ids=WAYS_OUT)
def test_the_last_administrator_stays(act):
    with pytest.raises(teams.LastAdministrator):
        act(demo_user("beheerder"))


def test_a_stopped_project_takes_no_new_people(client):
    link = invitations.invite(by=demo_user("coordinator"), email="n@x.example", role="member", project=project())
    stop(project())
    client.force_login(demo_user("coordinator"))
    assert client.get("/projecten/tweespan-antwerpen/uitnodigen/").status_code == 404
    assert client.get(reverse("audience", args=["members.project", project().pk])).status_code == 404
    with pytest.raises(invitations.NotOpen):
        invitations.accept(token=link.token, name="N", password="een lang wachtwoord")


def test_the_reason_of_a_broken_glass_stays_out_of_the_subject(mailoutbox):
    break_glass(
        by=demo_user("redacteur"), token=project().token, reason="Eerste regel van de reden.\nhttps://kwaad.example"
    )
    drain()
    assert mailoutbox
    assert all("kwaad" not in message.subject for message in mailoutbox)
    assert all("kwaad" in message.body for message in mailoutbox)
