"""Every screen at 390, 768 and 1280 px, light and dark, of a running site (BASE, default http://127.0.0.1:8000), to look at.

python bench/screenshots.py [name …]      writes var/screenshots/<name>-<width>-<theme>.png
"""

import os
import sys
from pathlib import Path

from chromium import ARGS, PATH
from playwright.sync_api import sync_playwright

BASE = os.environ.get("BASE", "http://127.0.0.1:8000")
OUT = Path(__file__).resolve().parents[1] / "var" / "screenshots"
SCREENS = {
    "home": "/",
    "lijst": "/werkmodellen/",
    "lijst-gefilterd": "/werkmodellen/?aanpak=groep&aandacht=mobiliteit",
    "kaart": "/werkmodellen/persoonlijke-vriend/",
    "kaart-gefilterd": "/werkmodellen/persoonlijke-vriend/?kwadrant=aandacht",
    "vergelijk-2": "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=contextgericht-werken",
    "vergelijk-4": "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=contextgericht-werken&m=lotgenotennetwerk&m=persoonlijk-netwerk",
    "vergelijk-leeg": "/werkmodellen/vergelijken/",
    "matrix": "/werkmodellen/matrix/",
    "themas": "/themas/",
    "thema": "/themas/gelijkwaardigheid/",
    "begrippen": "/begrippen/",
    "begrip": "/begrippen/bridging/",
    "kennis": "/kennis/",
    "hoofdstuk": "/kennis/bouwstenen-wat-is-een-sterk-netwerk/",
    "hulp": "/nu-hulp-nodig/",
    "zoeken": "/zoeken/",
    "zoek-zwakte": "/zoeken/?q=afhankelijkheid&kwadrant=zwakte",
    "zoek-breed": "/zoeken/?q=buddy",
    "zoek-niets": "/zoeken/?q=xylofoonles",
    "bronnen": "/bronnen/",
    "over": "/over/",
    "niet-gevonden": "/bestaat-niet/",
    "aanmelden": "/rekening/login/",
    "api": "/api/v1/docs",
    "projecten": "/projecten/",
    "projecten-gent": "/projecten/?gemeente=9000",
    "projecten-niets": "/projecten/?gemeente=8650",
    "project": "/projecten/tweespan-antwerpen/",
    "initiatief": "/initiatieven/praattafel-lommel/",
    "partners": "/partners/",
}
# Screens of somebody who signed in: name → (account of the demo, path)
MEMBER_SCREENS = {
    "mijn": ("coordinator", "/mijn/"),
    "mijn-lid": ("lid", "/mijn/"),
    "project-lid": ("lid", "/projecten/tweespan-antwerpen/"),
    "project-bewerken": ("coordinator", "/projecten/tweespan-antwerpen/bewerken/"),
    "ploeg": ("coordinator", "/projecten/tweespan-antwerpen/ploeg/"),
    "uitnodigen": ("coordinator", "/projecten/tweespan-antwerpen/uitnodigen/"),
    "uitnodigen-lijst": ("coordinator", "/projecten/tweespan-antwerpen/uitnodigen/lijst/"),
    "profiel": ("lid", "/mijn/profiel/"),
}
PASSWORD = "buddy-demo-2026"


def shoot(page, path: str, name: str) -> None:
    page.goto(BASE + path, wait_until="networkidle")
    page.screenshot(path=OUT / f"{name}.png", full_page=True)


def sign_in(browser, account: str, width: int, theme: str):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.goto(BASE + "/rekening/login/")
    page.fill("[name=login]", f"{account}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.btn--main")
    return page


def main(names: list[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGS)
        for theme in ("light", "dark"):
            for width in (390, 768, 1280):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                for name, path in SCREENS.items():
                    if not names or name in names:
                        shoot(page, path, f"{name}-{width}-{theme}")
                page.close()
                for account in {
                    account for name, (account, _path) in MEMBER_SCREENS.items() if not names or name in names
                }:
                    page = sign_in(browser, account, width, theme)
                    for name, (who, path) in MEMBER_SCREENS.items():
                        if who == account and (not names or name in names):
                            shoot(page, path, f"{name}-{width}-{theme}")
                    page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
