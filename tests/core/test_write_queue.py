"""On SQLite few of a process's threads wait for a write: readers find one, and who is sent away keeps the text."""

from __future__ import annotations

import threading

import pytest

from staalkaart.core.web import write_queue
from tests.builders import demo_user, make_practice, project


@pytest.fixture
def somebody_writes():
    write_queue._writing.acquire()
    yield
    write_queue._writing.release()


def test_one_waits_and_the_next_is_sent_away(monkeypatch, somebody_writes):
    monkeypatch.setattr(write_queue, "PATIENCE", 5)
    monkeypatch.setattr(write_queue, "AT_THE_DOOR", 0.1)
    found: list[bool] = []
    waits = threading.Thread(target=lambda: found.append(write_queue._enter()))
    waits.start()
    for _ in range(100):
        if not write_queue._waiting._value:
            break
        waits.join(0.02)
    assert write_queue._enter() is False
    assert found == []
    write_queue._writing.release()
    waits.join(5)
    assert found == [True]
    # the fixture gives back what the other thread holds now


@pytest.mark.django_db
def test_who_is_sent_away_keeps_the_text_and_readers_read(client, monkeypatch, somebody_writes):
    monkeypatch.setattr(write_queue, "PATIENCE", 0.05)
    page = make_practice(project=project("netepaar"), by=demo_user("coordinator"))
    client.force_login(demo_user("lid"))
    answer = client.post(
        f"/praktijken/{page.slug}/reageren/", {"tekst": "Een zin die blijft."}, headers={"origin": "http://testserver"}
    )
    assert answer.status_code == 503
    assert answer["Retry-After"] == "20"
    assert "Een zin die blijft." in answer.content.decode()
    assert client.get(page.url).status_code == 200
