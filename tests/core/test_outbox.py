"""The outbox: in the transaction of the change, in order, idempotent, with dead letters."""

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
