"""The English interface is complete."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
MARKED = re.compile(r"""\{%\s*trans\s+(?:"([^"]+)"|'([^']+)')""")


def catalogue():
    with (ROOT / "locale/en/LC_MESSAGES/django.po").open("rb") as lines:
        return read_po(lines, locale="en")


def test_every_sentence_has_its_english():
    empty = [m.id for m in catalogue() if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
    assert empty == []
    assert not [m.id for m in catalogue() if m.id and m.fuzzy]


def test_every_marked_sentence_of_a_template_is_in_the_catalogue():
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue()}
    found = {a or b for path in (ROOT / "templates").rglob("*.html") for a, b in MARKED.findall(path.read_text())}
    assert len(found) > 150
    assert found - known == set()
