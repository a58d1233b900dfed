"""What services of knowledge do and refuse, without a screen in between."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from staalkaart.core.access import VISITOR, set_audience
from staalkaart.knowledge import card_entries, review, texts
from staalkaart.knowledge.compare import FEWEST, MOST, read_choice
from staalkaart.knowledge.filters import CardFilter, read_quadrants
from staalkaart.knowledge.glossary import Autolinker, linkable_terms
from staalkaart.knowledge.models import CardEntry, GlossaryTerm, HelpLine, WorkingModelPage
from staalkaart.knowledge.models.card import PERSPECTIVES
from tests.builders import demo_user, friend_model

pytestmark = pytest.mark.django_db


def asked(words: str) -> QueryDict:
    return QueryDict(words)


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "quadrants"),
        [
            ("", ()),
            ("kwadrant=zwakte", ("zwakte",)),
            ("kwadrant=zwakte,sterkte", ("sterkte", "zwakte")),
            ("kwadrant=zwakte&kwadrant=zwakte", ("zwakte",)),
            ("kwadrant=draagt", ("sterkte", "kans")),
            ("kwadrant=aandacht&kwadrant=onzin", ("zwakte", "uitdaging")),
            ("kwadrant=" + "onzin," * 500 + "zwakte", ()),
        ],
    )
    def test_quadrants_come_in_the_order_of_the_card(self, query, quadrants):
        assert read_quadrants(asked(query)) == quadrants

    def test_an_unknown_perspective_filters_nothing(self):
        assert not CardFilter.read(asked("perspectief=bedacht")).is_on
        assert all(CardFilter.read(asked(f"perspectief={name}")).is_on for name in PERSPECTIVES)

    def test_a_theme_that_is_closed_keeps_nothing(self):
        entry = CardEntry.objects.filter(themes__isnull=False).first()
        theme = entry.themes.first()
        wanted = CardFilter(theme=theme.slug)
        entry.visible_themes = [theme]
        assert wanted.keeps(entry)
        entry.visible_themes = []
        assert not wanted.keeps(entry)


class TestChoice:
    def slugs(self, count: int) -> str:
        pages = WorkingModelPage.objects.order_by("number")[:count]
        return "&".join(f"m={page.slug}" for page in pages)

    @pytest.mark.parametrize("count", range(FEWEST, MOST + 1))
    def test_two_to_four_are_compared(self, count):
        models, problem = read_choice(asked(self.slugs(count)), VISITOR)
        assert (len(models), problem) == (count, "")

    @pytest.mark.parametrize("count", [0, FEWEST - 1, MOST + 1])
    def test_fewer_or_more_is_a_sentence(self, count):
        models, problem = read_choice(asked(self.slugs(count)), VISITOR)
        assert problem
        assert len(models) <= MOST

    def test_a_closed_model_and_an_unknown_one_get_the_same_sentence(self):
        page = friend_model()
        set_audience(obj=page, audience="network", by=None)
        other = WorkingModelPage.objects.exclude(pk=page.pk).first().slug
        closed = read_choice(asked(f"m={other}&m={page.slug}"), VISITOR)
        assert closed == read_choice(asked(f"m={other}&m=bestaat-niet"), VISITOR)


class TestGlossary:
    def test_what_is_closed_is_not_explained_to_who_may_not_read_it(self):
        term = GlossaryTerm.objects.filter(autolink=True).first()
        assert term.get_absolute_url() in str(linkable_terms(VISITOR))
        set_audience(obj=term, audience="network", by=None)
        assert term.get_absolute_url() not in str(linkable_terms(VISITOR))
        assert term.get_absolute_url() in str(linkable_terms(demo_user("lid").as_viewer()))

    def test_the_longest_name_wins_and_a_single_everyday_synonym_never_links(self):
        make = GlossaryTerm.objects.create
        make(slug="kwibus", term="kwibus", definition="Kort.", audience="public")
        make(
            slug="kwibus-lang",
            term="kwibus van straat",
            synonyms="straatje\nkleine kwibus",
            definition="L",
            audience="public",
        )
        html = Autolinker(VISITOR).plain("Een kwibus van straat, een kwibus, een straatje en een kleine kwibus.")
        assert ">kwibus van straat</a>" in html
        assert ">kwibus</a>" in html
        assert ">straatje</a>" not in html

    def test_a_definition_is_escaped_where_it_is_a_title(self):
        GlossaryTerm.objects.create(slug="kwibus", term="kwibus", definition='"><b>', audience="public")
        assert 'title="&quot;&gt;&lt;b&gt;"' in Autolinker(VISITOR).plain("Een kwibus.")


class TestEntries:
    VALUES = {
        "quadrant": "kans",
        "title": "Uit de praktijk",
        "text": "Zo ging het.",
        "themes": ["matching"],
        "reference": "R",
    }

    def add(self, page):
        return card_entries.add_entry(page=page, by=demo_user("redacteur"), **self.VALUES)

    def test_it_is_a_proposal_on_the_published_card_at_the_end(self):
        entry = self.add(friend_model())
        assert (entry.status, [theme.slug for theme in entry.themes.all()]) == ("proposed", ["matching"])
        assert entry.page.live_revision is not None
        assert entry.sort_order == max(row.sort_order for row in CardEntry.objects.filter(page=entry.page))

    def test_a_draft_in_progress_gets_it_under_the_same_key(self):
        page = friend_model()
        page.one_sentence = "Nog niet af."
        page.save_revision(clean=False)
        entry = self.add(page)
        page = friend_model()
        assert page.one_sentence != "Nog niet af."
        draft = page.get_latest_revision_as_object()
        assert draft.one_sentence == "Nog niet af."
        assert entry.pk in {row.pk for row in draft.entries.all()}

    @pytest.mark.parametrize("state", [{"locked": True}, {"live": False}])
    def test_a_card_that_is_locked_or_not_public_is_left_alone(self, state):
        page = friend_model()
        WorkingModelPage.objects.filter(pk=page.pk).update(**state)
        with pytest.raises(review.PageBusy):
            self.add(page)
        assert not CardEntry.objects.filter(title="Uit de praktijk").exists()


class TestFooter:
    def test_the_oldest_check_is_shown_once_all_were_checked(self):
        lines = HelpLine.objects.filter(in_footer=True)
        for days, line in enumerate(lines):
            line.checked_on = date(2026, 11, 1) + timedelta(days=days)
            line.save()
        assert texts.footer()["checked_on"] == date(2026, 11, 1)
        line = lines.first()
        line.checked_on = None
        line.save()
        assert texts.footer()["checked_on"] is None
