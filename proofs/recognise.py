"""How well the recognisability check finds what points at a person: precision and recall on a fixed set of sentences.

python proofs/recognise.py [--misses]      prints the table that stands in docs/herkenbaarheid.md
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
SENTENCES = Path(sys.argv[-1]) if sys.argv[-1].endswith(".yaml") else ROOT / "tests/members/data/herkenbaar.yaml"


def figures(rows: list[dict]) -> tuple[Counter, list[str]]:
    """Counts of (sort, "found" | "missed" | "wrong"), and every miss in words. A find is right when it overlaps the part."""
    from staalkaart.members.recognise import check

    counts, misses = Counter(), []
    for row in rows:
        text, wanted = row["tekst"], [(item["soort"], item["deel"]) for item in row["vondsten"]]
        found = [(str(finding.sort), finding.start, finding.end) for finding in check(text)]
        for sort, part in wanted:
            at = text.index(part)
            hit = next((f for f in found if f[0] == sort and f[1] < at + len(part) and at < f[2]), None)
            counts[sort, "found" if hit else "missed"] += 1
            if hit:
                found.remove(hit)
            else:
                misses.append(f"missed {sort}: {part!r} in {text!r}")
        for sort, start, end in found:
            counts[sort, "wrong"] += 1
            misses.append(f"wrong  {sort}: {text[start:end]!r} in {text!r}")
    return counts, misses


def table(counts: Counter) -> list[str]:
    lines = [
        "| sort | in the set | found | wrongly found | precision | recall |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    sorts = sorted({sort for sort, _what in counts})
    for sort in [*sorts, None]:
        found, missed, wrong = (
            sum(n for (s, w), n in counts.items() if w == what and sort in (None, s))
            for what in ("found", "missed", "wrong")
        )
        precision, recall = found / (found + wrong or 1), found / (found + missed or 1)
        lines.append(f"| {sort or 'all'} | {found + missed} | {found} | {wrong} | {precision:.2f} | {recall:.2f} |")
    return lines


def main() -> None:
    rows = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    counts, misses = figures(rows)
    print(f"{len(rows)} sentences, {sum(1 for row in rows if not row['vondsten'])} without anything to find\n")
    print("\n".join(table(counts)))
    if "--misses" in sys.argv:
        print("\n".join(misses))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "staalkaart.settings.test")
    import django

    django.setup()
    main()
