"""Inviting and accepting: one account per link, whatever is tried."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forums.intervision.models import Trajectory
from staalkaart.core.models import OutboxRow
from staalkaart.members import invitations, teams
from staalkaart.members.models import Grant, Invitation, Membership, User
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, project

pytestmark = pytest.mark.django_db
INVITE = "/projecten/tweespan-antwerpen/uitnodigen/"
ACCOUNT = {"name": "Nele", "password": "een hele lange zin"}


def invite(email="nele@project.example", **extra) -> Invitation:
    return invitations.invite(
        by=demo_user("coordinator"), email=email, role=Grant.Role.MEMBER, project=project(), **extra
    )


def link_in(message) -> str:
    return re.search(r"(/uitnodiging/\S+)", message.body).group(1)


class TestInviting:
    def test_the_whole_way(self, client, drain):
        client.force_login(demo_user("coordinator"))
        assert (
            client.post(INVITE, {"email": "Nele@Project.example", "name": "Nele", "kind": "member"}).status_code == 302
        )
        drain()
        link = link_in(mail.outbox[0])
        client.logout()
        assert "Je bent uitgenodigd" in client.get(link).content.decode()
        answer = client.post(link, ACCOUNT)
        assert (answer.status_code, answer["Location"]) == (302, "/mijn/?welkom")
        shown = client.get("/mijn/").content.decode()
        assert "Dag Nele" in shown
        assert "Tweespan Antwerpen" in shown
        user = User.objects.get(email="nele@project.example")
        assert project().token in user.as_viewer().tokens
        assert user.emailaddress_set.get().verified

    def test_only_the_hash_is_stored_and_the_queue_holds_no_link(self):
        invitation = invite()
        row = OutboxRow.objects.get(topic="mail")
        assert invitation.token not in str(row.payload)
        assert invitation.token not in {
            str(v) for v in Invitation.objects.filter(pk=invitation.pk).values()[0].values()
        }

    def test_a_shared_mailbox_is_warned_about_first(self, client):
        client.force_login(demo_user("coordinator"))
        data = {"email": "info@project.example", "kind": "member"}
        assert "gedeelde mailbox" in client.post(INVITE, data).content.decode()
        assert client.post(INVITE, {**data, "shared": "on"}).status_code == 302

    @pytest.mark.parametrize(
        "extra", [{"project": "1"}, {"role": "admin"}, {"is_staff": "1"}, {"where_project": "1"}, {"kind": "admin"}]
    )
    def test_no_extra_field_makes_somebody_more(self, client, extra):
        client.force_login(demo_user("coordinator"))
        client.post(INVITE, {"email": "x@project.example", "kind": "member", **extra})
        made = [(row.role, row.project, row.region) for row in Invitation.objects.filter(email="x@project.example")]
        assert made == ([] if "kind" in extra else [("member", project(), None)])

    def test_a_newline_in_a_name_is_refused(self, client):
        client.force_login(demo_user("coordinator"))
        answer = client.post(INVITE, {"email": "x@project.example", "name": "An\r\nBcc: x@y.be", "kind": "member"})
        assert "op één regel" in answer.content.decode()

    @pytest.mark.parametrize("login", ["lid", "ander", "begeleider", "partner", "redacteur"])
    def test_nobody_else_invites_here(self, client, login):
        client.force_login(demo_user(login))
        assert client.post(INVITE, {"email": "x@project.example", "kind": "member"}).status_code == 404
        assert not Invitation.objects.exists()

    def test_twice_is_once(self, client):
        client.force_login(demo_user("coordinator"))
        for _time in range(2):
            answer = client.post(INVITE, {"email": "x@project.example", "kind": "member"})
        assert "al uitgenodigd" in answer.content.decode()
        assert Invitation.objects.count() == 1

    def test_an_administrator_invites_a_facilitator_for_a_region(self, client):
        client.force_login(demo_user("beheerder"))
        region = project().region
        path = reverse("members:invite_anyone")
        assert (
            "Kies waar deze rol geldt"
            in client.post(path, {"email": "b@x.example", "kind": "facilitator"}).content.decode()
        )
        client.post(path, {"email": "b@x.example", "kind": "facilitator", "where_region": region.pk})
        assert Invitation.objects.get().region == region

    def test_a_list_is_read_line_by_line(self, client, drain):
        client.force_login(demo_user("coordinator"))
        path = reverse("members:project_invite_bulk", args=["tweespan-antwerpen"])
        lines = "An Peeters <an@project.example>\nfout-adres\nBob; bob@project.example\nan@project.example\n\ninfo@project.example"
        shown = client.post(path, {"lines": lines}).content.decode()
        assert "3 adressen zijn goed" in shown
        assert "Lijn 2: Hier staat geen e-mailadres in." in shown
        assert "Lijn 4: Dit adres staat twee keer" in shown
        assert not Invitation.objects.exists()
        mark = re.search(r'name="_gelezen" value="(\w+)"', shown)[1]
        client.post(path, {"lines": f"{lines}\nnieuw@project.example", "versturen": "1", "_gelezen": mark})
        assert not Invitation.objects.exists()  # another list than was shown: shown again first
        client.post(path, {"lines": lines, "versturen": "1", "_gelezen": mark})
        assert set(Invitation.objects.values_list("email", "name")) == {
            ("an@project.example", "An Peeters"), ("bob@project.example", "Bob"), ("info@project.example", ""),
        }  # fmt: skip


class TestLinks:
    @pytest.fixture
    def link(self):
        invitation = invite()
        return invitation, invitation.get_absolute_url()

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda i: Invitation.objects.update(accepted_at=timezone.now()), "al gebruikt"),
            (lambda i: invitations.withdraw(invitation=i, by=demo_user("coordinator")), "ingetrokken"),
            (lambda i: Invitation.objects.update(expires_at=timezone.now()), "Vraag een nieuwe link"),
        ],
    )
    def test_a_link_that_is_no_good_is_a_clear_page_and_no_account(self, client, link, spoil, words):
        invitation, address = link
        spoil(invitation)
        for answer in (client.get(address), client.post(address, ACCOUNT)):
            assert answer.status_code == 410
            assert words in answer.content.decode()
        assert not User.objects.filter(email=invitation.email).exists()

    @pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%2e%2e"])
    def test_a_made_up_link_does_not_exist(self, client, link, token):
        assert client.get(f"/uitnodiging/{token}/").status_code == 404

    def test_a_new_link_makes_the_old_one_worthless(self, client, link):
        invitation, address = link
        invitations.resend(invitation=invitation, by=demo_user("coordinator"))
        assert client.get(address).status_code == 404

    def test_it_holds_for_fourteen_days(self, client, link):
        _invitation, address = link
        with time_machine.travel(timezone.now() + timedelta(days=13, hours=23), tick=False):
            assert client.get(address).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
            assert client.get(address).status_code == 410

    def test_who_asks_for_a_new_link_reaches_the_inviter_once_an_hour(self, client, link, drain):
        _invitation, address = link
        drain()
        Invitation.objects.update(expires_at=timezone.now())
        for _time in range(3):
            assert "krijgt nu een mail" in client.post(address + "nieuwe-link/").content.decode()
        drain()
        assert [m.to for m in mail.outbox[1:]] == [["coordinator@demo.example"]]

    def test_for_another_address_it_does_nothing(self, client):
        make_member(project=project("netepaar"), email="bestaat@project.example")
        invitation = invite("bestaat@project.example")
        client.force_login(demo_user("ander"))
        shown = client.post(invitation.get_absolute_url(), ACCOUNT).content.decode()
        assert "heeft al een account" in shown
        assert not Membership.objects.filter(user=demo_user("ander"), project=project()).exists()

    def test_whoever_has_an_account_adds_the_place(self, client):
        known = make_member(project=project("netepaar"), email="bestaat@project.example")
        client.force_login(known)
        client.post(invite("bestaat@project.example").get_absolute_url())
        assert known.memberships.current().count() == 2

    def test_a_weak_password_keeps_the_name_and_the_link(self, client, link):
        invitation, address = link
        answer = client.post(address, {"name": "Nele", "password": "kort"})
        shown = answer.content.decode()
        assert "Nele" in shown
        assert "Dit klopt nog niet" in shown
        assert Invitation.objects.open().filter(pk=invitation.pk).exists()

    def test_a_mail_is_not_sent_for_a_link_that_was_revoked_meanwhile(self, drain):
        invitations.withdraw(invitation=invite(), by=demo_user("coordinator"))
        drain()
        assert mail.outbox == []


class TestLeaving:
    def test_rights_are_gone_at_the_next_request(self, client):
        user = make_member(project=project())
        client.force_login(user)
        path = "/projecten/tweespan-antwerpen/ploeg/"
        assert client.get(path).status_code == 200
        teams.leave(membership=user.memberships.get(), by=None)
        assert client.get(path).status_code == 404
        assert user.as_viewer().tokens == {"public", f"private:{user.pk}"}

    def test_what_another_membership_gives_stays(self):
        user = make_member(project=project())
        teams.join(membership=Membership(user=user, project=project("netepaar"), role="member"), by=None)
        teams.leave(membership=user.memberships.get(project=project()), by=None)
        assert {"network", project().region.token} <= user.as_viewer().tokens
        assert project().token not in user.as_viewer().tokens

    def test_the_last_coordinator_cannot_leave_nor_step_down(self, client):
        ours = project()
        others = Membership.objects.coordinators().filter(project=ours).exclude(user=demo_user("coordinator"))
        for other in others:
            teams.leave(membership=other, by=None)
        client.force_login(demo_user("coordinator"))
        own = Membership.objects.get(user=demo_user("coordinator"))
        path = reverse("members:team_member", args=[ours.slug, own.pk])
        for verb in ("weg", "rol"):
            shown = client.post(f"{path}{verb}/", {"rol": "member"}, follow=True).content.decode()
            assert "minstens één coördinator" in shown
        assert Membership.objects.coordinators().filter(project=ours).count() == 1

    def test_a_suspended_coordinator_does_not_count(self):
        ours = project()
        one, two = Membership.objects.coordinators().filter(project=ours)[:2]
        teams.suspend(user=two.user, by=None, reason="proef")
        with pytest.raises(teams.LastCoordinator):
            teams.leave(membership=one, by=None)

    def test_who_suspended_is_out_at_once_and_back_after(self, client):
        user = make_member(project=project())
        client.force_login(user)
        teams.suspend(user=user, by=None, reason="proef")
        assert client.get("/mijn/").status_code == 302
        assert client.get("/projecten/tweespan-antwerpen/ploeg/").status_code == 404
        teams.restore(user=User.objects.get(pk=user.pk), by=None)
        client.force_login(user)
        assert client.get("/mijn/").status_code == 200

    def test_who_goes_goes_at_once_and_the_team_gives_another_contact_address(self, client):
        user = make_member(project=project())
        part = project().network_part
        part.contact_mail = user.email
        part.save()
        client.force_login(demo_user("coordinator"))
        path = reverse("members:team_member", args=["tweespan-antwerpen", user.memberships.get().pk])
        assert client.get(path).status_code == 200
        client.post(path + "weg/")
        assert not user.memberships.current().exists()
        assert Notification.objects.filter(kind="contact_gone", user=demo_user("coordinator")).exists()

    def test_an_administrator_ends_the_last_coordinator_and_the_region_hears_it(self):
        ours = project()
        first, *others = Membership.objects.coordinators().filter(project=ours)
        for other in others:
            teams.leave(membership=other, by=None)
        teams.leave(membership=first, by=demo_user("beheerder"))
        assert not Membership.objects.coordinators().filter(project=ours).exists()
        told = Notification.objects.filter(kind="without_coordinator").values_list("user", flat=True)
        assert demo_user("lid").pk in told
        assert demo_user("begeleider").pk in told

    @pytest.mark.parametrize("state", ["nothing", "draft", "running"])
    def test_nobody_else_learns_that_somebody_has_a_case(self, client, state):
        """Byte for byte the same page, whatever the person has in hand; only they read what it is."""
        user, pages = make_member(project=project()), []
        path = reverse("members:team_member", args=["tweespan-antwerpen", user.memberships.get().pk])
        for has in ("nothing", state):
            if has != "nothing":
                case = Trajectory.objects.create(
                    title="Kanariecasus", question="Kan dat?", case="x", audience=f"private:{user.pk}"
                )
                case.seats.create(user=user, role="owner")
                Trajectory.objects.filter(pk=case.pk).update(state=has)
            client.force_login(demo_user("coordinator"))
            pages.append(re.sub(rb'value="[^"]{20,}"|data-account="[^"]*"', b"", client.get(path).content))
        assert pages[0] == pages[1]
        client.force_login(user)
        own = client.get(path).content.decode()
        assert ("eigen casus loopt nog" in own) is (state == "running")
        assert ("klad van een casus blijft van jou" in own) is (state == "draft")

    def test_a_member_manages_only_oneself(self, client):
        other = make_member(project=project())
        client.force_login(demo_user("lid"))
        path = reverse("members:team_member", args=["tweespan-antwerpen", other.memberships.get().pk])
        assert client.post(path + "weg/").status_code == 404
        own = Membership.objects.get(user=demo_user("lid"))
        path = reverse("members:team_member", args=["tweespan-antwerpen", own.pk])
        client.post(path + "rol/", {"rol": "coordinator"})
        own.refresh_from_db()
        assert (own.role, own.until) == ("member", None)


def test_a_membership_of_another_project_cannot_be_reached_through_ours(client):
    other = make_member(project=project("netepaar"))
    client.force_login(demo_user("coordinator"))
    path = reverse("members:team_member", args=["tweespan-antwerpen", other.memberships.get().pk])
    assert client.post(path + "weg/").status_code == 404
    assert other.memberships.current().exists()


class TestLabel:
    """ "Ervaringsdeskundige" behind a name: by the person alone."""

    def team_path(self, user) -> str:
        return reverse("members:team_member", args=["tweespan-antwerpen", user.memberships.get().pk])

    def test_it_is_asked_at_acceptance_and_logged(self, client):
        link = invite()
        shown = client.get(f"{link.get_absolute_url()}?stap=2").content.decode()
        assert "Toon bij mijn naam: ervaringsdeskundige" in shown
        client.post(f"{link.get_absolute_url()}?stap=2", {**ACCOUNT, "lived_experience": "on"})
        place = Membership.objects.get(user__email="nele@project.example")
        assert place.label == "ervaringsdeskundige"
        assert ModelLogEntry.objects.filter(action="staalkaart.label_shown", user=place.user).count() == 1

    def test_who_invites_is_not_asked(self, client):
        client.force_login(demo_user("coordinator"))
        assert "ervaringsdeskundige" not in client.get(INVITE).content.decode()
        client.post(INVITE, {"email": "nele@project.example", "kind": "member", "lived_experience": "on"})
        user = invitations.accept(token=Invitation.objects.latest("pk").token, name="N", password="een hele lange zin")
        assert not user.memberships.get().lived_experience

    def test_nobody_else_sets_takes_away_or_types_it(self, client):
        user = make_member(project=project())
        path = self.team_path(user)
        client.force_login(user)
        client.post(f"{path}toon/", {"function": "", "lived_experience": "on"})
        assert user.memberships.get().lived_experience
        client.force_login(demo_user("coordinator"))
        assert "lived_experience" not in client.get(path).content.decode()
        client.post(f"{path}toon/", {"function": "vrijwilliger"})
        assert user.memberships.get().lived_experience
        for words in ("Ervaringsdeskundige", "ervarings\u00addeskundig"):
            refused = client.post(f"{path}toon/", {"function": words})
            assert refused.status_code == 422
            assert "zet enkel de persoon zelf" in refused.content.decode()
        client.force_login(user)
        client.post(f"{path}toon/", {"function": "vrijwilliger"})
        assert not user.memberships.get().lived_experience
        actions = ModelLogEntry.objects.filter(user=user, action__startswith="staalkaart.label")
        assert actions.count() == 2
