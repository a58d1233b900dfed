"""What only reading the files shows: names that hide others, and what SQLite accepts and PostgreSQL refuses."""

import platform
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK_OVER_A_JOIN = r"select_for_update\(\)[\s\\]*\.[^=\n]*select_related|select_related\([^\n]*select_for_update\(\)"


def test_platform_is_the_standard_librarys():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert ROOT not in Path(platform.__file__).parents
    assert platform.system()


def test_the_readme_fits_on_one_screen():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 80


def test_no_requirement_names_a_host():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "http" not in text
        assert "--hash=sha256:" in text


def test_a_lock_over_a_join_says_which_row():
    """PostgreSQL locks no outer-joined row: `select_for_update().select_related(…)` is an error there, and works on SQLite."""
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for folder in ("platform", "home", "practices", "forums")
        for path in (ROOT / folder).rglob("*.py")
        for hit in re.findall(LOCK_OVER_A_JOIN, path.read_text())
    ]
    assert not found
