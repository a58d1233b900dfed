"""Synonym rings to start with."""

from __future__ import annotations

from staalkaart.search.models import SynonymRing

from .content import Checker, read_yaml
from .records import Ledger


def load(ledger: Ledger, progress) -> None:
    data, check = read_yaml("synonyms.yaml"), Checker("synonyms.yaml")
    rings = check.rows(data, "ringen")
    for number, ring in enumerate(rings, 1):
        if not isinstance(ring, list) or len(ring) < 2 or not all(isinstance(word, str) for word in ring):
            check.fail(f"ring {number}", "woorden", "is geen lijst van minstens twee woorden")
    for ring in rings:
        ledger.once(f"ring:{ring[0]}", lambda ring=ring: SynonymRing.objects.create(words="\n".join(ring)))
    progress()
