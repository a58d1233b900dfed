"""The files of the demo, beside those of the site itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from home.setup.content_files import read_yaml

FOLDER = Path(__file__).parent / "data"


def read_demo(name: str) -> Any:
    """One file of the demo; `DEMO_CONTENT` points tests at a copy. Raises ContentError."""
    return read_yaml(name, Path(getattr(settings, "DEMO_CONTENT", FOLDER)))
