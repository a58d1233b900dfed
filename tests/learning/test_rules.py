"""What services of learning do and refuse, without a screen in between."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.core.models import OutboxRow
from staalkaart.knowledge.models import CardEntry, Theme
from staalkaart.learning import bookmarks, challenges, comments, learning_points, policy_signals, remarks, trail
from staalkaart.learning.markup import rendered
from staalkaart.learning.models import (
    PROJECTS_NEEDED,
    Bookmark,
    Challenge,
    Comment,
    LearningPoint,
    PolicySignal,
    Remark,
    SignalRelease,
    TrailLink,
)  # fmt: skip
from staalkaart.members.models import Project, Region
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_practice, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_practice(project=project(), by=demo_user("coordinator"), title="Samen zwemmen")


def say(page, user, text) -> Comment:
    return comments.comment(about=page, by=user, text=text, url="/praktijken/samen-zwemmen/")


class TestComments:
    def test_the_same_twice_in_a_row_is_one(self, page):
        assert say(page, demo_user("lid"), "Mooi.") == say(page, demo_user("lid"), "Mooi.")
        assert Comment.objects.about(page).count() == 1

    def test_the_same_after_somebody_else_is_another(self, page):
        say(page, demo_user("lid"), "Ja.")
        say(page, demo_user("ander"), "Nee.")
        say(page, demo_user("lid"), "Ja.")
        assert [row.text for row in Comment.objects.about(page).order_by("pk")] == ["Ja.", "Nee.", "Ja."]

    def test_those_who_spoke_before_hear_it_and_the_speaker_does_not(self, page):
        say(page, demo_user("lid"), "Ja.")
        say(page, demo_user("ander"), "Nee.")
        told = Notification.objects.filter(kind="comment").values_list("user__email", flat=True)
        assert list(told) == ["lid@demo.example"]

    def test_an_edit_is_marked_and_rendered_anew(self, page):
        row = say(page, demo_user("lid"), "Ja.")
        comments.edit_comment(row=row, text="**Toch** niet.")
        row.refresh_from_db()
        assert row.edited_at is not None
        assert "<strong>Toch</strong>" in row.html

    def test_what_an_editor_removes_is_logged_without_its_words(self, page):
        own, other = say(page, demo_user("lid"), "Kwibusgrap."), say(page, demo_user("ander"), "Iets eigens.")
        comments.remove_comment(row=other, by=demo_user("ander"))
        assert not PageLogEntry.objects.filter(action="staalkaart.comment_removed").exists()
        comments.remove_comment(row=own, by=demo_user("redacteur"))
        assert not Comment.objects.about(page).exists()
        (line,) = PageLogEntry.objects.filter(action="staalkaart.comment_removed")
        assert "Kwibusgrap" not in str(line.data)


class TestMarkup:
    @pytest.mark.parametrize(
        "text",
        ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<a onclick="x">a</a>', "![x](http://a/b.png)"],
    )
    def test_nothing_that_runs_or_calls_home_survives(self, text):
        html = rendered(text)
        assert not re.search(r"<script|<img|<a[^>]+onclick|href=.javascript", html)

    def test_a_heading_only_where_it_is_asked_for(self):
        assert "<h2" not in rendered("## Kop")
        assert '<h2 dir="auto">Kop</h2>' in rendered("## Kop", headings=True)


class TestRemarks:
    def test_the_same_question_by_the_same_person_is_one_until_it_is_settled(self, page):
        first = remarks.remark(about=page, by=demo_user("lid"), text="Klopt dit nog?")
        assert remarks.remark(about=page, by=demo_user("lid"), text="Klopt dit nog?") == first
        assert remarks.remark(about=page, by=demo_user("ander"), text="Klopt dit nog?") != first
        assert remarks.handle_remark(row=first, by=demo_user("coordinator"))
        assert remarks.remark(about=page, by=demo_user("lid"), text="Klopt dit nog?") != first

    def test_it_is_settled_once(self, page):
        row = remarks.remark(about=page, by=demo_user("lid"), text="Klopt dit nog?")
        assert remarks.handle_remark(row=row, by=demo_user("coordinator"))
        assert not remarks.handle_remark(row=row, by=demo_user("redacteur"))
        assert Remark.objects.get(pk=row.pk).handled_by == demo_user("coordinator")


def test_a_bookmark_is_one_and_remembers_whether_it_is_for_a_day(page):
    bookmarks.bookmark(about=page, by=demo_user("lid"), on=True)
    bookmarks.bookmark(about=page, by=demo_user("lid"), on=True, for_day=True)
    assert Bookmark.objects.about(page).get(user=demo_user("lid")).for_day
    bookmarks.bookmark(about=page, by=demo_user("lid"), on=False)
    bookmarks.bookmark(about=page, by=demo_user("lid"), on=False)
    assert not Bookmark.objects.about(page).filter(user=demo_user("lid")).exists()


class TestChallenges:
    def test_who_raises_one_votes_for_it_and_every_vote_counts_once(self):
        row = challenges.raise_challenge(by=demo_user("lid"), themes=[], working_models=[], title="Te weinig buddy's")
        challenges.vote(challenge=row, by=demo_user("lid"), on=True)
        challenges.vote(challenge=row, by=demo_user("ander"), on=True)
        assert {vote.user for vote in row.votes.all()} == {demo_user("lid"), demo_user("ander")}
        challenges.vote(challenge=row, by=demo_user("lid"), on=False)
        challenges.vote(challenge=row, by=demo_user("lid"), on=False)
        assert [vote.user for vote in row.votes.all()] == [demo_user("ander")]

    def test_one_that_came_from_a_group_has_no_votes_yet(self):
        row = challenges.raise_challenge(by=None, themes=[], working_models=[], title="Van het bord")
        assert not row.votes.exists()
        assert not Challenge.objects.visible_to(VISITOR).filter(pk=row.pk).exists()


def proposed(**changes) -> LearningPoint:
    values = {"text": "Grenzen bespreek je vooraf.", "origin": "trajectory:2", "audience": "circle:1", "themes": [], "working_models": [],
              "as_owner": True, "as_facilitator": False}  # fmt: skip
    return learning_points.propose_point(**values | changes)


class TestLearningPoints:
    def test_the_same_text_of_the_same_case_is_one_point(self):
        assert proposed() == proposed()
        assert proposed(origin="trajectory:3") != proposed()

    def test_one_agreement_opens_nothing_and_the_second_the_network(self):
        point = proposed()
        assert (point.is_shared, point.audience) == (False, "circle:1")
        again = learning_points.agree_point(point=point, as_owner=True, as_facilitator=False)
        assert not again.is_shared
        both = learning_points.agree_point(point=point, as_owner=False, as_facilitator=True)
        assert (both.is_shared, LearningPoint.objects.get(pk=point.pk).audience) == (True, "network")
        assert OutboxRow.objects.filter(topic="index", key__in=both.index_keys()).exists()

    def test_what_is_shared_is_not_dropped(self):
        waits, shared = proposed(), proposed(text="Iets anders.", as_facilitator=True)
        for point in (waits, shared):
            learning_points.drop_proposal(point=point)
        assert not LearningPoint.objects.filter(pk=waits.pk).exists()
        assert LearningPoint.objects.filter(pk=shared.pk).exists()


@pytest.fixture
def signals():
    """A theme that as many projects of a region reported as it takes."""
    theme, region = Theme.objects.get(slug="matching"), Region.objects.get(slug="noordoost")
    projects = Project.objects.filter(region=region).order_by("pk")[:PROJECTS_NEEDED]
    for number, row in enumerate(projects):
        PolicySignal.objects.create(
            project=row, theme=theme, text="Te lang wachten.", quote=f"Citaat {number}", quote_allowed=number == 0
        )
    return {"theme": theme, "region": region, "start": timezone.localdate(), "end": timezone.localdate()}


class TestSignals:
    def test_one_project_less_is_not_released_whatever_it_reported(self, signals):
        last = PolicySignal.objects.filter(theme=signals["theme"]).latest("pk")
        PolicySignal.objects.filter(pk=last.pk).update(project=project())
        others = PolicySignal.objects.filter(theme=signals["theme"], project__region=signals["region"])
        others.exclude(project=project()).update(project=project())
        with pytest.raises(policy_signals.TooFewProjects):
            policy_signals.release(**signals, summary="Wachttijden", by=demo_user("begeleider"))
        assert not SignalRelease.objects.filter(summary="Wachttijden").exists()

    def test_only_quotes_that_may_be_told_are_told(self, signals):
        done = policy_signals.release(**signals, summary="Wachttijden", by=demo_user("begeleider"))
        assert done.quotes == ["Citaat 0"]
        assert done.projects >= PROJECTS_NEEDED

    def test_what_was_reported_outside_the_period_is_not_in_it(self, signals):
        PolicySignal.objects.filter(theme=signals["theme"]).update(created_at=timezone.now() - timedelta(days=40))
        assert policy_signals.bundle(**signals) == []


class TestTrail:
    def test_a_link_is_made_once_and_read_from_both_ends(self, page):
        entry = CardEntry.objects.filter(page__live=True).first()
        here, there = f"practice:{page.pk}", f"entry:{entry.pk}"
        for _twice in range(2):
            trail.link(kind=TrailLink.Kind.ADVISES, source=here, target=there, by=demo_user("redacteur"))
        member = demo_user("lid").as_viewer()
        found = trail.trails_of([here, there], member)
        assert [step.title for step in found[here]] == [entry.title]
        assert [step.title for step in found[there]] == [page.title]

    def test_who_may_not_see_one_end_reads_nothing_of_it_at_the_other(self, page):
        entry = CardEntry.objects.filter(page__live=True).first()
        trail.link(kind=TrailLink.Kind.ADVISES, source=f"practice:{page.pk}", target=f"entry:{entry.pk}", by=None)
        assert trail.trails_of([f"entry:{entry.pk}"], VISITOR)[f"entry:{entry.pk}"] == []
        set_audience(obj=page, audience=f"project:{page.project_id}", by=None)
        outsider = demo_user("ander").as_viewer()
        assert trail.trails_of([f"entry:{entry.pk}"], outsider)[f"entry:{entry.pk}"] == []

    def test_an_address_of_something_that_is_gone_leads_nowhere(self):
        TrailLink.objects.create(kind=TrailLink.Kind.USED, from_uid="practice:999999", to_uid="nergens:1")
        assert trail.trails_of(["practice:999999"], demo_user("lid").as_viewer()) == {"practice:999999": []}
