"""From the ways of a question to Whoosh queries. Users' text never meets a query parser."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whoosh import query

from staalkaart.search.question import TermVariant

TITLE_BOOST = 2.0


def rarity(count: int, total: int) -> float:
    """1 for a word that one document has, towards 0.2 for a word that all have: in a question the rare word carries the sense."""
    return 0.2 + 0.8 * (1 - math.log(count) / math.log(total)) if count > 1 and total > 1 else 1.0


def term_query(term: str) -> query.Query:
    return query.Or([query.Term("title", term, boost=TITLE_BOOST), query.Term("body", term)])


def way_query(way: TermVariant) -> query.Query:
    if way.phrase:
        return query.Or(
            [query.Phrase("title", list(way.terms), boost=TITLE_BOOST), query.Phrase("body", list(way.terms))]
        )
    if len(way.terms) == 1:
        return term_query(way.terms[0])
    return query.And([term_query(term) for term in way.terms])


def first(items: Iterable, count: int) -> list:
    return [item for _number, item in zip(range(count), items, strict=False)]
