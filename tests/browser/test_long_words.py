"""Words without a space, everywhere at once: no page is wider than a phone of 320 px.

A sample of the addresses each time; EVERY_LOOK=1 walks them all, at 390 px too.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, SlugField, TextField, URLField

from tests.browser.conftest import ROOT, environment_of, pages_of, served, sign_in
from tests.browser.test_every_page import MEMBER_PAGES, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG = "Ervaringsdeskundigenwerkingmaatschappelijkwerkersintervisiegroepcoördinatieoverlegvergaderingsverslagenarchiefbeheerder"
# what programs keep for themselves; every other column of text is written by people
KEYS = {
    "audience", "contact_phone", "digest", "domains", "error", "file_hash", "filter_spec", "from_anchor", "from_uid", "hours", "job", "key",
    "kind", "level", "location", "means", "method_label", "nonce", "password", "path", "period", "phone", "pseudonym", "sort", "source",
    "stored", "to_uid", "token", "token_hash", "topic", "uid", "url", "url_path", "value", "words",
}  # fmt: skip
KEPT = {"practices.PracticeFact", "practices.ImportWord"}
SAMPLE = 40


def lengthen(database: sqlite3.Connection) -> int:
    """One long word in every text that is there, as far as it fits; how many columns."""
    columns = 0
    for model in apps.get_models():
        ours = Path(apps.get_app_config(model._meta.app_label).path).is_relative_to(ROOT / "platform") or (
            model._meta.app_label in {"home", "practices", "intervision"}
        )
        if model._meta.label in KEPT or not (ours or model._meta.label == "wagtailcore.Page"):
            continue
        for field in model._meta.local_fields:
            typed = isinstance(field, CharField | TextField) and not isinstance(
                field, SlugField | EmailField | URLField
            )
            if typed and field.name not in KEYS and not field.choices and (field.max_length or 999) > 26:
                word = LONG[: field.max_length or 999]
                word = f"<p>{word}</p>" if field.name == "html" else word
                database.execute(
                    f'UPDATE "{model._meta.db_table}" SET "{field.column}" = ? WHERE "{field.column}" <> \'\'', [word]
                )
                columns += 1
    return columns


IN_IT = """
import json, django
django.setup()
from tests.read_addresses import LOGIN, addresses, make_what_is_missing
make_what_is_missing()
print(json.dumps([(LOGIN.get(who, who), path) for who, path in addresses()]))
"""


@pytest.fixture
def long_site(site_folder, site, tmp_path):
    """A second site on a copy of the first, with long words in everything; its address, and who reads what."""
    var = tmp_path / "var"
    shutil.copytree(site_folder, var, ignore=shutil.ignore_patterns("db.sqlite3*", "*.pid", "mail"))
    with sqlite3.connect(site_folder / "db.sqlite3") as old, sqlite3.connect(var / "db.sqlite3") as new:
        old.backup(new)
    environment = environment_of(var) | {"PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}
    told = subprocess.run(
        [sys.executable, "-c", IN_IT], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    with sqlite3.connect(var / "db.sqlite3") as new:
        assert lengthen(new) > 150
    with served(var) as address:
        yield address, [tuple(row) for row in json.loads(told.stdout.splitlines()[-1])]


def test_no_page_is_wider_than_the_screen(chromium, long_site):
    address, read = long_site
    todo = [
        (who, path)
        for who, path in read
        if not any(end in path for end in ("uitvoer", "cijfers", "pakket", ".ics", "ontvangst"))
    ]
    todo += [("", path) for path in PAGES] + [(login, path) for login, paths in MEMBER_PAGES.items() for path in paths]
    todo = sorted(set(todo))
    every = bool(os.environ.get("EVERY_LOOK"))
    chosen = todo if every else random.Random(14).sample(todo, SAMPLE)
    by_login = defaultdict(list)
    for login, path in chosen:
        by_login[login].append(path)
    wide, seen = [], 0
    with pages_of(chromium, address) as visit:
        for width in (320, 390) if every else (320,):
            for login, paths in by_login.items():
                page = visit(width=width)
                page.expects = ("status of",)
                if login:
                    sign_in(page, login)
                for path in paths:
                    answer = page.goto(path)
                    if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                        continue
                    seen += LONG[:30] in page.content()
                    if faults := page.evaluate(TOO_WIDE):
                        wide.append(f"{width} {login} {path}: {faults[:3]}")
                page.complaints.clear()
                page.expects = ()
    assert seen > len(chosen) / 2, "the long word is hardly anywhere"
    assert wide == [], "\n".join(wide)


# what reaches past the right edge, unless it scrolls in a frame of its own or is only for screen readers
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const frame = (one) => one && one !== document.body && (getComputedStyle(one).overflowX !== 'visible' || frame(one.parentElement));
  const past = (one) => one.getBoundingClientRect().right > edge + 1 && !frame(one.parentElement);
  return [...document.body.querySelectorAll('*')].filter(past)
    .map((one) => [one.tagName, one.className, one.textContent.trim().slice(0, 30),
                   Math.round(one.getBoundingClientRect().right)].join(' '));
}"""
