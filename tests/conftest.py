"""Shared fixtures. Every worker has a copy of one prepared database; every test runs in a transaction over it."""

from __future__ import annotations

import os
import shutil

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# the same examples every run, and no verdict on how fast the machine is
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("staalkaart", deadline=None, derandomize=True, suppress_health_check=SLOW_IS_FINE)
hypothesis_settings.load_profile("staalkaart")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Every worker has a copy of its own of the prepared database."""
    from django.conf import settings
    from django.db import connection

    from tests.prepared_database import prepared_database

    path = settings.SCRATCH / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"
    for rest in path.parent.glob(f"{path.name}*"):
        rest.unlink()
    shutil.copy(prepared_database(), path)
    with django_db_blocker.unblock():
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(path)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def _empty_page_cache():
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def engine(tmp_path, settings, monkeypatch):
    """The configured engine, on an empty folder. It takes the time that it needs: a slow machine has the same answers."""
    from staalkaart.core.writing import bounded
    from staalkaart.search import engine as engines
    from staalkaart.search import whoosh_engine, whoosh_scoring

    monkeypatch.setattr(bounded, "PATIENCE", 60.0)
    for module in (whoosh_engine, whoosh_scoring):
        monkeypatch.setattr(module, "TIME_LIMIT", 60.0)

    settings.SEARCH = {**settings.SEARCH, "FOLDER": tmp_path / "index"}
    engines.get_engine.cache_clear()
    yield engines.get_engine()
    engines.get_engine.cache_clear()


@pytest.fixture
def drain():
    """Empty the outbox: under the `db` fixture nothing is committed, so nothing drains by itself."""
    from staalkaart.core.delivery.outbox import drain

    return drain


@pytest.fixture(scope="session")
def index_of_the_demo(tmp_path_factory):
    """Where the index over the demo content is kept once a first test built it."""
    return tmp_path_factory.mktemp("demo-index") / "index"


@pytest.fixture
def indexed(db, engine, index_of_the_demo):
    """A fresh index over the demo content: built once, then copied."""
    from staalkaart.core.models import OutboxRow
    from staalkaart.search.indexing import rebuild_index

    if index_of_the_demo.exists():
        shutil.copytree(index_of_the_demo, engine.folder)
    else:
        rebuild_index()
        shutil.copytree(engine.folder, index_of_the_demo)
    OutboxRow.objects.filter(topic="index").delete()
    return engine


@pytest.fixture
def table(db):
    """A circle with its people, around which trajectories are walked (tests/circle_table.py)."""
    from tests.circle_table import lay_table

    return lay_table()
