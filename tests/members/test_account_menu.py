"""Who is signed in, what belongs to that person, and what waits for who edits or administers."""

import re

import pytest
from django.utils import timezone
from wagtail.models import Workflow

from staalkaart.knowledge import review
from staalkaart.knowledge.models import ReviewAnswer, WorkingModelPage
from staalkaart.members import invitations
from tests.builders import demo_user, project

pytestmark = pytest.mark.django_db


def page_of(client, login: str, path: str = "/mijn/") -> str:
    client.force_login(demo_user(login))
    return client.get(path).content.decode()


def waiting(page: str) -> dict[str, str]:
    """Words → address of the card "Wat op jou wacht"."""
    card = page.partition("<h2>Wat op jou wacht</h2>")[2].partition("</section>")[0]
    return {words: link for link, words in re.findall(r'<a href="([^"]+)">([^<]+)</a>', card)}


def head(page: str) -> str:
    return page.partition("<header")[2].partition("</header>")[0]


@pytest.mark.parametrize(
    ("login", "edits"),
    [("lid", False), ("partner", False), ("begeleider", False), ("redacteur", True), ("beheerder", True)],
)
def test_who_may_use_the_admin_has_it_in_the_header_and_on_their_page(client, settings, login, edits):
    settings.SECOND_FACTOR_REQUIRED = False
    page = page_of(client, login)
    assert ('href="/beheer/"' in head(page)) is edits
    assert ("Naar het beheer" in page) is edits
    assert (client.get("/beheer/").status_code == 200) is edits


def test_the_menu_bears_a_name_and_holds_signing_out(client):
    top = head(page_of(client, "lid", "/werkmodellen/"))
    menu = top.partition('<details class="account"')[2].partition("</details>")[0]
    assert '<span class="account__name" dir="auto">Lies</span>' in menu
    assert "#i-user" in menu
    assert 'href="/rekening/logout/"' in menu
    assert top.count("/rekening/logout/") == 1


def test_a_visitor_has_no_such_menu(client):
    top = head(client.get("/werkmodellen/").content.decode())
    assert 'class="account"' not in top
    assert "/beheer/" not in top


class TestWhatWaits:
    @pytest.fixture(autouse=True)
    def _no_second_factor(self, settings):
        settings.SECOND_FACTOR_REQUIRED = False

    def test_practices_that_nobody_read_over(self, client):
        assert waiting(page_of(client, "redacteur"))["2 praktijken zijn nog niet nagelezen"] == "/praktijken/klad/"

    def test_an_answered_review_until_it_is_decided(self, client):
        page = WorkingModelPage.objects.first()
        round_, _token = review.ask_review(
            page=page, by=demo_user("redacteur"), reviewer="Jo", reviewer_role="onderzoeker"
        )
        answer = ReviewAnswer.objects.create(round=round_, entry_id_at_review=1, entry_title="Punt", verdict="right")
        assert not [words for words in waiting(page_of(client, "redacteur")) if "nazicht" in words]
        round_.submitted_at = timezone.now()
        round_.save()
        assert "1 nazicht van een kaart kwam terug" in waiting(page_of(client, "redacteur"))
        ReviewAnswer.objects.filter(pk=answer.pk).update(outcome=ReviewAnswer.Outcome.LEFT)
        assert not [words for words in waiting(page_of(client, "redacteur")) if "nazicht" in words]

    def test_a_draft_and_a_page_that_was_handed_in(self, client):
        page = WorkingModelPage.objects.first()
        page.intro = "Anders."
        page.save_revision()
        shown = waiting(page_of(client, "redacteur"))
        assert shown["Werkmodellen: 1 concept is nog niet gepubliceerd"] == f"/beheer/pages/{page.pk}/edit/"
        workflow = Workflow.objects.get(name="Nalezen door de redactie")
        workflow.start(page, demo_user("beheerder"))
        assert "1 pagina is ingediend om na te lezen" in waiting(page_of(client, "redacteur"))

    def test_open_invitations_for_administrators_only(self, client):
        for number in range(2):
            invitations.invite(
                by=demo_user("beheerder"), email=f"nieuw{number}@x.example", role="member", project=project()
            )
        words = [line for line in waiting(page_of(client, "beheerder")) if "uitnodiging" in line]
        assert words
        assert words[0].endswith("uitnodigingen staan open")
        assert not [line for line in waiting(page_of(client, "redacteur")) if "uitnodiging" in line]

    @pytest.mark.parametrize("login", ["redacteur", "beheerder"])
    def test_a_closed_page_is_not_counted(self, client, login):
        page = WorkingModelPage.objects.first()
        page.save_revision()
        before = waiting(page_of(client, login))
        WorkingModelPage.objects.filter(pk=page.pk).update(audience="circle:1")
        assert waiting(page_of(client, login)) != before
        assert not [words for words in waiting(page_of(client, login)) if words.startswith("Werkmodellen")]


def test_what_waits_comes_first_and_then_the_first_week(client):
    page = page_of(client, "lid")
    titles = re.findall(r"<h2[^>]*>\s*(?:<a[^>]*>)?([^<]+)", page.partition("<main")[2])
    assert [title.strip() for title in titles[:2]] == ["Wat op jou wacht", "Je eerste week"]
