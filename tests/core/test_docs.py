"""What the pages in docs/ name is there: a file that moved is noticed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMED = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|html|css|js|csv|yaml))`")
FOLDERS = re.compile(r"`((?:[\w-]+/){2,})`")
STARTS = ("", "platform/staalkaart", "forums/intervision", "practices", "platform/staalkaart/network_days", "platform/staalkaart/knowledge",
          "platform/staalkaart/search", "platform/staalkaart/files", "platform/staalkaart/core", "home/setup", "home/demo",
          "platform/staalkaart/learning")  # fmt: skip
OF_EVERY_FEATURE = {
    "permissions.py",
    "events.py",
    "on_other_pages.py",
    "own_data.py",
    "search_sources.py",
    "choices.py",
    "forms.py",
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page):
    text = page.read_text()
    named = {name for name in NAMED.findall(text) + FOLDERS.findall(text) if name not in OF_EVERY_FEATURE}
    missing = {name for name in named if not any((ROOT / start / name).exists() for start in STARTS)}
    assert {name for name in missing if not name.startswith("var/")} == set()
