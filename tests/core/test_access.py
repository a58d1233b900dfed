"""The one access rule, on values and in the database, and everything that must not get round it."""

from datetime import timedelta

import pytest
from builders import make_chapter, make_page, make_user
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from staalkaart.core.access import VISITOR, UnknownAudience, Viewer, can, can_see, check_audience, set_audience
from staalkaart.core.models import AudiencePage
from staalkaart.knowledge.models import GlossaryTerm, KnowledgeIndexPage, KnowledgePage
from staalkaart.members.grants import grant, revoke
from staalkaart.members.models import Grant, User

AUDIENCES = ("public", "network", "region:3", "project:12", "circle:7", "private:41")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_six_kinds_of_audience_are_known(audience):
    check_audience(audience)


@pytest.mark.parametrize(
    "audience", ["", "all", "region", "region:0", "region:x", "public ", "project:12,13", "PUBLIC"]
)
def test_any_other_audience_is_refused(audience):
    with pytest.raises(UnknownAudience):
        check_audience(audience)


@pytest.mark.parametrize(
    ("audience", "visitor", "member", "project_member"),
    [
        ("public", True, True, True),
        ("network", False, True, True),
        ("project:12", False, False, True),
        ("circle:7", False, False, False),
    ],
)
def test_a_page_is_shown_to(audience, visitor, member, project_member):
    page = make_page(audience=audience)
    viewers = [
        VISITOR,
        Viewer.with_grants(1, [("network", "member")]),
        Viewer.with_grants(2, [("network", "member"), ("project:12", "member")]),
    ]
    for viewer, expected in zip(viewers, (visitor, member, project_member), strict=True):
        assert AudiencePage.objects.visible_to(viewer).filter(pk=page.pk).exists() is expected
        assert can(viewer, "read", page) is expected


def test_what_is_not_published_is_shown_to_nobody():
    page = make_page(live=False)
    assert not AudiencePage.objects.visible_to(VISITOR).filter(pk=page.pk).exists()
    assert not can_see(VISITOR, page)


@given(audience=st.sampled_from(AUDIENCES), tokens=st.frozensets(st.sampled_from(AUDIENCES)))
def test_seeing_is_having_the_token(audience, tokens):
    term = GlossaryTerm(term="Brug", audience=audience)
    assert can_see(Viewer(5, tokens), term) is (audience in tokens)


def test_a_viewer_without_tokens_sees_nothing():
    assert not AudiencePage.objects.visible_to(Viewer(None, frozenset())).exists()


def test_verbs_outside_the_table_are_not_allowed():
    page, editor = make_chapter(), make_user(roles=("editor",)).as_viewer()
    assert can(editor, "edit", page)
    assert not can(VISITOR, "edit", page)
    assert not can(editor, "set_fire_to", page)


def test_a_viewer_costs_one_query(django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(1):
        assert user.as_viewer().tokens == {"public", "network", f"private:{user.pk}"}


def test_a_grant_counts_from_since_until_until():
    user = make_user()
    later = timezone.now() + timedelta(days=2)
    Grant.objects.create(user=user, token="circle:7", role="member", since=later)
    Grant.objects.create(user=user, token="region:3", role="member", until=timezone.now() - timedelta(seconds=1))
    assert user.as_viewer().tokens == {"public", "network", f"private:{user.pk}"}


def test_a_right_taken_away_is_gone_at_once():
    user = make_user(roles=("editor",))
    assert user.as_viewer().has_role("editor")
    assert user.groups.filter(name="Redacteurs").exists()
    revoke(user=user, role="editor")
    assert not user.as_viewer().has_role("editor")
    assert not User.objects.get(pk=user.pk).groups.exists()
    assert not User.objects.get(pk=user.pk).is_staff


def test_the_same_grant_twice_is_one_grant():
    user = make_user()
    grant(user=user, role="member")
    assert user.grants.count() == 1


def test_nobody_is_a_superuser():
    assert not User.objects.filter(is_superuser=True).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=make_user().pk).update(is_superuser=True)


def test_wagtails_own_restrictions_cannot_be_made():
    with pytest.raises(PermissionDenied):
        PageViewRestriction.objects.create(page=make_page(), restriction_type="login")


class TestTheAudienceOfAPageSurvives:
    """Tried on Wagtail: republishing an old revision reopened a closed page. Here it cannot."""

    def closed(self):
        page = make_chapter(title="Wat nog niet rijp is")
        revision = page.save_revision(clean=False)
        set_audience(obj=page, audience="network", by=None)
        return KnowledgePage.objects.get(pk=page.pk), revision

    def audience(self, page):
        return KnowledgePage.objects.get(pk=page.pk).audience

    def test_an_old_revision_being_published(self):
        page, revision = self.closed()
        assert revision.content["audience"] == "public"
        revision.publish()
        assert self.audience(page) == "network"

    def test_a_revert(self):
        page, revision = self.closed()
        revision.as_object().save_revision(clean=False).publish()
        assert self.audience(page) == "network"

    def test_a_scheduled_publication(self):
        page, revision = self.closed()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
        from django.core.management import call_command

        call_command("publish_scheduled")
        assert self.audience(page) == "network"

    def test_a_copy(self):
        page, _revision = self.closed()
        copy = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
        assert self.audience(copy) == "network"

    def test_a_move(self):
        page, _revision = self.closed()
        page.move(Page.objects.get(pk=KnowledgeIndexPage.objects.get().pk), pos="first-child")
        assert self.audience(page) == "network"

    def test_a_workflow(self):
        from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

        page, revision = self.closed()
        workflow = Workflow.objects.create(name="Nalezen")
        WorkflowTask.objects.create(
            workflow=workflow, task=GroupApprovalTask.objects.create(name="Redactie"), sort_order=1
        )
        state = workflow.start(page, make_user(roles=("editor",)))
        state.current_task_state.task.specific.on_action(
            state.current_task_state, make_user(roles=("editor",)), "approve"
        )
        assert self.audience(page) == "network"
        assert revision is not None


def test_changing_an_audience_is_logged_with_both_values():
    from wagtail.models import PageLogEntry

    page, editor = make_chapter(), make_user(roles=("editor",))
    assert set_audience(obj=page, audience="network", by=editor, reason="nog niet nagekeken")
    entry = PageLogEntry.objects.get(page=page.pk, action="staalkaart.audience")
    assert entry.data == {"before": "public", "after": "network", "reason": "nog niet nagekeken"}
    assert not set_audience(obj=page, audience="network", by=editor)


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete", "patch"])
def test_a_closed_page_answers_as_a_missing_one(client, method):
    page = make_chapter(audience="network")
    other = "x" * len(page.slug)
    closed, missing = getattr(client, method)(page.url), getattr(client, method)(f"/kennis/{other}/")
    assert closed.status_code == missing.status_code == 404
    assert dict(closed.headers) == dict(missing.headers)
    assert closed.content.replace(page.slug.encode(), other.encode()) == missing.content


def test_a_closed_page_opens_for_who_holds_the_token(client):
    page = make_chapter(audience="network", title="Voor het netwerk")
    client.force_login(make_user())
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("slug", ["nieuw", "matrix", "vergelijken", "2026"])
def test_reserved_addresses_are_refused_with_a_sentence(slug):
    page = make_chapter()
    page.slug = slug
    with pytest.raises(Exception, match="vast adres") as caught:
        page.full_clean()
    assert "slug" in caught.value.message_dict
