"""`platform/` is a folder of packages; as a package it would hide the standard library's module."""

import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


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
