"""Documents are read in a child process with bounds: what a hostile one costs, and what is said of it."""

from __future__ import annotations

import fcntl
import io
import resource
import time
import zipfile

import pytest
from django.conf import settings
from docx import Document

from staalkaart.core.web.limits import TooOften
from staalkaart.core.writing import bounded
from staalkaart.core.writing.word_parts import NotWord
from staalkaart.core.writing.word_reader import read_word, read_word_here
from tests.builders import demo_user, project


def word(body: bytes, **more: bytes) -> bytes:
    """A .docx whose main part holds `body`."""
    plain = io.BytesIO()
    document = Document()
    document.add_paragraph("Een zin.")
    document.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw.replace(b"<w:body>", b"<w:body>" + body) if name == "word/document.xml" else raw)
        for name, raw in more.items():
            new.writestr(name, raw)
    return out.getvalue()


def test_the_child_reads_what_we_would_read():
    data = word(
        b"<w:p><w:r><w:t>Nog een zin.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cel</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert read_word(data) == read_word_here(data)


def test_thirty_kilobytes_of_empty_paragraphs_cost_next_to_nothing():
    """It took 987 MB and a web worker once."""
    data = word(b"<w:p/>" * 3_400_000)
    assert len(data) < 100_000
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(NotWord, match="te veel alinea's"):
        read_word(data)
    assert time.perf_counter() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


@pytest.mark.parametrize(
    "body",
    [
        b"<w:p>" * 200_000,
        b"<w:p><w:r><w:t>" + b"x" * 29_000_000 + b"</w:t></w:r></w:p>",
        b"<w:p><w:r/></w:p>" * 400_000,
    ],
    ids=["deep", "one long word", "many small ones"],
)
def test_what_asks_too_much_is_refused_with_a_sentence(body):
    with pytest.raises(NotWord):
        read_word(word(body))


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(bounded, "SECONDS", 0.01)
    started = time.perf_counter()
    with pytest.raises(bounded.Refused, match="vraagt te veel"):
        bounded.read("word", word(b""))
    assert time.perf_counter() - started < 5


def test_when_others_are_being_read_one_is_told_to_wait(monkeypatch):
    monkeypatch.setattr(bounded, "PATIENCE", 0.2)
    settings.VAR.mkdir(parents=True, exist_ok=True)
    handles = [(settings.VAR / f"reading-{number}.lock").open("w") for number in range(bounded.SLOTS)]
    try:
        for handle in handles:
            fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(TooOften):
            bounded.read("word", word(b""))
    finally:
        for handle in handles:
            handle.close()
    assert bounded.read("word", word(b""))["blocks"]


@pytest.mark.django_db
def test_a_busy_reader_is_a_page_that_says_when(client, monkeypatch):
    def busy(*_given):
        raise TooOften(20)

    monkeypatch.setattr(bounded, "read", busy)
    client.force_login(demo_user("coordinator"))
    upload = io.BytesIO(word(b""))
    upload.name = "praktijken.docx"
    answer = client.post("/praktijken/invoer/", {"project": project().slug, "file": upload})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "20"


def test_the_child_reaches_no_network_and_starts_nothing():
    from staalkaart.core.writing import child

    for event in ("socket.connect", "socket.__new__", "subprocess.Popen", "os.system", "os.exec", "os.fork"):
        with pytest.raises(PermissionError):
            child._refuse(event, ())
    child._refuse("open", ())
