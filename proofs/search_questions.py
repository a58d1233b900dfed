"""Everyday questions against the search of a loaded site: how many are answered first, in the first five, not at all. `make questions`.

The questions (tests/search/data/everyday.json, heldout.json) were written before the search was tuned, by somebody who did not know
its word lists. An answer is a title that a person would be glad to open; "keuzekaart: …" and "rolkaart: …" say which tool is meant.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "search" / "data"
FIRST = 5


@dataclass
class Score:
    """Of one kind of question; `hits` are the numbers of hits."""

    asked: int = 0
    first: int = 0
    in_five: int = 0
    empty: int = 0
    hits: list[int] = field(default_factory=list)

    def line(self, name: str) -> str:
        mean = sum(self.hits) / max(len(self.hits), 1)
        return f"{name:<10} {self.asked:>4} {self.first:>6} {self.in_five:>6} {self.empty:>6} {mean:>9.1f}"


def names_of(hit: Any) -> set[str]:
    """What a question may call this hit."""
    title = hit.source.text(hit.obj)[0]
    return {title, title[:1].lower() + title[1:], hit.url}


def judge(rows: list[dict[str, Any]], viewer: Any) -> tuple[dict[str, Score], list[str]]:
    """({kind: score}, a line per question that is not answered in the first five)."""
    from django.http import QueryDict

    from staalkaart.search.finding import find, read_query

    scores: dict[str, Score] = defaultdict(Score)
    misses = []
    for row in rows:
        asked = QueryDict(mutable=True)
        asked["q"] = row["q"]
        found = find(read_query(asked), viewer=viewer)
        wanted = set(row["expect_any_of"])
        ranks = [place for place, hit in enumerate(found.hits) if names_of(hit) & wanted]
        best = ranks[0] if ranks else 99
        for score in (scores[row["kind"]], scores["all"]):
            score.asked += 1
            score.first += best == 0
            score.in_five += best < FIRST
            score.empty += not found.hits
            score.hits.append(found.result.total)
        if best:
            top = " | ".join(hit.source.text(hit.obj)[0] for hit in found.hits[:FIRST])
            misses.append(
                f"{best if best < 99 else '-':>3} {row['q']!r} ({found.result.total}): {top}  ≠ {row['expect_any_of'][:3]}"
            )
    return scores, misses


def main() -> None:
    import django

    django.setup()
    from staalkaart.core.access import VISITOR

    for name in sys.argv[1:] or ("everyday", "heldout"):
        scores, misses = judge(json.loads((FOLDER / f"{name}.json").read_text()), VISITOR)
        print(f"\n{name}\n{'kind':<10} {'n':>4} {'first':>6} {'five':>6} {'empty':>6} {'hits':>9}")
        for kind in sorted(scores, key=lambda kind: kind == "all"):
            print(scores[kind].line(kind))
        print("\n".join(misses))


if __name__ == "__main__":
    main()
