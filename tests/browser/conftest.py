"""A real site for the browser: gunicorn under the settings of `make serve`, on a copy of the test database."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import sync_playwright

from bench.chromium import ARGS, PATH

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"{address} does not answer")


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """Where the running site keeps its database, files, index and mail."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def newest_mail(site_folder):
    return finder_of_mail(site_folder)


def finder_of_mail(folder: Path) -> Callable[[str], str]:
    """`find("an@x.example")` waits for the worker and gives the text of the last mail to that address."""

    def find(address: str) -> str:
        for _ in range(60):
            mails = sorted((folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in mails:
                for one in reversed(path.read_bytes().split(b"-" * 79)):  # two of one second may share a file
                    message = email.message_from_bytes(one.lstrip(), policy=email.policy.default)
                    if address in (message["To"] or ""):
                        return message.get_body(("plain",)).get_content()
            time.sleep(0.25)
        raise AssertionError(f"no mail for {address}")

    return find


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker, site_folder):
    """The address of a running site with the demo content, web and worker."""
    from django.db import connection

    var = site_folder
    with django_db_blocker.unblock():
        source = connection.settings_dict["NAME"]
        connection.close()
    with sqlite3.connect(source) as old, sqlite3.connect(var / "db.sqlite3") as new:
        old.backup(new)
        # tests hash with MD5 for speed; the site that runs here does not know that
        new.execute(
            "UPDATE members_user SET password = ?", [PBKDF2PasswordHasher().encode("buddy-demo-2026", "browser-tests")]
        )
    manage = [sys.executable, str(ROOT / "manage.py")]
    environment = environment_of(var)
    for command in (["collectstatic", "--noinput", "-v0"], ["search_rebuild"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, capture_output=True)
    with served(var, WORKER_PID_FILE=str(var / "worker.pid"), WORKER_TICK="4") as address:
        yield address


def environment_of(var: Path) -> dict[str, str]:
    return {
        **os.environ,
        "STAALKAART_VAR": str(var),
        "LIMIT_FACTOR": "0",
        "MAIL_QUIET_HOURS": "0",
        "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
    }


@contextmanager
def served(var: Path, **settings: str):
    """The address of gunicorn on a prepared folder."""
    port = free_port()
    environment = {**environment_of(var), "PORT": str(port), **settings}
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--log-level", "error"], cwd=ROOT, env=environment, start_new_session=True
    )
    address = f"http://localhost:{port}"  # a name, because passkeys do not work on a bare address
    try:
        wait_for(address + "/")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(15)


@pytest.fixture(scope="session")
def chromium(
    site,
):  # after the database was set up: Playwright runs an event loop, and there Django opens other connections
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGS)
        yield browser
        browser.close()


def sign_in(page, login: str) -> None:
    page.goto("/rekening/login/")
    page.locator("#id_login").fill(f"{login}@demo.example")
    page.locator("#id_password").fill("buddy-demo-2026")
    page.get_by_role("button", name="Aanmelden", exact=True).click()


@pytest.fixture
def visit(chromium, site):
    """`visit(width=…, theme=…, scripts=…)` opens a page whose `complaints` hold console errors and foreign requests."""
    with pages_of(chromium, site) as make:
        yield make


@contextmanager
def page_maker(site: str):
    """Pages of another site than the shared one, in a browser of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGS)
        with pages_of(browser, site) as make:
            yield make
        browser.close()


def _complaint(message) -> list[str]:
    loud = message.type in {"error", "warning"}
    return [f"{message.text} {message.location.get('url', '')} on {message.page.url}"] if loud else []


def _failure(request) -> list[str]:
    """What a navigation away breaks off is no failure."""
    why = request.failure or ""
    return [] if "ERR_ABORTED" in why else [f"{why} {request.url}"]


@contextmanager
def pages_of(chromium, site: str):
    """Pages of one test; at its end nothing may have gone wrong in any of them that the test did not expect.

    ``visit(expects=("status of 422",))`` names words of console lines that belong to the story: a refused form, a network that is gone.
    """
    contexts, pages = [], []

    def make(*, width: int = 1280, theme: str = "light", scripts: bool = True, expects: tuple[str, ...] = ()):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, java_script_enabled=scripts, base_url=site
        )
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.complaints, page.expects = [], expects
        page.on("console", lambda message: page.complaints.extend(_complaint(message)))
        page.on("requestfailed", lambda request: page.complaints.extend(_failure(request)))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((site, "data:")) else page.complaints.append(request.url),
        )
        return page

    try:
        yield make
    finally:
        for context in contexts:
            context.close()
    unexpected = [
        line for page in pages for line in page.complaints if not any(words in line for words in page.expects)
    ]
    assert unexpected == []
    said = [line for page in pages for line in page.complaints]
    never = {words for page in pages for words in page.expects if not any(words in line for line in said)}
    assert never == set(), "expected in the console, and never said"
