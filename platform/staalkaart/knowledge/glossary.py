"""First mention of a term links to its explanation, once per page, and never inside a link, a heading or code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.core.cache import caches
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from staalkaart.core.access import Viewer
from staalkaart.core.models import ContentStamp
from staalkaart.knowledge.models.reference import GlossaryTerm

WORD = re.compile(r"[\w’'-]+", re.UNICODE)
NO_LINK_IN = {"a", "button", "code", "h1", "h2", "h3", "h4", "summary", "th"}
MIN_LETTERS = 4

# first word in lower case → [(all words in lower case, address, definition)], longest first
Terms = dict[str, list[tuple[tuple[str, ...], str, str]]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


def linkable_terms(viewer: Viewer) -> Terms:
    """Terms, and synonyms of several words (single ones are often everyday words); kept in the process until content changes."""
    key = f"glossary:{ContentStamp.current()}:{','.join(sorted(viewer.tokens))}"
    terms: Terms | None = caches["pages"].get(key)
    if terms is None:
        terms = {}
        for term in GlossaryTerm.objects.visible_to(viewer).filter(autolink=True):
            for name in (term.term, *term.synonym_list):
                words = _words(name)
                if words and len(name) >= MIN_LETTERS and (name == term.term or len(words) > 1):
                    terms.setdefault(words[0], []).append((words, term.get_absolute_url(), term.definition))
        for rows in terms.values():
            rows.sort(key=lambda row: -len(row[0]))
        caches["pages"].set(key, terms)
    return terms


class Autolinker:
    """Remembers what one page linked already. Reads the terms at first use, in one query at most."""

    def __init__(self, viewer: Viewer, skip: str = "") -> None:
        self.viewer = viewer
        self.done = {skip} if skip else set()
        self._terms: Terms | None = None

    @property
    def terms(self) -> Terms:
        if self._terms is None:
            self._terms = linkable_terms(self.viewer)
        return self._terms

    def plain(self, text: str) -> SafeString:
        """Plain text, escaped, with its first mentions linked."""
        return mark_safe("".join(self._pieces(text)))  # noqa: S308  every piece is escaped or made here

    def html(self, html: str) -> SafeString:
        """Trusted rich text with its first mentions linked."""
        linker = _HtmlLinker(self)
        linker.feed(html)
        linker.close()
        return mark_safe("".join(linker.out))  # noqa: S308  input is rendered rich text

    def _pieces(self, text: str) -> list[str]:
        matches = list(WORD.finditer(text))
        lowered = [match[0].lower() for match in matches]
        out, at, index = [], 0, 0
        while index < len(matches):
            found = self._term_at(lowered, index)
            if found is None:
                index += 1
                continue
            count, address, definition = found
            start, end = matches[index].start(), matches[index + count - 1].end()
            out += [
                escape(text[at:start]),
                f'<a class="term" href="{address}" title="{escape(definition)}">',
                escape(text[start:end]),
                "</a>",
            ]
            at, index = end, index + count
        out.append(escape(text[at:]))
        return out

    def _term_at(self, words: list[str], index: int) -> tuple[int, str, str] | None:
        for name, address, definition in self.terms.get(words[index], ()):
            if address not in self.done and tuple(words[index : index + len(name)]) == name:
                self.done.add(address)
                return len(name), address, definition
        return None


class _HtmlLinker(HTMLParser):
    """Passes markup through untouched and hands text outside links and headings to the autolinker."""

    def __init__(self, linker: Autolinker) -> None:
        super().__init__(convert_charrefs=True)
        self.linker, self.closed = linker, 0
        self.out: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.closed += tag in NO_LINK_IN
        self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag, attrs):
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag):
        self.closed -= tag in NO_LINK_IN
        self.out.append(f"</{tag}>")

    def handle_data(self, data):
        self.out += [escape(data)] if self.closed else self.linker._pieces(data)
