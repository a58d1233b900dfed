"""What Whoosh stores of a document, in our words."""

from __future__ import annotations

import json
from typing import Any

from whoosh import fields
from whoosh.analysis import Analyzer, Token

from staalkaart.core.access import NETWORK, PUBLIC
from staalkaart.core.delivery.indexing import SearchDoc
from staalkaart.search import dutch

SCHEMA_VERSION = 6


class DutchAnalyzer(Analyzer):
    """Gives Whoosh our words: every lemma at its position, the parts of a compound at the same one."""

    def __init__(self, *, keep_stop_words: bool) -> None:
        self.keep_stop_words = keep_stop_words

    def __call__(self, value: str, positions=False, chars=False, start_pos=0, mode="", **kwargs):
        token: Any = Token(positions=positions, chars=chars, mode=mode)
        for at, word in enumerate(dutch.words(value)):
            if not self.keep_stop_words and dutch.is_stop_word(word.folded):
                continue
            token.stopped = False
            token.boost, token.pos, token.startchar, token.endchar = 1.0, start_pos + at, word.start, word.end
            for term in sorted(word.terms):
                token.text = token.original = term
                yield token


class SpellAnalyzer(Analyzer):
    """Words as they are written, for "did you mean"."""

    def __call__(self, value: str, **kwargs):
        token: Any = Token()
        for word in dutch.words(value):
            if len(word.folded) > 3 and word.folded.isalpha():
                token.text = token.original = word.folded
                token.boost, token.stopped = 1.0, False
                yield token


def make_schema() -> fields.Schema:
    return fields.Schema(
        uid=fields.ID(stored=True, unique=True),
        title=fields.TEXT(analyzer=DutchAnalyzer(keep_stop_words=True), phrase=True),
        body=fields.TEXT(analyzer=DutchAnalyzer(keep_stop_words=False), phrase=True),
        spell=fields.TEXT(analyzer=SpellAnalyzer(), phrase=False),
        words=fields.TEXT(analyzer=DutchAnalyzer(keep_stop_words=False), phrase=True),
        context=fields.TEXT(analyzer=DutchAnalyzer(keep_stop_words=False), phrase=False),
        data=fields.STORED,
    )


def row_of(doc: SearchDoc) -> dict[str, Any]:
    """A document as Whoosh fields. Only words that every member may know are offered as suggestions."""
    shared = doc.audience in (PUBLIC, NETWORK)
    data = {
        "uid": doc.uid,
        "kind": doc.kind,
        "title": doc.title,
        "audience": doc.audience,
        "boost": doc.boost,
        "date": f"{doc.date:%Y-%m-%dT%H:%M:%S}" if doc.date else "",
        "part_of": doc.part_of,
        "position": doc.position,
        "tags": {name: list(values) for name, values in doc.tags.items()},
    }
    return {
        "uid": doc.uid,
        "title": doc.title,
        "body": doc.body,
        "spell": f"{doc.title} {doc.body} {doc.words}" if shared else "",
        "words": doc.words,
        "context": doc.context,
        "data": json.dumps(data, ensure_ascii=False),
    }
