"""A real site from nothing, under production settings: two commands, then people make the rest in a browser."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, finder_of_mail, free_port, page_maker, wait_for
from tests.browser.test_practices import begin, next_step

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("new site")]
PASSWORD = "vier gewone woorden samen"


class RealSite:
    """Production settings in an empty folder; everything that differs per host comes from the environment."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.address = f"http://localhost:{self.port}"
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        self.environment = kept | {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": self.address,
            "STAALKAART_VAR": str(var),
            "PORT": str(self.port),
            "EMAIL_URL": f"filemail:///{var}/mail",
            "WORKER_PID_FILE": str(var / "worker.pid"),
            "WORKER_TICK": "4",
            # no certificate on this machine: a browser takes secure cookies from localhost all the same
            "SECURE_SSL_REDIRECT": "false",
            "BEHIND_PROXY": "false",
        }

    def manage(self, *command: str, fails: bool = False) -> str:
        run = [sys.executable, str(ROOT / "manage.py"), *command]
        done = subprocess.run(run, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert bool(done.returncode) is fails, done.stderr[-3000:]
        return done.stdout + done.stderr

    def start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "gunicorn", "--log-level", "error"]
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        wait_for(self.address + "/healthz")
        return server


@pytest.fixture(scope="module")
def real_site(tmp_path_factory):
    return RealSite(tmp_path_factory.mktemp("real"))


@pytest.fixture
def running(real_site):
    """The two commands of docs/operations.md, and the server; gives the link that the second one prints."""
    real_site.manage("setup_site")
    printed = real_site.manage("first_administrator", "an@echt.example", "An Peeters")
    server = real_site.start()
    yield re.search(r"http\S+", printed)[0]
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(15)


@pytest.fixture
def visit_real(real_site):
    with page_maker(real_site.address) as make:
        yield make


def set_up_codes(page: Page) -> None:
    """A second factor, as everybody with power has to before anything opens."""
    page.get_by_role("link", name="Stel een app in").click()
    if page.locator("input[type=password]").count():
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("main form .btn--main").click()
    secret = page.locator("#secret").text_content().strip()
    page.locator("input[name=code]").fill(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
    page.locator("main form .btn--main").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def make_in_the_admin(page: Page, sort: str, **fields: str) -> None:
    page.goto(f"/beheer/snippets/members/{sort}/add/")
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)


def save_in_the_admin(page: Page, sort: str) -> None:
    page.get_by_role("button", name="Bewaar", exact=True).first.click()
    page.wait_for_url(f"**/beheer/snippets/members/{sort}/")


def make_the_network(page: Page) -> None:
    """A region, a partner and a project."""
    make_in_the_admin(page, "region", name="Noord", slug="noord", coverage="Antwerpen")
    save_in_the_admin(page, "region")
    make_in_the_admin(page, "partner", name="Steunpunt", slug="steunpunt")
    save_in_the_admin(page, "partner")
    make_in_the_admin(page, "project", name="De Brug", slug="de-brug", description="Duo's in de stad.")
    page.get_by_role("button", name="Kies regio").click()
    page.get_by_role("link", name="Noord").click()
    page.locator("#id_nis").select_option("11002")
    page.locator("#id_main_model-chooser").get_by_role("button", name=re.compile("^Kies")).click()
    page.locator(".modal-body").get_by_role("link", name="Persoonlijke vriend", exact=True).click()
    save_in_the_admin(page, "project")


def invite(page: Page, address: str, role: str, place: str, label: str) -> None:
    page.goto("/mijn/uitnodigingen/nieuw/")
    page.get_by_label("E-mailadres").fill(address)
    page.locator("#id_kind").select_option(role)
    page.locator(f"#id_where_{place}").select_option(label=label)
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_role("status").first).to_contain_text("is onderweg")


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_role("link", name="Ik doe mee").click()
    page.get_by_label("Hoe mogen we je noemen?").fill(name)
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()


def link_in(mail: str) -> str:
    return re.search(r"https?://\S+/uitnodiging/\S+", mail)[0]


def share_a_practice(page: Page) -> None:
    begin(page, "Samen een fietsherstelplek bouwen")
    page.get_by_label("Samenvatting").fill("Jongeren en buren bouwen samen.")
    next_step(page)
    page.get_by_label("In één zin").fill("De sleutel hangt bij de bakker")
    next_step(page)
    page.get_by_label("In één zin").fill("In de winter is het te koud")
    next_step(page)
    page.get_by_label("Wie kan een collega aanspreken?").fill("jongerenwerker")
    page.get_by_role("button", name="Naar nakijken en delen").click()
    page.get_by_role("button", name="Deel met het netwerk").click()
    expect(page.get_by_role("status").first).to_contain_text("Gedeeld met het netwerk")


def test_from_two_commands_to_a_practice_that_is_shared(real_site, running, visit_real):
    newest_mail = finder_of_mail(real_site.var)
    administrator, coordinator, facilitator, visitor = (visit_real(width=390 if n == 1 else 1280) for n in range(4))
    administrator.goto(running)
    administrator.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    administrator.get_by_role("button", name="Aan de slag").click()
    set_up_codes(administrator)
    assert administrator.goto("/beheer/").status == 200

    make_the_network(administrator)
    invite(administrator, "bo@echt.example", "coordinator", "project", "De Brug")
    invite(administrator, "cas@echt.example", "facilitator", "region", "Noord")

    join(coordinator, link_in(newest_mail("bo@echt.example")), "Bo")
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text("Dag Bo")
    join(facilitator, link_in(newest_mail("cas@echt.example")), "Cas")
    set_up_codes(facilitator)
    facilitator.goto("/netwerkdagen/nieuw/")
    expect(facilitator.get_by_label("Regio")).to_contain_text("Noord")
    share_a_practice(coordinator)

    visitor.goto("/werkmodellen/persoonlijke-vriend/")
    expect(visitor.get_by_text("Leunt op één persoon")).to_be_visible()
    visitor.goto("/praktijken/")
    expect(visitor.get_by_text("fietsherstelplek")).to_have_count(0)
    facilitator.goto("/praktijken/")
    expect(facilitator.get_by_text("Samen een fietsherstelplek bouwen").first).to_be_visible()
    for page in (administrator, coordinator, facilitator, visitor):
        assert page.complaints == []

    again = real_site.manage("setup_site", "--no-static")
    assert "nieuw" not in again
    assert "nooit" in real_site.manage("demo", fails=True)
    assert "al een beheerder" in real_site.manage("first_administrator", "dora@echt.example", "Dora", fails=True)
