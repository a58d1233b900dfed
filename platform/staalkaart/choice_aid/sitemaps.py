from __future__ import annotations

from datetime import datetime

from django.urls import reverse


def addresses() -> list[tuple[str, datetime | None]]:
    return [(reverse(f"choice_aid:{name}"), None) for name in ("start", "cards", "made")]
