"""The outbox: in the transaction of the change, in order, idempotent, with dead letters."""

import smtplib
import time
from datetime import timedelta

import pytest
import time_machine
from builders import add_entry, friend_model, make_chapter
from django.db import transaction
from django.utils import timezone

from staalkaart.core import registry
from staalkaart.core.delivery import outbox
from staalkaart.core.delivery.jobs import TickJob, every_day, tick
from staalkaart.core.models import ContentStamp, JobRun, OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(monkeypatch):
    """A topic whose handler notes what it was given and fails on keys that start with "kapot"."""
    seen = []

    def handle(rows):
        if any(row.key.startswith("kapot") for row in rows):
            raise ValueError("kapot")
        seen.extend(row.key for row in rows)

    monkeypatch.setitem(registry.outbox_handlers, "proef", handle)
    OutboxRow.objects.all().delete()
    return seen


def test_rows_are_handled_in_order_and_go(topic):
    outbox.enqueue("proef", ["een", "twee", "drie"])
    assert outbox.drain("proef") == 3
    assert topic == ["een", "twee", "drie"]
    assert not OutboxRow.objects.filter(topic="proef").exists()


def test_a_change_that_is_rolled_back_leaves_no_row(topic):
    class Undo(Exception):
        pass

    def change():
        with transaction.atomic():
            outbox.enqueue("proef", ["een"])
            raise Undo

    with pytest.raises(Undo):
        change()
    assert outbox.drain("proef") == 0


def test_one_bad_row_does_not_hold_up_the_others_and_becomes_a_dead_letter(topic):
    outbox.enqueue("proef", ["een", "kapot", "drie"])
    outbox.drain("proef")
    assert topic == ["een", "drie"]
    outbox.drain("proef")
    row = OutboxRow.objects.get(key="kapot")
    assert row.attempts == 1, "it waits before it is tried again"
    for hours in range(1, 80, 10):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            outbox.drain("proef")
    row.refresh_from_db()
    assert (row.dead, row.attempts, row.error) == (True, outbox.MAX_ATTEMPTS, "ValueError: kapot")
    row.retry()
    assert OutboxRow.objects.waiting("proef").get().attempts == 0


def test_publishing_a_card_asks_for_its_entries_to_be_indexed():
    OutboxRow.objects.all().delete()
    entry = add_entry(page=friend_model(), title="Te veel papier")
    assert OutboxRow.objects.filter(topic="index", key=f"entry:{entry.pk}").exists()


def test_deleting_asks_for_it_too():
    page = make_chapter()
    OutboxRow.objects.all().delete()
    key = f"knowledge:{page.pk}"
    page.delete()
    assert OutboxRow.objects.filter(topic="index", key=key).exists()


def test_moving_a_page_empties_the_kept_pages():
    from wagtail.models import Page

    from home.models import HomePage

    page = make_chapter()
    before = ContentStamp.current()
    Page.objects.get(pk=page.pk).move(HomePage.objects.get(), pos="last-child")
    assert ContentStamp.current() > before


def test_every_change_moves_the_content_stamp():
    before = ContentStamp.current()
    make_chapter()
    assert ContentStamp.current() > before


def test_a_job_runs_once_per_period(monkeypatch):
    runs = []
    monkeypatch.setitem(registry.tick_jobs, "proef", TickJob("proef", every_day, runs.append))
    now = timezone.now()
    tick(now)
    tick(now)
    assert len(runs) == 1
    tick(now + timezone.timedelta(days=1))
    assert len(runs) == 2


def test_a_job_that_fails_is_tried_again(monkeypatch):
    def fail(now):
        raise RuntimeError("nu niet")

    monkeypatch.setitem(registry.tick_jobs, "proef", TickJob("proef", every_day, fail))
    tick()
    assert not JobRun.objects.filter(job="proef").exists()


def test_the_worker_drains_and_beats(indexed):
    from django.core.management import call_command

    from staalkaart.core.delivery.jobs import worker_age

    make_chapter(title="Nieuw voor de werker")
    call_command("worker", once=True)
    assert not OutboxRow.objects.filter(dead=False).exists()
    assert worker_age() < 5


class TestTwoWorkers:
    """What one has claimed the other one does not touch, until the lease is over."""

    def test_a_claimed_row_is_nobody_elses_until_the_lease_is_over(self, topic):
        outbox.enqueue("proef", ["een"])
        with time_machine.travel(timezone.now(), tick=False) as clock:
            assert [row.key for row in outbox._claim("proef", "dood")] == ["een"]
            assert outbox.drain("proef") == 0
            clock.shift(121)
            assert outbox.drain("proef") == 1
        assert topic == ["een"]

    def test_batches_of_one_topic_follow_each_other(self, topic):
        outbox.enqueue("proef", ["een"])
        outbox._claim("proef", "ander")
        outbox.enqueue("proef", ["twee"])
        assert outbox.drain("proef") == 0
        assert topic == []

    def test_who_lost_the_lease_does_not_go_on_and_takes_nothing_away(self, topic, monkeypatch):
        def slow(rows):
            OutboxRow.objects.filter(pk=rows[0].pk).update(claimed_by="ander")  # it took longer than the lease
            outbox.renew(rows[0], sending=True)
            topic.append("gedaan")

        monkeypatch.setitem(registry.outbox_handlers, "proef", slow)
        outbox.enqueue("proef", ["een"])
        outbox.drain("proef")
        assert topic == []
        assert OutboxRow.objects.get(key="een").claimed_by == "ander"

    def test_what_is_for_later_is_no_failure(self, topic, monkeypatch):
        later = timezone.now() + timedelta(hours=3)

        def not_now(rows):
            raise outbox.NotYet(later)

        monkeypatch.setitem(registry.outbox_handlers, "proef", not_now)
        outbox.enqueue("proef", ["een"])
        assert outbox.drain("proef") == 0
        row = OutboxRow.objects.get(key="een")
        assert (row.attempts, row.not_before, row.claimed_until) == (0, later, None)


class TestTheMailServer:
    """Which answers are for good, and which are tried again."""

    @pytest.fixture
    def answers(self, monkeypatch, topic):
        from django.core.mail import EmailMultiAlternatives

        from staalkaart.core.delivery.mail import Mail, post

        monkeypatch.setitem(
            registry.mail_kinds,
            "proef",
            lambda payload: Mail("a@x.example", "account", {"subject_line": "x", "body": "y"}),
        )

        def answer(error):
            def send(message, *args, **kwargs):
                raise error

            monkeypatch.setattr(EmailMultiAlternatives, "send", send)
            OutboxRow.objects.all().delete()
            post("proef")
            try:
                outbox.drain("mail")
            except outbox.Away:
                return "away", OutboxRow.objects.get()
            return "", OutboxRow.objects.get()

        return answer

    def test_no_such_mailbox_is_for_good(self, answers):
        _away, row = answers(smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"no")}))
        assert (row.dead, row.attempts, row.error) == (True, 1, "Refused")

    def test_come_back_later_is_tried_again(self, answers):
        away, row = answers(smtplib.SMTPRecipientsRefused({"a@x.example": (451, b"greylisted")}))
        assert (away, row.dead, row.attempts) == ("", False, 1)

    @pytest.mark.parametrize(
        "error",
        [
            TimeoutError(),
            ConnectionRefusedError(),
            smtplib.SMTPServerDisconnected("weg"),
            smtplib.SMTPAuthenticationError(535, b"no"),
        ],
    )
    def test_a_server_that_is_away_is_no_fault_of_the_mail(self, answers, error):
        away, row = answers(error)
        assert (away, row.dead) == ("away", False)
        assert row.attempts == 0
        OutboxRow.objects.update(not_before=None, created_at=timezone.now() - timedelta(days=9))
        with pytest.raises(outbox.Away):
            outbox.drain("mail")
        assert not OutboxRow.objects.get().dead, "it waited for other reasons before"
        OutboxRow.objects.update(not_before=None, away_since=timezone.now() - timedelta(days=4))
        with pytest.raises(outbox.Away):
            outbox.drain("mail")
        row = OutboxRow.objects.get()
        assert row.dead, "after three days"
        row.retry()
        with pytest.raises(outbox.Away):
            outbox.drain("mail")
        assert not OutboxRow.objects.get().dead, "three days anew"

    def test_a_server_that_does_not_answer_a_goodbye_is_away_too(self, answers, monkeypatch):
        from staalkaart.core.delivery import mail

        class Hanging:
            def close(self):
                raise TimeoutError

        monkeypatch.setattr(mail._lane, "connection", Hanging(), raising=False)
        monkeypatch.setattr(mail._lane, "used", time.monotonic(), raising=False)
        away, row = answers(TimeoutError())
        assert (away, row.attempts) == ("away", 0)

    def test_one_that_waits_for_it_on_a_screen_goes_before_the_rest(self, topic):
        outbox.enqueue("proef", ["overzicht"], rank=OutboxRow.Rank.BULK)
        outbox.enqueue("proef", ["melding"])
        outbox.enqueue("proef", ["code"], rank=OutboxRow.Rank.PRESSING)
        outbox.drain("proef")
        assert topic == ["code", "melding", "overzicht"]
