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
}


def main(names: list[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGS)
        for theme in ("light", "dark"):
            for width in (390, 768, 1280):
                page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
                for name, path in SCREENS.items():
                    if not names or name in names:
                        page.goto(BASE + path, wait_until="networkidle")
                        page.screenshot(path=OUT / f"{name}-{width}-{theme}.png", full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
