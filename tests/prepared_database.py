"""A database with the content of a site and the demo in it, built once per state of what goes into it and then only copied."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "prepared"
PACKAGES = ("home", "practices", "forums", "platform/staalkaart")
KEPT = 3


def content_hash() -> str:
    """Of everything that decides what is in it: our own code, content and pins; and the day, because the demo's dates follow it."""
    found = hashlib.sha256(f"{date.today()}".encode())
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in SUFFIXES]
    for path in sorted([*paths, ROOT / "requirements.txt"]):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


SUFFIXES = {".py", ".yaml", ".json", ".md"}


def prepared_database() -> Path:
    """The file; whichever process comes first builds it, the others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{content_hash()}.sqlite3"
    with _lock():
        if not path.exists():
            _build(path)
            _forget_old()
    return path


@contextmanager
def _lock() -> Iterator[None]:
    with (FOLDER / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(path: Path) -> None:
    working = path.with_suffix(".building")
    for rest in FOLDER.glob(f"{working.name}*"):
        rest.unlink()
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{working}",
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.test",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "setup_site", "--demo", "--no-static", "--no-index"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the database of the tests could not be built:\n{done.stderr[-4000:]}")
    _in_one_file(working)
    working.rename(path)


def _in_one_file(path: Path) -> None:
    """Without a journal beside it, so that copying the file copies everything; and with nothing waiting: a test that empties the
    outbox does what it caused itself, not the indexing of the whole demo."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM core_outboxrow")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def _forget_old() -> None:
    files = sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink()


if __name__ == "__main__":  # ahead of the tests, which wait for it
    prepared_database()
