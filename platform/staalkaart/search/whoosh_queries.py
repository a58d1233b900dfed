"""From the ways of a question to Whoosh queries. Users' text never meets a query parser."""

from __future__ import annotations

from collections.abc import Iterable

from whoosh import query

from staalkaart.search.question import TermVariant

BOOSTS = {"title": 2.0, "words": 1.6, "body": 1.0}
CONTEXT_BOOST = 1.5


def term_query(term: str, *, context: bool = False) -> query.Query:
    fields = [query.Term(name, term, boost=boost) for name, boost in BOOSTS.items()]
    return query.Or([*fields, query.Term("context", term, boost=CONTEXT_BOOST)] if context else fields)


def way_query(way: TermVariant, *, context: bool = False) -> query.Query:
    """`context`: what the document belongs to counts as well."""
    if way.phrase:
        return query.Or([query.Phrase(name, list(way.terms), boost=boost) for name, boost in BOOSTS.items()])
    if len(way.terms) == 1:
        return term_query(way.terms[0], context=context)
    return query.And([term_query(term, context=context) for term in way.terms])


def first(items: Iterable, count: int) -> list:
    return [item for _number, item in zip(range(count), items, strict=False)]
