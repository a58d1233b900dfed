"""Shared fixtures. The demo content is loaded once per worker; every test runs in a transaction over it."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# the same examples every run, and no verdict on how fast the machine is
SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("staalkaart", deadline=None, derandomize=True, suppress_health_check=SLOW_IS_FINE)
hypothesis_settings.load_profile("staalkaart")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(request, django_db_modify_db_settings_tox_suffix):
    """A file per xdist worker, and an index folder beside it."""
    from django.conf import settings
    from pytest_django.fixtures import _set_suffix_to_test_databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    _set_suffix_to_test_databases(suffix=worker)
    for database in settings.DATABASES.values():
        name = Path(database["TEST"]["NAME"])
        database["TEST"]["NAME"] = str(name.with_name(f"{name.stem}-{worker}{name.suffix}"))


@pytest.fixture(autouse=True)
def _empty_page_cache():
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def engine(tmp_path, settings):
    """The configured engine, on an empty folder."""
    from staalkaart.search import engine as engines

    settings.SEARCH = {**settings.SEARCH, "FOLDER": tmp_path / "index"}
    engines.get_engine.cache_clear()
    yield engines.get_engine()
    engines.get_engine.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)
        call_command("demo", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def drain():
    """Empty the outbox: under the `db` fixture nothing is committed, so nothing drains by itself."""
    from staalkaart.core.outbox import drain

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
