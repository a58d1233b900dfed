"""Typed text as what it looks like: lists as lists, in the direction of its own letters, and never markup."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from staalkaart.core.writing.text import is_right_to_left
from staalkaart.core.writing.typed_text import as_html, blocks_of
from staalkaart.learning.markup import rendered


@pytest.mark.parametrize(("typed", "shown"), [
    ("- een\n- twee", '<ul><li dir="auto">een</li><li dir="auto">twee</li></ul>'),
    ("1. een\n2. twee", '<ol><li value="1" dir="auto">een</li><li value="2" dir="auto">twee</li></ol>'),
    ("3) drie\n7) zeven", '<ol><li value="3" dir="auto">drie</li><li value="7" dir="auto">zeven</li></ol>'),
    ("Kop:\n• a\n  verder\nNa.", '<p dir="auto">Kop:</p><ul><li dir="auto">a<br>verder</li></ul><p dir="auto">Na.</p>'),
    ("een\ntwee\n\ndrie", '<p dir="auto">een<br>twee</p><p dir="auto">drie</p>'),
    ("-10 %\n1.5 uur\n2026. Een jaar", '<p dir="auto">-10 %<br>1.5 uur<br>2026. Een jaar</p>'),
    ("<b>x</b> & y", '<p dir="auto">&lt;b&gt;x&lt;/b&gt; &amp; y</p>'),
    ("zie www.vub.be.", '<p dir="auto">zie <a href="http://www.vub.be" rel="nofollow">www.vub.be</a>.</p>'),
    ("javascript:alert(1).nl", '<p dir="auto">javascript:alert(1).nl</p>'),
    ("", ""),
])  # fmt: skip
def test_as_people_typed_it(typed, shown):
    assert as_html(typed) == shown


@given(
    st.lists(
        st.sampled_from(["- een", "1. twee", "drie", "", "  vier", "* <vijf>", "٣. ستة", "12) a.b@c.be"]), max_size=9
    )
)
def test_no_word_goes_missing(lines):
    text = "\n".join(lines)
    plain = re.sub(r"<[^>]+>", " ", as_html(text))
    words = re.findall(r"\w+", re.sub(r"^\s*[-*]\s|^\s*[0-9]+[.)]\s", "", text, flags=re.M))
    assert [word for word in words if word not in plain] == []


def test_numbers_stay_as_they_were_typed():
    [first, second] = blocks_of("1. a\n2. b\n\n9. c")
    assert [item.number for item in [*first.items, *second.items]] == [1, 2, 9]


def test_direction_of_the_first_letter():
    assert is_right_to_left("12. مرحبا hello")
    assert not is_right_to_left("« Dag » مرحبا")
    assert not is_right_to_left("123")


def test_what_is_rendered_from_marks_turns_too():
    assert rendered("مرحبا\n\n- a") == '<p dir="auto">مرحبا</p>\n<ul>\n<li dir="auto">a</li>\n</ul>'


INLINE = re.compile(
    r"<(p|h[1-6]|a|span|li|dd|dt|td|th|strong|b|cite|label|option|legend|summary|blockquote|textarea)\b[^>]*$"
)


def test_every_place_of_typed_text_says_that_its_direction_is_its_own():
    """In templates `lang="nl"` stands on what people wrote; boxes hold pieces that each say it themselves."""
    missing = []
    for path in sorted((settings.ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        for match in re.finditer(r'lang="nl"(?!\s+dir="auto")', text):
            if INLINE.search(text[max(0, match.start() - 300) : match.start()].rsplit(">", 1)[-1]):
                missing.append(f"{path.name}: {text[match.start() - 40 : match.end()]!r}")
        missing += [f"{path.name}: textarea" for tag in re.findall(r"<textarea[^>]*>", text) if "dir=" not in tag]
    assert missing == []
