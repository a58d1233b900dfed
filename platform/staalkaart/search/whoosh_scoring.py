"""How well each document answers a question: word by word, the rarer the heavier, close words where a word is unknown."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Sequence

from whoosh import query

from staalkaart.search import dutch
from staalkaart.search.question import Question, TermVariant
from staalkaart.search.snapshot import Snapshot
from staalkaart.search.whoosh_queries import first, rarity, way_query

logger = logging.getLogger(__name__)
ALL_WORDS_BONUS = 1.5
TIME_LIMIT = 0.25  # seconds for one search; what was scored by then is answered
FUZZY_WEIGHT = 0.5
MAX_FUZZY = 3


def score_documents(snapshot: Snapshot, question: Question, allowed, started: float) -> tuple[dict[int, float], str]:
    """{document: score} of what may be seen, and a suggestion when words are unknown."""
    searcher = snapshot.searcher
    scores: dict[int, float] = {}
    hits: Counter[int] = Counter()
    suggested = []
    for number, group in enumerate(question.groups):
        ways = list(group.ways)
        close = [] if _is_known(searcher, ways, group.word) else _close_words(searcher, dutch.fold(group.word), allowed)
        suggested.append(close[0] if close else group.word)
        ways += [TermVariant((dutch.lemma(word),), FUZZY_WEIGHT) for word in close]
        last = number == len(question.groups) - 1
        found = _group_scores(searcher, ways, group.word if last else "")
        seen = [document for document in found if document in allowed]
        weight = rarity(len(seen), len(allowed))
        for document in seen:
            scores[document] = scores.get(document, 0.0) + found[document] * weight
            hits[document] += 1
        if time.perf_counter() - started > TIME_LIMIT:
            logger.warning("search stopped at its time limit", extra={"words": len(question.groups)})
            break
    total = max(len(question.groups) - 1, 1)
    for document in scores:
        scores[document] *= (1 + ALL_WORDS_BONUS * (hits[document] - 1) / total) * snapshot.rows[document].boost
    text = " ".join(suggested)
    return scores, text if any(s != g.word for s, g in zip(suggested, question.groups, strict=False)) else ""


def _is_known(searcher, ways: Sequence[TermVariant], word: str) -> bool:
    reader = searcher.reader()
    folded = dutch.fold(word)
    if not folded.isalpha() or len(folded) < 4 or ("spell", folded) in reader:
        return True
    return any(
        ("title", term) in reader or ("body", term) in reader
        for way in ways
        if not way.label and len(way.terms) == 1
        for term in way.terms
    ) or any(
        all(("body", term) in reader or ("title", term) in reader for term in way.terms)
        for way in ways
        if len(way.terms) > 1
    )


def _close_words(searcher, word: str, allowed) -> list[str]:
    """At most three written words within one letter (two from eight letters on), most used first.

    The list of words keeps those of deleted documents until segments merge, so each is looked up in what may be seen.
    """
    reader = searcher.reader()
    distance = 1 if len(word) < 8 else 2
    found = {text for text in reader.terms_within("spell", word, distance, prefix=1) if text != word}
    ranked = sorted(found, key=lambda text: (abs(len(text) - len(word)), -reader.frequency("spell", text), text))
    seen = (
        text
        for text in ranked[: 4 * MAX_FUZZY]
        if not allowed.isdisjoint(searcher.docs_for_query(query.Term("spell", text)))
    )
    return first(seen, MAX_FUZZY)


def _group_scores(searcher, ways: Sequence[TermVariant], prefix: str) -> dict[int, float]:
    """The best score per document over the ways to find one word."""
    best: dict[int, float] = {}
    for way in ways:
        for number, score in run(searcher, way_query(way)):
            best[number] = max(best.get(number, 0.0), score * way.weight)
    if not best and len(prefix) > 2:
        folded = dutch.fold(prefix)
        terms = [
            text.decode() if isinstance(text, bytes) else text
            for text in first(searcher.reader().expand_prefix("title", folded), 20)
        ]
        if terms:
            best = {
                number: score * FUZZY_WEIGHT
                for number, score in run(searcher, query.Or([query.Term("title", t) for t in terms]))
            }
    return best


def run(searcher, wanted: query.Query) -> list[tuple[int, float]]:
    results = searcher.search(wanted, limit=None)
    return [(number, score) for score, number in results.top_n]
