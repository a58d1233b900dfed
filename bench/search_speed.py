"""How fast search is over a synthetic collection of a given size."""

import random
import statistics
import tempfile
import time

WORDS = "buddy vrijwilliger netwerk buurt gesprek vraag samen kring steun duo familie vriend drempel vervoer opvang vertrouwen"
COMMON = WORDS.split()


def documents(size: int, rare: list[str], chance: random.Random) -> list:
    """`size` documents of about 60 Dutch words, half of them common."""
    from staalkaart.core.delivery.indexing import SearchDoc

    return [
        SearchDoc(
            f"doc:{n}",
            "staalkaart",
            " ".join(chance.choices(rare, k=4)),
            " ".join(chance.choices(COMMON, k=30) + chance.choices(rare, k=30)),
            "/",
            "public",
            {"thema": (f"thema-{n % 40}",), "kwadrant": (("sterkte", "kans", "zwakte", "uitdaging")[n % 4],)},
        )
        for n in range(size)
    ]


def answer_times(engine, words: list[str]) -> list[float]:
    """Milliseconds per question, sorted; the first question, which loads the index, is not counted."""
    from staalkaart.core.access import VISITOR
    from staalkaart.search.engine import FACETS, Query
    from staalkaart.search.question import ask

    times = []
    for word in ["buddy", *words * 3]:
        for snapshot in vars(engine.local).values():
            snapshot.answered.clear()  # what it remembers of the same question before is not what is measured
        started = time.perf_counter()
        engine.search(Query(word, {"kwadrant": ("zwakte",)}, FACETS, question=ask(word, rings=())), viewer=VISITOR)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times[1:])


def search_at(size: int) -> dict[str, float]:
    """Index time in s, size in bytes and answer times in ms over `size` synthetic documents."""
    from staalkaart.search.dutch import known_words
    from staalkaart.search.whoosh_engine import WhooshEngine

    chance = random.Random(7)
    rare = chance.sample(known_words().words(), 4000)
    docs = documents(size, rare, chance)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        started = time.perf_counter()
        engine.rebuild(docs, lambda: None)
        built = time.perf_counter() - started
        pairs = [f"{a} {b}" for a, b in zip(COMMON, rare[40:60], strict=False)]
        times = answer_times(engine, [*COMMON, *rare[:40], *pairs])
        return {
            "built": built,
            "bytes": engine.stats()["bytes"],
            "p50": statistics.median(times),
            "p99": times[int(len(times) * 0.99) - 1],
        }
