"""The validation round, by link and in Word."""

import io
from datetime import timedelta

import pytest
from builders import add_entry, friend_model, make_user
from django.utils import timezone
from docx import Document

from staalkaart.knowledge import card_in_word, card_reading, review
from staalkaart.knowledge.models import CardEntry, ReviewAnswer, ReviewRound, WorkingModelPage

pytestmark = pytest.mark.django_db
BACKEND = "staalkaart.members.auth.Backend"


@pytest.fixture
def asked():
    """(round, address, first three entries) of an open round."""
    round_, token = review.ask_review(
        page=friend_model(), reviewer="Dr. An Peeters", reviewer_role="onderzoeker", by=make_user(roles=("editor",))
    )
    return round_, ReviewRound.address(token), list(friend_model().entries.all()[:3])


@pytest.fixture
def editor(client):
    user = make_user(roles=("editor",), name="Rein Redacteur")
    client.force_login(user, backend=BACKEND)
    return user


def answers_of(round_):
    return {answer.entry_id_at_review: answer.verdict for answer in round_.answers.all()}


def test_the_token_is_not_stored(asked):
    round_, address, _entries = asked
    assert address.split("/")[2] not in str(ReviewRound.objects.values_list().get(pk=round_.pk))


def test_answers_can_be_saved_continued_and_submitted_once(client, asked):
    round_, address, (first, second, _third) = asked
    answer = client.post(address, {f"oordeel-{first.pk}": "right", "bewaren": "1"})
    assert answer.status_code == 302
    assert "checked" in client.get(address).content.decode()
    data = {
        f"oordeel-{first.pk}": "right",
        f"oordeel-{second.pk}": "different",
        f"opmerking-{second.pk}": "Het zijn er twee.",
        "indienen": "1",
    }
    assert client.post(address, data).headers["Location"] == "/nazicht/dank/"
    assert answers_of(round_) == {first.pk: "right", second.pk: "different"}
    data[f"oordeel-{first.pk}"] = "remove"
    again = client.post(address, data)
    assert again.status_code == 404
    assert "Deze link werkt niet" in again.content.decode()
    assert answers_of(round_)[first.pk] == "right"


def test_a_mistake_loses_nothing_that_was_typed(client, asked):
    round_, address, (first, _second, _third) = asked
    body = client.post(address, {f"opmerking-{first.pk}": "Dit klopt half.", "indienen": "1"}).content.decode()
    assert "Dit klopt half." in body
    assert "Nog niet ingediend" in body
    assert not round_.answers.exists()


@pytest.mark.parametrize("change", ["altered", "expired", "revoked", "empty", "long"])
def test_a_link_that_is_no_good_writes_nothing(client, asked, change):
    round_, address, (first, *_rest) = asked
    if change == "altered":
        address = address[:-3] + "xx/"
    elif change == "expired":
        ReviewRound.objects.filter(pk=round_.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif change == "revoked":
        assert review.revoke(round_=round_, by=None)
    else:
        address = "/nazicht/" + {"empty": "-", "long": "a" * 5000}[change] + "/"
    for answer in (client.get(address), client.post(address, {f"oordeel-{first.pk}": "right", "indienen": "1"})):
        assert answer.status_code == 404
        assert "Er is niets gewijzigd" in answer.content.decode()
    assert not ReviewAnswer.objects.exists()


def submit(round_, entry, verdict="right", comment=""):
    form_line = review.Line(entry, verdict, comment)
    assert review.save_answers(round_=round_, answers=[form_line], final=True)
    return round_.answers.get()


class TestTheEditorDecides:
    def test_confirming_puts_name_role_and_date_on_the_entry(self, client, asked, editor):
        round_, _address, (entry, *_rest) = asked
        answer = submit(round_, entry)
        page = client.post(f"/beheer/nazicht/{round_.pk}/", {"antwoord": answer.pk, "gevolg": "confirmed"})
        assert page.status_code == 302
        entry = CardEntry.objects.get(pk=entry.pk)
        assert (entry.status, entry.checked_by, entry.checked_role, entry.checked_on) == (
            "confirmed",
            "Dr. An Peeters",
            "onderzoeker",
            timezone.localdate(),
        )
        assert "Nagekeken door Dr. An Peeters (onderzoeker)" in client.get(friend_model().url).content.decode()

    def test_a_proposal_is_taken_over(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        review.decide(
            answer=submit(round_, entry, "different", "Korter."), outcome="rewritten", by=editor, text="Kort en goed."
        )
        assert CardEntry.objects.get(pk=entry.pk).text == "Kort en goed."

    def test_removing_takes_the_entry_off_and_leaves_the_others(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        before = set(friend_model().entries.values_list("pk", flat=True))
        review.decide(answer=submit(round_, entry, "remove"), outcome="removed", by=editor)
        assert set(friend_model().entries.values_list("pk", flat=True)) == before - {entry.pk}

    def test_themes_and_sources_of_every_entry_stay(self, asked, editor):
        def links():
            return {
                e.pk: (
                    set(e.themes.values_list("slug", flat=True)),
                    list(e.citations.values_list("source__slug", "place")),
                )
                for e in friend_model().entries.all()
            }

        round_, _address, (entry, *_rest) = asked
        before = links()
        review.decide(answer=submit(round_, entry), outcome="confirmed", by=editor)
        assert links() == before
        assert any(sources for _themes, sources in before.values())

    def test_a_draft_in_progress_stays_a_draft_and_gets_the_change(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        draft = friend_model()
        draft.tagline = "Nog niet af"
        draft.save_revision(clean=False)
        review.decide(answer=submit(round_, entry), outcome="confirmed", by=editor)
        live = friend_model()
        assert live.tagline != "Nog niet af"
        assert live.entries.get(pk=entry.pk).status == "confirmed"
        later = live.get_latest_revision_as_object()
        assert later.tagline == "Nog niet af"
        assert next(e for e in later.entries.all() if e.pk == entry.pk).status == "confirmed"
        assert live.has_unpublished_changes

    def test_who_said_it_was_wrong_is_not_named_as_the_one_who_confirmed(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        review.decide(answer=submit(round_, entry, "remove", "Klopt niet."), outcome="confirmed", by=editor)
        entry = CardEntry.objects.get(pk=entry.pk)
        assert (entry.checked_by, entry.checked_role) == ("Rein Redacteur", "redactie")

    def test_an_unpublished_card_stays_unpublished(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        friend_model().unpublish()
        review.decide(answer=submit(round_, entry), outcome="confirmed", by=editor)
        page = friend_model()
        assert not page.live
        latest = page.get_latest_revision_as_object()
        assert next(e for e in latest.entries.all() if e.pk == entry.pk).status == "confirmed"

    def test_a_locked_or_planned_card_is_left_alone(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        WorkingModelPage.objects.filter(pk=round_.page_id).update(locked=True)
        with pytest.raises(review.PageBusy):
            review.decide(answer=submit(round_, entry), outcome="confirmed", by=editor)
        assert CardEntry.objects.get(pk=entry.pk).status == "proposed"

    def test_two_editors_cannot_decide_twice(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        answer = submit(round_, entry)
        review.decide(answer=answer, outcome="confirmed", by=editor)
        with pytest.raises(review.AlreadyHandled):
            review.decide(answer=answer, outcome="removed", by=editor)
        assert CardEntry.objects.filter(pk=entry.pk).exists()

    def test_an_entry_that_is_gone_changes_nothing(self, asked, editor):
        round_, _address, (entry, *_rest) = asked
        answer = submit(round_, entry)
        page = WorkingModelPage.objects.get(pk=round_.page_id)
        page.entries = [e for e in page.entries.all() if e.pk != entry.pk]
        page.save_revision(clean=False).publish()
        with pytest.raises(review.EntryGone):
            review.decide(answer=answer, outcome="confirmed", by=editor)
        answer.refresh_from_db()
        assert answer.outcome == "waiting"

    def test_a_member_may_not(self, client, asked):
        client.force_login(make_user(), backend=BACKEND)
        for path in (
            "/beheer/nazicht/",
            f"/beheer/nazicht/{asked[0].pk}/",
            f"/beheer/nazicht/naar-word/{friend_model().pk}/",
        ):
            assert client.get(path).status_code in (302, 403, 404)


def edited(page, change) -> bytes:
    document = Document(io.BytesIO(card_in_word.write_card(page)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class TestWord:
    def row(self, document, number=1):
        return document.tables[0].rows[number].cells

    def test_a_card_that_comes_back_as_it_went_says_nothing(self):
        reading = card_reading.read_card(friend_model(), card_in_word.write_card(friend_model()))
        assert len(reading.rows) == friend_model().entries.count()
        assert not reading.left_out
        assert not reading.answers
        assert not reading.problem

    def test_verdicts_comments_and_new_texts_are_read(self):
        def change(document):
            self.row(document)[6].text = "Klopt"
            self.row(document, 2)[2].text = "Een andere tekst."
            self.row(document, 3)[6].text, self.row(document, 3)[7].text = "weg", "Staat er al."

        reading = card_reading.read_card(friend_model(), edited(friend_model(), change))
        assert [(row.verdict, row.comment) for row in reading.answers] == [
            ("right", ""),
            ("different", ""),
            ("remove", "Staat er al."),
        ]
        round_ = card_reading.keep_reading(
            page=friend_model(), reading=reading, reviewer="An", reviewer_role="onderzoeker", by=None
        )
        assert round_.answers.get(verdict="different").new_text == "Een andere tekst."
        assert round_.submitted_at

    def test_every_part_of_a_point_goes_out_and_comes_back(self, client, editor):
        def change(document):
            self.row(document)[3].text = "Een ander voorbeeld."
            self.row(document)[4].text = "Begin klein.\nVraag het na een maand."

        page = friend_model()
        entry = page.entries.order_by("quadrant", "sort_order").first()
        document = edited(page, change)
        reading = card_reading.read_card(page, document)
        (row,) = reading.answers
        assert row.verdict == "different"
        assert [words for _label, words in row.rewritten] == [
            "Een ander voorbeeld.",
            "Begin klein.\nVraag het na een maand.",
        ]
        round_ = card_reading.keep_reading(
            page=page, reading=reading, reviewer="An", reviewer_role="onderzoeker", by=None
        )
        answer = round_.answers.get()
        assert "Een ander voorbeeld." in client.get(f"/beheer/nazicht/{round_.pk}/").content.decode()
        review.decide(answer=answer, outcome="rewritten", by=editor)
        entry = friend_model().entries.get(pk=row.entry.pk)
        assert (entry.scene, entry.advice) == ("Een ander voorbeeld.", "Begin klein.\nVraag het na een maand.")
        assert entry.certainty == row.entry.certainty
        assert entry.citations.count() == row.entry.citations.count()

    def test_a_document_of_before_still_comes_back(self):
        def change(document):
            for table in document.tables:
                for row in table.rows:
                    for at in (5, 4, 3):
                        row._tr.remove(row.cells[at]._tc)
            self.row(document)[3].text, self.row(document)[4].text = "klopt", "Goed zo."

        reading = card_reading.read_card(friend_model(), edited(friend_model(), change))
        assert [(row.verdict, row.comment, row.new_words) for row in reading.answers] == [("right", "Goed zo.", {})]
        assert not reading.left_out

    def test_what_is_not_clear_is_shown_first_and_nothing_is_kept(self, client, editor):
        def change(document):
            self.row(document)[6].text = "misschien"
            self.row(document, 2)[0].text = "P999999"

        page = friend_model()
        upload = io.BytesIO(edited(page, change))
        upload.name = "kaart.docx"
        body = client.post(
            f"/beheer/nazicht/uit-word/{page.pk}/",
            {"reviewer": "An", "reviewer_role": "onderzoeker", "document": upload, "bewaren": "1"},
        ).content.decode()
        assert "Het oordeel “misschien” is niet klopt" in body
        assert "De code “P999999” hoort niet bij deze kaart" in body
        assert not ReviewRound.objects.exists()

    @pytest.mark.parametrize("data", [b"", b"geen zip", b"PK\x03\x04" + b"\0" * 100])
    def test_a_file_that_is_no_word_document_is_a_clear_sentence(self, data):
        assert "geen Word-bestand" in card_reading.read_card(friend_model(), data).problem

    def test_what_a_tired_researcher_does_is_decided_per_row(self, client, editor):
        def change(document):
            rows = document.tables[0].rows
            rows[1].cells[6].text = "OK"
            rows[2].cells[6].text = "daar twijfel ik aan"
            last = rows[len(rows) - 1].cells
            last[1].text, last[2].text = "Een nieuw punt", "Met zijn tekst."
            rows[3]._tr.getparent().remove(rows[3]._tr)
            document.add_paragraph("Algemeen: een mooie kaart.")

        page, upload = friend_model(), io.BytesIO(edited(friend_model(), change))
        upload.name = "kaart.docx"
        quadrant = card_reading.read_card(page, upload.getvalue()).rows[0].entry.quadrant
        address, form = f"/beheer/nazicht/uit-word/{page.pk}/", {"reviewer": "An", "reviewer_role": "onderzoeker"}
        shown = client.post(address, {**form, "document": upload})
        reading = shown.context["reading"]
        assert [row.chosen for row in reading.shown] == ["right", "opmerking", "new", "niets"]
        assert reading.left_out == ["Naast de tabel: Algemeen: een mooie kaart."]
        gone = reading.shown[3]
        decided = {f"besluit-{gone.number}": "remove"}
        client.post(address, {**form, **decided, "kept": shown.context["kept"], "bewaren": "1"})
        answers = list(ReviewRound.objects.get().answers.values_list("verdict", "new_title", "quadrant"))
        assert answers == [("right", "", ""), ("", "", ""), ("new", "Een nieuw punt", quadrant), ("remove", "", "")]
        assert "daar twijfel ik aan" in ReviewRound.objects.get().answers.all()[1].comment

    def test_a_proposed_point_comes_on_the_card(self, client, editor):
        page = friend_model()
        round_ = ReviewRound.objects.create(
            page=page, way="word", reviewer="An", reviewer_role="x", submitted_at=timezone.now()
        )
        answer = ReviewAnswer.objects.create(
            round=round_, entry_title="Een nieuw punt", verdict="new", new_title="Een nieuw punt", new_text="Met tekst.",
            quadrant="kans",
        )  # fmt: skip
        posted = {
            "antwoord": answer.pk,
            "gevolg": "rewritten",
            "titel": "Een nieuw punt",
            "tekst": "Met tekst.",
            "vak": "zwakte",
        }
        client.post(f"/beheer/nazicht/{round_.pk}/", posted)
        entry = friend_model().entries.get(title="Een nieuw punt")
        assert (entry.quadrant, entry.status, entry.text) == ("zwakte", "proposed", "Met tekst.")

    def test_two_steps_in_the_admin(self, client, editor):
        page = friend_model()
        upload = io.BytesIO(edited(page, lambda document: setattr(self.row(document)[6], "text", "klopt")))
        upload.name = "kaart.docx"
        address = f"/beheer/nazicht/uit-word/{page.pk}/"
        form = {"reviewer": "An", "reviewer_role": "onderzoeker"}
        preview = client.post(address, {**form, "document": upload})
        assert not ReviewRound.objects.exists()
        kept = client.post(address, {**form, "kept": preview.context["kept"], "bewaren": "1"})
        assert kept.status_code == 302
        assert ReviewRound.objects.get().answers.count() == 1


def test_the_report_lists_what_was_never_or_long_ago_checked(client, editor):
    fresh = add_entry(
        page=friend_model(), title="Net nagekeken", checked_on=timezone.localdate(), checked_by="An", status="confirmed"
    )
    old = add_entry(
        page=friend_model(),
        title="Lang geleden",
        checked_on=timezone.localdate() - timedelta(days=366),
        checked_by="An",
        status="confirmed",
    )
    body = client.get("/beheer/rapporten/nazicht/", {"page": friend_model().pk, "p": 1}).content.decode()
    assert old.title in body
    assert fresh.title not in body
    export = client.get("/beheer/rapporten/nazicht/", {"export": "csv"})
    assert "Leunt op één persoon" in b"".join(export.streaming_content).decode()


def test_an_old_version_with_an_entry_that_was_deleted_since_can_be_published_again(editor):
    page = friend_model()
    old = page.save_revision(clean=False)
    gone = page.entries.first()
    page.entries = [entry for entry in page.entries.all() if entry.pk != gone.pk]
    page.save_revision(clean=False).publish()
    old.as_object().save_revision(clean=False).publish()
    assert friend_model().entries.filter(title=gone.title).exists()


def test_a_theme_in_use_is_not_thrown_away(client, editor):
    from staalkaart.knowledge.models import Theme

    theme = Theme.objects.get(slug="vertrouwen")
    client.post(f"/beheer/snippets/knowledge/theme/delete/{theme.pk}/")
    assert Theme.objects.filter(pk=theme.pk).exists()
