"""Every page, in both themes, at 320 and 1280 px: axe, reflow, other hosts, weight."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = [
    "/praktijken/",
    "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/",
    "/",
    "/werkmodellen/",
    "/werkmodellen/?relatie=ja&aandacht=bestaat-niet",
    "/werkmodellen/persoonlijke-vriend/",
    "/werkmodellen/contextgericht-werken/?kwadrant=aandacht&thema=gelijkwaardigheid",
    "/werkmodellen/vergelijken/",
    "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk",
    "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk&m=persoonlijk-netwerk&m=contextgericht-werken",
    "/werkmodellen/matrix/",
    "/themas/",
    "/themas/gelijkwaardigheid/",
    "/themas/ouderen/",
    "/begrippen/",
    "/begrippen/bridging/",
    "/bronnen/",
    "/kennis/",
    "/kennis/bouwstenen-wat-is-een-sterk-netwerk/",
    "/nu-hulp-nodig/",
    "/zoeken/",
    "/zoeken/?q=buddy",
    "/zoeken/?q=afhankelijkheid&kwadrant=zwakte",
    "/zoeken/?q=xylofoonles&thema=niets",
    "/over/",
    "/toegankelijkheid/",
    "/privacy/",
    "/bestaat-niet/",
    "/projecten/",
    "/projecten/?gemeente=9000&model=lotgenotennetwerk",
    "/projecten/?gemeente=xyzzy",
    "/projecten/tweespan-antwerpen/",
    "/initiatieven/praattafel-lommel/",
    "/partners/",
    "/privacy/register/",
    "/gewist/",
    "/rekening/login/",
    "/rekening/login/code/",
    "/rekening/password/reset/",
    "/nazicht/verlopen/",
    "/nazicht/dank/",
    "/api/v1/docs",
]
TEAM = "/projecten/tweespan-antwerpen/"
MISSING = {"/bestaat-niet/", "/nazicht/verlopen/"}
MEMBER_PAGES = {
    "coordinator": [
        "/mijn/",
        "/mijn/profiel/",
        "/mijn/meldingen/",
        "/mijn/voorkeuren/",
        "/mijn/gegevens/",
        "/mijn/uitnodigingen/",
        TEAM,
        TEAM + "bewerken/",
        TEAM + "ploeg/",
        TEAM + "uitnodigen/",
        TEAM + "uitnodigen/lijst/",
        TEAM + "documenten/",
        "/rekening/2fa/",
        "/rekening/sessions/",
        "/rekening/password/change/",
    ],
    "beheerder": ["/mijn/", "/mijn/uitnodigingen/nieuw/"],
    "begeleider": [
        "/intervisie/",
        "/intervisie/1/",
        "/intervisie/2/",
        "/intervisie/kring/1/",
        "/intervisie/kring/1/?zoek=tweespan",
        "/intervisie/kring/nieuw/",
        "/intervisie/nieuw/",
        "/intervisie/afspraken/",
        "/intervisie/methodes/",
        "/intervisie/methodes/incident/",
        "/signalen/",
        "/signalen/vrijgeven/",
        "/netwerkdagen/",
        "/netwerkdagen/nieuw/",
        "/netwerkdagen/regio/noordoost/",
        "/netwerkdagen/1/",
        "/netwerkdagen/1/vandaag/",
        "/netwerkdagen/1/aanwezigheid/",
        "/netwerkdagen/1/verslag/",
        "/netwerkdagen/1/verslag/bewerken/",
        "/netwerkdagen/1/vragen/",
        "/netwerkdagen/1/acties/",
        "/netwerkdagen/1/programma/1/",
        "/netwerkdagen/2/",
        "/netwerkdagen/2/bewerken/",
        "/netwerkdagen/2/oogst/",
        "/netwerkdagen/2/agenda/",
        "/netwerkdagen/2/deelnemers/",
        "/netwerkdagen/2/aanschrijven/?sjabloon=praktisch",
        "/netwerkdagen/2/vandaag/actie/",
        "/netwerkdagen/4/datums/",
    ],
    "lid": [
        "/intervisie/1/",
        "/leerpunten/",
        "/leerpunten/1/",
        "/uitdagingen/",
        "/uitdagingen/1/",
        "/uitdagingen/nieuw/",
        "/signalen/nieuw/",
        "/netwerkdagen/2/",
        "/netwerkdagen/2/oogst/",
        "/netwerkdagen/2/inschrijven/",
        "/netwerkdagen/agenda/",
    ],
    "redacteur": [
        "/praktijken/klad/",
        "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/",
        "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/naar-kaart/",
        "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/naar-kaart/matching/",
        "/praktijken/samen-koken-terwijl-je-op-een-buddy-wacht/versies/",
    ],
    "ander": [
        "/praktijken/",
        "/praktijken/?q=wachtlijst&rol=bondgenoot",
        "/praktijken/?q=bestaatniet",
        "/praktijken/wat-overblijft-als-de-trekker-stopt/",
        "/praktijken/nieuw/",
        "/praktijken/invoer/",
    ],
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# light and narrow, or dark and wide, half of the pages each; `make axe` takes every page in both themes at both widths
LOOKS = [("light", 320), ("dark", 1280)] + ([("dark", 320), ("light", 1280)] if os.environ.get("EVERY_LOOK") else [])
in_every_look = pytest.mark.parametrize(("theme", "width"), LOOKS)


def looked_at(paths: list[str], theme: str) -> list[str]:
    """Every page in one look; `make axe` takes each page in all of them."""
    return paths if os.environ.get("EVERY_LOOK") else paths[theme == "dark" :: 2]


def faults_of(page, name: str) -> list[str]:
    """What axe says of the open page, and whether it scrolls sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    faults = [f"{name} {row['id']}: {row['nodes'][0]['html'][:140]} ({len(row['nodes'])}×)" for row in found]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"{name} scrolls sideways at {page.viewport_size['width']} px")
    return faults


@in_every_look
def test_no_page_has_an_axe_violation(visit, theme, width):
    page, faults = visit(width=width, theme=theme, expects=("status of 404",)), []
    for path in dict.fromkeys([*looked_at(PAGES, theme), "/bestaat-niet/"]):
        assert page.goto(path).status == (404 if path in MISSING else 200), path
        faults += faults_of(page, path)
    assert not faults, "\n".join(faults)
    assert [line for line in page.complaints if "404" not in line] == []


@in_every_look
@pytest.mark.parametrize("login", MEMBER_PAGES)
def test_no_member_page_has_an_axe_violation(visit, login, theme, width):
    page, faults = visit(width=width, theme=theme), []
    sign_in(page, login)
    for path in looked_at(MEMBER_PAGES[login], theme):
        assert page.goto(path).status == 200, path
        assert page.url.endswith(path), page.url
        faults += faults_of(page, path)
    assert not faults, "\n".join(faults)
    assert page.complaints == []


@in_every_look
def test_no_step_of_writing_has_an_axe_violation(visit, theme, width):
    page, faults = visit(width=width, theme=theme), []
    sign_in(page, "coordinator")
    page.goto("/praktijken/klad/")
    page.get_by_role("link", name="Een spelavond waar buddy's elkaar vinden").click()
    steps = page.url.rstrip("/") + "/"
    for step in (
        "titel",
        "model",
        "samenvatting",
        "werkt",
        "botst",
        "contact",
        "verhaal",
        "feiten",
        "materiaal",
        "nakijken",
    ):
        assert page.goto(f"{steps}{step}/").status == 200, step
        faults += faults_of(page, step)
    assert not faults, "\n".join(faults)
    assert page.complaints == []


def test_english_pages_pass_too(visit):
    page, faults = visit(), []
    page.goto("/")
    page.get_by_role("button", name="English").click()
    for path in ("/", "/werkmodellen/persoonlijke-vriend/", "/werkmodellen/matrix/", "/zoeken/?q=buddy"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "en"
        faults += [
            f"{path} {found['id']}: {found['nodes'][0]['html'][:140]}"
            for found in Axe().run(page, options=RULES).response["violations"]
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/werkmodellen/persoonlijke-vriend/",
        "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk",
        "/zoeken/?q=buddy",
    ],
)
def test_a_cold_page_is_light(visit, path):
    """At most ten requests and 120 kB over the line, scripts at most 25 kB of it."""
    page, sizes = visit(), {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names = {}
    session.on("Network.responseReceived", lambda event: names.update({event["requestId"]: event["response"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path, wait_until="networkidle")
    sizes = {key: size for key, size in sizes.items() if not names.get(key, "").startswith("data:")}
    scripts = sum(size for key, size in sizes.items() if names.get(key, "").endswith(".js"))
    assert len(sizes) <= 10
    assert sum(sizes.values()) <= 120_000
    assert scripts <= 25_000


def test_targets_are_large_enough(visit):
    """At least 24 by 24 px, links within running text apart."""
    page = visit(width=390)
    for path in ("/", "/werkmodellen/persoonlijke-vriend/", "/zoeken/?q=buddy", "/werkmodellen/matrix/"):
        page.goto(path)
        small = page.evaluate("""() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')]
            .filter(e => e.checkVisibility() && !e.closest('p, dd, li:not([class]) > :not(a), .skip') && !e.matches('.skip, .pill input'))
            .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
            .filter(([b]) => b.width && b.height < 24).map(([b, h]) => h)""")
        assert small == [], path
