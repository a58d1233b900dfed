"""The five methods and the first agreements that a new site starts with; afterwards they are the editors'."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .models import Agreement, Method, MethodPhase

DATA = Path(__file__).parent / "data"


def read_methods() -> list[dict[str, Any]]:
    return json.loads((DATA / "methods.json").read_text(encoding="utf-8"))


def load_presets(**kwargs: Any) -> None:
    """After migrations: only where there is nothing at all, so what editors changed or removed stays so."""
    if not Method.objects.exists():
        for row in read_methods():
            method = Method(**{name: value for name, value in row.items() if name != "phases"})
            method.phases = [MethodPhase(sort_order=number, **phase) for number, phase in enumerate(row["phases"])]
            method.save()
    if not Agreement.objects.exists():
        Agreement.objects.create(text=(DATA / "afspraken.md").read_text(encoding="utf-8").strip())
