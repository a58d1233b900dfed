"""What goes to the printer is drawn as it was meant: WeasyPrint leaves out what it does not know, and says so only in its log."""

import io
import logging
import re
import zipfile
import zlib

import pytest

from staalkaart.network_days.packs.making import SORTS
from tests.builders import demo_user, make_block, make_day, register
from tests.pdf_width import drawn_by, past_the_margin

pytestmark = pytest.mark.django_db


def fonts_of(body: bytes) -> set[str]:
    """The names of the fonts in a PDF, out of its compressed objects."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL)
    text = b" ".join(zlib.decompressobj().decompress(part) for part in streams if part[:1] == b"x")
    return {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z]+)", body + text)}


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_nothing_of_a_pack_is_left_out(sort, caplog):
    day = make_day()
    make_block(day=day)
    row = register(day=day, user=demo_user("lid"), access="een lift", question="Hoe begin je?")
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        body, kind, name = SORTS[sort](day, demo_user("begeleider").as_viewer(), row)
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []
    files = [body]
    if kind == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert len(archive.namelist()) == len(SORTS) - 1
            files = [archive.read(file) for file in archive.namelist()]
    assert all(file.startswith(b"%PDF") for file in files)
    assert all(fonts_of(file) == {"Atkinson", "Bricolage"} for file in files)
    assert name.endswith((".pdf", ".zip"))


LONG = "Ervaringsdeskundigenwerkingmaatschappelijkwerkersintervisiegroepcoördinatieoverlegvergaderingsverslagenarchiefbeheerder"


@pytest.mark.parametrize("sort", sorted(set(SORTS) - {"alles"}))
def test_long_words_stay_on_the_paper(sort, monkeypatch):
    day = make_day(title=LONG, venue=LONG, address=LONG, intro=LONG, transport=LONG, access=LONG)
    make_block(day=day, title=LONG, room=LONG[:60], text=LONG, materials=LONG, lead=LONG[:100])
    user = demo_user("lid")
    user.name = LONG[:80]
    user.save()
    project = user.memberships.first().project
    project.name = LONG[:100]
    project.save()
    row = register(day=day, user=user, access=LONG, question=LONG, diet=LONG)
    seen = drawn_by(monkeypatch)
    SORTS[sort](day, demo_user("begeleider").as_viewer(), row)
    for html, sheet in seen:
        assert LONG[:20] in html
        assert past_the_margin(html, sheet) < 1
