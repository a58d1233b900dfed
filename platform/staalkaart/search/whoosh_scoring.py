"""How well each document answers a question: word by word, the rarer the heavier, close words where a word is unknown."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

from whoosh import query

from staalkaart.search import dutch
from staalkaart.search.question import Group, Question, TermVariant
from staalkaart.search.ranking import RELATED, Found, rank
from staalkaart.search.snapshot import Snapshot
from staalkaart.search.whoosh_queries import BOOSTS, first, way_query

logger = logging.getLogger(__name__)
TIME_LIMIT = 0.25  # seconds for one search; what was scored by then is answered
FUZZY_WEIGHT = 0.5
MAX_FUZZY = 3
SHORT, NEAR = 4, 3  # words of a question whose words are looked for beside each other, and how far apart
Scores = dict[int, tuple[float, float]]  # document → (score, how much of the word it covers)


def score_documents(
    snapshot: Snapshot, question: Question, allowed: frozenset[int], started: float, *, exact: bool = False
) -> tuple[dict[int, float], str]:
    """{document: score} of what may be seen, and the question as it may have been meant when words are unknown."""
    searcher = snapshot.searcher
    found: list[Found] = []
    suggested = {}
    last = question.words[-1] if question.words else None
    for group in question.groups:
        ways = list(group.ways)
        if not exact and len(group.at) == 1 and not _is_known(searcher, ways, group.word):
            close = _close_words(snapshot, dutch.fold(group.word), allowed)
            ways += [TermVariant((dutch.lemma(word),), FUZZY_WEIGHT) for word in close]
            if close:
                suggested[group.word] = close[0]
        scores = _group_scores(searcher, ways, group.word if group is last else "", context=question.is_evaluating)
        context = _in_context(searcher, group, allowed) if question.is_evaluating else frozenset()
        found.append(Found(group, _shown_as(snapshot, scores, allowed), context))
        if time.perf_counter() - started > TIME_LIMIT:
            logger.warning("search stopped at its time limit", extra={"words": len(question.groups)})
            break
    beside = _close_together(searcher, question)
    return rank(found, question, snapshot.rows.__getitem__, len(allowed), beside), _meant(question.text, suggested)


def _in_context(searcher, group: Group, allowed: frozenset[int]) -> frozenset[int]:
    """What belongs to something of that name: the points of a model, whatever they say."""
    for related in (False, True):
        terms = [way.terms[0] for way in group.ways if len(way.terms) == 1 and bool(way.label) is related]
        numbers = {number for term in terms for number in searcher.docs_for_query(query.Term("context", term))}
        if numbers:
            return allowed & numbers
    return frozenset()


def _close_together(searcher, question: Question) -> frozenset[int]:
    """Documents in which the words of a short question stand beside each other."""
    if not 2 <= len(question.words) <= SHORT or any(group.denied for group in question.words):
        return frozenset()
    lemmas = list(question.lemmas)
    return frozenset(
        number for name in BOOSTS for number in searcher.docs_for_query(query.Phrase(name, lemmas, slop=NEAR))
    )


def _shown_as(snapshot: Snapshot, scores: Scores, allowed: frozenset[int]) -> Scores:
    """What may be seen, each under the document that is shown for it, with the best of its parts."""
    shown: Scores = {}
    for number, (score, share) in scores.items():
        if number in allowed:
            leader = snapshot.leader(number, allowed)
            best = shown.get(leader, (0.0, 0.0))
            shown[leader] = (max(best[0], score), max(best[1], share))
    return shown


def _meant(text: str, suggested: dict[str, str]) -> str:
    """The whole question with the words that were perhaps meant, as it would be typed."""
    if not suggested:
        return ""
    return dutch.TOKEN.sub(lambda match: suggested.get(match[0], match[0]), text)


def _is_known(searcher, ways: Sequence[TermVariant], word: str) -> bool:
    reader = searcher.reader()
    folded = dutch.fold(word)
    if not folded.isalpha() or len(folded) < 4 or ("spell", folded) in reader:
        return True
    return any(
        _is_in(reader, term) for way in ways if not way.label and len(way.terms) == 1 for term in way.terms
    ) or any(all(_is_in(reader, term) for term in way.terms) for way in ways if len(way.terms) > 1)


def _is_in(reader, term: str) -> bool:
    return any((name, term) in reader for name in BOOSTS)


def _close_words(snapshot: Snapshot, word: str, allowed: frozenset[int]) -> list[str]:
    """At most three written words: first what sounds the same, then what is within one letter (two from eight letters on).

    The list of words keeps those of deleted documents until segments merge, so each is looked up in what may be seen.
    """
    searcher = snapshot.searcher
    reader = searcher.reader()
    distance = 1 if len(word) < 8 else 2

    def by_use(texts: Iterable[str]) -> list[str]:
        return sorted(texts, key=lambda text: (abs(len(text) - len(word)), -reader.frequency("spell", text), text))

    alike = snapshot.alike(word)
    near = {text for text in reader.terms_within("spell", word, distance, prefix=1) if text != word} - set(alike)
    seen = (
        text
        for text in [*by_use(alike), *by_use(near)][: 4 * MAX_FUZZY]
        if not allowed.isdisjoint(searcher.docs_for_query(query.Term("spell", text)))
    )
    return first(seen, MAX_FUZZY)


def _group_scores(searcher, ways: Sequence[TermVariant], prefix: str, *, context: bool) -> Scores:
    """The best score per document over the ways to find one word, and how much of the word that covers."""
    best: Scores = {}
    for way in ways:
        share = RELATED if way.label else 1.0
        for number, score in run(searcher, way_query(way, context=context)):
            known = best.get(number, (0.0, 0.0))
            best[number] = (max(known[0], score * way.weight), max(known[1], share))
    if not best and len(prefix) > 2:
        folded = dutch.fold(prefix)
        terms = [
            text.decode() if isinstance(text, bytes) else text
            for text in first(searcher.reader().expand_prefix("title", folded), 20)
        ]
        if terms:
            wanted = query.Or([query.Term("title", term) for term in terms])
            best = {number: (score * FUZZY_WEIGHT, RELATED) for number, score in run(searcher, wanted)}
    return best


def run(searcher, wanted: query.Query) -> list[tuple[int, float]]:
    results = searcher.search(wanted, limit=None)
    return [(number, score) for score, number in results.top_n]
